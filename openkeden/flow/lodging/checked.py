"""What a check says of one filing: whether it would be registered, and what it would owe."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from openkeden import formats
from openkeden.assessment import charges
from openkeden.base.findings import Finding
from openkeden.flow import facts
from openkeden.flow.lodging import preparation

Status = Literal["passed", "lodged", "refused", "unreadable"]


class CheckedItem(msgspec.Struct, frozen=True):
    """What the goods of one item would owe. Money is in minor national units."""

    #: Box 32.
    number: int

    #: Commodity code, box 33.
    code: str

    #: The customs value.
    customs_value: int

    #: What is payable by code of charge.
    charges: Mapping[str, int]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a check. Money is in minor national units."""

    #: The declarant's own reference; empty for a message that could not be read.
    reference: str

    #: Which message of the input it is about.
    where: str

    #: Whether it would be registered, was lodged already, would be refused, or cannot be
    #: read.
    status: Status

    #: The goods, item by item.
    items: tuple[CheckedItem, ...] = ()

    #: The customs value.
    customs_value: int = 0

    #: What is payable by code of charge, of all items and of the declaration as a whole.
    totals: Mapping[str, int] = {}

    #: The charges one by one, each with its rows of law.
    lines: tuple[charges.Charge, ...] = ()

    #: The day of the law; None where nothing was charged.
    on: datetime.date | None = None

    #: All charges together.
    payable: int = 0

    #: What accounts would lack of it; None where no accounts are known, or it is lodged.
    uncovered: int | None = None

    #: Goods lines at a lower rate of this country alone.
    tied: tuple[int, ...] = ()

    #: What the lower rates save.
    saved: int = 0

    #: Why it would be refused, and what is to be told.
    findings: tuple[Finding, ...] = ()

    #: The rows of the table that its items stood in; empty for another format.
    rows: tuple[int, ...] = ()


def of_passed(
    received: formats.Received,
    prepared: preparation.Registrable,
    told: Sequence[Finding],
    uncovered: int | None,
) -> Checked:
    """A filing that nothing stands against."""
    codes = {goods.item.number: goods.item.code for goods in prepared.declared.goods}
    summed = _summed(received, "passed", prepared.assessed, codes, told)
    return msgspec.structs.replace(summed, uncovered=uncovered)


def of_lodged(
    received: formats.Received, fact: facts.Lodging, told: Sequence[Finding]
) -> Checked:
    """A filing that was lodged already."""
    codes = {item.number: item.code for item in fact.items}
    return _summed(received, "lodged", fact.assessment, codes, told)


def _summed(
    received: formats.Received,
    status: Status,
    assessed: charges.Assessment,
    codes: Mapping[int, str],
    told: Sequence[Finding],
) -> Checked:
    lines: dict[int, list[charges.Charge]] = {}
    for line in assessed.charges:
        lines.setdefault(line.item, []).append(line)
    items = []
    for valued in assessed.items:
        owed, code = charges.by_code(lines.get(valued.number, [])), codes[valued.number]
        items.append(CheckedItem(valued.number, code, valued.value, owed))
    return Checked(
        reference=received.filing.reference,
        where=received.where,
        status=status,
        items=tuple(items),
        customs_value=assessed.customs_value,
        totals=charges.by_code(assessed.charges),
        lines=assessed.charges,
        on=assessed.on,
        payable=assessed.payable,
        tied=assessed.conditional,
        saved=assessed.saved,
        findings=tuple(told),
        rows=received.rows,
    )


def of_refused(received: formats.Received, found: tuple[Finding, ...]) -> Checked:
    """A filing that would be refused."""
    return Checked(
        reference=received.filing.reference,
        where=received.where,
        status="refused",
        findings=found,
        rows=received.rows,
    )


def of_unread(found: tuple[Finding, ...], where: str) -> Checked:
    """A message that is no filing."""
    return Checked(reference="", where=where, status="unreadable", findings=found)
