"""Rows of law that an installation adds: its files read and merged with the rows of its
pack.

docs/law-import.md has the layouts. A row that begins while one of its key is in force
without a known end ends that one the day before; nothing else of what is held changes.
"""

import csv
import datetime
import io
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from openkeden.base.working_time import DAY
from openkeden.lawpack import charge_rows, measure_rows, procedure_rows
from openkeden.lawpack.sources import (
    LISTED,
    NOTES,
    CodeList,
    ListedCode,
    NoteRow,
    Sources,
    entered,
    keys_of,
    listed_code,
    note_row,
    parameters_of,
)

#: Begins the ids of rows that an installation added, so that an assessment shows whose they
#: are.
PREFIX = "home"

#: Tables of a TOML file, each with what makes its rows.
TABLES: Mapping[str, Callable[[str, Any], Iterable[Any]]] = {
    "parameters": parameters_of,
    "procedures": procedure_rows.procedures_of,
    "costs": procedure_rows.costs_of,
    "de_minimis": procedure_rows.de_minimis_of,
    "charges": charge_rows.charges_of,
    "preferences": charge_rows.preferences_of,
    "regimes": charge_rows.regimes_of,
    "measures": measure_rows.measures_of,
    "quotas": measure_rows.quotas_of,
}

#: The key of a TOML file that names the gaps which its rows fill.
CLOSES = "closes"

MEMBERS = ("list", *LISTED, "act", "source")


class Member(NamedTuple):
    """A code of a list, such as the number of a firm in a register."""

    list: str
    row: ListedCode


class UnreadableRow(NamedTuple):
    """A place of a file that is no row of law: `where` is a line or a table, `reason` says
    why.
    """

    where: str
    value: str
    reason: str


class LocalRows(msgspec.Struct, frozen=True):
    """The rows of a file by the field of `Sources` that takes them, and what could not be
    read.

    `closes` names the gaps of the pack that these rows fill.
    """

    dated: Mapping[str, tuple[Any, ...]]
    notes: tuple[NoteRow, ...] = ()
    members: tuple[Member, ...] = ()
    closes: tuple[str, ...] = ()
    unreadable: tuple[UnreadableRow, ...] = ()


class MergedRows(msgspec.Struct, frozen=True):
    """A pack's rows with those of a file merged, by id: added, ended by an added one.

    `known` were held already.
    """

    sources: Sources
    added: tuple[str, ...]
    ended: tuple[str, ...]
    known: int


def is_csv(body: bytes) -> bool:
    """Whether the first line of a file is the head of one of the CSV layouts."""
    try:
        return _layout(_head(body)) is not None
    except (UnicodeDecodeError, csv.Error):
        return False


def read(body: bytes) -> LocalRows:
    """The rows of a file. CSV is told by its head; everything else is read as TOML."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        return _nothing(
            UnreadableRow(
                f"line {line}", f"byte {error.object[error.start]}", "it is not UTF-8"
            )
        )
    return _of_csv(text) if is_csv(body) else _of_toml(text)


def _nothing(*unreadable: UnreadableRow) -> LocalRows:
    return LocalRows({}, unreadable=unreadable)


def _of_toml(text: str) -> LocalRows:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        head = text.split("\n", 1)[0].strip()
        if "," in head and "=" not in head:
            return _nothing(
                UnreadableRow("line 1", head, "the columns are those of no table")
            )
        return _nothing(UnreadableRow("file", "the file", f"it is no TOML: {error}"))
    wrong: list[UnreadableRow] = []
    found: dict[str, tuple[Any, ...]] = {}
    closes = tables.pop(CLOSES, [])
    if not (isinstance(closes, list) and all(isinstance(key, str) for key in closes)):
        wrong.append(UnreadableRow(CLOSES, str(closes), 'write closes = ["key of a gap"]'))
        closes = []
    for name, told in tables.items():
        make = TABLES.get(name)
        if make is None or not isinstance(told, list):
            wrong.append(
                UnreadableRow(
                    name,
                    name,
                    f"use tables named {', '.join(TABLES)}, each in double brackets",
                )
            )
            continue
        made: list[Any] = []
        for place, table in enumerate(told):
            try:
                made += make(PREFIX, table)
            except (msgspec.ValidationError, ValueError) as error:
                wrong.append(
                    UnreadableRow(f"{name}[{place}]", _called(table, name), str(error))
                )
        found[name] = tuple(made)
    return LocalRows(found, closes=tuple(closes), unreadable=tuple(wrong))


def _called(table: object, kind: str) -> str:
    """What a table calls itself, or its kind."""
    told = table if isinstance(table, dict) else {}
    return next(
        (
            str(told[name])
            for name in ("id", "code", "codes", "kinds", "charge", "values")
            if name in told
        ),
        kind,
    )


class _Layout(NamedTuple):
    """A layout of CSV: its columns, the field that takes its rows, what makes one."""

    columns: tuple[str, ...]
    field: str
    make: Callable[[str, Mapping[str, str]], Any]


def _note(_: str, cells: Mapping[str, str]) -> NoteRow:
    return note_row([cells[name] for name in NOTES])


def _member(_: str, cells: Mapping[str, str]) -> Member:
    if not (cells["act"] and cells["source"]):
        raise ValueError("act and source are to be named")
    return Member(cells["list"], listed_code([cells[name] for name in LISTED]))


LAYOUTS = (
    _Layout(charge_rows.CHARGES, "charges", charge_rows.charge_in),
    _Layout(charge_rows.EXEMPTIONS, "exemptions", charge_rows.exemption_in),
    _Layout(charge_rows.COVERED, "covered", charge_rows.covered_in),
    _Layout(NOTES, "notes", _note),
    _Layout(MEMBERS, "members", _member),
)


def _head(body: bytes) -> tuple[str, ...]:
    first = body.decode("utf-8-sig").split("\n", 1)[0]
    (cells,) = csv.reader([first], strict=True)
    return tuple([cell.strip() for cell in cells])


def _layout(head: tuple[str, ...]) -> _Layout | None:
    """The layout of a head line; the columns may stand in any order."""
    given = sorted(head)
    for layout in LAYOUTS:
        needed = [name for name in layout.columns if name != charge_rows.REMARK]
        if given in (sorted(layout.columns), sorted(needed)):
            return layout
    return None


def _of_csv(text: str) -> LocalRows:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head = tuple(cell.strip() for cell in next(reader))
    layout = _layout(head)
    assert layout is not None
    made: list[Any] = []
    wrong: list[UnreadableRow] = []
    try:
        for cells in reader:
            if not any(cells) or cells[0].startswith("#"):
                continue
            where = f"line {reader.line_num}"
            try:
                told = dict(zip(head, [cell.strip() for cell in cells], strict=True))
                made.append(layout.make(PREFIX, told))
            except (msgspec.ValidationError, ValueError) as error:
                wrong.append(UnreadableRow(where, ",".join(cells), str(error)))
    except csv.Error as error:
        wrong.append(UnreadableRow(f"line {reader.line_num}", "CSV", str(error)))
    if layout.field in ("notes", "members"):
        return LocalRows({}, unreadable=tuple(wrong), **{layout.field: tuple(made)})
    return LocalRows({layout.field: tuple(made)}, unreadable=tuple(wrong))


def merge(sources: Sources, given: LocalRows) -> MergedRows:
    """Merge the rows of a file with a pack's, those of each key in the order of their days."""
    changes: dict[str, Any] = {}
    added: list[str] = []
    ended: list[str] = []
    for name, fresh in given.dated.items():
        desk = _RowMerge(getattr(sources, name))
        for one in sorted(fresh, key=lambda one: one.row.since):
            desk.add(one)
        changes[name] = tuple(desk.rows)
        added += desk.added
        ended += desk.ended
    changes["notes"], notes = _noted(
        sources.notes, [entered(note, sources.entries) for note in given.notes]
    )
    changes["lists"], members = _listed(sources.lists, given.members)
    changes["gaps"] = tuple([gap for gap in sources.gaps if gap.key not in given.closes])
    added += [*notes, *members]
    count = sum(map(len, given.dated.values())) + len(given.notes) + len(given.members)
    return MergedRows(
        msgspec.structs.replace(sources, **changes),
        tuple(added),
        tuple(ended),
        count - len(added),
    )


class _RowMerge:
    """The rows of one table, with their places by key, while others are merged them."""

    def __init__(self, held: Iterable[Any]) -> None:
        self.rows = list(held)
        self.places: dict[str, list[int]] = {}
        self.added: list[str] = []
        self.ended: list[str] = []
        for place, one in enumerate(self.rows):
            self._note(place, one)

    def add(self, one: Any) -> None:
        """Add a row, unless it is held.

        The open ones that it takes the place of end the day before.
        """
        keys = keys_of(one)
        before = sorted(set().union(*[self.places.get(key, ()) for key in keys]))
        if any(_same(self.rows[place], one) for place in before):
            return
        for place in before:
            old = self.rows[place]
            if (
                keys_of(old) <= keys
                and old.row.until is None
                and old.row.since < one.row.since
            ):
                self.ended.append(old.row.id)
                self.rows[place] = _until(old, one.row.since)
        self._note(len(self.rows), one)
        self.rows.append(one)
        self.added.append(one.row.id)

    def _note(self, place: int, one: Any) -> None:
        for key in keys_of(one):
            self.places.setdefault(key, []).append(place)


def _same(old: Any, new: Any) -> bool:
    """Whether a row is held already; a later one may have ended it since."""
    row = msgspec.structs.replace(
        new.row,
        id=old.row.id,
        until=old.row.until if new.row.until is None else new.row.until,
    )
    return bool(msgspec.structs.replace(new, row=row) == old)


def _until(one: Any, since: datetime.date) -> Any:
    row = msgspec.structs.replace(one.row, until=since - DAY)
    return msgspec.structs.replace(one, row=row)


def _noted(
    held: tuple[NoteRow, ...], given: Iterable[NoteRow]
) -> tuple[tuple[NoteRow, ...], list[str]]:
    """Notes with further periods, which replace the row of a note that was not known."""
    fresh = [one for one in given if one not in held]
    told = {one.note for one in fresh}
    kept = [one for one in held if not (one.note in told and one.status == "unknown")]
    return (*kept, *fresh), [f"note {one.note}" for one in fresh]


def _listed(
    held: Mapping[str, CodeList], given: Iterable[Member]
) -> tuple[Mapping[str, CodeList], list[str]]:
    """Lists with further codes.

    A list that is not there is made, and lacks the act that the checks ask for.
    """
    lists = dict(held)
    added: list[str] = []
    for name, row in given:
        one = lists.get(name) or CodeList(name, name, "", "", ())
        if row in one.rows:
            continue
        kept = tuple(_ended(old, row) for old in one.rows)
        lists[name] = msgspec.structs.replace(one, rows=(*kept, row))
        added.append(f"{name}/{row.code}")
    return lists, added


def _ended(old: ListedCode, new: ListedCode) -> ListedCode:
    """The code of a list, ended the day before a new row of it where no end was known."""
    if old.code != new.code or old.until or old.since >= new.since:
        return old
    return msgspec.structs.replace(old, until=new.since - DAY)
