"""The interface as a WSGI application: a request to what is asked, and an answer back.

    address -> route -> key -> parameters and body -> use case -> JSON

What is wrong is a problem document with every finding; a fault of ours is one too, and is
logged with the number of the request.
"""

import http
import itertools
import logging
import time
from collections.abc import Iterable
from typing import Final, Protocol

import msgspec

from openkeden.api import decoding, limits, problems
from openkeden.api.request import Environ, Request, StartResponse
from openkeden.api.route import Asked, Declined, Reply, Route
from openkeden.api.router import Address, Router
from openkeden.api.service import Service
from openkeden.base import bounded, findings, service_usage
from openkeden.base.findings import Refused
from openkeden.flow import clock
from openkeden.flow.access.callers import NOBODY, Caller
from openkeden.flow.installation import Installation

PROBLEM_JSON: Final = "application/problem+json"

_log = logging.getLogger("openkeden.api")


class Authenticate(Protocol):
    """Who has a key now."""

    def __call__(self, key: str) -> Caller | None:
        """The caller of a key; None where it is none that may be used now."""


class Application:
    """All routes of an installation."""

    def __init__(
        self,
        at: Installation,
        routes: Iterable[Route],
        authenticate: Authenticate,
        service: Service | None = None,
    ) -> None:
        self._at, self._routes = at, tuple(routes)
        self._router = Router(self._routes)
        self._authenticate = authenticate
        self.service = service or Service(at)

    def __call__(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """Answer one request."""
        began = time.perf_counter()
        request = Request(environ)
        request.mode = self.service.mode
        try:
            given = self._answered(request)
        except Exception:  # noqa: BLE001 - a fault is answered too
            _log.exception("request %s failed", request.number)
            given = findings.refused(service_usage.FAULT, "request", value=request.number)
        if not isinstance(given, Reply):
            given = problem(given, request)
        sent = request.reply(given, start_response)
        if request.taken is not None and request.status == http.HTTPStatus.NOT_MODIFIED:
            self.service.limits.more(request.taken, -1)
        seconds = time.perf_counter() - began
        for observer in self.service.observers:
            observer(request.route, request.status, seconds, len(sent[0]))
        return sent

    def _answered(self, request: Request) -> Reply | Refused | Declined:
        found = self._router.find(request.shown)
        if not found.routes:
            shown = bounded.beginning(request.shown)
            return findings.refused(service_usage.NO_PATH, "path", value=shown)
        if request.method == "OPTIONS":
            return _options(found)
        route = found.routes.get(request.method)
        if route is None:
            return _no_method(request, found)
        request.route = route.name
        request.public = route.scope is None and route.method == "GET"
        caller = self._caller(request, route)
        taken = request.taken = self._taken(request, route, caller)
        if taken is not None and taken.refused:
            return taken.refusal()
        if isinstance(caller, Refused):
            return caller
        if caller.key:
            for told in self.service.key_observers:
                told(caller, request.address)
        given = self._done(request, route, found, caller)
        if taken is not None and isinstance(given, Reply) and given.cost > 1:
            request.taken = self.service.limits.more(taken, given.cost - 1)
        return given

    def _taken(
        self, request: Request, route: Route, caller: Caller | Refused
    ) -> limits.Taken | None:
        """What a request takes of what its key may ask, or its address without one."""
        if not route.limited:
            return None
        if isinstance(caller, Refused) or not caller.key:
            return self.service.limits.take("address", request.address)
        return self.service.limits.take(limits.kind_of(route), caller.key)

    def _caller(self, request: Request, route: Route) -> Caller | Refused:
        """Who asks, where the key of the request is good for the route."""
        sent = request.headers.get("authorization", "")
        if not sent:
            caller = None if route.scope is not None else NOBODY
        else:
            scheme, _, key = sent.partition(" ")
            is_key = scheme.lower() == "bearer"
            caller = self._authenticate(key.strip()) if is_key else None
        if caller is None:
            shown = f"{sent[:16]}..." if sent else "''"
            return findings.refused(service_usage.NO_KEY, "Authorization", value=shown)
        if route.scope is not None and route.scope not in caller.scopes:
            return findings.refused(
                service_usage.NO_SCOPE, "Authorization", value=route.scope
            )
        return caller

    def _done(
        self, request: Request, route: Route, found: Address, caller: Caller
    ) -> Reply | Refused | Declined:
        """What the route gives, or everything that is wrong with what it is given."""
        query = decoding.query(request.query, route.query)
        body = request.body(route)
        wrong = [part.findings for part in (query, body) if isinstance(part, Refused)]
        if wrong:
            return Refused(tuple(itertools.chain.from_iterable(wrong)))
        asked = Asked(
            at=self._at,
            routes=self._routes,
            now=clock.now(),
            language=request.language,
            caller=caller,
            path=found.path,
            query=query,
            body=body,
            headers=request.headers,
            mode=self.service.mode,
            turns=self.service.turns,
            filings=self.service.filings,
        )
        return route.does(asked)


def problem(given: Refused | Declined, request: Request) -> Reply:
    """A refusal as an answer."""
    known = given if isinstance(given, Declined) else Declined(refusal=given)
    refusal = known.refusal
    told = problems.of(
        refusal, request.language, request.shown, request.number, known.kind, known.entry
    )
    if known.now is not None:
        told = msgspec.structs.replace(told, now=known.now)
    headers = list(known.headers)
    if told.status == http.HTTPStatus.UNAUTHORIZED:
        headers.append(("WWW-Authenticate", 'Bearer realm="keden"'))
    for finding in refusal.findings:
        if finding.rule == service_usage.NO_METHOD.number:
            headers.append(("Allow", finding.args["allowed"]))
        if "retry_after" in finding.args and "Retry-After" not in dict(headers):
            headers.append(("Retry-After", finding.args["retry_after"]))
    return Reply(
        body=told,
        status=told.status,
        media_type=PROBLEM_JSON,
        headers=tuple(headers),
    )


def _no_method(request: Request, found: Address) -> Refused:
    shown = request.sent_method[:16]
    return findings.refused(
        service_usage.NO_METHOD, "method", value=shown, allowed=_allowed(found)
    )


def _allowed(found: Address) -> str:
    heads = ["HEAD"] if "GET" in found.routes else []
    return ", ".join(sorted([*found.routes, *heads, "OPTIONS"]))


def _options(found: Address) -> Reply:
    """What may be asked of an address; a page elsewhere may read what is public."""
    headers = [("Allow", _allowed(found))]
    get = found.routes.get("GET")
    if get is not None and get.scope is None:
        headers += [
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Methods", "GET, HEAD"),
        ]
    return Reply(status=http.HTTPStatus.NO_CONTENT, headers=tuple(headers))
