"""A declaration that was split in two, as programs see it: what the whole and each part
would owe.
"""

import pathlib
from collections.abc import Mapping

import msgspec

from openkeden.assessment import charges
from openkeden.base import money
from openkeden.flow.pricing import split_filing
from openkeden.flow.pricing.split_filing import Split, SplitPart
from openkeden.views import finding_view


class OwedView(msgspec.Struct, frozen=True, kw_only=True):
    """What a declaration would owe; money is in national currency."""

    #: The customs value.
    customs_value: str

    #: The charges by code.
    charges: Mapping[str, str]

    #: All charges together.
    payable: str

    #: What lower rates of this country alone save.
    saved: str

    #: The reference of the part; the whole has the reference above it.
    reference: str | msgspec.UnsetType = msgspec.UNSET

    #: The file that the part was written to.
    file: str | msgspec.UnsetType = msgspec.UNSET


class SplitView(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration in two."""

    #: The reference of the whole.
    reference: str

    #: The national currency, that of every amount.
    currency: str

    #: The goods lines of the whole at a lower rate of this country alone.
    tied_items: tuple[int, ...]

    #: The whole.
    whole: OwedView

    #: The part with the conditionally released goods.
    tied: OwedView

    #: The part with the other goods.
    free: OwedView

    #: By how much the parts cost more than the whole.
    surplus: str


class UnsplitView(msgspec.Struct, frozen=True):
    """Why a declaration was not split."""

    #: The reference of the declaration, or which message of the file it is.
    reference: str

    #: The reasons.
    findings: tuple[finding_view.FindingView, ...]


def of(split: Split, files: list[pathlib.Path]) -> SplitView:
    """The view of a split; `files` are those of its two parts."""
    tied, free = files
    return SplitView(
        reference=split.reference,
        currency=split.currency,
        tied_items=split.whole.conditional,
        whole=_owed(split.whole),
        tied=_part(split.conditional, tied),
        free=_part(split.free, free),
        surplus=money.text(split.surplus),
    )


def _part(part: SplitPart, file: pathlib.Path) -> OwedView:
    owed = _owed(part.assessment)
    return msgspec.structs.replace(owed, reference=part.filing.reference, file=str(file))


def _owed(assessed: charges.Assessment) -> OwedView:
    totals = split_filing.totals(assessed)
    return OwedView(
        customs_value=money.text(assessed.customs_value),
        charges={code: money.text(amount) for code, amount in totals.items()},
        payable=money.text(assessed.payable),
        saved=money.text(assessed.saved),
    )
