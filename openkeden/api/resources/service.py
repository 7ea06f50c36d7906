"""The service itself: what there is to ask, how it stands, what its problems mean."""

from typing import Final

import msgspec

import openkeden
from openkeden.api import caching, openapi, page, problems
from openkeden.api.route import Asked, Reply, Route
from openkeden.base import bounded, findings, service_usage
from openkeden.base.findings import Refused
from openkeden.flow.ledger import receipts
from openkeden.views.public_ledger_view import ServiceView

_HTML: Final = "text/html"
_CSS: Final = "text/css"
_JSON: Final = "application/json"


#: Descriptions by the routes that they are of, which are kept beside them.
_DESCRIBED: Final[dict[int, tuple[tuple[Route, ...], bytes]]] = {}


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """What can be asked at an address."""

    #: The method of the request.
    method: str

    #: The address; parts in braces are parameters.
    path: str

    #: What it does.
    title: str

    #: What a key needs; null: anybody may ask.
    scope: str | None

    #: An address that can be asked as it stands; empty: none.
    example: str


class Operations(msgspec.Struct, frozen=True):
    """Everything there is to ask."""

    #: What there is to ask.
    operations: tuple[Operation, ...]


class ProblemKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of problem."""

    #: Its name, with which its address ends.
    kind: str

    #: What it is called.
    title: str

    #: The status of answers.
    status: int

    #: What to do.
    fix: str

    #: The numbers of the rules that bring it about; none: any other rule does.
    rules: tuple[str, ...]


def everything(asked: Asked) -> Reply | Refused:
    """Everything there is to ask; a page to read for browsers."""
    if _HTML in asked.headers.get("accept", ""):
        return page.reply(asked.routes)
    listed = [
        Operation(
            method=route.method,
            path=route.address,
            title=openapi.title(route),
            scope=route.scope,
            example=f"{route.base}{route.example}" if route.example else "",
        )
        for route in asked.routes
    ]
    return Reply(body=Operations(tuple(listed)), headers=(("Vary", page.VARY),))


def description(asked: Asked) -> Reply | Refused:
    """The description of this interface (OpenAPI 3.1)."""
    return caching.kept(_described(asked.routes), caching.ASK_AGAIN)


def style(_asked: Asked) -> Reply | Refused:
    """The style sheet of the page."""
    return caching.kept(page.style(), caching.ASK_AGAIN, f"{_CSS}; charset=utf-8")


def status(asked: Asked) -> Reply | Refused:
    """How the service stands: its clock, its law, how far its ledger has come."""
    at = asked.at
    view = ServiceView(
        status="up",
        now=asked.now,
        program=openkeden.__version__,
        jurisdiction=at.pack.jurisdiction,
        law=at.pack.version,
        ledger=at.origin,
        size=receipts.size(),
        root=receipts.root(),
    )
    return Reply(body=view, headers=(("Cache-Control", "no-store"),))


def problem_kind(asked: Asked) -> Reply | Refused:
    """What a kind of problem means, and what to do about it."""
    kind = asked.path["kind"]
    if kind not in problems.STATUSES:
        shown = bounded.beginning(kind)
        return findings.refused(service_usage.NO_PATH, "kind", value=shown)
    view = ProblemKind(
        kind=kind,
        title=problems.TITLES[kind],
        status=problems.STATUSES[kind],
        fix=problems.FIXES[kind],
        rules=problems.rules_of(kind),
    )
    return caching.of_law(view)


def _described(routes: tuple[Route, ...]) -> bytes:
    """The description as it is sent; it changes with the program alone."""
    known = _DESCRIBED.get(id(routes))
    if known is None:
        told = msgspec.json.encode(openapi.describe(routes))
        known = _DESCRIBED[id(routes)] = (routes, told)
    return known[1]


ROUTES = (
    Route(method="GET", path="/", does=everything, gives=(Operations, _HTML), example="/"),
    Route(
        method="GET",
        path="/openapi.json",
        does=description,
        gives=_JSON,
        example="/openapi.json",
    ),
    Route(method="GET", path="/style.css", does=style, gives=_CSS, example="/style.css"),
    Route(method="GET", path="/status", does=status, gives=ServiceView, example="/status"),
    Route(
        method="GET",
        path="/problems/{kind}",
        does=problem_kind,
        gives=ProblemKind,
        example="/problems/refused",
    ),
)
