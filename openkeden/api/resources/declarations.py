"""Declarations of the firms that a key acts for: lists of them, and each as it stands."""

import datetime
import urllib.parse
from typing import Annotated, Final

import msgspec

from openkeden.api import own
from openkeden.api.route import BASE, Asked, Reply, Route
from openkeden.base.findings import Refused
from openkeden.flow.access import own_cases, own_listing
from openkeden.flow.ledger import receipts
from openkeden.flow.lodging import explanation
from openkeden.flow.service import handing_in
from openkeden.views import explanation_view, own_view, status_view

#: How many declarations a page has where nobody says it.
_PAGE: Final = 50

#: A page of a list.
Limit = Annotated[int, msgspec.Meta(ge=1, le=200)]

_RECEIPT: Final = "text/plain; charset=utf-8"


class ListedDeclarations(msgspec.Struct, frozen=True, kw_only=True):
    """Which declarations are asked for; what is left out chooses nothing."""

    #: A state; may be given several times.
    state: tuple[str, ...] = ()

    #: The lane.
    lane: str = ""

    #: The first day of registration, as 2026-04-02.
    since: datetime.date | None = None

    #: The number of one of the firms that the key acts for.
    declarant: str = ""

    #: The registration number, or the declarant's own reference.
    q: str = ""

    #: What `next` of the page before said.
    after: Annotated[int, msgspec.Meta(ge=0)] | None = None

    #: How many at most.
    limit: Limit = _PAGE


def all_declarations(asked: Asked) -> Reply | Refused:
    """The declarations of one's own, the newest first, a page at a time."""
    query = asked.query
    wanted = own_listing.OwnListing(
        states=query.state,
        lane=query.lane,
        since=query.since,
        declarant=query.declarant,
        named=query.q,
        before=query.after,
    )
    found = own_listing.of(wanted, query.limit, asked.caller, asked.at)
    if isinstance(found, Refused):
        return found
    view = own_view.page(found, asked.now, asked.at, asked.language)
    return Reply(body=view, headers=_next(query, found.next))


def _next(query: ListedDeclarations, after: int | None) -> tuple[tuple[str, str], ...]:
    """The address of the next page, where there is one."""
    if after is None:
        return ()
    said = msgspec.to_builtins(msgspec.structs.replace(query, after=after))
    given = {name: value for name, value in said.items() if value}
    address = f"{BASE}/declarations?{urllib.parse.urlencode(given, doseq=True)}"
    return (("Link", f'<{address}>; rel="next"'),)


def one_declaration(asked: Asked) -> Reply | Refused:
    """A declaration as it stands: state, deadline, payments, history, what comes next."""
    known = own.owned(asked)
    return known if isinstance(known, Refused) else own.as_it_is(known, asked)


def all_versions(asked: Asked) -> Reply | Refused:
    """Every version of a declaration."""
    known = own.owned(asked)
    if isinstance(known, Refused):
        return known
    found = own_cases.versions(own.number(asked), asked.caller)
    if isinstance(found, Refused):
        return found
    return Reply(body=own_view.versions(known, found), headers=(("ETag", own.tag(known)),))


def one_version(asked: Asked) -> Reply | Refused:
    """The message of a version, as it was sent."""
    number, version = own.number(asked), asked.path["version"]
    found = own_cases.message(number, version, asked.caller)
    if isinstance(found, Refused):
        return found
    return Reply(body=found.body, media_type=found.media_type, headers=_FILE)


#: What is kept as it was sent is saved, and not shown.
_FILE: Final = (("Content-Disposition", "attachment"),)


def one_explanation(asked: Asked) -> Reply | Refused:
    """Each figure of the version in force, built again from its message and the law."""
    known = own.owned(asked)
    if isinstance(known, Refused):
        return known
    told = explanation.of(known.row.registration, asked.at)
    if isinstance(told, Refused):
        return told
    return Reply(body=explanation_view.of_declarant(told, asked.language))


def all_events(asked: Asked) -> Reply | Refused:
    """All that happened to a declaration, each with its entry of the ledger."""
    known = own.owned(asked)
    if isinstance(known, Refused):
        return known
    view = own_view.story(known.row.registration, own_cases.steps(known))
    return Reply(body=view, headers=(("ETag", own.tag(known)),))


def latest_receipt(asked: Asked) -> Reply | Refused:
    """The receipt of the latest fact about a declaration: proof that it is in the ledger."""
    known = own.owned(asked)
    return known if isinstance(known, Refused) else _receipt(known.row.latest)


def one_receipt(asked: Asked) -> Reply | Refused:
    """The receipt of a fact about what one's firms declared or paid."""
    text = asked.path["entry"]
    plain = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    found = own_cases.entry(int(text) if plain else -1, asked.caller)
    if isinstance(found, Refused):
        return own_cases.not_yours("entry", text)
    return _receipt(found)


#: Digits of the largest index.
_MOST_DIGITS: Final = 18


def _receipt(entry: int) -> Reply:
    name = f'attachment; filename="entry-{entry}.tlog-proof"'
    headers = (("Content-Disposition", name),)
    return Reply(body=receipts.of(entry).encode(), media_type=_RECEIPT, headers=headers)


ROUTES = (
    Route(
        method="GET",
        path="/declarations",
        does=all_declarations,
        example="/declarations?limit=20",
        scope="read",
        query=ListedDeclarations,
        gives=own_view.OwnListView,
    ),
    Route(
        method="GET",
        path=own.ONE,
        does=one_declaration,
        example=own.EXAMPLE,
        scope="read",
        gives=status_view.CaseView,
    ),
    Route(
        method="GET",
        path=f"{own.ONE}/versions",
        does=all_versions,
        example=f"{own.EXAMPLE}/versions",
        scope="read",
        gives=own_view.VersionsView,
    ),
    Route(
        method="GET",
        path=f"{own.ONE}/versions/{{version}}",
        does=one_version,
        example=f"{own.EXAMPLE}/versions/1",
        scope="read",
        gives=handing_in.MEDIA_TYPES,
    ),
    Route(
        method="GET",
        path=f"{own.ONE}/explanation",
        does=one_explanation,
        example=f"{own.EXAMPLE}/explanation",
        scope="read",
        gives=explanation_view.ExplainedView,
    ),
    Route(
        method="GET",
        path=f"{own.ONE}/events",
        does=all_events,
        example=f"{own.EXAMPLE}/events",
        scope="read",
        gives=own_view.StoryView,
    ),
    Route(
        method="GET",
        path=f"{own.ONE}/receipt",
        does=latest_receipt,
        example=f"{own.EXAMPLE}/receipt",
        scope="receipts",
        gives=_RECEIPT,
    ),
    Route(
        method="GET",
        path="/receipts/{entry}",
        does=one_receipt,
        example="/receipts/7",
        scope="receipts",
        gives=_RECEIPT,
    ),
)
