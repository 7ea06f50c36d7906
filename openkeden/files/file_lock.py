"""Locks between processes: who holds the lock of a file is alone with what it guards."""

import contextlib
import pathlib
from collections.abc import Iterator

from openkeden.files import whole_file

#: How long to wait for another process, in seconds.
PATIENCE = 60


@contextlib.contextmanager
def held(path: pathlib.Path) -> Iterator[None]:
    """Hold the lock of a file; others wait for it, and it ends with its process."""
    # Only who imports law, or opens an installation, needs it.
    import sqlite3  # noqa: PLC0415

    whole_file.make_private_file(path)
    lock = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()
