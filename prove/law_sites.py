"""Places of the law where one value can be changed, and what it may be changed into: a
rate, a day, a mask or the code of a document.
"""

import datetime
import random
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NamedTuple

from openkeden.lawpack.pack_files import PackFiles

#: What the values under a key or in a column are.
RATE, DAY, MASK, DOCUMENT = "rate", "day", "mask", "document"
KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("rate", "value", "values", "quantity", "volume"), RATE),
    **dict.fromkeys(("factor_percent", "free_value", "free_mass", "most", "each"), RATE),
    **dict.fromkeys(("since", "until", "first", "last", "opens", "closes"), DAY),
    **dict.fromkeys(("in_force_on", "effective_on"), DAY),
    **dict.fromkeys(("mask", "masks", "otherwise", "successors"), MASK),
    **dict.fromkeys(("document", "documents", "accepted", "mistaken"), DOCUMENT),
}

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_A_DAY: Final = datetime.timedelta(1)

Row = Mapping[str, Any]


class Site(NamedTuple):
    """A value in a file of law."""

    #: The file, and the kind of its tables; empty in a file of lines.
    file: str
    table: str

    #: Which row of them, and the keys within it, or the number of the column.
    row: int
    path: tuple[str | int, ...]

    #: What it is.
    kind: str

    #: The value.
    value: Any


class Change(NamedTuple):
    """A place and its other value."""

    site: Site
    other: Any

    def __str__(self) -> str:
        place = self.site
        named = (place.file, place.table, f"{place.row}", *map(str, place.path))
        return f"{' '.join(filter(None, named))}: {place.value} -> {self.other}"


def of_tables(files: PackFiles, name: str, wanted: Collection[str]) -> Iterator[Site]:
    """The places in the wanted tables of a file."""
    tables = files.toml(name)
    for table in sorted(tables.keys() & wanted):
        for number, row in enumerate(tables[table]):
            for path, value in _within(row, ()):
                kind = KINDS.get(str(path[0]), "")
                if kind and _NUMBER.search(str(value)) and not isinstance(value, bool):
                    yield Site(name, table, number, path, kind, value)


def of_lines(files: PackFiles, name: str) -> Iterator[Site]:
    """The places in a file of lines."""
    kinds = [
        KINDS.get(column, MASK if column == "code" else "") for column in files.head(name)
    ]
    for number, cells in enumerate(files.csv(name)):
        for column, (kind, value) in enumerate(zip(kinds, cells, strict=True)):
            if kind and _NUMBER.search(value):
                yield Site(name, "", number, (column,), kind, value)


def row(files: PackFiles, site: Site) -> Row:
    """The row of a place, by key or column."""
    if site.table:
        found: Row = files.toml(site.file)[site.table][site.row]
        return found
    cells = list(files.csv(site.file))[site.row]
    return dict(zip(files.head(site.file), cells, strict=True))


def _within(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[Any, Any]]:
    """The single values of a row with their keys."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _within(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _within(one, (*path, number))
    else:
        yield path, value


def day(value: Any) -> datetime.date | None:
    """The day that a value says; None where it says none, or one of each year."""
    if isinstance(value, datetime.date):
        return value
    return datetime.date.fromisoformat(value) if _ISO.fullmatch(value) else None


def change(site: Site, chance: random.Random) -> Change:
    """Another value for the place: the day before or after, another digit."""
    if site.kind == DAY:
        return Change(site, _another_day(site.value, chance))
    text = str(site.value)
    numbers = list(_NUMBER.finditer(text))
    number = numbers[0] if site.kind == RATE else chance.choice(numbers)
    digits = [at for at in range(*number.span()) if text[at].isdigit()]
    at = chance.choice(digits)
    digit = chance.choice([one for one in "0123456789" if one != text[at]])
    other = f"{text[:at]}{digit}{text[at + 1 :]}"
    return Change(site, type(site.value)(other))


def _another_day(value: Any, chance: random.Random) -> Any:
    step = chance.choice((-_A_DAY, _A_DAY))
    said = day(value)
    if said is None:
        # A day of each year, `01-01`; 2024 has a `02-29`.
        return (datetime.date.fromisoformat(f"2024-{value}") + step).strftime("%m-%d")
    other = said + step
    return other if isinstance(value, datetime.date) else other.isoformat()


def days_touched(made: Change, before: Row) -> tuple[datetime.date, datetime.date]:
    """The first and the last day on which a change can be seen, given the row before it."""
    since = day(before.get("since") or "") or datetime.date.min
    until = day(before.get("until") or "") or datetime.date.max
    if made.site.kind != DAY:
        return since, until
    said, other = day(made.site.value), day(made.other)
    if said is None or other is None:
        return since, until
    # A first day that moves touches the earlier one; a last day, the later one.
    seen = min(said, other) if said == since else max(said, other)
    return seen, seen
