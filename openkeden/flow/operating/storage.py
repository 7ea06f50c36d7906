"""Checks of what an installation is kept in: database, key, ledger, disks."""

import pathlib
import shutil
import stat
from collections.abc import Iterator
from typing import Final

from django.db import DatabaseError

from openkeden.base import findings, operating_usage, usage
from openkeden.base.findings import Finding, Refused
from openkeden.files import whole_file
from openkeden.flow import installation_files, known_heads
from openkeden.flow.law import foundation
from openkeden.flow.operating.examined import Installed, SeenAndFound, reasons
from openkeden.ledger import checkpoint
from openkeden.store import kept_heads, log, schema

#: What is left on a disk where an installation has room: days of work of a large one.
LEAST_MB: Final = 1_000

_MB: Final = 1_000_000

#: Damaged pages that are told of.
_TOLD: Final = 3


def database(at: Installed) -> SeenAndFound:
    """Whether it answers, can be written to, is whole, and is of this program."""
    place = installation_files.place(at.home)
    seen = {"place": "" if isinstance(place, Refused) else str(place)}
    if at.unanswered is not None:
        return seen, at.unanswered.findings
    wanted, made = set(schema.migrations()), set(schema.applied())
    ours = {app for app, _ in wanted}
    newer = [one for one in made - wanted if one[0] in ours]
    found = [
        *_writing(),
        *_pages(at.home),
        *_named(operating_usage.TABLES_WAIT, wanted - made),
        *_named(operating_usage.NEWER_TABLES, newer),
    ]
    return seen | {"changes": str(len(made))}, found


def _writing() -> Iterator[Finding]:
    try:
        reason = schema.unwritable()
    except DatabaseError as error:
        reason = str(error)
    if reason:
        yield findings.of(operating_usage.NOT_WRITABLE, "database", value=reason)


def _pages(home: pathlib.Path) -> Iterator[Finding]:
    broken = schema.broken_pages(quick=True)
    if broken:
        reason = "; ".join(broken[:_TOLD])
        yield findings.of(usage.DAMAGED, "database", value=home, reason=reason)


def _named(rule: findings.Rule, changes: object) -> Iterator[Finding]:
    """The finding that names changes of tables, where there are any."""
    assert isinstance(changes, set | list)
    if changes:
        names = ", ".join(sorted([".".join(one) for one in changes]))
        yield findings.of(rule, "database", value=names)


def key(at: Installed) -> SeenAndFound:
    """Whether the key is there, its owner's alone, and that of the ledger."""
    path = at.home / installation_files.KEY_FILE
    found = [*reasons(at.key), *_open_to_others(at.home), *_open_to_others(path)]
    if isinstance(at.key, Refused):
        return {"file": str(path)}, found
    if at.unanswered is None:
        found += reasons(foundation.check(at.home, at.key))
        found += _unsigned(path, at.key)
    return {"file": str(path), "public": at.key.verifier.text}, found


def _unsigned(path: pathlib.Path, held: checkpoint.Key) -> Iterator[Finding]:
    """That the key did not sign the latest head."""
    head = log.head()
    try:
        if head is not None:
            checkpoint.open_note(head[2], [held.verifier])
    except checkpoint.BadNote as bad:
        yield findings.of(usage.BAD_KEY, "key", value=path, reason=bad.reason)


def _open_to_others(path: pathlib.Path) -> Iterator[Finding]:
    if not path.exists():
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & ~whole_file.PRIVATE_FOLDER:
        told = f"{mode:04o}"
        yield findings.of(operating_usage.OPEN_TO_OTHERS, "key", value=path, mode=told)


def ledger(at: Installed) -> SeenAndFound:
    """How far the ledger has come, held against the heads outside of it."""
    seen = {"size": str(log.size()), "heads": str(known_heads.file_of(at.home))}
    if isinstance(at.key, Refused):
        return seen, ()
    refused = known_heads.difference(at.home, at.key.verifier)
    if refused is None:
        known = kept_heads.last(known_heads.file_of(at.home), at.key.verifier)
        seen["kept"] = str(known.size if known else 0)
    return seen, reasons(refused)


def disk(at: Installed, least: int = LEAST_MB) -> SeenAndFound:
    """Whether there is room where the installation and the heads of its ledger lie."""
    heads = known_heads.file_of(at.home)
    places = {"folder": at.home, "heads": _folder_of(heads)}
    room = {name: shutil.disk_usage(place).free // _MB for name, place in places.items()}
    found = []
    for name, place in places.items():
        free = room[name]
        if free < least:
            told = {"value": place, "free": free, "least": least}
            found.append(findings.of(operating_usage.NO_ROOM, "disk", **told))
    if len({place.stat().st_dev for place in places.values()}) == 1:
        found.append(findings.of(operating_usage.SAME_DISK, "disk", value=heads))
    return {f"mb_{name}": str(free) for name, free in room.items()}, found


def _folder_of(path: pathlib.Path) -> pathlib.Path:
    """The nearest folder above a file that is there."""
    return next(above for above in path.absolute().parents if above.is_dir())
