"""A request as WSGI gives it, and the answer as WSGI takes it."""

import gzip
import http
import secrets
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from openkeden.api import decoding, languages, limits
from openkeden.api.route import JSON, Reply, Route
from openkeden.base import findings, service_usage, serving_usage
from openkeden.base.findings import Refused
from openkeden.flow import settings

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

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

#: What tells zlib that gzip is meant.
_GZIP: Final = 16 + zlib.MAX_WBITS


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
        self.sent_type = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if self.sent_type:
            self.headers["content-type"] = self.sent_type
        #: The address that it came from.
        self.address = self._address()
        #: What it took of how often its key may ask; None where that is not limited.
        self.taken: limits.Taken | None = None
        #: Whether pages elsewhere may read what is answered.
        self.public = False
        #: Whether what it files counts.
        self.mode = "live"
        #: The name of the route; empty before it is known.
        self.route = ""
        #: The status that was answered; 0 before that.
        self.status = 0

    def _address(self) -> str:
        """The address of who asks; of a proxy of ours, the one that it names last."""
        peer = str(self._environ.get("REMOTE_ADDR", ""))
        named = self.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return named if named and peer in settings.PROXIES.value.split() else peer

    def body(self, route: Route) -> Any:
        """The body as the route takes it, or everything that is wrong with it."""
        if route.takes is None and not route.media_types:
            return None
        allowed = (JSON,) if route.takes is not None else route.media_types
        if self.sent_type not in allowed:
            return findings.refused(
                service_usage.BAD_MEDIA_TYPE,
                "Content-Type",
                value=self.sent_type or "''",
                allowed=", ".join(allowed),
            )
        sent = self._read(route.most)
        if isinstance(sent, Refused) or route.takes is None:
            return sent
        return decoding.body(sent, route.takes)

    def _read(self, most: int) -> bytes | Refused:
        """The bytes of the body, if they are whole and not too many."""
        length = self._environ.get("CONTENT_LENGTH") or ""
        said = int(length) if length.isascii() and length.isdigit() else None
        if said is not None and said > most:
            return _too_large(said, most)
        stream = self._environ["wsgi.input"]
        sent = bytes(stream.read(most + 1 if said is None else said))
        if said is not None and len(sent) < said:
            return findings.refused(
                serving_usage.CUT_SHORT, "body", value=len(sent), expected=said
            )
        if len(sent) > most:
            return _too_large(len(sent), most)
        return self._unpacked(sent, most)

    def _unpacked(self, sent: bytes, most: int) -> bytes | Refused:
        """A body as it was before it was packed; a bomb is cut at the same size."""
        coding = self.headers.get("content-encoding", "identity").strip().lower()
        if coding == "identity":
            return sent
        if coding != "gzip":
            return _bad_coding(coding)
        packer = zlib.decompressobj(_GZIP)
        try:
            body = packer.decompress(sent, most + 1)
        except zlib.error:
            return _bad_coding("gzip that cannot be unpacked")
        if len(body) > most:
            return _too_large(len(body), most)
        if not packer.eof or packer.unused_data:
            return _bad_coding("gzip that is not one whole member")
        return body

    def reply(self, given: Reply, start_response: StartResponse) -> list[bytes]:
        """Send an answer."""
        status, body = given.status, _bytes(given.body)
        # What an answer says itself stands in the place of what every answer says.
        said = {name for name, _ in given.headers}
        always = [one for one in _ALWAYS if one[0] not in said]
        headers = [("Request-Id", self.number), *always, *given.headers]
        if self.public:
            headers.append(("Access-Control-Allow-Origin", "*"))
        if self.mode == "test":
            headers.append(("Keden-Mode", self.mode))
        if self.taken is not None:
            headers += self.taken.headers()
        reads = self.method == "GET" and status == http.HTTPStatus.OK
        if reads and self._known(given.headers):
            status, body = http.HTTPStatus.NOT_MODIFIED, b""
        if status not in _EMPTY:
            headers.append(("Content-Type", given.media_type))
            headers.append(("Content-Language", self.language))
            if len(body) >= _WORTH_PACKING and self._takes_gzip():
                body = gzip.compress(body, 1, mtime=0)
                headers.append(("Content-Encoding", "gzip"))
            headers.append(("Content-Length", str(len(body))))
        line = http.HTTPStatus(status)
        self.status = line.value
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


def _too_large(size: int, most: int) -> Refused:
    return findings.refused(service_usage.TOO_LARGE, "body", value=size, most=most)


def _bad_coding(coding: str) -> Refused:
    shown = coding[:_LONGEST_ID]
    return findings.refused(serving_usage.BAD_CODING, "Content-Encoding", value=shown)


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else msgspec.json.encode(body)


def _number(given: str) -> str:
    """The number of a request: the client's own where it is one, else a new one."""
    fit = given.isascii() and given.replace("-", "").replace("_", "").isalnum()
    if fit and len(given) <= _LONGEST_ID:
        return given
    return f"req-{secrets.token_hex(8)}"
