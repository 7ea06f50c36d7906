"""Filing: declarations are handed in, and answered when they are durable."""

import datetime

import msgspec

from openkeden.api.route import BASE, Asked, Declined, Reply, Route
from openkeden.base import findings, service_usage
from openkeden.base.findings import Refused
from openkeden.flow import schema
from openkeden.flow.lodging.answers import Answer
from openkeden.flow.lodging.lodge import GivenAnswer
from openkeden.flow.service import handing_in
from openkeden.flow.service.modes import Mode
from openkeden.views import answer_view
from openkeden.views.answer_view import AnswerView


class AsOf(msgspec.Struct, frozen=True):
    """The moment that a filing counts as of."""

    #: The moment, as 2026-04-02T10:00:00+05:00, at an installation for tests alone; now where
    #: it is not given.
    at: datetime.datetime | None = None


class FiledView(AnswerView, frozen=True, kw_only=True):
    """What became of a declaration that was sent."""

    #: Whether it counts: `live`, or `test` at an installation for tests.
    mode: Mode

    #: The address of its receipt; empty where it was not registered.
    receipt: str


class FiledList(msgspec.Struct, frozen=True):
    """What became of several declarations that were sent together."""

    #: The answers, in the order in which the declarations were sent.
    answers: tuple[FiledView, ...]

    #: How many were registered, now or before.
    registered: int

    #: How many were refused.
    refused: int

    #: How many could not be read.
    unreadable: int


def file_declarations(asked: Asked) -> Reply | Refused | Declined:
    """File declarations: one, or several as a list, lines or a table. Each is answered when
    it is durable, and the same one again is given the same answer.
    """
    done = _handed_in(asked, asked.query.at)
    if isinstance(done, Refused):
        return done
    if not done.several:
        return _one(done.given[0], asked)
    views = [_view(given.answer, asked) for given in done.given]
    counts = [done.count(status) for status in ("registered", "refused", "unreadable")]
    return Reply(body=FiledList(tuple(views), *counts), cost=len(views))


def _handed_in(
    asked: Asked, moment: datetime.datetime | None
) -> handing_in.FilingsDone | Refused:
    assert asked.filings is not None, "where filings are taken they wait somewhere"
    if moment is not None and (asked.mode == "live" or moment.tzinfo is None):
        reason = "only an installation for tests takes it, with its offset from UTC"
        said = {"name": "at", "value": moment, "reason": reason}
        return findings.refused(service_usage.BAD_VALUE, "at", **said)
    media_type = asked.headers.get("content-type", "")
    person = asked.caller.person
    return handing_in.hand_in(asked.body, media_type, person, asked.filings, moment)


def _one(given: GivenAnswer, asked: Asked) -> Reply | Declined:
    """The answer to one declaration."""
    answer = given.answer
    if answer.status != "registered":
        return _declined(answer)
    headers = [("Location", _address(answer)), ("ETag", f'"entry-{answer.entry}"')]
    if given.again:
        headers.append(("Idempotent-Replay", "true"))
    status = 200 if given.again else 201
    return Reply(body=_view(answer, asked), status=status, headers=tuple(headers))


def _declined(answer: Answer) -> Declined:
    entry = answer.entry if answer.entry >= 0 else None
    kind = "unreadable" if answer.status == "unreadable" else "refused"
    if handing_in.is_conflict(answer):
        kind = "conflict"
    return Declined(refusal=Refused(answer.findings), kind=kind, entry=entry)


def _view(answer: Answer, asked: Asked) -> FiledView:
    """The answer as it was given first: what became of the declaration since is its own
    resource.
    """
    first = msgspec.structs.replace(answer, state_now="")
    view = answer_view.of(first, asked.at, asked.language)
    fields = {name: getattr(view, name) for name in view.__struct_fields__}
    registered = answer.status == "registered"
    receipt = f"{_address(answer)}/receipt" if registered else ""
    return FiledView(**fields, mode=asked.mode, receipt=receipt)


def _address(answer: Answer) -> str:
    return f"{BASE}/declarations/{answer.registration}"


ROUTES = (
    Route(
        method="POST",
        path="/declarations",
        does=file_declarations,
        example="/declarations",
        scope="file",
        query=AsOf,
        media_types=handing_in.MEDIA_TYPES,
        read_as=schema.Filing | tuple[schema.Filing, ...],
        most=handing_in.BODY_BYTES,
        gives=FiledView | FiledList,
        status=201,
        also=(200,),
    ),
)
