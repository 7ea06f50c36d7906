"""Address of a database on PostgreSQL, as `DATABASE_URL` writes it; its password is shown
nowhere.
"""

from typing import Any, Final
from urllib import parse

import msgspec

_SCHEMES: Final = ("postgresql", "postgres")

#: What a session goes by, whatever the server is set to. As on SQLite: a commit
#: is durable, a wait for others ends. Who stands still in the middle, or is cut off, holds
#: up the others no longer than so.
SESSION: Final = {
    "synchronous_commit": "on",
    "default_transaction_isolation": r"read\ committed",
    "datestyle": "ISO,YMD",
    "timezone": "UTC",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "5min",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}

#: Seconds until a server that does not answer is given up, unless the address says it.
PATIENCE: Final = 10


class BadAddress(ValueError):
    """No address of a database; the message says why, without the password."""


class NoDriver(ImportError):
    """What speaks to PostgreSQL is not installed."""


class NoServer(ConnectionError):
    """A server does not answer, or does not let anybody in; the message says why."""


#: What keeps an address from being used.
ERRORS = (BadAddress, NoDriver, NoServer)


class ServerAddress(msgspec.Struct, frozen=True):
    """Where a database on a server lies, and how to get in."""

    #: The address as it was given, with the password.
    url: str

    def __str__(self) -> str:
        """Server and database, without user and password."""
        parts = parse.urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2] or "this machine"
        return f"{host}{parts.path}"

    def __repr__(self) -> str:
        return f"ServerAddress({self})"

    def parameters(self) -> dict[str, Any]:
        """What the driver takes. Raises BadAddress and NoDriver."""
        try:
            # Most installations lie in a file.
            from psycopg import Error, conninfo  # noqa: PLC0415
        except ImportError as error:
            raise NoDriver(str(error)) from None
        try:
            known = dict(conninfo.conninfo_to_dict(self.url))
        except Error:
            # What the driver says may hold a part of the password.
            raise BadAddress("it cannot be read") from None
        if not known.get("dbname"):
            raise BadAddress("it names no database")
        return known

    def session(self) -> dict[str, Any]:
        """What the driver takes for a session of ours. Raises BadAddress and NoDriver."""
        known = self.parameters()
        ours = [f"-c {name}={value}" for name, value in SESSION.items()]
        known["options"] = " ".join([known.get("options", ""), *ours]).strip()
        known.setdefault("connect_timeout", PATIENCE)
        known.setdefault("application_name", "openkeden")
        return known


def address(url: str) -> ServerAddress:
    """An address that is written as one. Raises BadAddress."""
    scheme, found, rest = url.partition("://")
    if not found or scheme not in _SCHEMES:
        raise BadAddress("it does not begin with postgresql://")
    try:
        parts = parse.urlsplit(url)
        is_whole = parts.port is None or parts.port > 0
    except ValueError:
        is_whole = False
    # A password that holds such signs would be taken for the server's name, and shown.
    within = rest.count("@") - parts.netloc.count("@") if is_whole else 1
    if within or parts.netloc.count("@") > 1 or parts.fragment:
        raise BadAddress("it cannot be read")
    return ServerAddress(url)
