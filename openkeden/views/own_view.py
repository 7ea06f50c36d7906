"""A declarant's own declarations as programs see them: lists, versions, what happened, what
may be done. Nothing here is for officers alone.
"""

import datetime
from collections.abc import Sequence

import msgspec

from openkeden import locale
from openkeden.base import money, names
from openkeden.base.findings import Finding
from openkeden.clearance import deadlines
from openkeden.flow.access.own_actions import OwnAction
from openkeden.flow.access.own_listing import OwnPage
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import history
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.store import rows
from openkeden.store.states import OPEN
from openkeden.views import action_view, document_view, finding_view, status_view
from openkeden.views.action_view import ArgumentView
from openkeden.views.document_view import DocumentView
from openkeden.views.finding_view import FindingView
from openkeden.views.status_view import EventView


class OwnListedView(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration of a list; money is in national currency."""

    #: The registration number.
    registration: str

    #: The version in force.
    version: int

    #: The declarant's own reference.
    reference: str

    #: The declarant, by number.
    declarant: str

    #: The office.
    office: str

    #: The day of registration.
    registered_on: str

    #: The state.
    state: str

    #: The lane.
    lane: str

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
    documents: tuple[DocumentView, ...]

    #: The index of its lodging in the ledger.
    entry: int

    #: The index of the latest fact about it.
    latest: int


class OwnListView(msgspec.Struct, frozen=True, kw_only=True):
    """A page of one's own declarations, the newest first."""

    #: The declarations.
    declarations: tuple[OwnListedView, ...]

    #: The national currency.
    currency: str

    #: Registration numbers whose records are damaged.
    damaged: tuple[str, ...]

    #: What `after` is of the next page; null: there is none.
    next: int | None


class VersionView(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a declaration; money is in national currency."""

    #: Its number, from 1.
    version: int

    #: The reference that it was filed under.
    reference: str

    #: When it was lodged.
    at: datetime.datetime

    #: Who handed it in.
    actor: str

    #: SHA-256 of the message, in hexadecimal.
    sha256: str

    #: The type of the message.
    media_type: str

    #: The customs value.
    customs_value: str

    #: All charges together.
    payable: str

    #: The index of its lodging in the ledger.
    entry: int


class VersionsView(msgspec.Struct, frozen=True, kw_only=True):
    """Every version of a declaration, the first one first."""

    #: The registration number.
    registration: str

    #: The versions; the last one is in force.
    versions: tuple[VersionView, ...]


class StoryStepView(msgspec.Struct, frozen=True, kw_only=True):
    """A fact about a declaration with what happened by it."""

    #: Its index in the ledger.
    entry: int

    #: The version that it is about.
    version: int

    #: What happened, in order.
    events: tuple[EventView, ...]


class StoryView(msgspec.Struct, frozen=True, kw_only=True):
    """All that happened to a declaration."""

    #: The registration number.
    registration: str

    #: The facts, the oldest first.
    steps: tuple[StoryStepView, ...]


class OwnActionView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the declarant may do in this state."""

    #: The action of the lifecycle.
    action: str

    #: Where it is asked for, by POST.
    address: str

    #: What it takes; none where it comes with a whole declaration.
    arguments: tuple[ArgumentView, ...]

    #: Whether nothing stands against it now.
    allowed: bool

    #: What stands against it now.
    against: tuple[FindingView, ...]


class OwnActionsView(msgspec.Struct, frozen=True, kw_only=True):
    """What the declarant may do with a declaration in its state."""

    #: The registration number.
    registration: str

    #: The state.
    state: str

    #: The actions, in the order of the lifecycle.
    actions: tuple[OwnActionView, ...]


def page(
    found: OwnPage, now: datetime.datetime, at: Installation, language: str
) -> OwnListView:
    """The view of a page at a moment."""
    return OwnListView(
        declarations=tuple([_listed(one, now, at, language) for one in found.cases]),
        currency=at.currency,
        damaged=found.damaged,
        next=found.next,
    )


def _listed(
    known: KnownCase, now: datetime.datetime, at: Installation, language: str
) -> OwnListedView:
    row, case = known.row, known.case
    is_open = case.state in OPEN
    kinds = document_view.of(known, at, language)
    return OwnListedView(
        registration=row.registration,
        version=row.version,
        reference=row.reference,
        declarant=names.shown(row.declarant),
        office=row.office,
        registered_on=row.registered_on,
        state=case.state,
        lane=row.lane,
        waits_for=deadlines.DEADLINES[case.state].waits_for if is_open else "",
        due=case.due,
        overdue=case.is_overdue(now),
        payable=money.text(case.payable),
        unpaid=money.text(case.missing),
        documents=tuple([kind for kind in kinds if kind.missing]),
        entry=row.lodged,
        latest=row.latest,
    )


def versions(known: KnownCase, found: Sequence[rows.DeclarationRow]) -> VersionsView:
    """The view of every version of a declaration."""
    lodged = {one.version: one for one in known.lodgings}
    return VersionsView(
        registration=known.row.registration,
        versions=tuple(
            [
                VersionView(
                    version=row.version,
                    reference=row.reference,
                    at=lodged[row.version].at,
                    actor=lodged[row.version].actor,
                    sha256=row.digest.hex(),
                    media_type=lodged[row.version].media_type,
                    customs_value=money.text(row.customs_value),
                    payable=money.text(row.payable),
                    entry=row.lodged,
                )
                for row in found
            ]
        ),
    )


def story(number: str, steps: Sequence[tuple[int, history.Step]]) -> StoryView:
    """The view of all that happened to a declaration: its facts by their indices."""
    views = [
        StoryStepView(
            entry=index,
            version=fact.version,
            events=status_view.events(history.happened(fact), officer=False),
        )
        for index, fact in steps
    ]
    return StoryView(registration=number, steps=tuple(views))


def actions(
    known: KnownCase, able: Sequence[OwnAction], base: str, language: str
) -> OwnActionsView:
    """The view of what the declarant may do; `base` is the address of the declaration."""
    meanings = locale.names(language)["arguments"]
    views = [
        OwnActionView(
            action=one.action,
            address=f"{base}/versions" if one.by_filing else f"{base}/actions/{one.action}",
            arguments=action_view.arguments(one.arguments, meanings),
            allowed=not one.against,
            against=_told(one.against, language),
        )
        for one in able
    ]
    return OwnActionsView(
        registration=known.row.registration, state=known.case.state, actions=tuple(views)
    )


def _told(found: Sequence[Finding], language: str) -> tuple[FindingView, ...]:
    return finding_view.each(found, language)
