"""Compare the bases of a tax over the items of a declaration: on most of them it stands on
the value alone, or on the value and earlier taxes.
"""

import collections
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.comparison.legacy import LegacyDeclaration, LegacyItem, LegacyTax
from openkeden.comparison.tax_lines import UNIT
from openkeden.comparison.totals import shown

OTHER_BASE = findings.Rule(
    number="A.28",
    message="The base {value} of the tax {tax} is {this}; on most items it is {other}, here"
    " {expected}.",
    fix="Check whether the earlier taxes belong into the base of this item.",
    severity="warning",
    box="47",
)
RULES = (OTHER_BASE,)

_Kind = Literal["the value", "the value and earlier taxes"]


class _Base(msgspec.Struct, frozen=True):
    """A line of tax whose base is one of the two, and not the other."""

    #: The number of the goods line.
    item: int

    #: The code of the tax.
    tax: str

    #: Its base.
    base: int

    #: Which of the two it is.
    kind: _Kind

    #: What the other one would be.
    expected: int


def reconcile(declaration: LegacyDeclaration) -> Iterator[Finding]:
    """Bases that are not what those of most items are; of as many, those without the
    earlier taxes.
    """
    bases = list(_bases(declaration))
    counts = collections.Counter([(one.tax, one.kind) for one in bases])
    for one in bases:
        usual = _usual(one.tax, counts)
        if one.kind != usual:
            yield findings.of(
                OTHER_BASE,
                f"items[{one.item - 1}].taxes",
                value=shown(one.base),
                tax=one.tax,
                this=one.kind,
                other=usual,
                expected=shown(one.expected),
            )


def _usual(tax: str, counts: Mapping[tuple[str, _Kind], int]) -> _Kind:
    alone = counts.get((tax, "the value"), 0)
    together = counts.get((tax, "the value and earlier taxes"), 0)
    return "the value" if alone > together else "the value and earlier taxes"


def _bases(declaration: LegacyDeclaration) -> Iterator[_Base]:
    for item in declaration.items:
        earlier = 0
        for tax in item.taxes:
            found = _base(item, tax, earlier)
            if found is not None:
                yield found
            earlier += tax.amount or 0


def _base(item: LegacyItem, tax: LegacyTax, earlier: int) -> _Base | None:
    """What the base of a line is; None where earlier taxes make no difference."""
    value = item.value
    if not tax.code or not tax.base or not value or earlier <= 2 * UNIT:
        return None
    if abs(tax.base - value) <= UNIT:
        return _Base(item.number, tax.code, tax.base, "the value", value + earlier)
    if abs(tax.base - value - earlier) <= UNIT:
        together: _Kind = "the value and earlier taxes"
        return _Base(item.number, tax.code, tax.base, together, value)
    return None
