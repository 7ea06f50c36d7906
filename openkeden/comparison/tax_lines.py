"""A legacy declaration in, a comparison out: every assessed line computed again, and every difference named.

A line `matched` when base times rate gives its amount within one unit of currency. It is `explained` when another
identity, computed here from the figures of the same item, gives the amount: nothing is explained by a label alone.
Figures are integers of millionths, as in `openkeden.comparison.legacy`.
"""

import collections
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from openkeden.base import money
from openkeden.comparison import legacy

Outcome = Literal["matched", "explained", "unexplained"]
Scale = Literal["percent", "fraction"]

#: One unit of currency, or of quantity.
UNIT: Final[int] = 10**money.QUANTITY_DIGITS
_SCALES: Final[dict[Scale, int]] = {"percent": 100, "fraction": 1}


class TaxLine(msgspec.Struct, frozen=True, kw_only=True):
    """One assessed line: `computed` is what the identity named by `reason` gives; `exact` when it rounds to the amount.

    reason: `ad valorem`; `specific: <quantity> x rate`; `value x rate`; `value and earlier taxes x rate`; `rate in the
    other notation`; `relieved: nothing is charged`; or why nothing fits.
    """

    item: int
    tax: str
    base: int | None
    rate: int | None
    amount: int
    computed: int | None
    outcome: Outcome
    reason: str
    exact: bool = False


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What became of every line with an amount. `scale` is how the rates are written, as most lines confirm."""

    reference: str
    items: int
    scale: Scale
    lines: tuple[TaxLine, ...]

    def count(self, outcome: Outcome) -> int:
        """How many lines came out so."""
        return sum([line.outcome == outcome for line in self.lines])


def compare(declaration: legacy.LegacyDeclaration) -> Comparison:
    """Compute every line again that bears a code and an amount."""
    assessed = [
        (item, line) for item in declaration.items for line in item.taxes if _assessed(line)
    ]
    scale = _scale([line for _, line in assessed])
    step = _step([line for _, line in assessed])
    levied = _levied(declaration, step)
    return Comparison(
        reference=declaration.reference,
        items=len(declaration.items),
        scale=scale,
        lines=tuple([_line(item, line, scale, step, levied) for item, line in assessed]),
    )


def _assessed(line: legacy.LegacyTax) -> bool:
    return bool(line.code) and line.amount is not None


def _product(base: int, rate: int, scale: Scale) -> int:
    return money.half_up(base * rate, UNIT * _SCALES[scale])


def _near(computed: int, amount: int) -> bool:
    """Within one unit of currency."""
    return abs(computed - amount) <= UNIT


def _scale(lines: list[legacy.LegacyTax]) -> Scale:
    """How the rates are written: the notation under which more lines match of those that charge something."""
    counts: collections.Counter[Scale] = collections.Counter()
    for line in lines:
        if line.base and line.rate and line.amount:
            for scale in _SCALES:
                counts[scale] += _near(_product(line.base, line.rate, scale), line.amount)
    return "fraction" if counts["fraction"] > counts["percent"] else "percent"


def _step(lines: list[legacy.LegacyTax]) -> int:
    """What the amounts are rounded to: whole units when all of them are whole, else hundredths."""
    return UNIT // 100 if any((line.amount or 0) % UNIT for line in lines) else UNIT


def _rounds_to(computed: int, amount: int, step: int) -> bool:
    return money.half_up(computed, step) * step == amount


def _line(
    item: legacy.LegacyItem,
    line: legacy.LegacyTax,
    scale: Scale,
    step: int,
    levied: dict[str, list[str]],
) -> TaxLine:
    amount = line.amount
    assert amount is not None
    outcome, reason, computed = _judged(item, line, amount, scale, step, levied)
    return TaxLine(
        item=item.number,
        tax=line.code,
        base=line.base,
        rate=line.rate,
        amount=amount,
        computed=computed,
        outcome=outcome,
        reason=reason,
        exact=computed is not None and _rounds_to(computed, amount, step),
    )


def _judged(
    item: legacy.LegacyItem,
    line: legacy.LegacyTax,
    amount: int,
    scale: Scale,
    step: int,
    levied: dict[str, list[str]],
) -> tuple[Outcome, str, int | None]:
    if line.base is None or line.rate is None:
        return (
            ("explained", "relieved: nothing is charged", 0)
            if not amount
            else ("unexplained", "no base or rate", None)
        )
    computed = _product(line.base, line.rate, scale)
    if _near(computed, amount):
        return "matched", "ad valorem", computed
    for reason, other in _identities(item, line, line.base, line.rate, scale, step, levied):
        if _rounds_to(other, amount, step):
            return "explained", reason, other
    return "unexplained", "base x rate gives another amount", computed


def _identities(
    item: legacy.LegacyItem,
    line: legacy.LegacyTax,
    base: int,
    rate: int,
    scale: Scale,
    step: int,
    levied: dict[str, list[str]],
) -> Iterator[tuple[str, int]]:
    """What else the amount may be, each computed from the item's own figures."""
    for quantity in _specific(item, line, step, levied):
        yield f"specific: {quantity.name} x rate", money.half_up(quantity.amount * rate, UNIT)
    if item.value is not None:
        yield "value x rate", _product(item.value, rate, scale)
        yield (
            "value and earlier taxes x rate",
            _product(item.value + _earlier(item, line), rate, scale),
        )
    other: Scale = "percent" if scale == "fraction" else "fraction"
    yield "rate in the other notation", _product(base, rate, other)
    yield "relieved: nothing is charged", 0


def _earlier(item: legacy.LegacyItem, line: legacy.LegacyTax) -> int:
    """The taxes of the item that stand before the line."""
    total = 0
    for tax in item.taxes:
        if tax is line:
            break
        total += tax.amount or 0
    return total


def _specific(
    item: legacy.LegacyItem, line: legacy.LegacyTax, step: int, levied: dict[str, list[str]]
) -> list[legacy.Quantity]:
    """The quantities that bear the line out, the one first that does so for most lines of this tax."""
    order = levied.get(line.code, [])
    return sorted(_bearing(item, line, step), key=lambda quantity: order.index(quantity.name))


def _bearing(item: legacy.LegacyItem, line: legacy.LegacyTax, step: int) -> list[legacy.Quantity]:
    """The quantities that are the line's base, but for its rounding to whole units, and give its amount at its rate."""
    base, rate, amount = line.base, line.rate, line.amount
    if base is None or rate is None or amount is None:
        return []
    return [
        quantity
        for quantity in item.quantities
        if 2 * abs(quantity.amount - base) <= UNIT
        and _rounds_to(money.half_up(quantity.amount * rate, UNIT), amount, step)
    ]


def _levied(declaration: legacy.LegacyDeclaration, step: int) -> dict[str, list[str]]:
    """For each tax the quantities that bear its lines out, the commonest first."""
    counts: dict[str, collections.Counter[str]] = {}
    for item in declaration.items:
        for line in item.taxes:
            names = counts.setdefault(line.code, collections.Counter())
            names.update([quantity.name for quantity in _bearing(item, line, step)])
    return {code: [name for name, _ in names.most_common()] for code, names in counts.items()}
