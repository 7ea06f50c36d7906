"""Compute every tax line of a legacy declaration again, and name every difference.

A line `matched` when base times rate gives its amount within one unit of currency. It is
`explained` when another identity, computed from the figures of the same item, gives the
amount: nothing is explained by a label alone. Figures are integers of millionths, as in
`comparison.legacy`.
"""

import collections
from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec

from openkeden.base import money
from openkeden.comparison.legacy import LegacyDeclaration, LegacyItem, LegacyTax, Quantity

Outcome = Literal["matched", "explained", "unexplained"]
Scale = Literal["percent", "fraction"]

#: One unit of currency, or of quantity.
UNIT: Final[int] = 10**money.QUANTITY_DIGITS
_SCALES: Final[Mapping[Scale, int]] = {"percent": 100, "fraction": 1}

_RELIEVED = "relieved: nothing is charged"


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

    #: The amount that the file states.
    amount: int

    #: What the identity named by `reason` gives.
    computed: int | None

    #: Whether the line matched, was explained, or was not.
    outcome: Outcome

    #: The identity, such as `ad valorem`, `specific: <quantity> x rate`, `value x rate`,
    #: `value and earlier taxes x rate`, `rate in the other notation` or `relieved: nothing
    #: is charged`; or why none fits.
    reason: str

    #: Whether what was computed rounds to the amount, not only comes near.
    exact: bool = False


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What became of every line with an amount."""

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


def compare(declaration: LegacyDeclaration) -> Comparison:
    """Compute every line again that bears a code and an amount."""
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
    for item in declaration.items:
        for tax in item.taxes:
            if tax.code and tax.amount is not None:
                yield item, tax


def _product(base: int, rate: int, scale: Scale) -> int:
    return money.half_up(base * rate, UNIT * _SCALES[scale])


def _near(computed: int, amount: int) -> bool:
    """Within one unit of currency."""
    return abs(computed - amount) <= UNIT


def _scale(taxes: list[LegacyTax]) -> Scale:
    """How rates are written: as more lines match, of those that charge something."""
    counts: collections.Counter[Scale] = collections.Counter()
    for tax in taxes:
        if tax.base and tax.rate and tax.amount:
            for scale in _SCALES:
                counts[scale] += _near(_product(tax.base, tax.rate, scale), tax.amount)
    return "fraction" if counts["fraction"] > counts["percent"] else "percent"


def _step(taxes: list[LegacyTax]) -> int:
    """What amounts are rounded to: whole units when all of them are whole, else hundredths."""
    return UNIT // 100 if any((tax.amount or 0) % UNIT for tax in taxes) else UNIT


def _rounds_to(computed: int, amount: int, step: int) -> bool:
    return money.half_up(computed, step) * step == amount


def _line(item: LegacyItem, tax: LegacyTax, habits: _Habits) -> TaxLine:
    amount = tax.amount
    assert amount is not None, "lines without an amount are left out"
    outcome, reason, computed = _judged(item, tax, amount, habits)
    return TaxLine(
        item=item.number,
        tax=tax.code,
        base=tax.base,
        rate=tax.rate,
        amount=amount,
        computed=computed,
        outcome=outcome,
        reason=reason,
        exact=computed is not None and _rounds_to(computed, amount, habits.step),
    )


def _judged(
    item: LegacyItem, tax: LegacyTax, amount: int, habits: _Habits
) -> tuple[Outcome, str, int | None]:
    """The outcome, its reason, and what was computed."""
    if tax.base is None or tax.rate is None:
        return (
            ("unexplained", "no base or rate", None)
            if amount
            else ("explained", _RELIEVED, 0)
        )
    computed = _product(tax.base, tax.rate, habits.scale)
    if _near(computed, amount):
        return "matched", "ad valorem", computed
    for reason, other in _identities(item, tax, tax.base, tax.rate, habits):
        if _rounds_to(other, amount, habits.step):
            return "explained", reason, other
    return "unexplained", "base x rate gives another amount", computed


def _identities(
    item: LegacyItem, tax: LegacyTax, base: int, rate: int, habits: _Habits
) -> Iterator[tuple[str, int]]:
    """What else the amount may be, each computed from the item's own figures."""
    for quantity in _specific(item, tax, habits):
        yield (
            f"specific: {quantity.name} x rate",
            money.half_up(quantity.amount * rate, UNIT),
        )
    if item.value is not None:
        yield "value x rate", _product(item.value, rate, habits.scale)
        with_taxes = item.value + _earlier(item, tax)
        yield "value and earlier taxes x rate", _product(with_taxes, rate, habits.scale)
    other: Scale = "percent" if habits.scale == "fraction" else "fraction"
    yield "rate in the other notation", _product(base, rate, other)
    yield _RELIEVED, 0


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
    """The quantities that are the line's base and give its amount at its rate."""
    return [quantity for quantity in item.quantities if _confirms(quantity, tax, step)]


def _confirms(quantity: Quantity, tax: LegacyTax, step: int) -> bool:
    """Whether base and amount follow from the quantity; the base may be rounded to whole
    units.
    """
    if tax.base is None or tax.rate is None or tax.amount is None:
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
