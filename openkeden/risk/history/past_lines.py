"""Read a table of columns into goods lines of the past: every finding at once, or the lines."""

import datetime
import decimal
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from openkeden.base import bounded, findings, working_time, written
from openkeden.base.findings import Finding, Refused
from openkeden.risk.history import column_map
from openkeden.risk.history.column_map import ColumnMap
from openkeden.risk.indicators.observation import (
    HistoryLine,
    InspectionOutcome,
    Observation,
    Way,
)
from openkeden.risk.model import model_rules

#: A table by its columns.
Columns = Mapping[str, Sequence[Any]]

#: No number of a goods line is larger, in its smallest unit: ten thousand millions of the
#: whole unit.
_MOST: Final = {"value": 10**14, "charges": 10**14, "revenue": 10**14, "duty_ppm": 10**9}
_MOST_OF_ALL: Final = 10**16

_YES: Final = frozenset({"1", "true", "yes", "y", "1.0"})
_NO: Final = frozenset({"0", "false", "no", "n", "0.0"})
_WAYS: Final[Mapping[str, Way]] = {
    "model": "model",
    "profile": "profile",
    "random": "random",
    "officer": "officer",
    "audit": "audit",
    "unknown": "unknown",
}
_MILLION: Final = 1_000_000

#: Distinct cells of a column that are remembered at once.
_REMEMBERED: Final = 100_000


#: What stands for a cell that is wrong.
_BAD: Final = object()

#: What stands for a field that is not told, where that is no empty text.
_IN_PLACE: Final[Mapping[str, Any]] = {
    "item": 1,
    "day": None,
    **dict.fromkeys(column_map.NUMBERS),
}


class _BadCell(Exception):
    """A cell that is not what its column holds."""

    def __init__(self, rule: findings.Rule, **args: object) -> None:
        super().__init__(rule.number)
        self.rule, self.args_told = rule, args


#: What a cell is read into.
Reader = Callable[[str], Any]


class PastLines(msgspec.Struct, frozen=True):
    """What a table holds."""

    #: Its goods lines, in the order of its rows.
    lines: tuple[HistoryLine, ...]

    #: The block of each, by number, where the map names what makes one.
    blocks: tuple[int, ...]

    #: The names of its further categories.
    further: tuple[str, ...]

    #: How many lines each of its tables gave.
    parts: tuple[int, ...]

    #: What is worth saying of it.
    notices: tuple[Finding, ...] = ()


def read(
    tables: Mapping[str, Columns], given: ColumnMap, today: datetime.date
) -> PastLines | Refused:
    """Read tables, by the names that findings call them; nothing of them may be later than
    `today`.
    """
    wrong = bounded.FindingList()
    notices: list[Finding] = []
    parts: list[list[HistoryLine]] = []
    further: dict[str, str] = {}
    for name, columns in tables.items():
        missing = list(_missing(columns, given))
        if missing:
            wrong.add(missing)
            continue
        further |= column_map.further_names(given, columns)
        table = _Table(name, columns, given, today)
        parts.append(list(table.lines()))
        wrong.add(sorted(table.wrong, key=_row))
        notices += table.constant()
    lines = tuple(itertools.chain.from_iterable(parts))
    wrong.add(_twice(lines))
    if not lines and not wrong:
        return findings.refused(model_rules.NO_ROWS, "data", value=", ".join(tables))
    if wrong:
        return Refused(wrong.told())
    counts = tuple([len(part) for part in parts])
    return PastLines(lines, _blocks(lines, given), tuple(further), counts, tuple(notices))


def _row(finding: Finding) -> int:
    """The row that a finding is of."""
    return int(finding.path.rpartition(" ")[2])


def _missing(columns: Columns, given: ColumnMap) -> Iterator[Finding]:
    """The columns that the map needs and the table has not. The flat form may leave out
    all but what no line can be without.
    """
    needed = {**given.line, **given.outcome, **given.more}
    if given.further:
        needed = {"declaration": "declaration", "day": "day", "code": "code"}
        needed["found"] = given.outcome["found"]
    for field, column in needed.items():
        if column not in columns:
            args = {"value": column, "field": field, "known": ", ".join(columns)}
            yield findings.of(model_rules.NO_COLUMN, "header", **args)


class _Table:
    """A table while it is read."""

    def __init__(
        self,
        name: str,
        columns: Columns,
        given: ColumnMap,
        today: datetime.date,
    ) -> None:
        self.wrong: list[Finding] = []
        self._name = name
        self.count = max([len(cells) for cells in columns.values()], default=0)
        self._columns, self._given, self._today = columns, given, today
        self._cells = {
            field: (column, columns[column], self._reader(field))
            for field, column in {**given.line, **given.outcome}.items()
            if column in columns
        }
        further = column_map.further_names(given, columns)
        self._more = {name: (column, columns[column]) for name, column in further.items()}

    def lines(self) -> Iterator[HistoryLine]:
        """The lines of the rows; of a row that is wrong none."""
        fields = [name for name in Observation.__struct_fields__ if name != "more"]
        columns = [self._column(field, _IN_PLACE.get(field, "")) for field in fields]
        observed = zip(*columns, self._further(), strict=True)
        inclusion = self._column("line_inclusion_ppm", None)
        rows = zip(observed, self._outcomes(), inclusion, strict=True)
        for row, (cells, outcome, included) in enumerate(rows):
            declaration, item, day, *more = cells
            if day is None:
                self._without_day(row)
                continue
            named = declaration or f"{self._name} {row + 2}"
            line = Observation(named, item, day, *more)
            yield HistoryLine(line, self._known(row, outcome, day), included)

    def _without_day(self, row: int) -> None:
        """Say that a row has no day, unless it was said that it has a wrong one."""
        column = self._given.line["day"]
        if not _plain(self._columns[column][row]):
            args = {"value": "", "column": column, "expected": "a day, as 2026-04-02"}
            self._wrong(model_rules.BAD_CELL, row, args)

    def _column(self, field: str, empty: Any) -> list[Any]:
        """What the cells of a field hold, and `empty` for those that hold nothing."""
        if field not in self._cells:
            return [empty] * self.count
        column, cells, reader = self._cells[field]
        known: dict[str, Any] = {"": empty}
        found = []
        for row, cell in enumerate(cells):
            text = _plain(cell)
            if text not in known:
                if len(known) >= _REMEMBERED:
                    known = {"": empty}
                value = self._read(reader, text, column, row)
                if value is _BAD:
                    found.append(empty)
                    continue
                known[text] = value
            found.append(known[text])
        return found + [empty] * (self.count - len(found))

    def _read(self, reader: Reader, text: str, column: str, row: int) -> Any:
        """What a text is read into; a wrong one is told."""
        try:
            return reader(text)
        except _BadCell as bad:
            args = {"value": bounded.beginning(text), "column": column, **bad.args_told}
            self._wrong(bad.rule, row, args)
            return _BAD

    def _further(self) -> Iterator[dict[str, str]]:
        """The further categories of each row."""
        names = list(self._more)
        columns = [cells for _, cells in self._more.values()]
        for row in range(self.count):
            found = {}
            for name, cells in zip(names, columns, strict=True):
                text = _plain(cells[row]) if row < len(cells) else ""
                if text:
                    found[name] = text
            yield found

    def _outcomes(self) -> Iterator[InspectionOutcome | None]:
        """The outcome of each row; one without the day on which it was known is known at
        once.
        """
        later = datetime.date.min
        columns = [
            self._column(field, empty)
            for field, empty in (
                ("found", None),
                ("known_on", later),
                ("revenue", None),
                ("way", "unknown"),
                ("inclusion_ppm", None),
                ("officer", ""),
            )
        ]
        for cells in zip(*columns, strict=True):
            yield None if cells[0] is None else InspectionOutcome(*cells)

    def _known(
        self, row: int, outcome: InspectionOutcome | None, day: datetime.date
    ) -> InspectionOutcome | None:
        """The outcome of a line of a day, with the day from which it was known."""
        if outcome is None:
            return None
        if outcome.known_on == datetime.date.min:
            later = day + datetime.timedelta(self._given.known_after_days)
            return msgspec.structs.replace(outcome, known_on=later)
        if outcome.known_on < day:
            args = {"value": outcome.known_on, "day": day}
            self._wrong(model_rules.KNOWN_EARLY, row, args)
        return outcome

    def _reader(self, field: str) -> Reader:
        digits = self._given.digits
        if field in column_map.NUMBERS:
            moved = digits.get(field, column_map.NUMBERS[field])
            return lambda text: _number(text, moved, _MOST.get(field, _MOST_OF_ALL))
        moved_share = digits.get("inclusion_ppm", 6)
        return {
            "day": lambda text: _day(text, self._today),
            "known_on": lambda text: _day(text, self._today),
            "item": lambda text: _number(text, 0, _MILLION),
            "code": self._code,
            "found": _flag,
            "revenue": lambda text: _number(text, digits.get(field, 2), _MOST[field]),
            "line_inclusion_ppm": lambda text: _number(text, moved_share, _MILLION),
            "inclusion_ppm": lambda text: _number(text, moved_share, _MILLION),
            "way": _way,
        }.get(field, _text)

    def _code(self, text: str) -> str:
        digits = self._given.code_digits
        bare = text.removesuffix(".0").replace(" ", "")
        if not (bare.isascii() and bare.isdigit() and len(bare) <= 10):
            raise _BadCell(model_rules.BAD_CELL, value=text, expected="a commodity code")
        return bare.zfill(digits) if digits else bare

    def _wrong(self, rule: findings.Rule, row: int, args: Mapping[str, object]) -> None:
        if len(self.wrong) <= bounded.LISTED:
            self.wrong.append(findings.of(rule, f"{self._name}, row {row + 2}", **args))

    def constant(self) -> Iterator[Finding]:
        """Columns that tell nothing, where there are several rows."""
        told = [column for field, (column, _, _) in self._cells.items() if field != "item"]
        told += [column for column, _ in self._more.values()]
        for column in dict.fromkeys(told):
            if self.count > 1 and len(set(map(str, self._columns[column]))) == 1:
                yield findings.of(model_rules.CONSTANT, self._name, value=column)


def _plain(cell: Any) -> str:
    """The text of a cell; empty where it holds nothing."""
    if cell is None or cell != cell:  # noqa: PLR0124 - what is no number is not itself
        return ""
    return str(cell).strip()


def _text(text: str) -> str:
    return text


def _number(text: str, moved: int, most: int) -> int:
    try:
        number = decimal.Decimal(text).scaleb(moved)
    except decimal.DecimalException:
        raise _BadCell(model_rules.BAD_CELL, expected="a number") from None
    if not number.is_finite() or number < 0:
        raise _BadCell(model_rules.BAD_CELL, expected="a number from 0 on")
    if number > most:
        shown = decimal.Decimal(most).scaleb(-moved)
        raise _BadCell(model_rules.TOO_LARGE, most=f"{shown:f}")
    return int(number.to_integral_value(decimal.ROUND_HALF_UP))


def _day(text: str, today: datetime.date) -> datetime.date:
    day = working_time.parse_day(written.date(text).text)
    if day is None:
        raise _BadCell(model_rules.BAD_CELL, expected="a day, as 2026-04-02")
    if day > today:
        raise _BadCell(model_rules.FUTURE, today=today)
    return day


def _flag(text: str) -> bool:
    bare = text.lower()
    if bare in _YES or bare in _NO:
        return bare in _YES
    raise _BadCell(model_rules.BAD_CELL, expected="1 for a finding or 0 for none")


def _way(text: str) -> Way:
    if text not in _WAYS:
        raise _BadCell(model_rules.BAD_CELL, expected=f"one of {', '.join(_WAYS)}")
    return _WAYS[text]


def _twice(lines: Sequence[HistoryLine]) -> Iterator[Finding]:
    seen: set[tuple[str, int]] = set()
    for line in lines:
        key = line.observation.key
        if key in seen:
            yield findings.of(model_rules.TWICE, "data", value=key[0], item=key[1])
        seen.add(key)


def _blocks(lines: Sequence[HistoryLine], given: ColumnMap) -> tuple[int, ...]:
    """The number of the block of each line; none where the map names no block."""
    if not given.blocks:
        return ()
    known: dict[tuple[object, ...], int] = {}
    return tuple(
        [known.setdefault(_block(line, given.blocks), len(known)) for line in lines]
    )


def _block(line: HistoryLine, fields: Sequence[str]) -> tuple[object, ...]:
    told = line.observation
    return tuple([told.more.get(field, getattr(told, field, None)) for field in fields])
