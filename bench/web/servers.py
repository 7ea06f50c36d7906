"""Servers in processes of their own, and what a processor spends on them."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping

from bench import processes

#: Seconds in which a server begins or ends.
_LONG = 60

#: Starts granian: WHAT PORT INTERFACE.
_PROGRAM = """
import sys
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
Granian(
    sys.argv[1], port=int(sys.argv[2]), interface=Interfaces(sys.argv[3]), backlog=1024,
    backpressure=1024, blocking_threads=64 if sys.argv[3] == "wsgi" else None,
    http=HTTPModes.http1, websockets=False, log_level=LogLevels.warning,
).serve()
"""


class Server:
    """A running server."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self._process, self.port = process, port

    def used(self) -> float:
        """Seconds of the processor that it and its processes have used."""
        own = pathlib.Path(f"/proc/{self._process.pid}")
        children = (own / f"task/{self._process.pid}/children").read_text().split()
        return sum([_used(pathlib.Path("/proc") / child) for child in children])

    def end(self) -> int:
        """Tell it to end; its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(_LONG)

    def kill(self) -> None:
        """End all its processes as they are."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(_LONG)


def _used(process: pathlib.Path) -> float:
    """Seconds that the threads of a process have run; they live as long as it does."""
    ran = 0
    for thread in (process / "task").iterdir():
        ran += int((thread / "schedstat").read_text().split()[0])
    return ran / 1_000_000_000


def start(
    what: str,
    interface: str,
    home: pathlib.Path,
    settings: Mapping[str, str],
    port: int = 0,
) -> Server:
    """Serve something, at a port that is free where none is named."""
    port = port or free_port()
    command = [processes.PYTHON, "-c", _PROGRAM, what, str(port), interface]
    own = processes.variables() | {"KEDEN_HOME": str(home)} | dict(settings)
    process = subprocess.Popen(command, cwd=processes.ROOT, env=own, start_new_session=True)
    _await(process, port)
    return Server(process, port)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    what: str, interface: str, home: pathlib.Path, **settings: str
) -> Iterator[Server]:
    """Serve something while the block lasts."""
    server = start(what, interface, home, settings)
    try:
        yield server
    finally:
        server.end()


def _await(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait until it answers."""
    deadline = time.monotonic() + _LONG
    while time.monotonic() < deadline:
        assert process.poll() is None, f"a server ended with {process.returncode}"
        with contextlib.suppress(OSError), socket.socket() as line:
            line.settimeout(_LONG)
            line.connect(("127.0.0.1", port))
            line.sendall(b"GET /nothing HTTP/1.1\r\nHost: bench\r\n\r\n")
            if line.recv(9):
                return
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    raise AssertionError("a server never answered")
