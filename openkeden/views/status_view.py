"""The state of a declaration as programs see it: deadline, payments, history, and what may
be done next.
"""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.base import cases, money, transitions
from openkeden.base.findings import Refused
from openkeden.clearance import lifecycle
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import actions, known_case
from openkeden.views import missing_view


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


class StatusView(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration as it stands; money is in national currency."""

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

    #: Kinds of documents that are asked for.
    documents: tuple[str, ...]

    #: The customs value.
    customs_value: str

    #: All charges together.
    payable: str

    #: Whether the total holds all that is owed; false: it is the least.
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

    #: The actions that are possible now, by role.
    possible: Mapping[str, tuple[str, ...]]

    #: The index of the lodging in the ledger.
    entry: int

    #: Why the lane was chosen; officers only.
    reasons: tuple[ReasonView, ...] | msgspec.UnsetType = msgspec.UNSET

    #: The random check; officers only.
    draw: DrawView | msgspec.UnsetType = msgspec.UNSET


def of(looked_up: known_case.KnownCase, language: str = "en") -> StatusView:
    """The view of a declaration for its declarant."""
    missing = missing_view.of(looked_up.lodging.warnings, language)
    case, row, assessed = looked_up.case, looked_up.row, looked_up.lodging.assessment
    return StatusView(
        registration=row.registration,
        version=row.version,
        reference=row.reference,
        declarant=row.declarant,
        state=case.state,
        lane=row.lane,
        due=case.due,
        documents=tuple(case.documents),
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
        events=tuple([_event(event) for event in looked_up.events]),
        possible=_possible(case.state),
        entry=row.lodged,
    )


def of_officer(
    looked_up: known_case.KnownCase, at: Installation, language: str
) -> StatusView | Refused:
    """The view of a declaration for an officer: the reasons of its lane too."""
    selected = actions.selection_of(looked_up)
    if isinstance(selected, Refused):
        return selected
    draw, on = selected.draw, looked_up.lodging.assessment.on
    reasons = actions.reasons(selected, on, at, language)
    return msgspec.structs.replace(
        of(looked_up, language),
        reasons=tuple(
            [
                ReasonView(reason.profile, reason.item, reason.contribution, reason.title)
                for reason in reasons
            ]
        ),
        draw=DrawView(draw.value, draw.probability_ppm, draw.chosen),
    )


def _event(event: cases.Event) -> EventView:
    return EventView(event.at, event.action, event.role, event.actor)


def _possible(state: str) -> dict[str, tuple[str, ...]]:
    """The actions that each role may do in a state, of the roles that may do any."""
    by_role = {
        role: transitions.actions(lifecycle.TABLE, state, role) for role in lifecycle.ROLES
    }
    return {role: names for role, names in by_role.items() if names}
