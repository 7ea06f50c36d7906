"""Check a legacy declaration against itself: do its sums and products give the figures it
states?

The identities are those of the value declaration: a part in national currency is its
foreign amount at its rate; the cost of an item is the sum of its parts but the invoice,
less deductions; its value is invoice and cost; totals are sums.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from openkeden.base import bounded, findings, money
from openkeden.base.findings import Finding
from openkeden.comparison import bases, slips, totals
from openkeden.comparison.legacy import (
    CalculatedPart,
    LegacyDeclaration,
    LegacyItem,
    LegacyTax,
)
from openkeden.comparison.tax_lines import UNIT
from openkeden.comparison.totals import shown

CONVERTED = findings.Rule(
    number="A.1",
    message="{part}: {foreign} {currency} at {rate} is {expected}, the file says {value}.",
    fix="Check the rate of exchange and the amount of this part.",
    severity="warning",
    box="22",
)
COST = findings.Rule(
    number="A.2",
    message="The costs beside the invoice add up to {expected}, the file says {value}.",
    fix="Check freight, insurance, other costs and deductions of the item.",
    severity="warning",
    box="45",
)
VALUE = findings.Rule(
    number="A.3",
    message="Invoice and costs give a value of {expected}, the file says {value}.",
    fix="Check the invoice amount in national currency and the costs.",
    severity="warning",
    box="45",
)
STATISTICAL = findings.Rule(
    number="A.4",
    message=(
        "The value times the adjustment gives {expected}, the statistical value is {value}."
    ),
    fix="Check the rate of adjustment and box 46.",
    severity="warning",
    box="46",
)
TOTAL = findings.Rule(
    number="A.5",
    message="The {part} of the items add up to {expected}, the total says {value}.",
    fix="Check whether an item is missing from the file.",
    severity="warning",
)
TAXES = findings.Rule(
    number="A.6",
    message="The tax lines of the item add up to {expected} payable and {other} in all, "
    "the file says {value}.",
    fix="Check the modes of payment of box 47.",
    severity="warning",
    box="47",
)
TAXES_TOTAL = findings.Rule(
    number="A.7",
    message="The taxes of the items and of the declaration add up to {expected}, "
    "the total says {value}.",
    fix="Check whether an item or a tax of the whole declaration is missing from the file.",
    severity="warning",
    box="47",
)
ITEMS_TOTAL = findings.Rule(
    number="A.8",
    message="Box 5 says {value} items, the file holds {expected}.",
    fix="Check whether the file is complete.",
    severity="warning",
    box="5",
)
BASE = findings.Rule(
    number="A.9",
    message="The base of {value} is neither the value nor the value and earlier taxes "
    "on {count} items: the difference is {least} to {most}.",
    fix="Ask under which rule that base was set; the tax was computed on it as stated.",
    severity="notice",
    box="47",
)
RULES = (
    CONVERTED,
    COST,
    VALUE,
    STATISTICAL,
    TOTAL,
    TAXES,
    TAXES_TOTAL,
    ITEMS_TOTAL,
    BASE,
    *totals.RULES,
    *slips.RULES,
    *bases.RULES,
)


_Parts = Mapping[str, CalculatedPart]


def reconcile(declaration: LegacyDeclaration) -> tuple[Finding, ...]:
    """Every stated figure that the others of the file do not give.

    What may come of rounding is let pass: one unit, and half of one an item. As many are
    listed as of any file; one more counts the others.
    """
    return bounded.listed(_contradictions(declaration))


def _contradictions(declaration: LegacyDeclaration) -> Iterator[Finding]:
    whole = {part.kind: part for part in declaration.parts}
    yield from _converted(declaration.parts, whole, "")
    for item in declaration.items:
        yield from _item(item, whole)
    yield from _totals(declaration)
    yield from totals.reconcile(declaration)
    yield from slips.reconcile(declaration)
    yield from bases.reconcile(declaration)
    yield from _bases(declaration)


def _differ(expected: int, stated: int, parts: int = 0) -> bool:
    """Whether they differ by more than one unit, and half of one for each of the rounded
    parts.
    """
    return 2 * abs(expected - stated) > UNIT * (2 + parts)


def _converted(
    parts: Iterable[CalculatedPart], whole: _Parts, path: str
) -> Iterator[Finding]:
    """Parts whose amounts in both currencies do not agree at their rate, or at that of all
    goods where they have none.
    """
    for part in parts:
        rate = part.rate or (_rate(part, whole) if part.national else None)
        if part.national is None or part.foreign is None or not rate:
            continue
        expected = money.half_up(part.foreign * rate, UNIT)
        # The foreign amount of an item is itself rounded to hundredths: half of one at the
        # rate.
        slack = rate // 100 // UNIT + 1 if path else 0
        if _differ(expected, part.national, slack):
            yield findings.of(
                CONVERTED,
                path + part.kind,
                part=part.kind,
                foreign=shown(part.foreign),
                currency=part.currency,
                rate=shown(rate),
                expected=shown(expected),
                value=shown(part.national),
            )


def _item(item: LegacyItem, whole: _Parts) -> Iterator[Finding]:
    """What does not add up within one item; `whole` are the parts of all goods."""
    path = f"items[{item.number - 1}]."
    yield from _converted(item.parts, whole, path)
    yield from _values(item, whole, path)
    yield from _statistical(item, path)
    yield from _taxes(item, path)


def _values(item: LegacyItem, whole: _Parts, path: str) -> Iterator[Finding]:
    """Parts that are not the cost, invoice and cost that are not the value."""
    parts = {part.kind: _national(part, whole) or 0 for part in item.parts}
    invoice = parts.pop("invoice", 0)
    cost = sum(parts.values()) - 2 * parts.get("deduction", 0)
    stated = item.cost if item.cost is not None else cost
    if _differ(cost, stated, len(parts)):
        yield findings.of(COST, f"{path}cost", value=shown(stated), expected=shown(cost))
    expected = invoice + stated
    if item.value and invoice and _differ(expected, item.value):
        value = shown(item.value)
        yield findings.of(VALUE, f"{path}value", value=value, expected=shown(expected))


def _national(part: CalculatedPart, whole: _Parts) -> int | None:
    """The part in national currency, converted at the rate of all goods where it has none."""
    if part.national or not part.foreign:
        return part.national
    rate = part.rate or _rate(part, whole)
    return money.half_up(part.foreign * rate, UNIT) if rate else part.national


def _rate(part: CalculatedPart, whole: _Parts) -> int | None:
    """The rate of the same part of all goods, in the same currency."""
    total = whole.get(part.kind)
    if total is None or part.currency not in ("", total.currency):
        return None
    return total.rate


def _statistical(item: LegacyItem, path: str) -> Iterator[Finding]:
    if not item.value or item.statistical is None:
        return
    adjusted = (
        money.half_up(item.value * item.adjustment, UNIT) if item.adjustment else item.value
    )
    if _differ(adjusted, item.statistical):
        value = shown(item.statistical)
        path = f"{path}statistical"
        yield findings.of(STATISTICAL, path, value=value, expected=shown(adjusted))


def _taxes(item: LegacyItem, path: str) -> Iterator[Finding]:
    """The stated sum is that of the payable lines, or of all where the whole item is
    guaranteed.
    """
    if item.taxes_amount is None or not item.taxes:
        return
    payable = _payable(item)
    everything = sum([tax.amount or 0 for tax in item.taxes])
    expected = everything if not payable and item.taxes_amount else payable
    if _differ(expected, item.taxes_amount):
        yield findings.of(
            TAXES,
            f"{path}taxes",
            value=shown(item.taxes_amount),
            expected=shown(payable),
            other=shown(everything),
        )


def _payable(item: LegacyItem) -> int:
    return sum([tax.amount or 0 for tax in item.taxes if tax.mode != "0"])


def _totals(declaration: LegacyDeclaration) -> Iterator[Finding]:
    items, counted = declaration.items, declaration.items_total
    if counted is not None and counted != len(items):
        yield findings.of(ITEMS_TOTAL, "items_total", value=counted, expected=len(items))
    if not items:
        return
    yield from _total("values", declaration.value, [item.value for item in items])
    yield from _total("costs", declaration.cost, [item.cost for item in items])
    yield from _taxes_total(declaration)


def _total(
    part: str, stated: int | None, figures: Sequence[int | None]
) -> Iterator[Finding]:
    """A total that is not the sum of what all items state."""
    known = [figure for figure in figures if figure is not None]
    if stated is None or len(known) < len(figures):
        return
    if _differ(sum(known), stated, len(figures)):
        expected = shown(sum(known))
        yield findings.of(TOTAL, part, part=part, value=shown(stated), expected=expected)


def _taxes_total(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """Payable taxes only: the total leaves out those of a guaranteed item."""
    stated = declaration.taxes_total
    if stated is None:
        return
    payable = sum([_payable(item) for item in declaration.items])
    expected = payable + (declaration.global_taxes or 0)
    if _differ(expected, stated, len(declaration.items)):
        yield findings.of(
            TAXES_TOTAL, "taxes", value=shown(stated), expected=shown(expected)
        )


def _bases(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """One notice for each tax whose bases are neither the value nor value and earlier
    taxes.
    """
    for code, gaps in _gaps(declaration).items():
        yield findings.of(
            BASE,
            f"taxes.{code}",
            value=code,
            count=len(gaps),
            least=shown(min(gaps)),
            most=shown(max(gaps)),
        )


def _gaps(declaration: LegacyDeclaration) -> dict[str, list[int]]:
    """By code of tax, by how much each base is off by more than one unit."""
    gaps: dict[str, list[int]] = {}
    for item in declaration.items:
        earlier = 0
        for tax in item.taxes:
            gap = _gap(item, tax, earlier)
            if gap is not None and abs(gap) > UNIT:
                gaps.setdefault(tax.code, []).append(gap)
            earlier += tax.amount or 0
    return gaps


def _gap(item: LegacyItem, tax: LegacyTax, earlier: int) -> int | None:
    """By how much the base is off the nearer of the value, and the value and earlier taxes.

    None for what is not ad valorem.
    """
    base = tax.base
    if not tax.code or base is None or not item.value:
        return None
    if any(2 * abs(quantity.amount - base) <= UNIT for quantity in item.quantities):
        return None
    return min(base - item.value, base - item.value - earlier, key=abs)
