"""Rows of law that an installation adds: its files read and merged with the rows of its
pack.

docs/law-import.md has the layouts. A row that begins while one of its key is in force
without a known end ends that one the day before; nothing else of what is held changes.
"""

import csv
import heapq
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from openkeden.base.working_time import DAY
from openkeden.lawpack import (
    charge_rows,
    goods_lists,
    goods_rows,
    limit_rows,
    measure_rows,
    procedure_rows,
)
from openkeden.lawpack.imports import row_merge, toml_text
from openkeden.lawpack.listed_codes import LISTED, CodeList, ListedCode, listed_code
from openkeden.lawpack.sources import (
    NOTES,
    SOURCED_NOTES,
    NoteRow,
    Sources,
    entered,
    note_row,
    parameters_of,
)

#: Tables of a TOML file, each with what makes its rows.
TABLES: Mapping[str, Callable[[str, Any], Iterable[Any]]] = {
    "parameters": parameters_of,
    "procedures": procedure_rows.procedures_of,
    "costs": procedure_rows.costs_of,
    "de_minimis": procedure_rows.de_minimis_of,
    "charges": charge_rows.charges_of,
    "preferences": charge_rows.preferences_of,
    "regimes": charge_rows.regimes_of,
    "limits": limit_rows.limits_of,
    "measures": measure_rows.measures_of,
    "quotas": measure_rows.quotas_of,
}

#: The key of a TOML file that names the gaps which its rows fill.
CLOSES = "closes"

#: The columns of CSV for codes of lists.
MEMBERS = ("list", *LISTED, "act", "source")

#: The fields by which a table of TOML can be told from others of its kind.
_NAMING = ("id", "code", "codes", "kinds", "charge", "values")


#: Rows of the largest file.
MOST_ROWS = 100_000


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
    measure_goods: tuple[goods_lists.GoodsOfList, ...] = ()
    closes: tuple[str, ...] = ()
    unreadable: tuple[UnreadableRow, ...] = ()

    @property
    def count(self) -> int:
        """How many rows could be read."""
        dated = sum(map(len, self.dated.values()))
        return dated + len(self.notes) + len(self.members) + len(self.measure_goods)


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
            f"line {line}", f"byte {error.object[error.start]}", "it is not UTF-8"
        )
    return _of_csv(text) if is_csv(body) else _of_toml(text)


def _nothing(where: str, value: str, reason: str) -> LocalRows:
    """That no row of a file can be read."""
    return LocalRows({}, unreadable=(UnreadableRow(where, value, reason),))


def _too_many(where: str) -> LocalRows:
    """That a file has more rows than are compared with each other."""
    return _nothing(where, "the file", f"it has more than {MOST_ROWS} rows")


def _of_toml(text: str) -> LocalRows:
    try:
        tables = toml_text.read(text)
    except ValueError as error:
        return _not_toml(text, error)
    count = sum([len(listed) for listed in tables.values() if isinstance(listed, list)])
    if count > MOST_ROWS:
        return _too_many("file")
    closes, wrong = _closes(tables.pop(CLOSES, []))
    dated: dict[str, tuple[Any, ...]] = {}
    for name, listed in tables.items():
        make = TABLES.get(name)
        if make is None or not isinstance(listed, list):
            reason = f"use tables named {', '.join(TABLES)}, each in double brackets"
            wrong.append(UnreadableRow(name, name, reason))
        else:
            dated[name] = tuple(_made(name, make, listed, wrong))
    return LocalRows(dated, closes=closes, unreadable=tuple(wrong))


def _not_toml(text: str, error: ValueError) -> LocalRows:
    """Why a file is of no layout: its first line may have been meant as the head of one."""
    head = text.split("\n", 1)[0].strip()
    if _delimiter(head) in head and "=" not in head:
        nearest = ",".join(_nearest(head).columns)
        reason = f"as CSV it has the columns of no table; the nearest has {nearest}"
        return _nothing("line 1", head, reason)
    return _nothing("file", "the file", f"as TOML it cannot be read: {error}")


def _closes(keys: object) -> tuple[tuple[str, ...], list[UnreadableRow]]:
    """The keys of gaps that a file closes, or that they are not keys."""
    if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
        return tuple(keys), []
    return (), [UnreadableRow(CLOSES, CLOSES, 'write closes = ["key of a gap"]')]


def _made(
    name: str,
    make: Callable[[str, Any], Iterable[Any]],
    tables: Iterable[object],
    wrong: list[UnreadableRow],
) -> Iterator[Any]:
    """The rows of the tables of one name; those that cannot be read go to `wrong`."""
    for place, table in enumerate(tables):
        try:
            yield from make(row_merge.OWN, table)
        except (msgspec.ValidationError, ValueError) as error:
            where = f"{name}[{place}]"
            wrong.append(UnreadableRow(where, _called(table, name), str(error)))


def _called(table: object, kind: str) -> str:
    """What a table calls itself, or its kind."""
    if not isinstance(table, dict):
        return kind
    names = [table[name] for name in _NAMING if isinstance(table.get(name), str)]
    return names[0] if names else kind


class _Layout(NamedTuple):
    """A layout of CSV: its columns, the field that takes its rows, what makes one."""

    columns: tuple[str, ...]
    field: str
    make: Callable[[str, Mapping[str, str]], Any]

    #: The columns that a file may leave out.
    optional: frozenset[str] = frozenset({charge_rows.REMARK})


def _member(_: str, cells: Mapping[str, str]) -> Member:
    if not (cells["act"] and cells["source"]):
        raise ValueError("act and source are to be named")
    return Member(cells["list"], listed_code([cells[name] for name in LISTED]))


def _goods(_: str, cells: Mapping[str, str]) -> goods_lists.GoodsOfList:
    if not (cells["act"] and cells["source"]):
        raise ValueError("act and source are to be named")
    return goods_lists.goods_in([cells[name] for name in goods_lists.GOODS])


LAYOUTS = (
    _Layout(charge_rows.CHARGES, "charges", charge_rows.charge_in),
    _Layout(charge_rows.NATIONAL_RATES, "national_rates", charge_rows.national_rate_in),
    _Layout(goods_rows.COVERED, "covered", goods_rows.covered_in, goods_rows.OPTIONAL),
    _Layout(NOTES, "notes", note_row),
    _Layout(SOURCED_NOTES, "notes", note_row),
    _Layout(MEMBERS, "members", _member),
    _Layout(goods_lists.SEASONS, "seasons", goods_lists.season_in),
    _Layout((*goods_lists.GOODS, "act", "source"), "measure_goods", _goods),
)


def _head(body: bytes) -> tuple[str, ...]:
    first = body.decode("utf-8-sig").split("\n", 1)[0]
    (cells,) = csv.reader([first], strict=True, delimiter=_delimiter(first))
    return tuple([cell.strip() for cell in cells])


def _delimiter(head: str) -> str:
    """What stands between the columns of a head line: spreadsheets write semicolons too."""
    return ";" if head.count(";") > head.count(",") else ","


def _nearest(head: str) -> _Layout:
    """The layout that has most of the columns of a head line."""
    columns = {cell.strip() for cell in head.split(_delimiter(head))}
    return max(LAYOUTS, key=lambda layout: len(columns.intersection(layout.columns)))


def _layout(head: tuple[str, ...]) -> _Layout | None:
    """The layout of a head line; the columns may stand in any order."""
    columns = set(head)
    if len(columns) < len(head):
        return None
    for layout in LAYOUTS:
        needed = set(layout.columns) - layout.optional
        if needed <= columns <= set(layout.columns):
            return layout
    return None


def _read_line(
    layout: _Layout,
    head: tuple[str, ...],
    cells: list[str],
    where: str,
    rows: list[Any],
    wrong: list[UnreadableRow],
) -> None:
    """Read the row of one line into `rows`, or say in `wrong` why it cannot be read."""
    try:
        by_column = dict(zip(head, [cell.strip() for cell in cells], strict=True))
        rows.append(layout.make(row_merge.OWN, by_column))
    except (msgspec.ValidationError, ValueError) as error:
        wrong.append(UnreadableRow(where, ",".join(cells), str(error)))


def _of_csv(text: str) -> LocalRows:
    between = _delimiter(text.split("\n", 1)[0])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=between)
    head = tuple(cell.strip() for cell in next(reader))
    layout = _layout(head)
    assert layout is not None
    rows: list[Any] = []
    wrong: list[UnreadableRow] = []
    try:
        for cells in reader:
            if any(cells) and not cells[0].startswith("#"):
                where = f"line {reader.line_num}"
                _read_line(layout, head, cells, where, rows, wrong)
            if len(rows) + len(wrong) > MOST_ROWS:
                return _too_many(f"line {reader.line_num}")
    except csv.Error as error:
        wrong.append(UnreadableRow(f"line {reader.line_num}", "CSV", str(error)))
    if layout.field in ("notes", "members", "measure_goods"):
        return LocalRows({}, unreadable=tuple(wrong), **{layout.field: tuple(rows)})
    return LocalRows({layout.field: tuple(rows)}, unreadable=tuple(wrong))


def merge(sources: Sources, rows: LocalRows) -> MergedRows:
    """Merge the rows of a file with a pack's, those of each key in the order of their days."""
    changes: dict[str, Any] = {}
    added: list[str] = []
    ended: list[str] = []
    for name, fresh in rows.dated.items():
        table = row_merge.RowMerge(getattr(sources, name))
        for dated in sorted(fresh, key=lambda dated: dated.row.since):
            table.add(dated)
        changes |= _taken(name, tuple(table.rows))
        added += table.added
        ended += table.ended
    fresh_notes = [entered(note, sources.entries) for note in rows.notes]
    changes["notes"], notes, over = _noted(sources.notes, fresh_notes)
    ended += over
    changes["lists"], members = _listed(sources.lists, rows.members)
    held, fresh_goods = sources.measure_goods, rows.measure_goods
    changes["measure_goods"], goods = row_merge.merged_goods(held, fresh_goods)
    changes["gaps"] = tuple([gap for gap in sources.gaps if gap.key not in rows.closes])
    added += [*notes, *members, *goods]
    return MergedRows(
        sources=msgspec.structs.replace(sources, **changes),
        added=tuple(added),
        ended=tuple(ended),
        known=rows.count - len(added),
    )


def _taken(name: str, rows: tuple[Any, ...]) -> dict[str, Any]:
    """The fields of `Sources` that take the rows of a table; goods of preferences then
    stand in lines of their own.
    """
    if name == "covered":
        return {"own_goods": rows, "preference_goods": ()}
    return {name: rows}


def _noted(
    held: tuple[NoteRow, ...], rows: Iterable[NoteRow]
) -> tuple[tuple[NoteRow, ...], list[str], list[str]]:
    """Notes with further periods, the names of these and of the periods that they end.

    They replace the row of a note that was not known. One that begins while another of its
    note and state is in force without a known end ends that the day before.
    """
    open_ones = [msgspec.structs.replace(note, until=None) for note in held]
    known = {*held, *open_ones}
    fresh = [note for note in rows if note not in known]
    numbers = {note.note for note in fresh}
    merged = [note for note in held if note.status != "unknown" or note.note not in numbers]
    over: list[str] = []
    begun: dict[tuple[str, str], list[row_merge.Begun]] = {}
    for place, note in enumerate(merged):
        if note.until is None:
            heapq.heappush(begun.setdefault(_whose(note), []), (note.since, place))
    for new in sorted(fresh, key=lambda note: note.since):
        others = begun.setdefault(_whose(new), [])
        for place in row_merge.before(new.since, others):
            merged[place] = msgspec.structs.replace(merged[place], until=new.since - DAY)
            over.append(f"note {new.note}")
        if new.until is None:
            heapq.heappush(others, (new.since, len(merged)))
        merged.append(new)
    return tuple(merged), [f"note {note.note}" for note in fresh], over


def _listed(
    held: Mapping[str, CodeList], members: Iterable[Member]
) -> tuple[Mapping[str, CodeList], list[str]]:
    """Lists with further codes.

    A list that is not there is made, and lacks the act that the checks ask for.
    """
    lists = dict(held)
    added: list[str] = []
    by_list: dict[str, list[ListedCode]] = {}
    for name, row in members:
        by_list.setdefault(name, []).append(row)
    for name, rows in by_list.items():
        code_list = lists.get(name) or CodeList(name, name, "", "", ())
        table = row_merge.ListMerge(code_list.rows)
        added += [f"{name}/{row.code}" for row in rows if table.add(row)]
        lists[name] = msgspec.structs.replace(code_list, rows=tuple(table.rows))
    return lists, added


def _whose(note: NoteRow) -> tuple[str, str]:
    """The note and the state of which only one period holds on a day."""
    return note.note, note.state
