"""Files of a law pack come in, its rows go out as typed records, not yet judged: `openkeden.lawpack.review.check` does that."""

import csv
import datetime
import hashlib
import io
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.abc import Traversable
from typing import Any, NamedTuple, TypeVar

import msgspec

from openkeden.base import money, rates
from openkeden.base.validity import Provision
from openkeden.lawpack import charge_rows, dated, measure_rows
from openkeden.tariff import measures
from openkeden.tariff.edition import Preference
from openkeden.tariff.quotas import Quota

T = TypeVar("T")


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`pack.toml`: the jurisdiction, its currency, the list of its customs union's members, the keys that every day
    must have, and the files it is made of by kind, relative to the folder of law."""

    jurisdiction: str
    name: str
    currency: str
    members: str
    required: tuple[str, ...]
    files: Mapping[str, tuple[str, ...]]


class Parameter(msgspec.Struct, frozen=True):
    """A single value of law and its row."""

    key: str
    row: Provision


class ListedCode(NamedTuple):
    """One code of a list; empty `since` and `until` mean always."""

    code: str
    name: str
    mark: str
    since: str
    until: str


class CodeList(msgspec.Struct, frozen=True):
    """A code list with what it rests on."""

    name: str
    title: str
    act: str
    source: str
    rows: tuple[ListedCode, ...]


class TariffRow(NamedTuple):
    """A ten-digit line for a period. `unit` may name two units, the first counts; `note` is the number of a note."""

    code: str
    unit: str
    rate: str
    note: str
    since: str
    until: str


class ImportedBasis(NamedTuple):
    """What a line of an imported edition rests on; that of a line of the pack is its chapter's edition."""

    act: str
    source: str
    mark: str


class NoteRow(NamedTuple):
    """A numbered tariff note or one of its periods.

    state: the member state it is limited to (empty: the whole Union); status: empty, `entry` (starts with the entry
    into force of `act`), `repealed` (its content before is not known) or `unknown` (newer than the notes known).
    """

    note: str
    state: str
    rate: str
    since: str
    until: str
    status: str
    act: str
    mark: str


class EditionRow(NamedTuple):
    """An edition of a chapter: `since` is the day from which its text is known to hold."""

    chapter: str
    since: str
    mark: str
    source: str


class GapRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A thing of law that the pack is known not to hold, and of which charge on goods under which codes, if of one.

    Who assesses such goods between `since` and `until` (None: open) is told.
    """

    key: str
    text: str
    source: str
    charge: str = ""
    masks: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None

    def on(self, day: datetime.date) -> bool:
        """Whether it is to be told of goods on a day."""
        begun = self.since is None or self.since <= day
        return bool(self.masks) and begun and (self.until is None or day <= self.until)


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """All rows of a pack as read; `digest` is the SHA-256 of the bytes of its files with their names.

    `told` holds the basis of lines and ends that a house imported, by code and first day.
    """

    heading: Manifest
    digest: str
    parameters: tuple[Parameter, ...]
    charges: tuple[charge_rows.ChargeRow, ...]
    preferences: tuple[Preference, ...]
    measures: tuple[measures.Measure, ...]
    quotas: tuple[Quota, ...] = ()
    lists: Mapping[str, CodeList]
    gaps: tuple[GapRow, ...]
    tariff: tuple[TariffRow, ...]
    successors: Mapping[str, tuple[str, ...]]
    editions: tuple[EditionRow, ...]
    notes: tuple[NoteRow, ...]
    entries: Mapping[str, str]
    quotes: tuple[rates.Quote, ...]
    tables: Mapping[str, Mapping[str, Any]]
    told: Mapping[tuple[str, str], ImportedBasis] = {}
    exemptions: tuple[charge_rows.NationalRateRow, ...] = ()
    covered: tuple[charge_rows.CoveredGoods, ...] = ()
    regimes: tuple[charge_rows.RegimeRow, ...] = ()


class KeyedRow(NamedTuple):
    """A row of law under a key that only one row may have on a day; `kind` is the table that holds it."""

    kind: str
    key: str
    row: Provision


#: The fields of `Sources` that hold rows which name their act; lines of the tariff rest on their chapter's edition.
DATED = (
    "parameters",
    "charges",
    "preferences",
    "covered",
    "exemptions",
    "regimes",
    "measures",
    "quotas",
)

DatedRow = (
    Parameter
    | charge_rows.ChargeRow
    | Preference
    | charge_rows.CoveredGoods
    | charge_rows.NationalRateRow
    | charge_rows.RegimeRow
    | measures.Measure
    | Quota
)


def keyed_rows(sources: Sources) -> Iterator[KeyedRow]:
    """Every row that names its act, under each of its keys."""
    for kind in DATED:
        for one in getattr(sources, kind):
            yield from (KeyedRow(kind, key, one.row) for key in sorted(keys_of(one)))


def keys_of(one: DatedRow) -> frozenset[str]:
    """The keys under which only one row may hold on a day."""
    match one:
        case Parameter(key):
            return frozenset({key})
        case charge_rows.ChargeRow():
            return frozenset(one.scopes)
        case Preference():
            return frozenset({f"preference/{one.code}"})
        case charge_rows.CoveredGoods():
            return frozenset({f"goods/{one.preference}/{one.row.value}"})
        case charge_rows.NationalRateRow():
            return frozenset({f"exemption/{one.code}"})
        case charge_rows.RegimeRow():
            return frozenset({f"regime/{one.code}"})
        case measures.Measure():
            return frozenset({f"measure/{one.id}"})
        case Quota():
            return frozenset({f"quota/{one.id}"})


class _Parameters(dated.Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    values: dict[str, str]


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    file: str
    title: str
    act: str
    source: str


def read_sources(root: Traversable, folder: str) -> Sources:
    """Read the pack of `folder` under `root`. Raises ValueError naming the file that has not the shape of its kind."""
    files = _Files(root)
    heading = msgspec.convert(files.toml(f"{folder}/pack.toml"), Manifest)
    kinds = heading.files

    def every(kind: str, make: Callable[[str, Any], Iterable[T]]) -> tuple[T, ...]:
        return tuple(
            made
            for name in kinds.get(kind, ())
            for table in files.toml(name).get(kind, ())
            for made in files.shaped(name, make, table)
        )

    def tables(kind: str) -> Iterator[list[str]]:
        return (row for name in kinds.get(kind, ()) for row in files.csv(name))

    def lines(kind: str, make: Callable[[str, Sequence[str]], T]) -> tuple[T, ...]:
        named = ((name, cells) for name in kinds.get(kind, ()) for cells in files.csv(name))
        return tuple(
            made
            for name, cells in named
            if cells and not cells[0].startswith("#")
            for made in files.shaped(name, lambda folder, row: [make(folder, row)], cells)
        )

    lists = every("lists", lambda _, table: [_code_list(files, msgspec.convert(table, _List))])
    return Sources(
        heading=heading,
        parameters=every("parameters", parameters_of),
        charges=(
            *every("charges", charge_rows.charges_of),
            *lines("rates_by_goods", charge_rows.charge_in),
        ),
        preferences=every("preferences", charge_rows.preferences_of),
        measures=every("measures", measure_rows.measures_of),
        quotas=every("quotas", measure_rows.quotas_of),
        lists={one.name: one for one in lists},
        gaps=every("gaps", lambda _, table: [msgspec.convert(table, GapRow)]),
        tariff=tuple(map(TariffRow._make, tables("tariff"))),
        successors={code: tuple(following.split()) for code, following in tables("successors")},
        editions=tuple(map(EditionRow._make, tables("editions"))),
        notes=tuple(map(NoteRow._make, tables("notes"))),
        entries={act: day for act, day, _ in tables("entries") if day},
        quotes=tuple(map(_quote, tables("rates"))),
        tables={
            kind: files.merged(kinds.get(kind, ())) for kind in ("terms", "calendars", "profiles")
        },
        exemptions=lines("exemptions", charge_rows.exemption_in),
        covered=lines("covered", charge_rows.covered_in),
        regimes=every("regimes", charge_rows.regimes_of),
        digest=files.digest(),
    )


class _Files:
    """The files of a pack, each read once and remembered for the digest."""

    def __init__(self, root: Traversable) -> None:
        self.root = root
        self.seen: dict[str, bytes] = {}

    def bytes(self, name: str) -> bytes:
        if name not in self.seen:
            self.seen[name] = self.root.joinpath(*name.split("/")).read_bytes()
        return self.seen[name]

    def toml(self, name: str) -> dict[str, Any]:
        return tomllib.loads(self.bytes(name).decode())

    def csv(self, name: str) -> Iterator[list[str]]:
        rows = csv.reader(io.StringIO(self.bytes(name).decode(), newline=""))
        next(rows)
        return rows

    def shaped(self, name: str, make: Callable[[str, Any], Iterable[T]], table: object) -> list[T]:
        try:
            return list(make(name.partition("/")[0], table))
        except (msgspec.ValidationError, ValueError) as error:
            raise ValueError(f"{name}: {error}: {table}") from error

    def merged(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {key: value for name in names for key, value in self.toml(name).items()}

    def digest(self) -> str:
        whole = hashlib.sha256()
        for name in sorted(self.seen):
            whole.update(f"{name} {len(self.seen[name])}\n".encode() + self.seen[name])
        return whole.hexdigest()


def parameters_of(folder: str, table: object) -> Iterator[Parameter]:
    """The values of one table, a row each. Raises msgspec.ValidationError."""
    group = msgspec.convert(table, _Parameters)
    return (
        Parameter(key, group.row(f"{folder}:{key}", value)) for key, value in group.values.items()
    )


def _code_list(files: _Files, heading: _List) -> CodeList:
    rows = tuple(map(ListedCode._make, files.csv(heading.file)))
    return CodeList(heading.name, heading.title, heading.act, heading.source, rows)


def _quote(row: list[str]) -> rates.Quote:
    authority, currency, nominal, value, decimals, effective_on = row
    places = int(decimals)
    day = datetime.date.fromisoformat(effective_on)
    return rates.Quote(currency, int(nominal), money.parse(value, places), places, day, authority)
