"""Plans: the law and the exchange rates of one day, prepared once for many assessments."""

import functools
import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from openkeden.assessment import charges, national_rates, plausibility
from openkeden.base import money, rates
from openkeden.base.bounded import Remembered
from openkeden.tariff import duty, rate_book
from openkeden.tariff.edition import Edition, Gap
from openkeden.tariff.rate_book import Rate, RateBook


class PlainCharge(NamedTuple):
    """A charge that is one percentage for all goods of a code."""

    code: str
    percent: int
    text: str
    rows: tuple[str, ...]
    cumulative: bool


class Arising(NamedTuple):
    """The charges that have a rate for a code, in order, each with its rates, the most
    specific first.

    `plain` are the same where each is one percentage for all goods of the code; None where
    it takes more.
    """

    kinds: tuple[tuple[charges.ChargeKind, tuple[Rate, ...]], ...]
    plain: tuple[PlainCharge, ...] | None


class Fee(NamedTuple):
    """The fee of a declaration: its charge in full, unless it is taken of the value, its
    kind and its rate.
    """

    full: charges.Charge
    kind: charges.ChargeKind
    rate: Rate
    on_value: bool


class Procedure:
    """What arises under one procedure: charges on each item, by code, and the fee of the
    declaration, if any.
    """

    def __init__(self, code: str, book: RateBook, exchange: rates.Rates) -> None:
        keys = book.charges(code)
        self._book = book
        self._named = {key.partition(".")[0]: key for key in keys}
        self._arising = Remembered(self._arising_on)
        self._gaps = Remembered(self._gaps_on)
        self._kinds = [kind for kind in charges.CHARGES if kind.key in self._named]
        self.taxed = any(kind.per == "item" and not kind.always for kind in self._kinds)
        self.fee = self._fee(exchange)
        dutiable = charges.DUTY in self._kinds
        lower = national_rates.under(code, book.law) if dutiable else national_rates.NONE
        self.national_rates = lower

    def of_code(self, code: str) -> Arising:
        """The charges that have a rate for a code."""
        return self._arising[code]

    def gaps_of(self, code: str) -> tuple[Gap, ...]:
        """What the law is known not to hold of the charges that arise for a code, and of
        the payments beside them.
        """
        return self._gaps[code]

    def at_national_rate(self, code: str) -> Arising:
        """As `of_code`, with the duty at the lower rate of this country."""
        lower = (self._book.national(code),)
        kinds = self.of_code(code).kinds
        return _arising(
            tuple(
                [(kind, lower if kind is charges.DUTY else rates) for kind, rates in kinds]
            )
        )

    def _arising_on(self, code: str) -> Arising:
        kinds = [kind for kind in self._kinds if kind.per == "item"]
        rated = [(kind, self._book.rates(kind.key, code)) for kind in kinds]
        return _arising(tuple([(kind, rates) for kind, rates in rated if rates]))

    def _gaps_on(self, code: str) -> tuple[Gap, ...]:
        beside = charges.BESIDE if self.taxed else ()
        keys = {*self._named, *beside}
        every = self._book.law.gaps_of(code)
        return tuple([gap for gap in every if gap.charge in keys])

    def _fee(self, exchange: rates.Rates) -> Fee | None:
        kinds = [kind for kind in self._kinds if kind.per == "declaration"]
        if not kinds:
            return None
        kind = kinds[0]
        rate = self._book.of_parameter(self._named[kind.key])
        indices = self._book.law.indices
        computed = duty.amount(rate.expression, 0, {}, exchange, indices)
        full = charges.Charge(kind.code, 0, 0, rate.text, computed, computed, "", rate.rows)
        return Fee(full, kind, rate, _is_on_value(rate.expression))


class Plan:
    """What an assessment needs of one edition and one day's exchange rates, looked up once.

    A plan serves all declarations of its day; it changes only what it remembers.
    """

    def __init__(self, law: Edition, exchange: rates.Rates) -> None:
        self.law = law
        self.exchange = exchange
        self.book = rate_book.of(law)
        self.indices = law.indices
        self.shares = {kind: cost.share for kind, cost in law.costs.items()}
        self.fee_in_vat_base = law.parameter("vat.base.includes_fee").value == "true"
        threshold = law.de_minimis.row
        self.de_minimis_row = threshold.id
        self._threshold = (money.parse(threshold.value), threshold.unit)
        self.left_out = law.de_minimis.left_out
        self._procedures = Remembered(self._procedure)
        self._quotes = Remembered(self._quotes_in)
        self._masses = plausibility.unit_masses(law)
        self._bounds = Remembered(self._bounds_of)
        self._unheld = Remembered(self._unheld_on)
        self._silent = Remembered(self._is_silent)

    @functools.cached_property
    def de_minimis(self) -> int:
        """The value of goods up to which import duties and taxes do not arise, in minor
        national units.

        Below zero, so that nothing is exempt, on a day when the threshold's currency has no
        usable rate.
        """
        try:
            return self.exchange.convert(*self._threshold)
        except rates.NoRate:
            return -1

    def doubts(
        self, code: str, quantities: Mapping[str, int]
    ) -> Sequence[plausibility.Doubt]:
        """The quantities of goods of a code that their net mass contradicts: where there is
        nothing but the mass, none.
        """
        if len(quantities) == 1:
            return ()
        return plausibility.doubts(quantities, self._bounds[code])

    def says_nothing(self, procedure: str, direction: str, code: str) -> bool:
        """Whether there is nothing to tell of goods of a code, whatever they are, that move
        so without a preference: all that is known of their charges and measures is held,
        and no rate of theirs hangs on what is not stated.
        """
        return self._silent[procedure, direction, code]

    @functools.cached_property
    def tariff_age(self) -> int | None:
        """How many days before this one the newest lines of the tariff began, where that
        is long ago.
        """
        newest = self.law.newest
        if newest is None:
            return None
        days = (self.law.on - newest).days
        return days if days > int(self.law.parameter("tariff.old_days").value) else None

    @functools.cached_property
    def of_importers(self) -> Mapping[str, str]:
        """The rows whose rates are for importers of one kind, with the kind."""
        every = itertools.chain(*self.law.charge_rates.values())
        return {rate.row.id: rate.importer for rate in every if rate.importer}

    @functools.cached_property
    def selective(self) -> Mapping[str, str]:
        """Charges of which some goods of a code have a rate of their own by an attribute:
        their keys by their codes.
        """
        return {
            kind.code: kind.key
            for kind in charges.CHARGES
            if self.book.is_selective(kind.key)
        }

    def quotes(self, currencies: frozenset[str]) -> tuple[rates.Quote, ...]:
        """The quotes that figures in these currencies rest on, by currency; none for the
        national one.
        """
        return self._quotes[currencies]

    def unheld_measures(self, code: str, direction: str) -> tuple[Gap, ...]:
        """What is not held of the measures on goods of a code that move so."""
        return self._unheld[code, direction]

    def worth(self, amount: duty.Fixed) -> int:
        """An amount of a currency or an index in minor national units."""
        return duty.amount(amount, 0, {}, self.exchange, self.indices)

    def procedure(self, code: str) -> Procedure:
        """What arises under a procedure of box 1."""
        return self._procedures[code]

    def _procedure(self, code: str) -> Procedure:
        return Procedure(code, self.book, self.exchange)

    def _quotes_in(self, currencies: frozenset[str]) -> tuple[rates.Quote, ...]:
        every = [self.exchange.quote(currency) for currency in sorted(currencies)]
        return tuple([quote for quote in every if quote is not None])

    def _bounds_of(self, code: str) -> dict[str, tuple[int, plausibility.UnitMass]]:
        return plausibility.bounds_of(code, self._masses, self.law)

    def _is_silent(self, moved: tuple[str, str, str]) -> bool:
        procedure, direction, code = moved
        arising = self.procedure(procedure)
        if arising.gaps_of(code) or self.unheld_measures(code, direction):
            return False
        if code in arising.national_rates:
            return False
        rated = [rates for _, rates in arising.of_code(code).kinds]
        every = itertools.chain(*rated)
        return not any(rate.asks or rate.rows[0] in self.of_importers for rate in every)

    def _unheld_on(self, moved: tuple[str, str]) -> tuple[Gap, ...]:
        return self.law.unheld_measures(*moved)


def _arising(kinds: tuple[tuple[charges.ChargeKind, tuple[Rate, ...]], ...]) -> Arising:
    plain = []
    for kind, rates_of_kind in kinds:
        first = rates_of_kind[0]
        if first.percent and first.open:
            plain.append(
                PlainCharge(
                    kind.code, first.percent, first.text, first.rows, kind.cumulative
                )
            )
    return Arising(kinds, tuple(plain) if len(plain) == len(kinds) else None)


def _is_on_value(expression: duty.Expression) -> bool:
    """Whether some part of a rate is a percentage, so that it depends on the customs value."""
    parts = duty.parts(expression)
    return isinstance(expression, duty.Percent) or any(_is_on_value(part) for part in parts)
