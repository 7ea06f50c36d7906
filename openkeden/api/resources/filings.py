"""Filing: declarations are handed in, and answered when they are durable."""

import msgspec

from openkeden.api.route import BASE, Asked, Declined, Reply, Route
from openkeden.base.findings import Refused
from openkeden.flow import schema
from openkeden.flow.lodging.answers import Answer
from openkeden.flow.lodging.lodge import GivenAnswer
from openkeden.flow.service import handing_in
from openkeden.views import answer_view
from openkeden.views.answer_view import AnswerView


class FiledView(AnswerView, frozen=True, kw_only=True):
    """What became of a declaration that was sent."""

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
    assert asked.filings is not None, "where filings are taken they wait somewhere"
    media_type = asked.headers.get("content-type", "")
    person = asked.caller.person
    done = handing_in.hand_in(asked.body, media_type, person, asked.filings)
    if isinstance(done, Refused):
        return done
    if not done.several:
        return _one(done.given[0], asked)
    views = [_view(given.answer, asked) for given in done.given]
    counts = [done.count(status) for status in ("registered", "refused", "unreadable")]
    return Reply(body=FiledList(tuple(views), *counts), cost=len(views))


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
    return FiledView(**fields, receipt=f"{_address(answer)}/receipt" if registered else "")


def _address(answer: Answer) -> str:
    return f"{BASE}/declarations/{answer.registration}"


ROUTES = (
    Route(
        method="POST",
        path="/declarations",
        does=file_declarations,
        example="/declarations",
        scope="file",
        media_types=handing_in.MEDIA_TYPES,
        read_as=schema.Filing | tuple[schema.Filing, ...],
        most=handing_in.BODY_BYTES,
        gives=FiledView | FiledList,
        status=201,
        also=(200,),
    ),
)
