"""Imports of editions of the tariff and of rows of law: what a file would change, before
anything is kept.
"""

import pathlib

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Finding, Refused
from openkeden.flow.law import packs
from openkeden.lawpack.imports import imported_files, law_rows, tariff_pair
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review.edition_effects import Effect


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

    #: The notes that are added or get a further period.
    notes: tuple[str, ...]

    #: What changes for the goods of each code.
    effects: tuple[Effect, ...]

    #: Warnings and notices.
    findings: tuple[Finding, ...]


class EditionFiles(msgspec.Struct, frozen=True):
    """The files of an edition of the tariff, and the name to keep it under."""

    #: Its lines.
    lines: bytes

    #: Its notes; None: it has no file of them.
    notes: bytes | None

    name: str


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


def try_edition(
    files: EditionFiles, home: pathlib.Path, country: str = ""
) -> ImportedEdition | Refused:
    """What a new edition of the tariff would change in the installation in `home`, or in the
    law of another country.
    """
    pack = judging(files.name, packs.open_pack(home, country))
    if isinstance(pack, Refused):
        return pack
    return of_edition(judge_edition(files, pack, home), files.name, taken=False)


def judge_edition(
    files: EditionFiles, pack: Pack, home: pathlib.Path
) -> tariff_pair.JudgedPair:
    kept = imported_files.imported(home / imported_files.FOLDER)
    judged = tariff_pair.judge(files.lines, files.notes, pack)
    return tariff_pair.named(judged, files.name, kept)


def of_edition(
    given: tariff_pair.JudgedPair, name: str, *, taken: bool
) -> ImportedEdition | Refused:
    if given.refused:
        return Refused(given.findings)
    merged, notes = given.edition.merged, given.notes
    return ImportedEdition(
        name=name,
        taken=given.moves and taken,
        appeared=tuple(merged.appeared),
        changed=tuple(merged.changed),
        ended=tuple(merged.ended),
        known=merged.known + (notes.merged.known if notes else 0),
        notes=notes.merged.added if notes else (),
        effects=given.effects,
        findings=given.findings,
    )


def try_rows(
    body: bytes, name: str, home: pathlib.Path, country: str = ""
) -> ImportedRows | Refused:
    """What rows of law would change in the installation in `home`, or in the law of another
    country.
    """
    pack = judging(name, packs.open_pack(home, country))
    if isinstance(pack, Refused):
        return pack
    return of_rows(judge_rows(body, name, pack, home), name, taken=False)


def judge_rows(
    body: bytes, name: str, pack: Pack, home: pathlib.Path
) -> law_rows.JudgedRows:
    kept = imported_files.imported(home / imported_files.FOLDER)
    return law_rows.named(law_rows.judge(body, pack), name, kept)


def of_rows(
    given: law_rows.JudgedRows, name: str, *, taken: bool
) -> ImportedRows | Refused:
    if given.refused:
        return Refused(given.findings)
    merged = given.merged
    return ImportedRows(
        name=name,
        taken=given.moves and taken,
        added=tuple(merged.added),
        ended=tuple(merged.ended),
        closes=given.closes,
        known=merged.known,
        findings=given.findings,
    )


def judging(name: str, pack: Pack | Refused) -> Pack | Refused:
    """The law that a file of this name is judged beside."""
    if not _is_name(name):
        return findings.refused(usage.BAD_NAME, "name", value=name)
    return pack


def _is_name(text: str) -> bool:
    """Whether a file can be kept under this name."""
    bare = text.replace("-", "").replace("_", "").replace(".", "")
    return bare.isalnum() and not text.startswith(".")
