"""Connection of this process to the tables of an installation: to a file of its folder, or
to a database on a server.
"""

import atexit
import os
import pathlib

import django
from django.db import DatabaseError, NotSupportedError, OperationalError, connections

from openkeden.base import database_usage, findings, usage
from openkeden.base.findings import Refused
from openkeden.flow import installation_files, known_heads
from openkeden.store import connecting, log, offline, schema, server_address

#: The setting of the connection that names the folder of the installation.
FOLDER = "FOLDER"

#: SQLite's codes for what lies in the file: an error in its schema, a page, a constraint,
#: no database at all. The others are about disk, memory and locks.
_DAMAGED_CODES = {1, 11, 19, 26}

#: The same of PostgreSQL, by the class of its codes: values, constraints, names, internals.
_DAMAGED_CLASSES = {"22", "23", "42", "XX"}


def connect(home: pathlib.Path) -> Refused | None:
    """Point Django at the database of the installation in a folder, whichever one the
    process had open before; a server is asked whether it can hold a ledger.
    """
    place = installation_files.place(home)
    if isinstance(place, Refused):
        return place
    try:
        described = connecting.described(place)
    except server_address.ERRORS as error:
        return installation_files.no_server(place, error)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openkeden.site.settings")
    django.setup()
    folder = str(home.absolute())
    named = {FOLDER: folder, log.HEADS_FILE: known_heads.file_of(home)}
    connecting.point_at(described | named)
    # The last process that closes a database leaves all of it in one file.
    atexit.unregister(connections.close_all)
    atexit.register(connections.close_all)
    return _unfit(place) if connecting.is_server() else None


def _unfit(place: offline.Place) -> Refused | None:
    """Why a server cannot hold a ledger."""
    try:
        reason = schema.unfit()
    except NotSupportedError as error:
        reason = str(error)
    except OperationalError as error:
        return installation_files.no_server(place, error)
    if not reason:
        return None
    return findings.refused(
        database_usage.UNFIT, "DATABASE_URL", value=place, reason=reason
    )


def is_open(home: pathlib.Path) -> bool:
    """Whether the database of this installation is the one that the process has open."""
    return bool(connections["default"].settings_dict.get(FOLDER) == str(home.absolute()))


def damaged(home: pathlib.Path, error: Exception) -> Refused:
    """The database is damaged; raises the error again where it is not the database's."""
    if isinstance(error, DatabaseError) and not _is_damage(error.__cause__):
        raise error
    return findings.refused(usage.DAMAGED, "home", value=home, reason=error)


def _is_damage(cause: BaseException | None) -> bool:
    """Whether an error of a driver is about what the database holds."""
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _DAMAGED_CODES
    state = getattr(cause, "sqlstate", "")
    return state == "" or str(state)[:2] in _DAMAGED_CLASSES
