"""What a check says of a filing, as programs see it."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from openkeden.base import money
from openkeden.flow.lodging import checking
from openkeden.flow.lodging.checked import Checked, CheckedItem, Status
from openkeden.views import (
    amounts,
    finding_view,
    missing_view,
    payment_view,
    placed_findings,
)


class CheckedItemView(msgspec.Struct, frozen=True, kw_only=True):
    """What the goods of one item would owe; money is in national currency."""

    #: Box 32.
    number: int

    #: Commodity code, box 33.
    code: str

    #: The customs value.
    customs_value: str

    #: What is payable by code of charge.
    charges: Mapping[str, str]

    #: All charges of the item together.
    payable: str


class CheckedView(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of one filing; money is in national currency."""

    #: The declarant's own reference; empty for a message that could not be read.
    reference: str

    #: Which message of the input it is about.
    where: str

    #: Whether it passed, was lodged already, would be refused, or is unreadable.
    status: Status

    #: The national currency.
    currency: str

    #: The goods, item by item.
    items: tuple[CheckedItemView, ...]

    #: The customs value.
    customs_value: str

    #: What is payable by code of charge, of all items and of the declaration as a whole.
    charges: Mapping[str, str]

    #: The code of payment in box 47 by code of charge, where it is known; x stands for digits
    #: that are not.
    payments: Mapping[str, str]

    #: All charges together.
    payable: str

    #: Whether no charge is known to be missing.
    complete: bool

    #: What the total leaves out.
    missing: tuple[missing_view.MissingView, ...]

    #: What accounts would lack of it; null where no accounts are known, or it is lodged.
    uncovered: str | None

    #: Goods lines at a lower rate of this country alone.
    tied_items: tuple[int, ...]

    #: What the lower rates save.
    saved: str

    #: Why it would be refused; warnings where it would not.
    findings: tuple[finding_view.FindingView, ...]


Would = Literal["register", "refuse"]


class TriedView(CheckedView, frozen=True, kw_only=True):
    """What would become of one filing, in one word too."""

    #: What filing it would lead to.
    would: Would


def tried(checked: Checked, at: checking.Desk, language: str, would: Would) -> TriedView:
    """The view of what a check says, with what filing would lead to."""
    view = of(checked, at, language)
    return TriedView(**msgspec.structs.asdict(view), would=would)


def of(checked: Checked, at: checking.Desk, language: str) -> CheckedView:
    """The view of what a check says."""
    missing = missing_view.of(checked.findings, language)
    return CheckedView(
        reference=checked.reference,
        where=checked.where,
        status=checked.status,
        currency=checking.currency(at),
        items=tuple([_item(item) for item in checked.items]),
        customs_value=money.text(checked.customs_value),
        charges=_texts(checked.totals),
        payments=payment_view.codes(checked.totals, checked.on, checking.law_pack(at)),
        payable=money.text(checked.payable),
        complete=not missing,
        missing=missing,
        uncovered=amounts.maybe(checked.uncovered),
        tied_items=checked.tied,
        saved=money.text(checked.saved),
        findings=placed_findings.each(checked.findings, checked.rows, language),
    )


def _item(item: CheckedItem) -> CheckedItemView:
    return CheckedItemView(
        number=item.number,
        code=item.code,
        customs_value=money.text(item.customs_value),
        charges=_texts(item.charges),
        payable=money.text(sum(item.charges.values())),
    )


def _texts(totals: Mapping[str, int]) -> dict[str, str]:
    return {code: money.text(amount) for code, amount in totals.items()}
