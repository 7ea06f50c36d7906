"""Acts of declarants: what may be done with a declaration now, and doing it."""

import io

import msgspec

from openkeden.api import own
from openkeden.api.route import BASE, Asked, Declined, Reply, Route
from openkeden.base.cases import Value
from openkeden.base.findings import Refused
from openkeden.flow import clock, schema
from openkeden.flow.access import own_actions
from openkeden.flow.lodging import actions, changed_filing, intake, papers
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.flow.service import handing_in
from openkeden.views import answer_view, own_view, status_view


class ActBody(msgspec.Struct, frozen=True, kw_only=True):
    """What an act says."""

    #: Its arguments by name, as `/actions` lists them: text, or a list of codes.
    arguments: dict[str, Value] = {}

    #: Papers that were sent before, by their SHA-256; `supply_documents` gives their kinds.
    papers: tuple[str, ...] = ()


def all_actions(asked: Asked) -> Reply | Refused:
    """What may be done with a declaration in its state, and what stands against each."""
    known = own.owned(asked)
    if isinstance(known, Refused):
        return known
    able = own_actions.of(known, asked.caller, asked.now, asked.at)
    base = f"{BASE}/declarations/{known.row.registration}"
    view = own_view.actions(known, able, base, asked.language)
    return Reply(body=view, headers=(("ETag", own.tag(known)),))


def act(asked: Asked) -> Reply | Refused | Declined:
    """Do one of the declarant's actions, on the state that If-Match names."""
    known, wrong = own.owned(asked), own_actions.not_by_key(asked.path["action"])
    if isinstance(known, Refused):
        return known
    if wrong is not None:
        return Refused((wrong,))
    return own.once(asked, "act", lambda: _acted(asked))


def _acted(asked: Asked) -> Reply | Refused | Declined:
    known = own.unchanged(asked)
    if not isinstance(known, KnownCase):
        return known
    number, said = known.row.registration, _said(asked.body, known)
    if isinstance(said, Refused):
        return said
    done = actions.act(
        number,
        asked.path["action"],
        actions.DECLARANT,
        asked.caller.person,
        clock.now(),
        asked.at,
        said,
    )
    return done if isinstance(done, Refused) else own.as_it_is(done, asked)


def _said(body: ActBody, known: KnownCase) -> dict[str, Value] | Refused:
    """The arguments of an act, with the kinds of the papers that it names."""
    if not body.papers:
        return body.arguments
    kinds = papers.kinds(known.row.registration, body.papers)
    if isinstance(kinds, Refused):
        return kinds
    named = body.arguments.get("documents", ())
    also = named if isinstance(named, tuple) else (named,)
    return {**body.arguments, "documents": tuple(dict.fromkeys([*also, *kinds]))}


def amend(asked: Asked) -> Reply | Refused | Declined:
    """File the whole declaration as it shall be: a new version, on the state that If-Match
    names.
    """
    known = own.owned(asked)
    if isinstance(known, Refused):
        return known
    return own.once(asked, "amend", lambda: _amended(asked))


def _amended(asked: Asked) -> Reply | Refused | Declined:
    known = own.unchanged(asked)
    if not isinstance(known, KnownCase):
        return known
    number, sent = known.row.registration, io.BytesIO(asked.body)
    made = changed_filing.of(number, sent, "", intake.MESSAGE_BYTES)
    if isinstance(made, Refused):
        return made
    answer = changed_filing.amend(made, asked.caller.person, clock.now(), asked.at)
    if answer.status != "registered":
        kind = "unreadable" if answer.status == "unreadable" else ""
        entry = answer.entry if answer.entry >= 0 else None
        return Declined(refusal=Refused(answer.findings), kind=kind, entry=entry)
    view = answer_view.of(answer, asked.at, asked.language)
    headers = (
        ("Location", f"{BASE}/declarations/{number}/versions/{answer.version}"),
        ("ETag", f'"entry-{answer.entry}"'),
    )
    return Reply(body=view, status=201, headers=headers)


ROUTES = (
    Route(
        method="GET",
        path=f"{own.ONE}/actions",
        does=all_actions,
        example=f"{own.EXAMPLE}/actions",
        scope="read",
        gives=own_view.OwnActionsView,
    ),
    Route(
        method="POST",
        path=f"{own.ONE}/actions/{{action}}",
        does=act,
        example=f"{own.EXAMPLE}/actions/withdraw",
        scope="act",
        takes=ActBody,
        example_body={"arguments": {"reason": "Filed twice by mistake."}},
        gives=status_view.CaseView,
        headers=("If-Match", "Idempotency-Key"),
    ),
    Route(
        method="POST",
        path=f"{own.ONE}/versions",
        does=amend,
        example=f"{own.EXAMPLE}/versions",
        scope="file",
        media_types=handing_in.MEDIA_TYPES,
        read_as=schema.Filing,
        most=intake.MESSAGE_BYTES,
        gives=answer_view.AnswerView,
        headers=("If-Match", "Idempotency-Key"),
        status=201,
    ),
)
