"""A PostgreSQL server of its own, in a temporary folder: for proofs and tests.

Nothing of it is kept. It listens on a socket in that folder alone.
"""

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import psycopg

#: What installs it, where it is missing.
INSTALL = "apt-get update && apt-get install -y postgresql"

#: Where Debian keeps its versions.
_DEBIAN = pathlib.Path("/usr/lib/postgresql")

#: Who it runs as where we are root, which it refuses to.
_UNPRIVILEGED = ("postgres", "nobody")

#: Seconds until it must answer.
_PATIENCE = 60

#: Faster than durable: for tests, which ask nothing of the disk.
CARELESS = ("fsync=off", "full_page_writes=off", "autovacuum=off")


class Missing(RuntimeError):
    """There is no PostgreSQL here; the message says what installs it."""


class Server:
    """A running server."""

    def __init__(self, folder: pathlib.Path, settings: tuple[str, ...]) -> None:
        self._folder, self._settings = folder, settings
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, name: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://keden@/{name}?host={self._folder}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        folder = str(self._folder)
        words = [_program("postgres"), "-D", f"{folder}/data", "-k", folder]
        settings = ("listen_addresses=", "max_connections=200", *self._settings)
        for setting in settings:
            words += ["-c", setting]
        with (self._folder / "said").open("ab") as said:
            self._process = subprocess.Popen(
                words, stdout=said, stderr=said, cwd=self._folder, **_other_user()
            )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.url()).close()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it; what is asked of it meanwhile is broken off."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def run(self, statement: str) -> None:
        """Run a statement that concerns databases."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextlib.contextmanager
def running(*settings: str) -> Iterator[Server]:
    """A new server with these settings, as long as the block lasts. Raises Missing."""
    program = _program("initdb")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="keden-pg-"))
    try:
        for name, number in _other_user().items():
            os.chown(folder, *((number, -1) if name == "user" else (-1, number)))
        made = ["--auth=trust", "--username=keden", "--encoding=UTF8", "--locale=C"]
        words = [program, "-D", f"{folder}/data", "--no-sync", *made]
        subprocess.run(words, check=True, capture_output=True, cwd=folder, **_other_user())
        server = Server(folder, settings)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def is_here() -> bool:
    """Whether there is a PostgreSQL to start."""
    try:
        _program("initdb")
    except Missing:
        return False
    return True


def _program(name: str) -> str:
    """One of its programs, of the newest version."""
    versions = sorted(_DEBIAN.glob("[0-9]*"), key=lambda path: int(path.name))
    places = [str(version / "bin") for version in reversed(versions)]
    found = shutil.which(name, path=os.pathsep.join([*places, os.environ["PATH"]]))
    if found is None:
        raise Missing(f"there is no PostgreSQL here; install it with: {INSTALL}")
    return found


def _other_user() -> dict[str, Any]:
    """As whom it runs, where we are root."""
    if os.geteuid():
        return {}
    for name in _UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            known = pwd.getpwnam(name)
            return {"user": known.pw_uid, "group": known.pw_gid}
    raise Missing("nobody is here but root, as whom PostgreSQL does not run")
