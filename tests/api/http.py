"""Ask the interface as a server would: through WSGI, checked against its specification."""

import io
import json
import urllib.parse
import wsgiref.util
import wsgiref.validate
from collections.abc import Mapping
from typing import Any, NamedTuple

from openkeden.api.route import BASE


class Got(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """Who asks an application."""

    def __init__(self, application: Any, key: str = "") -> None:
        self._application = wsgiref.validate.validator(application)
        self._key = key

    def get(self, path: str, **headers: str) -> Got:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Got:
        return self.ask("POST", path, body, **headers)

    def ask(
        self, method: str, path: str, body: Any = b"", base: str = BASE, **headers: str
    ) -> Got:
        """Send a request; a body that is no bytes is sent as JSON. `content_type` and other
        headers by their names with underscores.
        """
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        address, _, query = f"{base}{path}".partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": urllib.parse.unquote(address, "latin-1"),
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(sent)),
            "wsgi.input": io.BytesIO(sent),
            "REMOTE_ADDR": "127.0.0.1",
        }
        if sent or "content_type" in headers:
            environ["CONTENT_TYPE"] = headers.pop("content_type", "application/json")
        if self._key:
            headers.setdefault("authorization", f"Bearer {self._key}")
        for name, value in headers.items():
            environ[f"HTTP_{name.upper()}"] = value
        wsgiref.util.setup_testing_defaults(environ)
        told: list[Any] = []

        def start(status: str, given: list[tuple[str, str]], _error: Any = None) -> Any:
            told.extend((int(status[:3]), dict(given)))
            return lambda data: None

        chunks = self._application(environ, start)
        body = b"".join(chunks)
        chunks.close()
        return Got(told[0], told[1], body)
