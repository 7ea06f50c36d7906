"""Check the totals of a legacy declaration against what its items state: invoices, gross
mass, packages, value, costs, what is guaranteed.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from openkeden.base import findings, money
from openkeden.base.findings import Finding
from openkeden.comparison import relief
from openkeden.comparison.legacy import (
    CalculatedPart,
    LegacyDeclaration,
    LegacyItem,
    StatedTotal,
)
from openkeden.comparison.tax_lines import UNIT

INVOICES = findings.Rule(
    number="A.10",
    message="The invoices of the items add up to {expected}, their total says {value}"
    " (currency: {currency}).",
    fix="Check whether an item or a part of its invoice is missing from the file.",
    severity="warning",
    box="22",
)
MASS = findings.Rule(
    number="A.11",
    message="The {part} of the items adds up to {expected} kg, the total says {value}.",
    fix="Check the masses of the items and whether an item is missing from the file.",
    severity="warning",
    box="35",
)
PACKAGES = findings.Rule(
    number="A.12",
    message="The packages of the items add up to {expected}, box 6 says {value}.",
    fix="Check the packages of the items and whether an item is missing from the file.",
    severity="warning",
    box="6",
)
WHOLE_VALUE = findings.Rule(
    number="A.13",
    message="Invoice and costs of all goods give a value of {expected}, the total says"
    " {value}.",
    fix="Check the invoice in national currency and the costs of the declaration.",
    severity="warning",
    box="12",
)
WHOLE_COST = findings.Rule(
    number="A.14",
    message="The costs of all goods add up to {expected}, their total says {value}.",
    fix="Check freight, insurance, other costs and deductions of the declaration.",
    severity="warning",
    box="12",
)
GUARANTEE = findings.Rule(
    number="A.15",
    message="The taxes that are not paid add up to {expected}, {value} is guaranteed.",
    fix="Check the modes of payment of box 47 and the amount of the guarantee.",
    severity="warning",
    box="52",
)
NOT_STATED = findings.Rule(
    number="A.29",
    message="The file states no total of the {part}; those of the items, {expected}, are"
    " compared with nothing.",
    fix="Ask for the whole declaration; a part of its items may be missing.",
    severity="notice",
)
RULES = (
    INVOICES,
    MASS,
    PACKAGES,
    WHOLE_VALUE,
    WHOLE_COST,
    GUARANTEE,
    NOT_STATED,
)

#: The part of a value that is the price of the goods.
INVOICE: Final = "invoice"

#: Millionths that may come of rounding one item to hundredths, as masses and shares of a
#: package are.
_HALF: Final = UNIT // 200


def reconcile(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """Every total that what the items state does not give."""
    yield from _head(declaration)
    if not declaration.items:
        return
    yield from _invoices(declaration)
    yield from _mass(declaration, "gross mass", "35")
    yield from _mass(declaration, "net mass", "38")
    yield from _packages(declaration)
    yield from _guarantee(declaration)
    yield from _not_stated(declaration)


def shown(figure: int) -> str:
    """A figure as a finding shows it."""
    return money.short(figure, money.QUANTITY_DIGITS)


def _head(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """The value of the whole that is not its own invoice and costs."""
    parts = {part.kind: part.national or 0 for part in declaration.parts}
    invoice = parts.pop(INVOICE, 0)
    cost = sum(parts.values()) - 2 * parts.get("deduction", 0)
    stated = cost if declaration.cost is None else declaration.cost
    if abs(cost - stated) > UNIT:
        yield _told(WHOLE_COST, "cost", stated, cost)
    value = declaration.value
    if value and invoice and abs(invoice + stated - value) > UNIT:
        yield _told(WHOLE_VALUE, "value", value, invoice + stated)


def _invoices(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """The first total of the invoices that the items do not give, in the currency of the
    invoice where all have one, else in national currency.
    """
    whole = [part for part in declaration.parts if part.kind == INVOICE]
    items = [_invoice(item) for item in declaration.items]
    invoices = [part for part in items if part is not None]
    currencies = {part.currency for part in (*whole, *invoices) if part.currency}
    if len(currencies) > 1:
        stated = _stated([part.national for part in whole])
        figures = [part.national for part in invoices]
        yield from _sum(stated, figures, UNIT // 2, "")
        return
    stated = _stated([part.foreign for part in whole])
    stated += [total for total in declaration.totals if total.name == "invoices"]
    figures = [part.foreign for part in invoices]
    yield from _sum(stated, figures, _HALF, "".join(currencies))


def _stated(invoices: Iterable[int | None]) -> list[StatedTotal]:
    amounts = [amount for amount in invoices if amount is not None]
    return [StatedTotal(INVOICE, INVOICE, amount) for amount in amounts]


def _invoice(item: LegacyItem) -> CalculatedPart | None:
    return next((part for part in item.parts if part.kind == INVOICE), None)


def _sum(
    stated: Iterable[StatedTotal], figures: Iterable[int | None], slack: int, currency: str
) -> Iterator[Finding]:
    """The first total that the invoices do not give, each of them rounded by `slack`."""
    known = [figure for figure in figures if figure]
    expected = sum(known)
    for total in stated:
        if known and abs(total.amount - expected) > slack * len(known):
            yield findings.of(
                INVOICES,
                total.path,
                value=shown(total.amount),
                expected=shown(expected),
                currency=currency,
            )
            return


def _mass(declaration: LegacyDeclaration, part: str, box: str) -> Iterator[Finding]:
    """The first total of the masses of a box that the items do not give."""
    masses = _known(declaration, part)
    total = _first_off(declaration, part, [sum(masses)], len(masses))
    if total is not None:
        found = _told(MASS, total.path, total.amount, sum(masses), part=part)
        yield msgspec.structs.replace(found, box=box)


def _packages(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """A share of a package may be one of those that another item counts whole."""
    packages = _known(declaration, "packages")
    whole = sum([count for count in packages if count >= UNIT])
    sums = [sum(packages), whole or sum(packages)]
    total = _first_off(declaration, "packages", sums, len(packages))
    if total is not None:
        yield _told(PACKAGES, total.path, total.amount, sums[0])


def _known(declaration: LegacyDeclaration, name: str) -> list[int]:
    figures = [item.quantity(name) for item in declaration.items]
    return [figure for figure in figures if figure is not None]


def _first_off(
    declaration: LegacyDeclaration, name: str, sums: Sequence[int], count: int
) -> StatedTotal | None:
    """The first total of this name that is none of the sums of what `count` items state."""
    for total in declaration.totals:
        off = min([abs(total.amount - expected) for expected in sums])
        if total.name == name and count and off > _HALF * count:
            return total
    return None


def _told(
    rule: findings.Rule, path: str, value: int, expected: int, **more: str
) -> Finding:
    return findings.of(rule, path, value=shown(value), expected=shown(expected), **more)


def _guarantee(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """What is guaranteed where it is not the sum of the taxes that are not paid."""
    stated = declaration.guarantee
    unpaid: list[int] = []
    for item in declaration.items:
        free = [tax for tax in item.taxes if tax.mode not in ("", relief.PAID)]
        unpaid += [tax.amount or 0 for tax in free]
    if stated and unpaid and abs(sum(unpaid) - stated) > UNIT:
        yield _told(GUARANTEE, "guarantee", stated, sum(unpaid))


def _not_stated(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """Totals that the head leaves out although the items state what they count."""
    items = declaration.items
    stated = {
        "items": (declaration.items_total, len(items) * UNIT),
        "values": (declaration.value, sum([item.value or 0 for item in items])),
        "taxes": (declaration.taxes_total, sum([_taxes(item) for item in items])),
    }
    for name, (total, expected) in stated.items():
        if total is None and expected:
            args = {"part": name, "expected": shown(expected)}
            yield findings.of(NOT_STATED, name, value=name, **args)


def _taxes(item: LegacyItem) -> int:
    return sum([tax.amount or 0 for tax in item.taxes])
