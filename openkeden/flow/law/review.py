"""Check the rows of a law pack, and audit them as of a day."""

import datetime
import pathlib

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Finding, Refused
from openkeden.base.validity import Provision
from openkeden.flow import installation_files
from openkeden.flow.law import packs
from openkeden.lawpack.imports import imported_files
from openkeden.lawpack.pack import Pack, load_pack
from openkeden.lawpack.review.audit import Audit, Ending, audit, marked
from openkeden.lawpack.review.check import check

__all__ = [
    "Audit",
    "AuditedLaw",
    "CheckedLaw",
    "Ending",
    "audit_law",
    "check_law",
    "open_pack",
]


class CheckedLaw(msgspec.Struct, frozen=True):
    """A law pack whose rows were checked."""

    #: The country of the pack.
    jurisdiction: str

    #: The digest of all its rows.
    version: str

    #: What is wrong with them.
    findings: tuple[Finding, ...]

    #: How many gaps are known.
    gaps: int


class AuditedLaw(msgspec.Struct, frozen=True):
    """A law pack that was audited."""

    #: The audit.
    audit: Audit

    #: The rows that bear the mark asked for; None where no mark was.
    marked: tuple[Provision, ...] | None


def check_law(
    country: str, folder: pathlib.Path | None, home: pathlib.Path
) -> CheckedLaw | Refused:
    """Check every row of a law pack, of the package or in a folder; that of the
    installation in `home` where no country is named.
    """
    pack = open_pack(country, folder, home)
    if isinstance(pack, Refused):
        return pack
    return CheckedLaw(pack.jurisdiction, pack.version, tuple(check(pack)), len(pack.gaps))


def audit_law(
    country: str,
    folder: pathlib.Path | None,
    home: pathlib.Path,
    on: datetime.date | None,
    days: int,
    mark: str = "",
) -> AuditedLaw | Refused:
    """Audit a law pack with what the installation in `home` imported; `mark` lists the rows
    that bear it.
    """
    pack = open_pack(country, folder, home, home / imported_files.FOLDER)
    if isinstance(pack, Refused):
        return pack
    day = packs.day_of(pack, on)
    found = packs.covered(pack, lambda: audit(pack, day, days))
    if isinstance(found, Refused):
        return found
    return AuditedLaw(found, marked(pack.sources, mark, found.on) if mark else None)


def open_pack(
    country: str,
    folder: pathlib.Path | None,
    home: pathlib.Path,
    imported: pathlib.Path | None = None,
) -> Pack | Refused:
    """The pack as its files are, or that there is none, or that a file does not have the
    shape of its kind; that of the installation in `home` where no country is named.
    """

    def read() -> Pack:
        pack = load_pack(country or installation_files.jurisdiction(home), folder)
        return imported_files.merged(pack, imported) if imported else pack

    named = folder or country or home
    try:
        return installation_files.readable(read, "law", named)
    except OSError as wrong:
        return findings.refused(usage.NO_LAW, "law", value=named, reason=wrong)
