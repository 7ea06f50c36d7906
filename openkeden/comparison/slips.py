"""Find what a slip of the pen leaves in a legacy declaration although every line computes:
goods without a value, masses and rates that contradict each other, taxes that differ
between like goods.
"""

import collections
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.comparison import relief
from openkeden.comparison.legacy import (
    CalculatedPart,
    LegacyDeclaration,
    LegacyItem,
    LegacyTax,
)
from openkeden.comparison.totals import INVOICE, shown

NO_VALUE = findings.Rule(
    number="A.16",
    message="The item states no value, but its taxes are computed on {value}.",
    fix="Give the customs value of the item; the totals are not checked without it.",
    severity="warning",
    box="45",
)
NET_MASS = findings.Rule(
    number="A.17",
    message="The net mass {value} kg is above the gross mass {gross} kg.",
    fix="Check both masses; they may have changed places.",
    severity="warning",
    box="38",
)
EXCHANGE_RATE = findings.Rule(
    number="A.18",
    message="{part}: {currency} at {value} here, at {expected} elsewhere in the file.",
    fix="Check the rate of exchange; a declaration has one for a currency.",
    severity="warning",
    box="23",
)
NO_CURRENCY = findings.Rule(
    number="A.19",
    message="{part}: {value} is {national} in national currency, without a currency or without"
    " a rate.",
    fix="Give the code of the currency and its rate of exchange.",
    severity="warning",
    box="22",
)
NEGATIVE = findings.Rule(
    number="A.20",
    message="The figure {value} is negative.",
    fix="Check the sign; what is deducted is written as a deduction.",
    severity="warning",
)
TAX_TWICE = findings.Rule(
    number="A.21",
    message="The tax {value} stands {count} times in the item.",
    fix="Check whether one of the lines is left over, or bears the code of another tax.",
    severity="warning",
    box="47",
)
MODE = findings.Rule(
    number="A.22",
    message="The mode of payment {value} of the tax {tax} is not known here.",
    fix="Ask what it means; 1 is paid, 0 is not.",
    severity="warning",
    box="47",
)
PRICE = findings.Rule(
    number="A.23",
    message="Box 42 says {value}, the invoice of the item {expected}.",
    fix="Check the price and the invoice of the item.",
    severity="warning",
    box="42",
)
OTHER_RATE = findings.Rule(
    number="A.24",
    message="The rate of the tax {tax} is {value}, and {expected} on item {other} of the"
    " same code, origin, procedure and preference.",
    fix="Check the rates; the codes of two taxes may have changed places.",
    severity="warning",
    box="47",
)
TAX_ABSENT = findings.Rule(
    number="A.25",
    message="There is no line of the tax {value}, which item {other} of the same code,"
    " origin, procedure and preference has.",
    fix="Check whether the line is missing from the file.",
    severity="warning",
    box="47",
)
CONTAINER = findings.Rule(
    number="A.26",
    message="The container {value} is that of item {item}, the file holds {count} items.",
    fix="Check the number of the item and whether the file is complete.",
    severity="warning",
    box="31",
)
ORDER = findings.Rule(
    number="A.27",
    message="The tax {value} stands before {other}, on most items after it.",
    fix="Check the codes of both lines; they may have changed places.",
    severity="warning",
    box="47",
)
RULES = (
    NO_VALUE,
    NET_MASS,
    EXCHANGE_RATE,
    NO_CURRENCY,
    NEGATIVE,
    TAX_TWICE,
    MODE,
    PRICE,
    OTHER_RATE,
    TAX_ABSENT,
    CONTAINER,
    ORDER,
)


def reconcile(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """Everything in the file that another figure of it contradicts."""
    yield from _parts(declaration.parts)
    yield from _negative_whole(declaration)
    yield from _rates(declaration)
    yield from _placed(declaration)
    for item in declaration.items:
        yield from _item(item, f"items[{item.number - 1}].")
    yield from _like_goods(declaration.items)
    yield from _orders(declaration.items)


def _item(item: LegacyItem, path: str) -> Iterator[Finding]:
    yield from _no_value(item, path)
    yield from _masses(item, path)
    yield from _price(item, path)
    yield from _negative(item, path)
    yield from _twice(item, path)
    yield from _modes(item, path)


def _parts(parts: Sequence[CalculatedPart]) -> Iterator[Finding]:
    """Amounts of the whole that nothing converts."""
    for part in parts:
        unnamed = not part.currency or not part.rate
        if unnamed and part.foreign and part.national and part.foreign != part.national:
            yield findings.of(
                NO_CURRENCY,
                part.kind,
                part=part.kind,
                value=shown(part.foreign),
                national=shown(part.national),
            )


def _rates(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """Rates of a currency that are not the first one of the file; zero is none."""
    known: dict[str, int] = {}
    every = [("", part) for part in declaration.parts]
    for item in declaration.items:
        every += [(f"items[{item.number - 1}].", part) for part in item.parts]
    for path, part in every:
        if not (part.currency and part.rate):
            continue
        first = known.setdefault(part.currency, part.rate)
        if first != part.rate:
            yield findings.of(
                EXCHANGE_RATE,
                f"{path}{part.kind}",
                part=part.kind,
                currency=part.currency,
                value=shown(part.rate),
                expected=shown(first),
            )


def _placed(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """Containers of items that are not there."""
    count = len(declaration.items)
    known = {str(item.number) for item in declaration.items}
    for turn, box in enumerate(declaration.containers):
        if box.item and box.item not in known:
            path = f"containers[{turn}]"
            yield findings.of(CONTAINER, path, value=box.number, item=box.item, count=count)


def _no_value(item: LegacyItem, path: str) -> Iterator[Finding]:
    bases = [tax.base for tax in item.taxes if tax.base]
    if not item.value and bases:
        yield findings.of(NO_VALUE, f"{path}value", value=shown(bases[0]))


def _masses(item: LegacyItem, path: str) -> Iterator[Finding]:
    net, gross = item.quantity("net mass"), item.quantity("gross mass")
    if net and gross and net > gross:
        yield findings.of(NET_MASS, f"{path}net", value=shown(net), gross=shown(gross))


def _price(item: LegacyItem, path: str) -> Iterator[Finding]:
    invoices = [part.foreign for part in item.parts if part.kind == INVOICE]
    for invoice in invoices:
        price = item.price
        if price is not None and invoice and price != invoice:
            value, expected = shown(price), shown(invoice)
            yield findings.of(PRICE, f"{path}price", value=value, expected=expected)


def _negative(item: LegacyItem, path: str) -> Iterator[Finding]:
    figures = [(name, getattr(item, name)) for name in ("value", "cost", "statistical")]
    figures += [(one.name, one.amount) for one in item.quantities if one.name != "packing"]
    yield from _below_nought([*figures, *_amounts(item.parts)], path)


def _negative_whole(declaration: LegacyDeclaration) -> Iterator[Finding]:
    names = ("value", "cost", "global_taxes", "taxes_total", "guarantee")
    figures = [(name, getattr(declaration, name)) for name in names]
    figures += [(total.path, total.amount) for total in declaration.totals]
    yield from _below_nought([*figures, *_amounts(declaration.parts)], "")


def _amounts(parts: Iterable[CalculatedPart]) -> list[tuple[str, int | None]]:
    """What parts of a value state, by kind, in either currency."""
    amounts: list[tuple[str, int | None]] = []
    for part in parts:
        amounts += [(part.kind, part.national), (part.kind, part.foreign)]
    return amounts


def _below_nought(
    figures: Iterable[tuple[str, int | None]], path: str
) -> Iterator[Finding]:
    for name, figure in figures:
        if figure is not None and figure < 0:
            yield findings.of(NEGATIVE, f"{path}{name}", value=shown(figure))


def _twice(item: LegacyItem, path: str) -> Iterator[Finding]:
    codes = [tax.code for tax in item.taxes if tax.code]
    for code, count in collections.Counter(codes).items():
        if count > 1:
            yield findings.of(TAX_TWICE, f"{path}taxes", value=code, count=count)


def _modes(item: LegacyItem, path: str) -> Iterator[Finding]:
    for tax in item.taxes:
        if tax.code and tax.mode not in relief.MODES:
            yield findings.of(MODE, f"{path}taxes", value=tax.mode, tax=tax.code)


def _like_goods(items: Sequence[LegacyItem]) -> Iterator[Finding]:
    """Taxes that differ from those of the first item of the same goods."""
    first: dict[tuple[str, ...], LegacyItem] = {}
    for item in items:
        goods = (item.code, item.origin, item.procedure, item.preference)
        other = first.setdefault(goods, item)
        if other is not item and item.code:
            yield from _unlike(item, other)


def _unlike(item: LegacyItem, other: LegacyItem) -> Iterator[Finding]:
    """Taxes that one of two items of the same goods bears alone, or at another rate."""
    here, there = _by_code(item), _by_code(other)
    yield from _absent(item, here, other, there)
    yield from _absent(other, there, item, here)
    for code, tax in here.items():
        rate = there[code].rate if code in there else None
        if tax.rate is not None and rate is not None and tax.rate != rate:
            yield findings.of(
                OTHER_RATE,
                f"items[{item.number - 1}].taxes",
                tax=code,
                value=shown(tax.rate),
                expected=shown(rate),
                other=other.number,
            )


def _absent(
    item: LegacyItem,
    here: Mapping[str, LegacyTax],
    other: LegacyItem,
    there: Mapping[str, LegacyTax],
) -> Iterator[Finding]:
    """Taxes that only the other item bears."""
    path = f"items[{item.number - 1}].taxes"
    for code in there:
        if code not in here:
            yield findings.of(TAX_ABSENT, path, value=code, other=other.number)


def _by_code(item: LegacyItem) -> dict[str, LegacyTax]:
    return {tax.code: tax for tax in item.taxes if tax.code}


def _orders(items: Sequence[LegacyItem]) -> Iterator[Finding]:
    """Neighbours among the taxes of an item that most items have the other way round."""
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    for item in items:
        counts.update(_neighbours(item))
    for item in items:
        for first, second in _neighbours(item):
            if counts[second, first] > counts[first, second]:
                path = f"items[{item.number - 1}].taxes"
                yield findings.of(ORDER, path, value=first, other=second)


def _neighbours(item: LegacyItem) -> list[tuple[str, str]]:
    codes = [tax.code for tax in item.taxes if tax.code]
    pairs = itertools.pairwise(codes)
    return [(first, second) for first, second in pairs if first != second]
