"""The front: between the server and the interface, so that no client holds a thread.

Bodies are read here, without a thread, whole and within a time; only then does a request get
a thread of its own. What is cut short, comes without its length or takes too long is answered
here. When the service ends, what was taken is answered first.
"""

import asyncio
import functools
import io
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from openkeden.api import interface
from openkeden.api.request import Request
from openkeden.api.route import SMALL
from openkeden.base import findings, serving_usage
from openkeden.base.findings import Refused
from openkeden.flow.access import feed
from openkeden.flow.service import handing_in, writer

Headers = list[tuple[str, str]]

#: Requests that are worked on at the same time: as many filings as may share a commit, and
#: some more.
THREADS: Final = 64

#: Requests that may wait for a thread; further ones are told to come again.
MOST_WAITING: Final = 1_000

#: Bytes of bodies that may be held at the same time.
MOST_HELD: Final = 256 * 1024 * 1024

#: The largest body that is read, in bytes; routes set limits of their own below it.
MOST_BODY: Final = handing_in.BODY_BYTES

#: Seconds in which a body must have come whole: at least so many, one more for so many bytes.
SLOWEST: Final = 10.0
BYTES_A_SECOND: Final = 64 * 1024

#: Seconds in which what was taken is answered when the service ends.
LAST: Final = 20.0

#: Seconds after the last answer in which the server sends it.
SENT: Final = 0.2


class Front:
    """A WSGI application as granian's own interface calls it (RSGI)."""

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        ended: Callable[[], object],
        threads: int = THREADS,
        slowest: float = SLOWEST,
    ) -> None:
        self._application, self._ended = application, ended
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._slowest = slowest
        self._asked: set[asyncio.Task[Any]] = set()
        self._held = 0

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer one request."""
        task = asyncio.current_task()
        assert task is not None, "the server calls it in a task"
        self._asked.add(task)
        try:
            status, headers, body = await self._answer(scope, proto)
            proto.response_bytes(status, headers, body)
        finally:
            self._asked.discard(task)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Answer what was taken, then end the writer and the threads."""
        feed.end()
        loop.run_until_complete(self._drained())
        self._threads.shutdown()
        self._ended()

    async def _drained(self) -> None:
        if self._asked:
            await asyncio.wait(self._asked, timeout=LAST)
        await asyncio.sleep(SENT)

    async def _answer(self, scope: Any, proto: Any) -> tuple[int, Headers, bytes]:
        environ = _environ(scope)
        if len(self._asked) > MOST_WAITING:
            return _refused(environ, writer.busy(f"{MOST_WAITING} requests wait"))
        body = await self._body(environ, proto)
        if isinstance(body, Refused):
            return _refused(environ, body)
        environ["wsgi.input"] = io.BytesIO(body)
        called = functools.partial(_called, self._application, environ)
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, called)
        finally:
            self._held -= len(body)

    async def _body(self, environ: dict[str, Any], proto: Any) -> bytes | Refused:
        """The body of a request: whole, and in time. One that is larger than whoever sends
        it may send is not read: the interface says so by its length.
        """
        length = _length(environ)
        if length is None:
            # A body in chunks that is cut looks like a whole one here.
            return findings.refused(serving_usage.NO_LENGTH, "Content-Length", value="-")
        known = "HTTP_AUTHORIZATION" in environ
        if not length or length > (MOST_BODY if known else SMALL):
            return b""
        if self._held > MOST_HELD:
            return writer.busy(f"{self._held} bytes wait")
        try:
            async with asyncio.timeout(self._slowest + length / BYTES_A_SECOND) as until:
                return await self._whole(proto, length)
        except TimeoutError:
            assert until.expired(), "nothing else runs out here"
            return findings.refused(serving_usage.TOO_SLOW, "body", value=length)

    async def _whole(self, proto: Any, length: int) -> bytes | Refused:
        """Read a body; the bytes that are kept count as held until they are answered."""
        pieces, held = [], 0
        try:
            async for piece in proto:
                pieces.append(piece)
                self._held += len(piece)
                held += len(piece)
        except BaseException:
            self._held -= held
            raise
        if held == length:
            return b"".join(pieces)
        self._held -= held
        return findings.refused(
            serving_usage.CUT_SHORT, "body", value=held, expected=length
        )


def _called(
    application: Callable[..., Iterable[bytes]], environ: dict[str, Any]
) -> tuple[int, Headers, bytes]:
    """What a WSGI application answers."""
    started: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers) -> None:
        started.append((status, headers))

    body = b"".join(application(environ, start))
    status, headers = started[0]
    return int(status[:3]), headers, body


def _refused(environ: dict[str, Any], refused: Refused) -> tuple[int, Headers, bytes]:
    """The answer to a request that does not come as far as the interface; what is left of
    it is not read.
    """

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        request = Request(environ)
        return request.reply(interface.problem(refused, request), start)

    status, headers, body = _called(application, environ)
    return status, [*headers, ("Connection", "close")], body


def _environ(scope: Any) -> dict[str, Any]:
    """The request as WSGI has it."""
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
    }
    for name, value in scope.headers.items():
        if "_" not in name:
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            known = environ.get(key)
            environ[key] = value if known is None else f"{known},{value}"
    return environ


def _length(environ: dict[str, Any]) -> int | None:
    """The bytes that a body is said to have; None where one comes that does not say."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        return None
    said = environ.get("CONTENT_LENGTH", "0")
    return int(said) if said.isascii() and said.isdigit() else 0
