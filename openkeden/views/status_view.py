"""The state of a declaration as programs see it: deadline, payments, history, and what may
be done next.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from openkeden.base import cases, money
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import lifecycle, next_steps, possible
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import actions, known_case, papers, refused_filings
from openkeden.views import (
    document_view,
    finding_view,
    missing_view,
    moments,
    paper_view,
    refusal_view,
)


class EventView(msgspec.Struct, frozen=True):
    """Something that happened to a declaration."""

    #: When.
    at: datetime.datetime

    #: The action of the lifecycle.
    action: str

    #: The role that acted.
    role: str

    #: The name of who acted.
    actor: str

    #: What the action said, by name of the argument; reasons between officers are for
    #: officers only.
    said: Mapping[str, str]


class ReasonView(msgspec.Struct, frozen=True):
    """Why the lane was chosen, for an officer."""

    #: The id of the risk profile.
    profile: str

    #: The goods line; 0 for the declaration as a whole.
    item: int

    #: What the profile adds to the score.
    score: int

    #: What the profile is about, in the reader's language.
    title: str


class DrawView(msgspec.Struct, frozen=True):
    """The random check, for an officer."""

    #: The number drawn.
    value: int

    #: Below which it chooses, in millionths.
    probability_ppm: int

    #: Whether the declaration was chosen.
    chosen: bool


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration as it stands, for its declarant too; money is in national currency."""

    #: The registration number.
    registration: str

    #: The version in force.
    version: int

    #: The declarant's own reference.
    reference: str

    #: The declarant.
    declarant: str

    #: The state.
    state: str

    #: The lane.
    lane: str

    #: When the state must be left.
    due: datetime.datetime | None

    #: Whether that moment has passed.
    overdue: bool

    #: What the declarant has to do next.
    next: tuple[finding_view.FindingView, ...]

    #: Kinds of documents that are missing.
    documents: tuple[str, ...]

    #: Kinds of documents that were asked for or given, by name.
    document_kinds: tuple[document_view.DocumentView, ...]

    #: The papers that were sent for it.
    papers: tuple[paper_view.PaperView, ...]

    #: The national currency.
    currency: str

    #: The customs value.
    customs_value: str

    #: All charges together.
    payable: str

    #: Whether the total holds all that is owed; false: see `missing`.
    complete: bool

    #: What the total leaves out.
    missing: tuple[missing_view.MissingView, ...]

    #: Goods lines at a lower rate of this country alone.
    tied_items: tuple[int, ...]

    #: What the lower rates save.
    saved: str

    #: What was paid.
    paid: str

    #: What of that is more than is payable.
    overpaid: str

    #: What was secured.
    secured: str

    #: Goods lines that are released.
    released_items: tuple[int, ...]

    #: All that happened, in order.
    events: tuple[EventView, ...]

    #: Filings of the same reference that were refused before.
    refused: tuple[refusal_view.RefusedTryView, ...]

    #: The actions that are possible now, by role.
    possible: Mapping[str, tuple[str, ...]]

    #: The index of the lodging in the ledger.
    entry: int


class StatusView(CaseView, frozen=True, kw_only=True):
    """A declaration as it stands, with what officers alone may know where one asks."""

    #: Why the lane was chosen; officers only.
    reasons: tuple[ReasonView, ...] | msgspec.UnsetType = msgspec.UNSET

    #: The random check; officers only.
    draw: DrawView | msgspec.UnsetType = msgspec.UNSET


_View = TypeVar("_View", bound=CaseView)


def of(
    looked_up: known_case.KnownCase,
    at: Installation,
    now: datetime.datetime,
    language: str,
    *,
    officer: bool = False,
) -> StatusView:
    """The view of a declaration at a moment; an officer sees what officers said too."""
    return _of(StatusView, looked_up, at, now, language, officer=officer)


def of_declarant(
    looked_up: known_case.KnownCase,
    at: Installation,
    now: datetime.datetime,
    language: str,
) -> CaseView:
    """The view of a declaration at a moment for its declarant."""
    return _of(CaseView, looked_up, at, now, language, officer=False)


def _of(
    kind: type[_View],
    looked_up: known_case.KnownCase,
    at: Installation,
    now: datetime.datetime,
    language: str,
    *,
    officer: bool,
) -> _View:
    case, row, assessed = looked_up.case, looked_up.row, looked_up.lodging.assessment
    missing = missing_view.of(looked_up.lodging.warnings, language)
    kinds = document_view.of(looked_up, at, language)
    tries = refused_filings.of(row.reference, row.declarant)
    return kind(
        registration=row.registration,
        version=row.version,
        reference=row.reference,
        declarant=row.declarant,
        state=case.state,
        lane=row.lane,
        due=case.due,
        overdue=case.is_overdue(now),
        next=finding_view.each(_next(looked_up, at, now), language),
        documents=tuple(case.documents),
        document_kinds=kinds,
        papers=paper_view.of_each(papers.of(row.registration), at, language),
        currency=at.currency,
        customs_value=money.text(row.customs_value),
        payable=money.text(case.payable),
        complete=not missing,
        missing=missing,
        tied_items=assessed.conditional,
        saved=money.text(assessed.saved),
        paid=money.text(case.paid),
        overpaid=money.text(case.overpaid),
        secured=money.text(case.secured),
        released_items=tuple(case.released),
        events=events(looked_up.events, officer=officer),
        refused=refusal_view.each(tries, language),
        possible=possible.of(case, now, at.office(row.office)),
        entry=row.lodged,
    )


def _next(
    looked_up: known_case.KnownCase, at: Installation, now: datetime.datetime
) -> tuple[Finding, ...]:
    """What the declarant has to do next."""
    case = looked_up.case
    standing = next_steps.Standing(
        state=case.state,
        number=looked_up.row.registration,
        missing=case.missing,
        documents=tuple(case.documents),
        due=moments.shown(case.due, at),
        overdue=case.is_overdue(now),
    )
    return next_steps.of(standing, looked_up.row.payer, at.currency)


def of_officer(
    looked_up: known_case.KnownCase,
    at: Installation,
    now: datetime.datetime,
    language: str,
) -> StatusView | Refused:
    """The view of a declaration for an officer: the reasons of its lane too."""
    selected = actions.selection_of(looked_up)
    if isinstance(selected, Refused):
        return selected
    draw, on = selected.draw, looked_up.lodging.assessment.on
    reasons = actions.reasons(selected, on, at, language)
    return msgspec.structs.replace(
        of(looked_up, at, now, language, officer=True),
        reasons=tuple(
            [
                ReasonView(reason.profile, reason.item, reason.contribution, reason.title)
                for reason in reasons
            ]
        ),
        draw=DrawView(draw.value, draw.probability_ppm, draw.chosen),
    )


def events(happened: Iterable[cases.Event], *, officer: bool) -> tuple[EventView, ...]:
    """The views of events, in their order."""
    return tuple([_event(event, officer=officer) for event in happened])


def _event(event: cases.Event, *, officer: bool) -> EventView:
    said: dict[str, str] = {}
    for argument in lifecycle.ACTIONS[event.action]:
        value = event.args.get(argument.name)
        if value is not None and (officer or not argument.confidential):
            said[argument.name] = _said(value, argument.kind)
    return EventView(event.at, event.action, event.role, event.actor, said)


def _said(value: cases.Value, kind: cases.Kind) -> str:
    """What an argument says, as text."""
    if isinstance(value, tuple | list):
        return ", ".join([str(part) for part in value])
    if kind == "amount" and isinstance(value, int):
        return money.text(value)
    return str(value)
