"""A list of declarations as programs see it: what each waits for, and what is missing."""

import datetime

import msgspec

from openkeden.base import money, names
from openkeden.flow.installation import Installation
from openkeden.flow.lodging.worklist import ListedCase, Worklist
from openkeden.views import document_view


class ListedView(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration of a list; money is in national currency."""

    #: The registration number.
    registration: str

    #: The version in force.
    version: int

    #: The declarant's own reference.
    reference: str

    #: The declarant, by number, or by name where there is none.
    declarant: str

    #: The office.
    office: str

    #: The day of registration.
    registered_on: str

    #: The state.
    state: str

    #: Whom the state waits for: the declarant, customs; empty where it has ended.
    waits_for: str

    #: When the state must be left.
    due: datetime.datetime | None

    #: Whether that moment has passed.
    overdue: bool

    #: All charges together.
    payable: str

    #: What of them is neither paid nor secured.
    unpaid: str

    #: Kinds of documents that are missing, by name.
    documents: tuple[document_view.DocumentView, ...]

    #: The lane; officers only.
    lane: str | msgspec.UnsetType = msgspec.UNSET


class WorklistView(msgspec.Struct, frozen=True, kw_only=True):
    """A page of declarations, the overdue ones first."""

    #: The declarations.
    declarations: tuple[ListedView, ...]

    #: How many more there are.
    more: int

    #: The national currency.
    currency: str

    #: Registration numbers whose records are damaged.
    damaged: tuple[str, ...]


def of(found: Worklist, at: Installation, language: str, *, officer: bool) -> WorklistView:
    """The view of a page; lanes are shown to officers."""
    lines = [_line(line, at, language, officer=officer) for line in found.lines]
    return WorklistView(
        declarations=tuple(lines),
        more=found.more,
        currency=at.currency,
        damaged=found.damaged,
    )


def _line(
    line: ListedCase, at: Installation, language: str, *, officer: bool
) -> ListedView:
    row, case = line.known.row, line.known.case
    kinds = document_view.of(line.known, at, language)
    return ListedView(
        registration=row.registration,
        version=row.version,
        reference=row.reference,
        declarant=names.shown(row.declarant),
        office=row.office,
        registered_on=row.registered_on,
        state=case.state,
        waits_for=line.waits_for,
        due=case.due,
        overdue=line.overdue,
        payable=money.text(case.payable),
        unpaid=money.text(case.missing),
        documents=tuple([kind for kind in kinds if kind.missing]),
        lane=row.lane if officer else msgspec.UNSET,
    )
