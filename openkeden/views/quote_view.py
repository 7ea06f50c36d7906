"""An exchange rate as programs see it."""

import datetime

import msgspec

from openkeden.base import money
from openkeden.base.rates import Quote


class QuoteView(msgspec.Struct, frozen=True, kw_only=True):
    """An exchange rate in its authority's direction: `value` national units for `nominal`
    units of `currency`.
    """

    #: The currency, three letters.
    currency: str

    #: For how many units the rate is.
    nominal: int

    #: National units, as decimal text.
    value: str

    #: The day from which it is in force.
    date: datetime.date

    #: Who publishes it.
    authority: str


def of(quote: Quote) -> QuoteView:
    """The view of an exchange rate."""
    return QuoteView(
        currency=quote.currency,
        nominal=quote.nominal,
        value=money.text(quote.value, quote.decimals),
        date=quote.effective_on,
        authority=quote.authority,
    )


def maybe(quote: Quote | None) -> QuoteView | None:
    """The view of an exchange rate, where there is one."""
    return None if quote is None else of(quote)
