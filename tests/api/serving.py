"""A server that runs in a process of its own, on a port of this machine."""

import contextlib
import pathlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from tests import founded

#: Seconds in which it has long begun or ended.
LONG = 60

_PROGRAM = """
import pathlib, sys
from openkeden.flow.service import server
server.HEAD_MS = int(sys.argv[3])
home, several = pathlib.Path(sys.argv[2]), int(sys.argv[5])
ended = server.serve("127.0.0.1", int(sys.argv[1]), home, sys.argv[4], several)
sys.exit(0 if ended else 9)
"""


class Server:
    """A running server."""

    def __init__(self, process: subprocess.Popen, port: int) -> None:
        self.process, self.port = process, port

    def workers(self) -> list[int]:
        """The processes that serve."""
        number = self.process.pid
        children = pathlib.Path(f"/proc/{number}/task/{number}/children").read_text()
        found = []
        for child in map(int, children.split()):
            name = pathlib.Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in name:
                found.append(child)
        return found

    def connect(self) -> socket.socket:
        """A connection of its own."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=LONG)

    def end(self) -> int:
        """Tell it to end; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LONG)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(home: pathlib.Path, head_ms: int = 3000, several: int = 1) -> Iterator[Server]:
    """Serve an installation while the block lasts."""
    port = free_port()
    words = [str(port), str(home), str(head_ms), "tests.api.served:front", str(several)]
    command = [sys.executable, "-c", _PROGRAM, *words]
    process = subprocess.Popen(
        command, cwd=founded.ROOT, env=founded.environment(PYTHONPATH=str(founded.ROOT))
    )
    try:
        wait_until_it_answers(process, port)
        yield Server(process, port)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(LONG)


def wait_until_it_answers(process: subprocess.Popen, port: int) -> None:
    """Wait until it answers: connections are taken before the service is loaded."""
    deadline = time.monotonic() + LONG
    while time.monotonic() < deadline:
        assert process.poll() is None, f"it ended with {process.returncode}"
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port)) as line,
        ):
            line.settimeout(LONG)
            line.sendall(b"GET /api/v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n")
            if line.recv(12) == b"HTTP/1.1 404":
                return
        time.sleep(0.05)
    raise AssertionError("it never answered")


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
