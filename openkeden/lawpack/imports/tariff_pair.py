"""The judgement on an edition of the tariff as it is published: a file of lines and a file
of the notes that they carry, taken together or not at all (T.30 to T.37).

docs/tariff-import.md has both layouts.
"""

from collections.abc import Iterable, Iterator

import msgspec

from openkeden.base import bounded, findings
from openkeden.lawpack.imports import (
    edition_file,
    imported_files,
    law_rows,
    local_rows,
    tariff_edition,
)
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import edition_effects
from openkeden.lawpack.sources import NoteRow, Sources

T30 = findings.Rule(
    number="T.30",
    message="{value} does not belong into a file of notes.",
    fix="Give notes alone: `note,state,rate,since,until,status,act,mark,source,remark`; import"
    " other rows with `keden law import`.",
)
T31 = findings.Rule(
    number="T.31",
    message="{value} is not the number of a note.",
    fix="Write the number with digits alone.",
)
T32 = findings.Rule(
    number="T.32",
    message="{code}: note {value} is neither held nor in the file of notes.",
    fix="Check the number, or add the note to the file of notes.",
)
T33 = findings.Rule(
    number="T.33",
    message="No line carries note {value}, neither one that is held nor one of the file.",
    fix="Check its number, and that no line was forgotten.",
    severity="warning",
)
T34 = findings.Rule(
    number="T.34",
    message="Note {note}: {value} is no member of the Union.",
    fix="Write the member state by its two letters; leave the cell empty for all of them.",
)
T35 = findings.Rule(
    number="T.35",
    message="Note {note}: {value} is no status of a note.",
    fix="Write `entry` where it starts with its act, `repealed` where it is; else leave the cell"
    " empty.",
)
T36 = findings.Rule(
    number="T.36",
    message="Note {value} does not say whether it sets a rate or is repealed.",
    fix="Give a rate, or the status `repealed` without a rate.",
)
T37 = findings.Rule(
    number="T.37",
    message="Note {value} starts with an act, and none is named.",
    fix="Name the act, or give the first day instead of the status `entry`.",
)
RULES = (T30, T31, T32, T33, T34, T35, T36, T37)

#: Ends the name under which the notes of an edition are kept.
NOTES = "-notes"

#: Begins the place of a finding on the file of notes.
_NOTES_FILE = "notes"

_STATUSES = ("", "entry", "repealed")


class JudgedPair(msgspec.Struct, frozen=True):
    """What became of an edition: its lines, and its notes where they were given."""

    #: The rows held before.
    before: Sources

    #: The lines, beside the rows held with the notes merged.
    edition: tariff_edition.JudgedEdition

    #: The notes; None: there is no file of them.
    notes: law_rows.JudgedRows | None

    #: What is to be said of both files together.
    findings: tuple[findings.Finding, ...]

    @property
    def refused(self) -> bool:
        return findings.refuses(list(self.findings))

    @property
    def moves(self) -> bool:
        """Whether anything differs from what was held."""
        return self.edition.moves or self.notes_move

    @property
    def notes_move(self) -> bool:
        """Whether the file of notes says anything that was not held."""
        return self.notes is not None and self.notes.moves

    @property
    def effects(self) -> tuple[edition_effects.Effect, ...]:
        """What it changes for the goods of each code."""
        return edition_effects.effects(self.before, self.edition.merged.sources)


def judge(lines: bytes, notes: bytes | None, pack: Pack) -> JudgedPair:
    """Judge the notes beside the rows held, then the lines beside both, every finding at
    once.
    """
    if notes is None:
        alone = tariff_edition.judge(lines, pack.sources)
        return JudgedPair(pack.sources, alone, None, alone.findings)
    rows = law_rows.judge(notes, pack)
    edition = tariff_edition.judge(lines, rows.merged.sources)
    given = local_rows.read(notes)
    breaches = bounded.FindingList()
    breaches.add([_in_notes(breach) for breach in rows.findings])
    breaches.add(_others(given))
    breaches.add(_unfit(given.notes, pack.sources))
    breaches.add([_unheld(breach) for breach in edition.findings])
    breaches.add(_uncarried(given.notes, edition.merged.sources))
    return JudgedPair(pack.sources, edition, rows, breaches.told())


def _in_notes(breach: findings.Finding) -> findings.Finding:
    """A finding on the file of notes, whose lines are not those of the edition."""
    return msgspec.structs.replace(breach, path=f"{_NOTES_FILE} {breach.path}")


def _others(given: local_rows.LocalRows) -> Iterator[findings.Finding]:
    """Rows of the file that are no notes."""
    kinds = [name for name, rows in given.dated.items() if rows]
    if given.members:
        kinds.append("members")
    for kind in kinds:
        yield findings.of(T30, _NOTES_FILE, value=kind)


def _unfit(notes: Iterable[NoteRow], sources: Sources) -> Iterator[findings.Finding]:
    """Notes that say nothing, or what no note says."""
    members = {row.code for row in sources.lists[sources.manifest.members].rows}
    for note in notes:
        where, args = f"{_NOTES_FILE} note {note.note}", {"note": note.note}
        if not (note.note.isascii() and note.note.isdigit()):
            yield findings.of(T31, where, value=note.note)
        if note.state and note.state not in members:
            yield findings.of(T34, where, value=note.state, **args)
        if note.status not in _STATUSES:
            yield findings.of(T35, where, value=note.status, **args)
        elif bool(note.rate) == (note.status == "repealed"):
            yield findings.of(T36, where, value=note.note)
        if note.status == "entry" and not note.act:
            yield findings.of(T37, where, value=note.note)


def _unheld(breach: findings.Finding) -> findings.Finding:
    """With its notes beside it, a line must not name one that nobody holds."""
    if breach.rule != edition_file.T8.number:
        return breach
    return findings.of(T32, breach.path, **breach.args)


def _uncarried(notes: Iterable[NoteRow], merged: Sources) -> Iterator[findings.Finding]:
    carried = {row.note for row in merged.tariff}
    for number in dict.fromkeys([note.note for note in notes]):
        if number not in carried:
            where = f"{_NOTES_FILE} note {number}"
            yield findings.of(T33, where, value=number)


def named(
    judged: JudgedPair, name: str, kept: Iterable[imported_files.ImportedFile]
) -> JudgedPair:
    """The same judgement, with a finding for each name that another file has already."""
    files = list(kept)
    wrong = tariff_edition.name_taken(judged.edition, name, files)
    if judged.notes is not None:
        wrong += law_rows.name_taken(judged.notes, f"{name}{NOTES}", files)
    return msgspec.structs.replace(judged, findings=(*judged.findings, *wrong))
