"""Official exchange rates in force on one day, and amounts converted by them: multiply first, round once, half up."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from openkeden.base import money


class Quote(msgspec.Struct, frozen=True):
    """One published quote, as its authority wrote it: `value` national units for `nominal` units of `currency`.

    `value` is an integer of 10**-decimals, where decimals is the precision of the feed; never an inverse.
    """

    currency: str
    nominal: int
    value: int
    decimals: int
    effective_on: dt.date
    authority: str

    @property
    def quantum(self) -> tuple[int, int]:
        """Relative half step of the published value, as a fraction: the error that its rounding may hide."""
        return 1, 2 * self.value

    def text(self) -> str:
        """The quote in its authority's direction, as `100 UZS = 3.93`."""
        return f"{self.nominal} {self.currency} = {money.text(self.value, self.decimals)}"


class NoRate(ValueError):
    """No quote may value an amount in this currency on this day. `reason` is `missing`, `stale` or `coarse`."""

    def __init__(self, currency: str, reason: str, quote: Quote | None = None) -> None:
        super().__init__(f"{currency}: {reason}")
        self.currency, self.reason, self.quote = currency, reason, quote


class Rates(msgspec.Struct, frozen=True):
    """The rates in force on the day `on` (EAEU Customs Code art. 38(8), 52(6): the day of registration).

    `quotes` holds the last quote effective on or before that day. A quote older than `carry_over_days`, or whose
    relative quantum is above `coarse_per_million` millionths, is refused for valuing.
    """

    on: dt.date
    national: str
    quotes: Mapping[str, Quote]
    carry_over_days: int
    coarse_per_million: int

    def quote(self, currency: str) -> Quote | None:
        """The quote that values `currency` this day; None for the national currency. Raises NoRate."""
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
