"""Import editions of the tariff and rows of law: each file is checked first, and imported
whole or not at all.
"""

import pathlib
from collections.abc import Callable
from typing import TypeVar

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Finding, Refused
from openkeden.flow.law import packs
from openkeden.lawpack.imports import imported_files, law_rows, local_rows, tariff_edition
from openkeden.lawpack.pack import Pack

Reviewed = TypeVar("Reviewed", bound=imported_files.Reviewed)


class ImportedEdition(msgspec.Struct, frozen=True):
    """What an edition changes, or would change in a dry run."""

    #: The name under which it is kept.
    name: str

    #: Whether it was kept: not in a dry run, and not when it changes nothing.
    taken: bool

    #: Codes that appear.
    appeared: tuple[str, ...]

    #: Lines that change.
    changed: tuple[str, ...]

    #: Codes that end.
    ended: tuple[str, ...]

    #: How many rows were held already.
    known: int

    #: Warnings and notices.
    findings: tuple[Finding, ...]


class ImportedRows(msgspec.Struct, frozen=True):
    """What rows of law change, or would change in a dry run."""

    #: The name under which they are kept.
    name: str

    #: Whether they were kept: not in a dry run, and not when they change nothing.
    taken: bool

    #: Ids of rows that are added.
    added: tuple[str, ...]

    #: Ids of rows that end the day before one of these begins.
    ended: tuple[str, ...]

    #: Gaps of the pack that they fill.
    closes: tuple[str, ...]

    #: How many rows were held already.
    known: int

    #: Warnings and notices.
    findings: tuple[Finding, ...]


def import_edition(
    body: bytes, name: str, home: pathlib.Path, country: str = "", *, dry_run: bool = False
) -> ImportedEdition | Refused:
    """Import a new edition of the tariff into the installation in `home`."""

    def review(pack: Pack) -> tariff_edition.JudgedEdition:
        kept = imported_files.imported(home / imported_files.FOLDER)
        return tariff_edition.named(tariff_edition.judge(body, pack.sources), name, kept)

    given = _take(body, name, home, country, review, ".csv", dry_run=dry_run)
    if isinstance(given, Refused):
        return given
    if given.refused:
        return Refused(given.findings)
    merged = given.merged
    return ImportedEdition(
        name=name,
        taken=given.moves and not dry_run,
        appeared=tuple(merged.appeared),
        changed=tuple(merged.changed),
        ended=tuple(merged.ended),
        known=merged.known,
        findings=given.findings,
    )


def import_rows(
    body: bytes, name: str, home: pathlib.Path, country: str = "", *, dry_run: bool = False
) -> ImportedRows | Refused:
    """Import rows of law into the installation in `home`, beside its law pack."""

    def review(pack: Pack) -> law_rows.JudgedRows:
        kept = imported_files.imported(home / imported_files.FOLDER)
        return law_rows.named(law_rows.judge(body, pack), name, kept)

    suffix = ".csv" if local_rows.is_csv(body) else ".toml"
    given = _take(body, name, home, country, review, suffix, dry_run=dry_run)
    if isinstance(given, Refused):
        return given
    if given.refused:
        return Refused(given.findings)
    merged = given.merged
    return ImportedRows(
        name=name,
        taken=given.moves and not dry_run,
        added=tuple(merged.added),
        ended=tuple(merged.ended),
        closes=given.closes,
        known=merged.known,
        findings=given.findings,
    )


class _Unread(Exception):
    """The law that a file is judged beside cannot be read."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused)
        self.refused = refused


def _take(
    body: bytes,
    name: str,
    home: pathlib.Path,
    country: str,
    review: Callable[[Pack], Reviewed],
    suffix: str,
    *,
    dry_run: bool,
) -> Reviewed | Refused:
    """Review a file beside the law at hand and keep it, while no other file is imported."""
    if not _is_name(name):
        return findings.refused(usage.BAD_NAME, "name", value=name)

    def judge() -> Reviewed:
        pack = packs.open_pack(home, country)
        if isinstance(pack, Refused):
            raise _Unread(pack)
        return review(pack)

    folder = home / imported_files.FOLDER
    try:
        return imported_files.take(
            folder, name, body, judge, suffix=suffix, dry_run=dry_run
        )
    except _Unread as unread:
        return unread.refused


def _is_name(text: str) -> bool:
    """Whether a file can be kept under this name."""
    bare = text.replace("-", "").replace("_", "").replace(".", "")
    return bare.isalnum() and not text.startswith(".")
