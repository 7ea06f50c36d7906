"""A legacy declaration in, findings out: where its own sums and products do not give the figures that it states.

The identities are those of the value declaration: a part in national currency is its foreign amount at its rate; the
cost of an item is the sum of its parts but the invoice, less deductions; its value is invoice and cost; totals are sums.
"""

from collections.abc import Iterator

from openkeden.base import findings, money
from openkeden.comparison import legacy
from openkeden.comparison.tax_lines import UNIT

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
    message="The value times the adjustment gives {expected}, the statistical value is {value}.",
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
    message="The lines of tax of the item add up to {expected} payable and {other} in all, the file says {value}.",
    fix="Check the modes of payment of box 47.",
    severity="warning",
    box="47",
)
TAXES_TOTAL = findings.Rule(
    number="A.7",
    message="The taxes of the items and of the declaration add up to {expected}, the total says {value}.",
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
    message="The base of {value} is neither the value nor the value and earlier taxes on {count} items: the difference "
    "is {least} to {most}.",
    fix="Ask under which rule that base was set; the tax was computed on it as stated.",
    severity="notice",
    box="47",
)
RULES = (CONVERTED, COST, VALUE, STATISTICAL, TOTAL, TAXES, TAXES_TOTAL, ITEMS_TOTAL, BASE)


def reconcile(declaration: legacy.LegacyDeclaration) -> tuple[findings.Finding, ...]:
    """Every stated figure that the others of the file do not give, beyond rounding (a unit, and half of one an item)."""
    found: list[findings.Finding] = []
    rates = {part.kind: part for part in declaration.parts}
    found += _converted(declaration.parts, "")
    for item in declaration.items:
        found += _item(item, rates)
    found += _totals(declaration)
    found += _bases(declaration)
    return tuple(found)


def _differ(expected: int, stated: int, parts: int = 0) -> bool:
    """Whether the figures differ by more than one unit, and half a unit for each of the rounded parts."""
    return 2 * abs(expected - stated) > UNIT * (2 + parts)


def _shown(figure: int) -> str:
    return money.short(figure, money.QUANTITY_DIGITS)


def _national(part: legacy.CalculatedPart, rates: dict[str, legacy.CalculatedPart]) -> int | None:
    """The part in national currency, converted at the rate of the whole declaration where the item has none."""
    if part.national or not part.foreign:
        return part.national
    total = rates.get(part.kind)
    rate = part.rate or (total.rate if total is not None else None)
    return money.half_up(part.foreign * rate, UNIT) if rate else part.national


def _converted(parts: tuple[legacy.CalculatedPart, ...], path: str) -> Iterator[findings.Finding]:
    for part in parts:
        if part.national and part.foreign and part.rate:
            expected = money.half_up(part.foreign * part.rate, UNIT)
            # The foreign amount of an item is itself rounded to hundredths: half of one at the rate.
            slack = 0 if not path else part.rate // 100 // UNIT + 1
            if _differ(expected, part.national, slack):
                yield findings.of(
                    CONVERTED,
                    path + part.kind,
                    part=part.kind,
                    foreign=_shown(part.foreign),
                    currency=part.currency,
                    rate=_shown(part.rate),
                    expected=_shown(expected),
                    value=_shown(part.national),
                )


def _item(
    item: legacy.LegacyItem, rates: dict[str, legacy.CalculatedPart]
) -> Iterator[findings.Finding]:
    path = f"items[{item.number - 1}]."
    yield from _converted(item.parts, path)
    parts = {part.kind: _national(part, rates) or 0 for part in item.parts}
    invoice = parts.pop("invoice", 0)
    cost = sum(parts.values()) - 2 * parts.get("deduction", 0)
    if item.cost is not None and _differ(cost, item.cost, len(parts)):
        yield findings.of(COST, f"{path}cost", value=_shown(item.cost), expected=_shown(cost))
    stated = item.cost if item.cost is not None else cost
    if item.value and invoice and _differ(invoice + stated, item.value):
        yield findings.of(
            VALUE, f"{path}value", value=_shown(item.value), expected=_shown(invoice + stated)
        )
    if item.value and item.statistical is not None:
        expected = (
            item.value if not item.adjustment else money.half_up(item.value * item.adjustment, UNIT)
        )
        if _differ(expected, item.statistical):
            yield findings.of(
                STATISTICAL,
                f"{path}statistical",
                value=_shown(item.statistical),
                expected=_shown(expected),
            )
    yield from _taxes(item, path)


def _taxes(item: legacy.LegacyItem, path: str) -> Iterator[findings.Finding]:
    """The stated sum is that of the payable lines, or of all of them where the whole item is guaranteed."""
    if item.taxes_amount is None or not item.taxes:
        return
    payable = sum([line.amount or 0 for line in item.taxes if line.mode != "0"])
    whole = sum([line.amount or 0 for line in item.taxes])
    if _differ(payable, item.taxes_amount) and _differ(whole, item.taxes_amount):
        yield findings.of(
            TAXES,
            f"{path}taxes",
            value=_shown(item.taxes_amount),
            expected=_shown(payable),
            other=_shown(whole),
        )


def _totals(declaration: legacy.LegacyDeclaration) -> Iterator[findings.Finding]:
    items = declaration.items
    if declaration.items_total is not None and declaration.items_total != len(items):
        yield findings.of(
            ITEMS_TOTAL, "items_total", value=declaration.items_total, expected=len(items)
        )
    if not items:
        return
    sums = (
        ("values", declaration.value, [item.value for item in items]),
        ("costs", declaration.cost, [item.cost for item in items]),
    )
    for part, stated, figures in sums:
        known = [figure for figure in figures if figure is not None]
        if (
            stated is not None
            and len(known) == len(items)
            and _differ(sum(known), stated, len(items))
        ):
            yield findings.of(
                TOTAL, part, part=part, value=_shown(stated), expected=_shown(sum(known))
            )
    yield from _taxes_total(declaration)


def _taxes_total(declaration: legacy.LegacyDeclaration) -> Iterator[findings.Finding]:
    """Payable taxes only: those of a guaranteed item are no part of the total."""
    if declaration.taxes_total is None:
        return
    payable = sum(
        [line.amount or 0 for item in declaration.items for line in item.taxes if line.mode != "0"]
    )
    expected = payable + (declaration.global_taxes or 0)
    if _differ(expected, declaration.taxes_total, len(declaration.items)):
        yield findings.of(
            TAXES_TOTAL, "taxes", value=_shown(declaration.taxes_total), expected=_shown(expected)
        )


def _bases(declaration: legacy.LegacyDeclaration) -> Iterator[findings.Finding]:
    """One notice for each tax whose bases are not the value, nor the value and the taxes before it."""
    gaps: dict[str, list[int]] = {}
    for item in declaration.items:
        earlier = 0
        for line in item.taxes:
            gap = _gap(item, line, earlier)
            if gap is not None and abs(gap) > UNIT:
                gaps.setdefault(line.code, []).append(gap)
            earlier += line.amount or 0
    for code, found in gaps.items():
        yield findings.of(
            BASE,
            f"taxes.{code}",
            value=code,
            count=len(found),
            least=_shown(min(found)),
            most=_shown(max(found)),
        )


def _gap(item: legacy.LegacyItem, line: legacy.LegacyTax, earlier: int) -> int | None:
    """By how much the base is off the nearer of value, and value and earlier taxes; None for what is not ad valorem."""
    if not line.code or line.base is None or not item.value:
        return None
    if any(2 * abs(quantity.amount - line.base) <= UNIT for quantity in item.quantities):
        return None
    return min((line.base - item.value, line.base - item.value - earlier), key=abs)
