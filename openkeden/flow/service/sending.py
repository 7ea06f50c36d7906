"""Sending: declarations handed in at a service elsewhere, through its interface.

The same declaration may be sent again and again: its reference makes it one. So whatever has
not been heard is sent again, after a while.
"""

import contextlib
import datetime
import http.client
import pathlib
import ssl
import time
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, Final, Protocol

import msgspec

from openkeden import formats
from openkeden.base import declaration_usage, findings, money
from openkeden.base.findings import Finding, Refused, Severity
from openkeden.clearance import lifecycle
from openkeden.flow.lodging import answers, intake
from openkeden.risk import profiles

#: How often something is sent before it is given up, the longest pause between, and how
#: long an answer is waited for, in seconds.
TRIES: Final = 8
LONGEST_PAUSE: Final = 60.0
PATIENCE: Final = 60.0

#: What says that the same may be sent again.
_AGAIN: Final = frozenset({429, 502, 503, 504})

#: What is an answer to a declaration: it was taken, or it was not.
_DONE: Final = frozenset({200, 201})
_ANSWERS: Final = frozenset({400, 409, 422})

#: The largest answer that is read, in bytes.
_MOST: Final = 64 * 1024 * 1024

_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_HINT: Final = 200


class Pause(Protocol):
    """How time goes by between two tries."""

    def __call__(self, seconds: float, /) -> None:
        """Wait so many seconds."""


class ServiceAddress(msgspec.Struct, frozen=True):
    """A service, and the key that it is asked with."""

    #: Where its interface begins, as https://customs.example/api/v1.
    base: str

    #: The key.
    key: str


class SentAnswer(msgspec.Struct, frozen=True):
    """What a service answered to one declaration."""

    #: The answer.
    answer: answers.Answer

    #: What the declarant has to do next.
    next: tuple[Finding, ...] = ()

    #: The national currency; empty where nothing was registered.
    currency: str = ""

    #: The answer as it came.
    said: Mapping[str, Any] = {}


def address(url: str, key_file: pathlib.Path) -> ServiceAddress | Refused:
    """A service by its address and the file that holds a key: over the network only where
    nobody can read along.
    """
    parts = urllib.parse.urlsplit(url)
    plain = parts.scheme == "http" and parts.hostname in _HERE
    if not parts.hostname or not (plain or parts.scheme == "https"):
        return findings.refused(declaration_usage.NO_SERVICE, "to", value=url)
    try:
        key = key_file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it holds no key"
        return _bad_key(key_file, reason)
    if not key or any(not letter.isprintable() or letter == " " for letter in key):
        return _bad_key(key_file, "it holds no key")
    base = url.rstrip("/")
    return ServiceAddress(base if base.endswith("/api/v1") else f"{base}/api/v1", key)


def _bad_key(path: pathlib.Path, reason: str) -> Refused:
    return findings.refused(
        declaration_usage.NO_KEY_FILE, "key_file", value=path, reason=reason
    )


class ServiceLine:
    """A connection to a service, made anew where it breaks."""

    def __init__(
        self, to: ServiceAddress, language: str, pause: Pause = time.sleep
    ) -> None:
        self._parts = urllib.parse.urlsplit(to.base)
        self._headers = {
            "Authorization": f"Bearer {to.key}",
            "Accept-Language": language,
            "Accept": "application/json",
            "User-Agent": "openkeden",
        }
        self._pause = pause
        self._open: http.client.HTTPConnection | None = None

    def file(self, received: formats.Received) -> SentAnswer | Refused:
        """Hand in one declaration, as often as it takes; refused where there is no answer."""
        reason, shown = "", self._parts.geturl()
        for tried in range(TRIES):
            wait = min(2.0**tried, LONGEST_PAUSE)
            try:
                status, headers, body = self._posted(received)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                reason = str(error) or type(error).__name__
            else:
                if status not in _AGAIN:
                    return _answer(status, body, received, shown)
                reason = f"status {status}"
                wait = _seconds(headers.get("Retry-After", ""), wait)
            if tried < TRIES - 1:
                self._pause(wait)
        return _no_answer(shown, reason)

    def _posted(
        self, received: formats.Received
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        if self._open is None:
            self._open = _connection(self._parts)
        headers = {**self._headers, "Content-Type": received.media_type}
        path = f"{self._parts.path}/declarations"
        self._open.request("POST", path, received.body, headers)
        reply = self._open.getresponse()
        return reply.status, reply.headers, reply.read(_MOST)

    def close(self) -> None:
        """End the connection."""
        if self._open is not None:
            self._open.close()
        self._open = None


def _connection(parts: urllib.parse.SplitResult) -> http.client.HTTPConnection:
    assert parts.hostname is not None, "the address was looked at"
    if parts.scheme == "http":
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(
        parts.hostname, parts.port, timeout=PATIENCE, context=context
    )


def _seconds(text: str, usual: float) -> float:
    """What Retry-After says, or the usual pause."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit()):
        return usual
    return min(float(plain[:9]), LONGEST_PAUSE)


class _Finding(msgspec.Struct):
    rule: str
    path: str = ""
    severity: Severity = "error"
    box: str = ""
    basis: str = ""
    args: dict[str, str] = {}

    def finding(self) -> Finding:
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return Finding(**fields)


class _Filed(msgspec.Struct):
    """What is read of an answer to what was registered; whatever else comes is let by."""

    registration: str
    version: int
    state: str
    lane: str
    payable: str
    currency: str
    reference: str
    entry: int
    documents: tuple[str, ...] = ()
    due: datetime.datetime | None = None
    next: tuple[_Finding, ...] = ()
    findings: tuple[_Finding, ...] = ()


class _Several(msgspec.Struct):
    """The answers to what was sent as a table."""

    answers: tuple[msgspec.Raw, ...] = ()


class _Status(msgspec.Struct):
    status: answers.Status = "registered"


class _Problem(msgspec.Struct):
    """What is read of a problem."""

    findings: tuple[_Finding, ...]
    entry: int | None = None


def _answer(
    status: int, body: bytes, received: formats.Received, shown: str
) -> SentAnswer | Refused:
    """What a reply says to a declaration; refused where it says nothing of it."""
    with contextlib.suppress(msgspec.DecodeError, ValueError):
        if status in _DONE:
            return _done(body, received)
        problem = msgspec.json.decode(body, type=_Problem)
        if status in _ANSWERS:
            unread = status == http.client.BAD_REQUEST
            return _declined(problem, received, "unreadable" if unread else "refused")
        if problem.findings:
            return Refused(_each(problem.findings))
    return _no_answer(shown, f"status {status}, {body[:_HINT]!r}")


def _done(body: bytes, received: formats.Received) -> SentAnswer:
    """The answer to one declaration; of what was sent as a table it is the only one."""
    several = msgspec.json.decode(body, type=_Several).answers
    one = bytes(several[0]) if several else body
    status = msgspec.json.decode(one, type=_Status).status
    if status == "registered":
        return _registered(one, received)
    return _declined(msgspec.json.decode(one, type=_Problem), received, status)


def _registered(body: bytes, received: formats.Received) -> SentAnswer:
    filed = msgspec.json.decode(body, type=_Filed)
    if filed.lane not in profiles.LANES or filed.state not in lifecycle.STATES:
        raise ValueError("an answer of another house")
    answer = answers.Answer(
        reference=filed.reference,
        status="registered",
        where=received.where,
        registration=filed.registration,
        version=filed.version,
        state=filed.state,
        lane=filed.lane,
        documents=filed.documents,
        due=filed.due,
        payable=money.parse(filed.payable),
        findings=_each(filed.findings),
        entry=filed.entry,
        rows=received.rows,
    )
    said = {**msgspec.json.decode(body), "where": received.where}
    return SentAnswer(answer, _each(filed.next), filed.currency, said)


def _declined(
    problem: _Problem, received: formats.Received, status: answers.Status
) -> SentAnswer:
    answer = answers.Answer(
        reference="" if status == "unreadable" else received.filing.reference,
        status=status,
        where=received.where,
        findings=_each(problem.findings),
        entry=-1 if problem.entry is None else problem.entry,
        rows=received.rows,
    )
    return SentAnswer(answer)


def _each(found: Sequence[_Finding]) -> tuple[Finding, ...]:
    return tuple([one.finding() for one in found])


def _no_answer(shown: str, reason: str) -> Refused:
    return findings.refused(
        declaration_usage.NO_ANSWER, "to", value=shown, reason=reason, tries=TRIES
    )


def read(stream: BinaryIO, message_bytes: int = intake.MESSAGE_BYTES) -> formats.Reading:
    """The declarations of a stream, each as it is sent."""
    return formats.read(stream, formats.Limits(message_bytes=message_bytes))


def send(
    message: formats.Received | formats.Unread, line: ServiceLine
) -> SentAnswer | Refused:
    """Hand in one message; what cannot be read is answered without being sent."""
    if isinstance(message, formats.Unread):
        return SentAnswer(answers.of_unread(message.findings, message.where))
    return line.file(message)
