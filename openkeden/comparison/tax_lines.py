"""Compute every tax line of a legacy declaration again, and name every difference.

A line `matched` when base times rate gives its amount within one unit of currency. It is
`explained` when a quantity of the same item is its base, or when line or item say that
nothing is charged: what could be a slip as well explains nothing. A line is `unread` when
one of its figures is no number. Figures are integers of millionths, as in
`comparison.legacy`.
"""

import collections
from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec

from openkeden.base import money
from openkeden.comparison import reasons, relief
from openkeden.comparison.legacy import LegacyDeclaration, LegacyItem, LegacyTax, Quantity
from openkeden.comparison.reasons import LineReason

Outcome = Literal["matched", "explained", "unexplained", "unread"]
Scale = Literal["percent", "fraction"]

#: One unit of currency, or of quantity.
UNIT: Final[int] = 10**money.QUANTITY_DIGITS
_SCALES: Final[Mapping[Scale, int]] = {"percent": 100, "fraction": 1}

#: How an amount may be off by its decimal point.
_MULTIPLES: Final[Mapping[int, LineReason]] = {
    1_000: LineReason("thousandfold"),
    100: LineReason("hundredfold"),
    10: LineReason("tenfold"),
}
_PARTS: Final[Mapping[int, LineReason]] = {
    10: LineReason("tenth"),
    100: LineReason("hundredth"),
    1_000: LineReason("thousandth"),
}


class TaxLine(msgspec.Struct, frozen=True, kw_only=True):
    """One assessed line, computed again."""

    #: The number of the goods line.
    item: int

    #: The code of the tax.
    tax: str

    #: The base that the file states.
    base: int | None

    #: The rate that the file states.
    rate: int | None

    #: The amount that the file states; None where it states none that can be read.
    amount: int | None

    #: What the identity named by `reason` gives, or base times rate.
    computed: int | None

    #: Whether the line matched, was explained, was not, or could not be read.
    outcome: Outcome

    #: The identity, or why none fits.
    reason: LineReason

    #: Whether what was computed rounds to the amount, not only comes near.
    exact: bool = False


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What became of every line that states anything."""

    #: The declarant's reference.
    reference: str

    #: How many goods lines there are.
    items: int

    #: How the rates are written, as most lines confirm.
    scale: Scale

    #: The lines, in the order of the file.
    lines: tuple[TaxLine, ...]

    def count(self, outcome: Outcome) -> int:
        """How many lines came out so."""
        return sum([line.outcome == outcome for line in self.lines])


class _Habits(msgspec.Struct, frozen=True):
    """How the system that made a declaration writes and rounds, as its lines show."""

    #: How it writes rates.
    scale: Scale

    #: What it rounds amounts to.
    step: int

    #: For each tax the quantities that confirm its lines, the commonest first.
    levied: Mapping[str, list[str]]


class _Verdict(msgspec.Struct, frozen=True):
    """What became of a line."""

    #: Whether it matched, was explained, was not, or could not be read.
    outcome: Outcome

    #: The identity, or why none fits.
    reason: LineReason

    #: What the identity gives, or base times rate.
    computed: int | None = None


def compare(declaration: LegacyDeclaration) -> Comparison:
    """Compute every line again that states a tax or a figure."""
    taxes = [tax for _, tax in _assessed(declaration)]
    step = _step(taxes)
    habits = _Habits(_scale(taxes), step, _levied(declaration, step))
    return Comparison(
        reference=declaration.reference,
        items=len(declaration.items),
        scale=habits.scale,
        lines=tuple([_line(item, tax, habits) for item, tax in _assessed(declaration)]),
    )


def _assessed(declaration: LegacyDeclaration) -> Iterator[tuple[LegacyItem, LegacyTax]]:
    """Every line but those that the form leaves blank."""
    for item in declaration.items:
        for tax in item.taxes:
            if tax.unread or tax.code or any((tax.base, tax.rate, tax.amount)):
                yield item, tax


def _product(base: int, rate: int, scale: Scale) -> int:
    return money.half_up(base * rate, UNIT * _SCALES[scale])


def _near(computed: int, amount: int) -> bool:
    """Within one unit of currency."""
    return abs(computed - amount) <= UNIT


def _scale(taxes: list[LegacyTax]) -> Scale:
    """How rates are written: as more lines match, of those that charge something; of as
    many, in fractions where no rate is above one.

    A rate above one speaks for no fraction: a hundredfold tax would bear itself out.
    """
    counts: collections.Counter[Scale] = collections.Counter()
    above = False
    for tax in taxes:
        if tax.base and tax.rate and tax.amount:
            small = tax.rate <= UNIT
            above = above or not small
            for scale in _SCALES:
                product = _product(tax.base, tax.rate, scale)
                speaks = small or scale == "percent"
                counts[scale] += speaks and _near(product, tax.amount)
    fraction, percent = counts["fraction"], counts["percent"]
    tied = fraction == percent and fraction and not above
    return "fraction" if fraction > percent or tied else "percent"


def _step(taxes: list[LegacyTax]) -> int:
    """What amounts are rounded to: whole units when all of them are whole, else hundredths."""
    return UNIT // 100 if any((tax.amount or 0) % UNIT for tax in taxes) else UNIT


def _rounds_to(computed: int, amount: int, step: int) -> bool:
    return money.half_up(computed, step) * step == amount


def _line(item: LegacyItem, tax: LegacyTax, habits: _Habits) -> TaxLine:
    verdict = _judged(item, tax, habits)
    computed, amount = verdict.computed, tax.amount
    known = computed is not None and amount is not None
    return TaxLine(
        item=item.number,
        tax=tax.code,
        base=tax.base,
        rate=tax.rate,
        amount=amount,
        computed=computed,
        outcome=verdict.outcome,
        reason=verdict.reason,
        exact=known and _rounds_to(computed or 0, amount or 0, habits.step),
    )


def _judged(item: LegacyItem, tax: LegacyTax, habits: _Habits) -> _Verdict:
    """What becomes of a line."""
    if tax.unread:
        return _Verdict("unread", reasons.UNREAD)
    if not tax.code:
        return _Verdict("unexplained", reasons.NO_CODE)
    if tax.amount is None:
        return _Verdict("unexplained", reasons.NO_AMOUNT)
    if any((figure or 0) < 0 for figure in (tax.base, tax.rate, tax.amount)):
        return _Verdict("unexplained", reasons.NEGATIVE)
    if tax.base is None or tax.rate is None:
        if tax.amount:
            return _Verdict("unexplained", reasons.NO_BASE_OR_RATE)
        return _free(item, tax)
    return _computed(item, tax, _Figures(tax.base, tax.rate, tax.amount), habits)


class _Figures(msgspec.Struct, frozen=True):
    """The three figures of a line that states all of them."""

    #: What the tax is computed on.
    base: int

    #: The rate as written.
    rate: int

    #: The tax.
    amount: int


def _computed(
    item: LegacyItem, tax: LegacyTax, stated: _Figures, habits: _Habits
) -> _Verdict:
    """Base times rate beside the amount, and what else the amount may be."""
    computed = _product(stated.base, stated.rate, habits.scale)
    if _near(computed, stated.amount):
        if _emptied(item, tax, habits):
            return _free(item, tax)
        return _Verdict("matched", reasons.AD_VALOREM, computed)
    for quantity in _specific(item, tax, habits):
        product = money.half_up(quantity.amount * stated.rate, UNIT)
        return _Verdict("explained", LineReason("specific", quantity.name), product)
    if not stated.amount:
        return _free(item, tax, computed)
    return _Verdict("unexplained", _slip(item, tax, stated, computed, habits), computed)


def _emptied(item: LegacyItem, tax: LegacyTax, habits: _Habits) -> bool:
    """Whether the line has a rate and no base although the goods have a value; the base of
    a specific tax may be too small to show.
    """
    nought = not tax.base and tax.rate and item.value
    return bool(nought and not habits.levied.get(tax.code))


def _free(item: LegacyItem, tax: LegacyTax, computed: int | None = None) -> _Verdict:
    """What becomes of a line that charges nothing."""
    reason = relief.stated(item, tax)
    if reason is not None:
        return _Verdict("explained", reason, 0)
    return _Verdict("unexplained", reasons.NOTHING_CHARGED, computed)


def _slip(
    item: LegacyItem, tax: LegacyTax, stated: _Figures, computed: int, habits: _Habits
) -> LineReason:
    """What an amount looks like that nothing explains."""
    for turn, reason in _MULTIPLES.items():
        if _rounds_to(computed * turn, stated.amount, habits.step):
            return reason
    for turn, reason in _PARTS.items():
        if _rounds_to(money.half_up(computed, turn), stated.amount, habits.step):
            return reason
    for reason, base in _other_bases(item, tax):
        other = _product(base, stated.rate, habits.scale)
        if _rounds_to(other, stated.amount, habits.step):
            return reason
    return reasons.ANOTHER_AMOUNT


def _other_bases(item: LegacyItem, tax: LegacyTax) -> Iterator[tuple[LineReason, int]]:
    """What the tax may have been computed on in place of its stated base."""
    if item.value is not None:
        yield reasons.OF_VALUE, item.value
        yield reasons.OF_VALUE_AND_TAXES, item.value + _earlier(item, tax)


def _earlier(item: LegacyItem, line: LegacyTax) -> int:
    """The taxes of the item that stand before the line."""
    total = 0
    for tax in item.taxes:
        if tax is line:
            break
        total += tax.amount or 0
    return total


def _specific(item: LegacyItem, tax: LegacyTax, habits: _Habits) -> list[Quantity]:
    """The quantities that confirm the line, first the one that confirms most lines of this
    tax.
    """
    order = habits.levied.get(tax.code, [])
    confirming = _confirming(item, tax, habits.step)
    return sorted(confirming, key=lambda quantity: order.index(quantity.name))


def _confirming(item: LegacyItem, tax: LegacyTax, step: int) -> list[Quantity]:
    """The quantities that are the line's base and give its amount at its rate; none where
    the base is the value.
    """
    if tax.base and item.value and abs(item.value - tax.base) <= UNIT:
        return []
    return [quantity for quantity in item.quantities if _confirms(quantity, tax, step)]


def _confirms(quantity: Quantity, tax: LegacyTax, step: int) -> bool:
    """Whether base and amount follow from the quantity; the base may be rounded to whole
    units. What charges nothing confirms nothing.
    """
    if tax.base is None or tax.rate is None or not tax.amount:
        return False
    if 2 * abs(quantity.amount - tax.base) > UNIT:
        return False
    return _rounds_to(money.half_up(quantity.amount * tax.rate, UNIT), tax.amount, step)


def _levied(declaration: LegacyDeclaration, step: int) -> dict[str, list[str]]:
    """For each tax the quantities that confirm its lines, the commonest first."""
    counts: dict[str, collections.Counter[str]] = {}
    for item in declaration.items:
        for tax in item.taxes:
            names = counts.setdefault(tax.code, collections.Counter())
            names.update([quantity.name for quantity in _confirming(item, tax, step)])
    return {code: _commonest(names) for code, names in counts.items()}


def _commonest(names: collections.Counter[str]) -> list[str]:
    return [name for name, _ in names.most_common()]
