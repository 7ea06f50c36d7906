"""The rows of law on a commodity code through all its days: lines of the tariff and rates."""

import itertools
from collections.abc import Iterator
from typing import Literal

import msgspec

from openkeden.base import bounded, codes, findings, public_usage, usage
from openkeden.base.findings import Refused
from openkeden.base.validity import Provision
from openkeden.lawpack.pack import Pack

#: What a row is: a line of the common tariff, a lower rate of this country, the rate of a
#: charge.
RowKind = Literal["line", "national_rate", "charge"]


class CodeRow(msgspec.Struct, frozen=True):
    """A row of law on a code."""

    kind: RowKind

    #: The charge that it is of; empty for a line.
    charge: str

    #: The row.
    row: Provision


class CodeHistory(msgspec.Struct, frozen=True):
    """All rows on a code, the oldest first."""

    code: str
    rows: tuple[CodeRow, ...]


def of(code: str, pack: Pack) -> CodeHistory | Refused:
    """The rows on a code of ten digits that a pack holds; refused where it has no such
    line on any day.
    """
    if not codes.is_commodity_code(code):
        shown = bounded.beginning(code)
        return findings.refused(usage.NO_COMMODITY_CODE, "code", value=shown)
    lines = list(_lines(code, pack))
    if not lines:
        return findings.refused(public_usage.NO_LINE, "code", value=code)
    rows = [*lines, *_rates(code, pack)]
    rows.sort(key=lambda one: (one.row.since, one.kind, one.row.id))
    return CodeHistory(code, tuple(rows))


def _lines(code: str, pack: Pack) -> Iterator[CodeRow]:
    basis = pack.sources.manifest.tariff
    for line in pack.sources.tariff:
        row = pack.row(basis.line_id(line)) if line.code == code else None
        if row is not None:
            yield CodeRow("line", "", row)


def _rates(code: str, pack: Pack) -> Iterator[CodeRow]:
    """The rates of charges on goods of a code; those on all goods are no history of one."""
    sources = pack.sources
    for lower in sources.national_rates:
        if lower.code == code:
            yield CodeRow("national_rate", "duty", lower.row)
    masks = set(itertools.accumulate(code))
    for rate in sources.charges:
        if rate.mask in masks:
            yield CodeRow("charge", rate.charge, rate.row)
