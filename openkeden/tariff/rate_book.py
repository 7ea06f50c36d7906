"""The rate book: which rates of which charges apply to a lot on a day, or what must be
declared before we can tell.

Every part that needs a rate takes it from here: the rules of filing, the assessment,
prices, persons' goods, the look-up of a code. A book is made from an edition and keeps what
it has looked up.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import msgspec

from openkeden.base import rates
from openkeden.base.bounded import Remembered
from openkeden.tariff import conditions, duty, masks
from openkeden.tariff.edition import ChargeRate, Edition
from openkeden.tariff.lot import Lot
from openkeden.tariff.masks import Masks

#: The charge whose rate stands in the tariff itself; the others have rows of their own.
DUTY: Final = "duty"


class Rate(msgspec.Struct, frozen=True):
    """A rate of one charge for goods of one code, ready for use."""

    #: The rate.
    expression: duty.Expression

    #: The rate as text.
    text: str

    #: The ids of the rows of law that it rests on, its own first.
    rows: tuple[str, ...]

    #: The units and currencies that it is computed in, indices left out.
    needs: duty.Needs

    #: Millionths of a percent where the rate is a plain percentage above zero, else 0.
    percent: int

    #: The row of a charge; None for a rate of the tariff itself.
    terms: ChargeRate | None = None

    #: Whether it applies to all goods of the code, whatever is stated of them.
    open: bool = True

    #: Its conditions on attributes of the goods.
    asks: tuple[conditions.AttributeCondition, ...] = ()

    #: Its conditions on value and quantities.
    limits: tuple[conditions.Threshold, ...] = ()

    def concerns(self, lot: Lot) -> bool:
        """Whether goods of this origin, and who imports them, are within its scope."""
        terms = self.terms
        if terms is None:
            return True
        if terms.importer and not terms.taxes(lot.importer_kind):
            return False
        return terms.concerns(lot.origin)

    def may_fit(self, lot: Lot) -> bool:
        """Whether origin and attributes are within its scope, as far as they are stated."""
        return self.concerns(lot) and conditions.fits(
            self.asks, lot.attributes, unstated=True
        )

    def fits(self, lot: Lot) -> bool:
        """Whether origin and attributes are within its scope."""
        return self.concerns(lot) and conditions.fits(
            self.asks, lot.attributes, unstated=False
        )

    def holds(self, lot: Lot, value: int, worth: conditions.Worth) -> bool:
        """Whether it applies to a lot of this customs value: all its conditions are met."""
        if self.open:
            return True
        if not self.concerns(lot):
            return False
        if self.asks and not conditions.fits(self.asks, lot.attributes, unstated=False):
            return False
        quantities = lot.quantities
        return all(limit.holds(value, quantities, worth) for limit in self.limits)

    def lacking(
        self, quantities: Mapping[str, int], exchange: rates.Rates
    ) -> tuple[str, ...]:
        """The units and currencies that it asks for and that are not at hand."""
        units = sorted(self.needs.units - quantities.keys())
        currencies = sorted(self.needs.currencies)
        unquoted = [each for each in currencies if not quoted(each, exchange)]
        return (*units, *unquoted)


class Unstated(NamedTuple):
    """A rate that a lot falls under or not by attributes which it does not state."""

    rate: Rate
    missing: tuple[conditions.AttributeCondition, ...]


class _Expressed(NamedTuple):
    """What an expression says, whatever row it stands in."""

    text: str
    needs: duty.Needs
    percent: int


class RateBook:
    """The rates of one edition. Safe to share: it changes only what it remembers."""

    def __init__(self, law: Edition) -> None:
        self.law = law
        self._indices = frozenset(law.lists.get("indices", ()))
        self._rates = Remembered(self._rates_of)
        self._masks = Remembered(self._masks_of)
        self._of_row = Remembered(self._rate_of_row)
        self._expressed = Remembered(self._expressed_by)
        self._undecided = Remembered(self._undecided_on)
        self._needed = Remembered(self._needs)

    def charges(self, procedure: str) -> tuple[str, ...]:
        """The keys of the charges that arise under a procedure; none for one that is not
        known.
        """
        held = self.law.procedures.get(procedure)
        return held.charges if held is not None else ()

    def rates(self, charge: str, code: str) -> tuple[Rate, ...]:
        """The rates of a charge for goods of a code, in the order in which they are tried."""
        return self._rates[charge, code]

    def undecided(self, procedure: str, code: str) -> tuple[str, ...]:
        """The charges that arise under a procedure and for which goods of a code may have
        one rate or another, by what is stated of them.
        """
        return self._undecided[procedure, code]

    def national(self, code: str) -> Rate:
        """The lower duty of this country on a code that has one."""
        lower = self.law.national_rates[code]
        return self._rate(lower.rate, (lower.row.id, self.law.lines[code].row))

    def of_parameter(self, key: str) -> Rate:
        """The rate that a single value of law is; the rows of the indices it is told in
        come after its own.
        """
        row = self.law.parameter(key)
        expression = duty.parse(row.value)
        used = sorted(duty.needs(expression).currencies & self._indices)
        values = [self.law.parameter(index.lower()).id for index in used]
        return self._rate(expression, (row.id, *values))

    def applicable(
        self, charge: str, lot: Lot, value: int, worth: conditions.Worth
    ) -> Rate | None:
        """The rate of a charge that applies to a lot of this customs value, if any does."""
        return first_holding(self.rates(charge, lot.code), lot, value, worth)

    def candidates(self, charge: str, lot: Lot) -> list[Rate]:
        """The rates that origin and attributes meet, to the first that has no other
        condition.
        """
        fitting: list[Rate] = []
        for rate in self.rates(charge, lot.code):
            if rate.fits(lot):
                fitting.append(rate)
                if not rate.limits:
                    break
        return fitting

    def unstated(self, charge: str, lot: Lot) -> list[conditions.AttributeCondition]:
        """What a lot does not state and on which it depends whether any rate of a charge
        applies to it.

        It is what those rates ask that ask the least. None where a rate applies already,
        whatever else is stated.
        """
        candidates = self.candidates(charge, lot)
        if candidates and not candidates[-1].limits:
            return []
        open_rates = [rate for rate in self.rates(charge, lot.code) if rate.may_fit(lot)]
        fewest = min([len(rate.asks) for rate in open_rates], default=0)
        asked: list[conditions.AttributeCondition] = []
        for rate in open_rates:
            if len(rate.asks) == fewest:
                asked += conditions.missing(rate.asks, lot.attributes)
        return list(dict.fromkeys(asked))

    def mistaken(self, charge: str, lot: Lot) -> dict[str, set[str]]:
        """Attributes of a lot that are none of those for which a charge has a rate, with
        what the rates ask.

        None where a rate applies, or may apply by what is not stated.
        """
        if self.candidates(charge, lot) or self.unstated(charge, lot):
            return {}
        asked: dict[str, set[str]] = {}
        for rate in self.rates(charge, lot.code):
            for condition in _near_misses(rate, lot):
                asked.setdefault(condition.name, set()).add(condition.asked)
        stated = lot.attributes
        return {name: words for name, words in asked.items() if stated[name] not in words}

    def is_selective(self, charge: str) -> bool:
        """Whether some rate of a charge asks for an attribute."""
        rows = self.law.charge_rates.get(charge, ())
        return any(conditions.on_attributes(row.when) for row in rows)

    def needed(self, procedure: str, lot: Lot) -> duty.Needs:
        """The units and currencies in which the charges of a lot are computed and their
        conditions told.
        """
        if not self.undecided(procedure, lot.code):
            return self._needed[procedure, lot.code, "", ()]
        return self._needed[procedure, lot.code, lot.origin, tuple(lot.attributes.items())]

    def own_rates(self, charge: str, lot: Lot) -> list[Unstated]:
        """The rates that a lot may fall under by attributes which it does not state, with
        these.
        """
        own = []
        for rate in self.rates(charge, lot.code):
            missing = conditions.missing(rate.asks, lot.attributes)
            if missing and rate.may_fit(lot):
                own.append(Unstated(rate, tuple(missing)))
        return own

    def unanswered(self, charge: str, lot: Lot) -> tuple[str, ...]:
        """Every attribute and unit that any rate of a charge asks for and that the lot does
        not state.
        """
        names, units = set[str](), set[str]()
        for rate in self.rates(charge, lot.code):
            missing = conditions.missing(rate.asks, lot.attributes)
            names.update([condition.name for condition in missing])
            units.update(*[limit.units for limit in rate.limits])
        return (*sorted(names), *sorted(units - lot.quantities.keys()))

    def _needs(self, of: tuple[str, str, str, tuple[tuple[str, str], ...]]) -> duty.Needs:
        procedure, code, origin, attributes = of
        lot = Lot(code, origin, dict(attributes))
        units, currencies = set[str](), set[str]()
        for charge in self.charges(procedure):
            for rate in self.candidates(charge, lot):
                units |= rate.needs.units
                currencies |= rate.needs.currencies
                units.update(*[limit.units for limit in rate.limits])
                currencies |= limit_currencies(rate.limits)
        return duty.Needs(frozenset(units), frozenset(currencies - self._indices))

    def _rates_of(self, of: tuple[str, str]) -> tuple[Rate, ...]:
        charge, code = of
        return self._of_tariff(code) if charge == DUTY else self._of_rows(charge, code)

    def _undecided_on(self, of: tuple[str, str]) -> tuple[str, ...]:
        procedure, code = of
        rated = [(key, self.rates(key, code)) for key in self.charges(procedure)]
        return tuple([key for key, rates in rated if rates and not rates[0].open])

    def _of_tariff(self, code: str) -> tuple[Rate, ...]:
        line = self.law.lines.get(code)
        return (self._rate(line.rate, (line.row,)),) if line is not None else ()

    def _of_rows(self, charge: str, code: str) -> tuple[Rate, ...]:
        covering = self._masks[charge].covering(code)
        return tuple([self._of_row[charge, place] for place in covering])

    def _masks_of(self, charge: str) -> Masks:
        rows = self.law.charge_rates.get(charge, ())
        return masks.of([(row.mask,) for row in rows])

    def _rate_of_row(self, of: tuple[str, int]) -> Rate:
        charge, place = of
        row = self.law.charge_rates[charge][place]
        return self._rate(row.rate, (row.row.id,), row)

    def _rate(
        self,
        expression: duty.Expression,
        rows: tuple[str, ...],
        terms: ChargeRate | None = None,
    ) -> Rate:
        when = terms.when if terms is not None else ()
        said = self._expressed[expression]
        return Rate(
            expression=expression,
            text=said.text,
            rows=rows,
            needs=said.needs,
            percent=said.percent,
            terms=terms,
            open=terms is None or terms.open,
            asks=conditions.on_attributes(when),
            limits=conditions.thresholds(when),
        )

    def _expressed_by(self, expression: duty.Expression) -> _Expressed:
        needs = duty.needs(expression)
        percent = 0
        if isinstance(expression, duty.Percent) and expression.over == 1:
            percent = expression.rate
        quoted = needs.currencies - self._indices
        return _Expressed(duty.text(expression), duty.Needs(needs.units, quoted), percent)


#: How many books are kept: a batch uses one, a busy day a few.
_KEPT: Final = 8
#: The books that were asked for last. Always replaced whole, so that any thread may read it
#: at any moment.
_books: tuple[RateBook, ...] = ()


def of(law: Edition) -> RateBook:
    """The book of an edition; the same while it is in use, so that no part looks up what
    another has looked up.
    """
    global _books  # noqa: PLW0603 - one name, replaced whole
    for book in _books:
        if book.law is law:
            return book
    made = RateBook(law)
    _books = (made, *_books)[:_KEPT]
    return made


def first_holding(
    candidates: Iterable[Rate], lot: Lot, value: int, worth: conditions.Worth
) -> Rate | None:
    """The first of some rates that applies to a lot of this customs value."""
    for rate in candidates:
        if rate.holds(lot, value, worth):
            return rate
    return None


def limit_currencies(limits: Iterable[conditions.Threshold]) -> frozenset[str]:
    """The currencies and indices in which limits of a value are told."""
    return frozenset([each.amount.currency for each in limits if each.amount is not None])


def quoted(currency: str, exchange: rates.Rates) -> bool:
    """Whether a currency has a rate that may value something."""
    try:
        exchange.quote(currency)
    except rates.NoRate:
        return False
    return True


def _near_misses(rate: Rate, lot: Lot) -> list[conditions.AttributeCondition]:
    """The words that a rate asks for and that alone may keep a lot from it."""
    if not rate.concerns(lot):
        return []
    near = []
    for condition in rate.asks:
        others = [other for other in rate.asks if other is not condition]
        stated = condition.name in lot.attributes and condition.is_word
        if stated and conditions.fits(others, lot.attributes, unstated=True):
            near.append(condition)
    return near
