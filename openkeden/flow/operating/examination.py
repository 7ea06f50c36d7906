"""Examination of an installation: all that it lives on, part by part, with nothing changed."""

import datetime
import pathlib
from collections.abc import Callable
from typing import Final

import msgspec
from django.db import DatabaseError

from openkeden.base import findings, operating_usage, usage
from openkeden.base.findings import Refused
from openkeden.flow import databases, installation, installation_files
from openkeden.flow.law import law_here
from openkeden.flow.operating import present, storage
from openkeden.flow.operating.examined import Examined, Installed, SeenAndFound
from openkeden.store import connecting, schema


class PartCheck(msgspec.Struct, frozen=True):
    """How a part is looked at."""

    #: What is looked at.
    part: str

    #: How.
    look: Callable[[Installed], SeenAndFound]

    #: Whether the database is asked for it.
    asks: bool = False


#: Every check, in the order in which they are told.
CHECKS: Final = (
    PartCheck("database", storage.database),
    PartCheck("ledger", storage.ledger, asks=True),
    PartCheck("key", storage.key),
    PartCheck("disk", storage.disk),
    PartCheck("clock", present.clock, asks=True),
    PartCheck("law", present.law),
    PartCheck("rates", present.rates_here, asks=True),
    PartCheck("settings", present.settings_here),
    PartCheck("program", present.program),
)


def examine(home: pathlib.Path, now: datetime.datetime) -> tuple[Examined, ...] | Refused:
    """Look at every part of the installation in a folder."""
    if not installation_files.is_set_up(home):
        return findings.refused(usage.NO_INSTALLATION, "home", value=home)
    at = installed(home, now)
    return tuple([_examined(check, at) for check in CHECKS])


def installed(home: pathlib.Path, now: datetime.datetime) -> Installed:
    """The installation in a folder, as far as it can be read."""
    return Installed(
        home=home,
        now=now,
        unanswered=_unanswered(home),
        key=installation.known_key(home),
        law=installation_files.readable(lambda: law_here.load(home), "home", home),
    )


def _unanswered(home: pathlib.Path) -> Refused | None:
    """Why the database cannot be asked."""
    refused = databases.connect(home)
    if refused is not None:
        return refused
    try:
        if not schema.is_founded():
            return findings.refused(usage.DATABASE_GONE, "home", value=home)
    except DatabaseError as error:
        return _no_answer(error)
    return None


def _no_answer(error: Exception) -> Refused:
    return findings.refused(operating_usage.NO_ANSWER, "database", value=error)


def _examined(check: PartCheck, at: Installed) -> Examined:
    """One part; what the database does not answer there is said."""
    if check.asks and at.unanswered is not None:
        return Examined(part=check.part, done=False)
    try:
        with connecting.told_alike():
            seen, found = check.look(at)
            return Examined(part=check.part, seen=seen, findings=tuple(found))
    except DatabaseError as error:
        return Examined(part=check.part, findings=_no_answer(error).findings)
