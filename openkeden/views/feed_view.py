"""The feed of a declarant's facts as programs see it."""

import datetime

import msgspec

from openkeden.flow import facts
from openkeden.flow.access.feed import Feed, FeedFact
from openkeden.flow.ledger import summaries


class FeedFactView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to what was declared."""

    #: The index of its fact in the ledger.
    entry: int

    #: When.
    at: datetime.datetime

    #: `lodging`, `event`, `refusal` or `paper`.
    kind: str

    #: The registration number; empty where it was refused.
    registration: str

    #: The version; 0 where it is about none.
    version: int

    #: The declarant's own reference, as it was first filed.
    reference: str

    #: The state that it led to; empty where it led to none.
    state: str

    #: The actions of the lifecycle that it consists of, in order.
    actions: tuple[str, ...]


class FeedView(msgspec.Struct, frozen=True, kw_only=True):
    """What happened after an index."""

    #: The facts, the oldest first.
    events: tuple[FeedFactView, ...]

    #: What `after` is of the next request.
    next: int

    #: Whether there may be more at once; false: wait for it.
    more: bool


def of(found: Feed) -> FeedView:
    """The view of a part of the feed."""
    views = tuple([_view(one) for one in found.facts])
    return FeedView(events=views, next=found.upto, more=found.more)


def _view(one: FeedFact) -> FeedFactView:
    fact = one.fact
    registration, version, state = "", 0, ""
    actions: tuple[str, ...] = ()
    match fact:
        case facts.Lodging():
            registration, version = fact.registration, fact.version
            state = fact.decision.state
            first = "file" if fact.version == 1 else "amend"
            actions = (first, *[event.action for event in fact.decision.events])
        case facts.CaseStep():
            registration, version, state = fact.registration, fact.version, fact.state
            actions = tuple([event.action for event in fact.events])
        case facts.Refusal():
            state = "registration_refused"
        case facts.Paper():
            registration = fact.registration
    return FeedFactView(
        entry=one.index,
        at=fact.at,
        kind=summaries.kind_of(fact),
        registration=registration,
        version=version,
        reference=one.reference,
        state=state,
        actions=actions,
    )
