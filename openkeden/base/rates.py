"""Official exchange rates of one day, and amounts converted by them: rounded once, half up."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from openkeden.base import money


class Quote(msgspec.Struct, frozen=True):
    """One published quote, as its authority wrote it; never an inverse."""

    #: The foreign currency.
    currency: str

    #: For how many units of it the quote is.
    nominal: int

    #: National units for these, as an integer of 10**-decimals.
    value: int

    #: The precision of the authority.
    decimals: int

    #: The day from which it is in force.
    effective_on: dt.date

    #: Who published it.
    authority: str

    @property
    def quantum(self) -> tuple[int, int]:
        """Relative half step of the published value: the error that its rounding may hide.

        As a fraction.
        """
        return 1, 2 * self.value

    def text(self) -> str:
        """The quote in its authority's direction, as `100 UZS = 3.93`."""
        return f"{self.nominal} {self.currency} = {money.text(self.value, self.decimals)}"


class NoRate(ValueError):
    """No quote may value an amount in this currency on this day.

    `reason` is `missing`, `stale` or `coarse`.
    """

    def __init__(self, currency: str, reason: str, quote: Quote | None = None) -> None:
        super().__init__(f"{currency}: {reason}")
        self.currency, self.reason, self.quote = currency, reason, quote


class Rates(msgspec.Struct, frozen=True):
    """The rates in force on one day (EAEU Customs Code art. 38(8), 52(6): that of
    registration).
    """

    #: The day.
    on: dt.date

    #: The national currency.
    national: str

    #: By currency the last quote effective on or before the day.
    quotes: Mapping[str, Quote]

    #: A quote that is older values nothing.
    carry_over_days: int

    #: A quote whose relative quantum is above so many millionths values nothing.
    coarse_per_million: int

    def quote(self, currency: str) -> Quote | None:
        """The quote that values `currency` on this day; None for the national currency.

        Raises NoRate.
        """
        if currency == self.national:
            return None
        quote = self.quotes.get(currency)
        if quote is None:
            raise NoRate(currency, "missing")
        if (self.on - quote.effective_on).days > self.carry_over_days:
            raise NoRate(currency, "stale", quote)
        if 2 * quote.value * self.coarse_per_million < 1_000_000:
            raise NoRate(currency, "coarse", quote)
        return quote

    def ratio(self, currency: str) -> tuple[int, int]:
        """National units per unit of `currency` as an exact fraction. Raises NoRate."""
        quote = self.quote(currency)
        if quote is None:
            return 1, 1
        return quote.value, quote.nominal * 10**quote.decimals

    def convert(self, amount: int, currency: str) -> int:
        """Minor units of `currency` as minor national units, rounded once. Raises NoRate."""
        numerator, denominator = self.ratio(currency)
        return money.half_up(amount * numerator, denominator)
