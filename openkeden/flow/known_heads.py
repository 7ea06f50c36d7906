"""The last head that an installation is known to have had, kept outside its database: a
database that was put back to an earlier day is shorter, and is not opened.
"""

import pathlib

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.flow import installation_files, settings
from openkeden.ledger import checkpoint, merkle
from openkeden.store import kept_heads, log


def file_of(home: pathlib.Path) -> pathlib.Path:
    """The file to which the heads of an installation are appended."""
    named = settings.HEADS.value
    return pathlib.Path(named) if named else home / installation_files.HEADS_FILE


def is_elsewhere() -> bool:
    """Whether the heads are kept in another place than beside the database."""
    return bool(settings.HEADS.value)


def objection(home: pathlib.Path, verifier: checkpoint.Verifier) -> Refused | None:
    """Why the opened database cannot be the one whose heads are known.

    None where it is; the file then gets every head that it lacks.
    """
    refused = difference(home, verifier)
    if refused is not None:
        return refused
    try:
        log.keep_heads(verifier)
    except checkpoint.BadNote as bad:
        return _bad_heads(file_of(home), bad)
    return None


def difference(home: pathlib.Path, verifier: checkpoint.Verifier) -> Refused | None:
    """The same, with nothing written to the file."""
    path = file_of(home)
    try:
        known = kept_heads.last(path, verifier)
    except checkpoint.BadNote as bad:
        return _bad_heads(path, bad)
    return _compared(home, path, known) if known else None


def _bad_heads(path: pathlib.Path, bad: checkpoint.BadNote) -> Refused:
    variable = settings.HEADS.variable
    return findings.refused(usage.BAD_HEADS, variable, value=path, reason=bad.reason)


def _compared(
    home: pathlib.Path, path: pathlib.Path, known: checkpoint.Checkpoint
) -> Refused | None:
    """Compare the opened database with the last head that is known."""
    size = log.size()
    if known.size > size:
        return findings.refused(
            usage.ROLLED_BACK, "home", value=home, size=size, known=known.size, file=path
        )
    if not _begins(known):
        return findings.refused(
            usage.ANOTHER_LEDGER, "home", value=home, known=known.size, file=path
        )
    return None


def _begins(known: checkpoint.Checkpoint) -> bool:
    """Whether the ledger begins with all that a head signs."""
    try:
        return log.root_at(known.size) == known.root
    except merkle.MissingHash:
        return False
