"""The server: granian before the service, in processes of its own."""

import importlib.util
import multiprocessing
import os
import pathlib
import resource
import socket
from typing import Any, Final

from django.db import connections

from openkeden.base import findings, serving_usage
from openkeden.base.findings import Refused
from openkeden.flow import installation, settings
from openkeden.flow.access import key_text
from openkeden.flow.service import modes

#: What is served.
TARGET: Final = "openkeden.site.wsgi:front"

#: Milliseconds in which the head of a request must have come, and in which a connection may
#: stay without one.
HEAD_MS: Final = 15_000

#: Bytes of a head; the limit of the headers is the server's own, at a hundred.
HEAD_BYTES: Final = 64 * 1024

#: Connections that are held at the same time, and those that may wait to be.
CONNECTIONS: Final = 8_192
BACKLOG: Final = 1_024


def objections(
    host: str, port: int, home: pathlib.Path, *, test: bool = False
) -> Refused | None:
    """Why an installation cannot be served at an address; one for tests is set up where
    there is none.
    """
    if importlib.util.find_spec("granian") is None:
        return findings.refused(serving_usage.NO_SERVER, "granian", value="granian")
    if test and not settings.ORIGIN.value.endswith(key_text.TEST_ORIGIN):
        os.environ[settings.ORIGIN.variable] = (
            f"{settings.ORIGIN.value}{key_text.TEST_ORIGIN}"
        )
    opened = installation.open_installation(home, create=test)
    if isinstance(opened, Refused):
        return opened
    connections.close_all()
    return _of_mode(opened, test=test) or _taken(host, port)


def _of_mode(at: installation.Installation, *, test: bool) -> Refused | None:
    """Why an installation is not the one that was meant."""
    if test == (modes.of(at) == "test"):
        return None
    rule = serving_usage.NOT_FOR_TESTS if test else serving_usage.FOR_TESTS
    return findings.refused(rule, "home", value=at.home, origin=at.origin)


def _taken(host: str, port: int) -> Refused | None:
    """Why nothing can listen at an address."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        return findings.refused(
            serving_usage.NO_ADDRESS, "--port", value=f"{host}:{port}", reason=reason
        )
    return None


def serve(
    host: str,
    port: int,
    home: pathlib.Path,
    target: str = TARGET,
    several: int = 1,
) -> bool:
    """Serve an installation by one or several processes until this one is told to end;
    whether it ended for that.

    What was taken by then is answered, and the database closed. A process that ends by
    itself is started again, unless that happens at once.
    """
    # The server is loaded only where it is needed: it is an extra.
    from granian import Granian  # noqa: PLC0415
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    # The process that serves opens the installation anew, and shares nothing with this one.
    multiprocessing.set_start_method("spawn", force=True)
    os.environ["KEDEN_HOME"] = str(home.absolute())
    _allow_files()
    heads: Any = HTTP1Settings(header_read_timeout=HEAD_MS, max_buffer_size=HEAD_BYTES)
    server: Any = Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=heads,
        websockets=False,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        workers=several,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        log_level=LogLevels.warning,
    )
    try:
        server.serve()
    except SystemExit:
        return False
    return True


def _allow_files() -> None:
    """Let the process hold as many connections as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + BACKLOG
    if soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
