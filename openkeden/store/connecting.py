"""Databases as Django takes them: a SQLite file, or one on PostgreSQL; and the one that a
process has open.
"""

import contextlib
import pathlib
from typing import Any, Final

from django.db import connections
from django.db.backends.signals import connection_created

from openkeden.store.server_address import ServerAddress

_FILE: Final = "django.db.backends.sqlite3"
_SERVER: Final = "django.db.backends.postgresql"

#: How a file is opened. Every connection of the process that is made later goes by it.
SQLITE: Final[dict[str, Any]] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    # FULL: an acknowledged filing survives a power cut. Speed comes from group commit, not
    # from here. Small pages: a filing by itself touches some 30 of them, each of which is
    # written whole; see docs/how-to/operate.md.
    "init_command": (
        "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA wal_autocheckpoint=16000; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
    ),
}

#: Statements of a connection that the server keeps prepared: those of a day's work.
_PREPARED: Final = 3


def described(place: pathlib.Path | ServerAddress) -> dict[str, Any]:
    """A database, as Django takes it. Raises BadAddress and NoDriver."""
    return sqlite(place) if isinstance(place, pathlib.Path) else postgresql(place)


def sqlite(path: pathlib.Path) -> dict[str, Any]:
    """A file, as Django takes it."""
    return {
        "ENGINE": _FILE,
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": dict(SQLITE),
    }


def postgresql(address: ServerAddress) -> dict[str, Any]:
    """A database on a server, as Django takes it. Raises BadAddress and NoDriver."""
    options = address.session()
    name = options.pop("dbname")
    more = {"prepare_threshold": _PREPARED}
    return {
        "ENGINE": _SERVER,
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": options | more,
    }


def point_at(described: dict[str, Any]) -> None:
    """Let this process work with a database, whichever one it had open before."""
    connections["default"].close()
    known = connections.settings["default"]
    if known["ENGINE"] != described["ENGINE"]:
        del connections["default"]
    known |= described


def told_alike() -> contextlib.AbstractContextManager[None]:
    """What the driver of the opened database raises is raised as Django's error."""
    wrapped: contextlib.AbstractContextManager[None]
    wrapped = connections["default"].wrap_database_errors
    return wrapped


def is_server() -> bool:
    """Whether the database of this process lies on a server."""
    return connections["default"].vendor == "postgresql"


def _adapt(*, connection: Any, **_: object) -> None:
    """Let a new connection give what SQLite gives: days as text, whole numbers as such."""
    if connection.vendor != "postgresql":
        return
    # Only here it is sure that the driver is there.
    from openkeden.store import server  # noqa: PLC0415

    server.adapt(connection.connection)


connection_created.connect(_adapt, dispatch_uid="openkeden")
