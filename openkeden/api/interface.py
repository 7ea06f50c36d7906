"""The interface as a WSGI application: a request to what is asked, and an answer back.

    address -> route -> key -> parameters and body -> use case -> JSON

What is wrong is a problem document with every finding; a fault of ours is one too, and is
logged with the number of the request.
"""

import gzip
import http
import itertools
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec

from openkeden.api import decoding, languages, problems
from openkeden.api.route import JSON, Asked, Reply, Route
from openkeden.api.router import Address, Router
from openkeden.base import findings, service_usage
from openkeden.base.findings import Refused
from openkeden.flow import clock
from openkeden.flow.access.callers import NOBODY, Caller
from openkeden.flow.installation import Installation

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

PROBLEM_JSON: Final = "application/problem+json"

_log = logging.getLogger("openkeden.api")

#: Answers shorter than this are sent as they are, in bytes.
_WORTH_PACKING: Final = 1024

#: Answers that have no body.
_EMPTY: Final = (http.HTTPStatus.NO_CONTENT, http.HTTPStatus.NOT_MODIFIED)

#: Headers that every answer has.
_ALWAYS: Final = (
    ("Vary", "Accept-Language, Accept-Encoding, Authorization"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
)

#: What the number of a request that a client gives may be made of.
_LONGEST_ID: Final = 64


class Authenticate(Protocol):
    """Who has a key now."""

    def __call__(self, key: str) -> Caller | None:
        """The caller of a key; None where it is none that may be used now."""


class Application:
    """All routes of an installation."""

    def __init__(
        self, at: Installation, routes: Iterable[Route], authenticate: Authenticate
    ) -> None:
        self._at, self._router = at, Router(routes)
        self._authenticate = authenticate

    def __call__(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            given = self._answered(request)
        except Exception:  # noqa: BLE001 - a fault is answered too
            _log.exception("request %s failed", request.number)
            given = findings.refused(service_usage.FAULT, "request", value=request.number)
        if isinstance(given, Refused):
            given = problem(given, request)
        return request.reply(given, start_response)

    def _answered(self, request: "Request") -> Reply | Refused:
        found = self._router.find(request.shown)
        if not found.routes:
            return findings.refused(service_usage.NO_PATH, "path", value=request.shown)
        if request.method == "OPTIONS":
            return _options(found)
        route = found.routes.get(request.method)
        if route is None:
            return _no_method(request, found)
        request.public = route.scope is None and route.method == "GET"
        caller = self._caller(request, route)
        if isinstance(caller, Refused):
            return caller
        return self._done(request, route, found, caller)

    def _caller(self, request: "Request", route: Route) -> Caller | Refused:
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
        self, request: "Request", route: Route, found: Address, caller: Caller
    ) -> Reply | Refused:
        """What the route gives, or everything that is wrong with what it is given."""
        query = decoding.query(request.query, route.query)
        body = request.body(route)
        wrong = [part.findings for part in (query, body) if isinstance(part, Refused)]
        if wrong:
            return Refused(tuple(itertools.chain.from_iterable(wrong)))
        asked = Asked(
            at=self._at,
            now=clock.now(),
            language=request.language,
            caller=caller,
            path=found.path,
            query=query,
            body=body,
            headers=request.headers,
        )
        return route.does(asked)


class Request:
    """One request as WSGI gives it."""

    def __init__(self, environ: Environ) -> None:
        self._environ = environ
        self.headers = {
            name[5:].replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        self.sent_method = environ["REQUEST_METHOD"]
        #: HEAD asks what GET asks, and gets no body.
        self.method = "GET" if self.sent_method == "HEAD" else self.sent_method
        self.query = environ.get("QUERY_STRING", "")
        raw = environ.get("PATH_INFO", "").encode("latin-1")
        #: The address as people see it.
        self.shown = raw.decode("utf-8", "backslashreplace")
        self.language = languages.best(self.headers.get("accept-language", ""))
        self.number = _number(self.headers.get("request-id", ""))
        #: Whether pages elsewhere may read what is answered.
        self.public = False

    def body(self, route: Route) -> Any:
        """The body as the route takes it, or everything that is wrong with it."""
        if route.takes is None and not route.media_types:
            return None
        sent_type = self._environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        allowed = (JSON,) if route.takes is not None else route.media_types
        if sent_type not in allowed:
            return findings.refused(
                service_usage.BAD_MEDIA_TYPE,
                "Content-Type",
                value=sent_type or "''",
                allowed=", ".join(allowed),
            )
        sent = self._read(route.most)
        if isinstance(sent, Refused) or route.takes is None:
            return sent
        return decoding.body(sent, route.takes)

    def _read(self, most: int) -> bytes | Refused:
        """The bytes of the body, if they are not too many."""
        length = self._environ.get("CONTENT_LENGTH") or ""
        said = int(length) if length.isascii() and length.isdigit() else 0
        stream = self._environ["wsgi.input"]
        sent = b"" if said > most else stream.read(min(said, most) if said else most + 1)
        if said > most or len(sent) > most:
            return findings.refused(
                service_usage.TOO_LARGE, "body", value=max(said, len(sent)), most=most
            )
        return bytes(sent)

    def reply(self, given: Reply, start_response: StartResponse) -> list[bytes]:
        """Send an answer."""
        status, body = given.status, _bytes(given.body)
        # What an answer says itself stands in the place of what every answer says.
        said = {name for name, _ in given.headers}
        always = [one for one in _ALWAYS if one[0] not in said]
        headers = [("Request-Id", self.number), *always, *given.headers]
        if self.public:
            headers.append(("Access-Control-Allow-Origin", "*"))
        if status == http.HTTPStatus.OK and self._known(given.headers):
            status, body = http.HTTPStatus.NOT_MODIFIED, b""
        if status not in _EMPTY:
            headers.append(("Content-Type", given.media_type))
            headers.append(("Content-Language", self.language))
            if len(body) >= _WORTH_PACKING and self._takes_gzip():
                body = gzip.compress(body, 1, mtime=0)
                headers.append(("Content-Encoding", "gzip"))
            headers.append(("Content-Length", str(len(body))))
        line = http.HTTPStatus(status)
        start_response(f"{line.value} {line.phrase}", headers)
        return [b"" if self.sent_method == "HEAD" else body]

    def _known(self, headers: Sequence[tuple[str, str]]) -> bool:
        """Whether the client has what is answered already."""
        tag = dict(headers).get("ETag")
        known = self.headers.get("if-none-match", "")
        return tag is not None and tag in [one.strip() for one in known.split(",")]

    def _takes_gzip(self) -> bool:
        coded = self.headers.get("accept-encoding", "").split(",")
        return "gzip" in [one.strip() for one in coded]


def problem(refusal: Refused, request: Request) -> Reply:
    """A refusal as an answer."""
    told = problems.of(refusal, request.language, request.shown, request.number)
    headers: list[tuple[str, str]] = []
    if told.status == http.HTTPStatus.UNAUTHORIZED:
        headers.append(("WWW-Authenticate", 'Bearer realm="keden"'))
    for finding in refusal.findings:
        if finding.rule == service_usage.NO_METHOD.number:
            headers.append(("Allow", finding.args["allowed"]))
        if "retry_after" in finding.args:
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


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else msgspec.json.encode(body)


def _number(given: str) -> str:
    """The number of a request: the client's own where it is one, else a new one."""
    fit = given.isascii() and given.replace("-", "").replace("_", "").isalnum()
    if fit and len(given) <= _LONGEST_ID:
        return given
    return f"req-{secrets.token_hex(8)}"
