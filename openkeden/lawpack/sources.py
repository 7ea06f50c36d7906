"""Sources: the rows of a law pack as typed records, not yet reviewed.

`openkeden.lawpack.review.check` judges them.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from openkeden.base import rates
from openkeden.base.validity import ALWAYS, Provision, Row, Validity
from openkeden.lawpack import (
    charge_rows,
    goods_lists,
    limit_rows,
    listed_codes,
    measure_rows,
    plain_rows,
    procedure_rows,
)
from openkeden.lawpack.goods_rows import GoodsLines, covered_in, goods_in, lists_in
from openkeden.lawpack.manifest import Manifest, TariffRow
from openkeden.lawpack.pack_files import PackFiles, RowReader, first_day, last_day
from openkeden.tariff import measures
from openkeden.tariff.edition import CostRule, DeMinimis, Preference, ProcedureCharges
from openkeden.tariff.preference_goods import CoveredGoods
from openkeden.tariff.quotas import Quota
from openkeden.tariff.seasons import Season

#: Kinds of files that are kept as the tables they hold.
_TABLES = ("terms", "calendars", "profiles", "classifier")

#: The columns of the notes of the tariff.
NOTES = ("note", "state", "rate", "since", "until", "status", "act", "mark")

#: The columns of notes that say besides where they were read, and what must be known.
SOURCED_NOTES = (*NOTES, "source", "remark")


class Parameter(msgspec.Struct, frozen=True):
    """A single value of law and its row."""

    key: str
    row: Provision


class ImportedBasis(NamedTuple):
    """What a line of an imported edition rests on.

    That of a line of the pack is its chapter's edition.
    """

    act: str
    source: str
    mark: str


class NoteRow(Validity, frozen=True, kw_only=True):
    """A numbered tariff note or one of its periods.

    One with neither a day nor an act whose day is known begins `ALWAYS`: it was in force
    when it was first read.
    """

    since: datetime.date = ALWAYS
    note: str

    #: The member state it is limited to; empty: the whole union.
    state: str

    #: The rate that replaces that of the line; empty: none, or not known.
    rate: str

    #: Empty, `entry` (starts with the entry into force of `act`), `repealed` or
    #: `unknown` (what it said is not known).
    status: str

    act: str
    mark: str

    #: Where it was read; empty: in the notes that the whole tariff rests on.
    source: str = ""

    #: What a reader must know besides.
    remark: str = ""


class GapRow(Validity, frozen=True, kw_only=True):
    """A thing of law that the pack is known not to hold.

    Who assesses such goods on its days is told.
    """

    since: datetime.date = ALWAYS
    key: str
    text: str
    source: str

    #: The charge it is of, by its key; empty: with codes it is of measures.
    charge: str = ""

    #: The beginnings of the codes; empty: nobody who asks about goods is told.
    masks: tuple[str, ...] = ()

    #: The directions of movement that a gap of measures is limited to; empty: any.
    directions: tuple[str, ...] = ()

    #: The goods of a gap of measures, by language.
    goods: Mapping[str, str] = {}

    #: What to ask for before they move, and of whom, by language.
    ask: Mapping[str, str] = {}

    #: Whether a gap of measures is of goods in trade alone, not of those of persons.
    trade: bool = False

    #: Whether what is not held of a charge can only lower it.
    lowers: bool = False

    #: How sure the codes of a gap of measures are.
    mark: str = ""


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """All rows of a pack as read.

    `digest` is the SHA-256 of the bytes of its files with their names.

    `imported` holds the basis of lines and ends that an installation imported, by code and
    first day. `measure_goods` are the goods of lists that measures name, `preference_goods`
    the lists of goods of preferences, `own_goods` such goods in lines of their own.
    """

    manifest: Manifest
    digest: str
    parameters: tuple[Parameter, ...]
    charges: tuple[charge_rows.ChargeRow, ...]
    preferences: tuple[Preference, ...]
    measures: tuple[measures.Measure, ...]
    quotas: tuple[Quota, ...] = ()
    measure_goods: tuple[goods_lists.GoodsOfList, ...] = ()
    seasons: tuple[Season, ...] = ()
    lists: Mapping[str, listed_codes.CodeList]
    gaps: tuple[GapRow, ...]
    tariff: Sequence[TariffRow]
    successors: Mapping[str, tuple[str, ...]]
    editions: tuple[plain_rows.EditionRow, ...]
    notes: tuple[NoteRow, ...]
    entries: Mapping[str, datetime.date]
    quotes: tuple[rates.Quote, ...]
    tables: Mapping[str, Mapping[str, Any]]
    imported: Mapping[tuple[str, datetime.date], ImportedBasis] = {}
    national_rates: tuple[charge_rows.NationalRateRow, ...] = ()
    own_goods: tuple[CoveredGoods, ...] = ()
    preference_goods: tuple[GoodsLines, ...] = ()
    regimes: tuple[charge_rows.RegimeRow, ...] = ()
    limits: tuple[limit_rows.LimitRow, ...] = ()
    procedures: tuple[ProcedureCharges, ...] = ()
    costs: tuple[CostRule, ...] = ()
    de_minimis: tuple[DeMinimis, ...] = ()

    @property
    def covered(self) -> tuple[CoveredGoods, ...]:
        """The goods of preferences: those in lines of their own, then those of the lists."""
        return (*self.own_goods, *goods_in(self.preference_goods))


class _Parameters(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    values: dict[str, str]
    unit: str = ""


def read_sources(files: PackFiles, folder: str) -> Sources:
    """Read the pack of a folder.

    Raises ValueError naming the file that has not the shape of its kind.
    """
    manifest = msgspec.convert(files.toml(f"{folder}/pack.toml"), Manifest)
    reader = RowReader(files, manifest.files)
    entries = dict(reader.lines("entries", plain_rows.entry_in))
    charges = reader.tables("charges", charge_rows.charges_of)
    by_goods = reader.local("rates_by_goods", charge_rows.charge_in)
    measures = reader.tables("measures", measure_rows.measures_of)
    by_list = reader.local("measures_by_list", measure_rows.measure_in)
    lists = reader.tables("lists", lambda _, table: [listed_codes.code_list(files, table)])
    notes = reader.local("notes", note_row)
    return Sources(
        manifest=manifest,
        parameters=reader.tables("parameters", parameters_of),
        procedures=reader.tables("procedures", procedure_rows.procedures_of),
        costs=reader.tables("costs", procedure_rows.costs_of),
        de_minimis=reader.tables("de_minimis", procedure_rows.de_minimis_of),
        charges=(*charges, *by_goods),
        preferences=reader.tables("preferences", charge_rows.preferences_of),
        measures=(*measures, *by_list),
        quotas=reader.tables("quotas", measure_rows.quotas_of),
        measure_goods=reader.lines("goods", goods_lists.goods_in),
        seasons=reader.local("seasons", goods_lists.season_in),
        lists={code_list.name: code_list for code_list in lists},
        gaps=reader.tables("gaps", lambda _, table: [msgspec.convert(table, GapRow)]),
        tariff=reader.lines("tariff", plain_rows.line_in),
        successors=dict(reader.lines("successors", plain_rows.succession_in)),
        editions=reader.lines("editions", plain_rows.edition_in),
        notes=tuple([entered(note, entries) for note in notes]),
        entries=entries,
        quotes=reader.lines("rates", plain_rows.quote_in),
        tables={kind: reader.merged(kind) for kind in _TABLES},
        national_rates=reader.local("national_rates", charge_rows.national_rate_in),
        own_goods=reader.local("covered", covered_in),
        preference_goods=reader.tables("preference_lists", lists_in(files)),
        regimes=reader.tables("regimes", charge_rows.regimes_of),
        limits=reader.tables("limits", limit_rows.limits_of),
        digest=files.digest(),
    )


def parameters_of(folder: str, table: object) -> Iterator[Parameter]:
    """The values of one table, a row each. Raises msgspec.ValidationError."""
    group = msgspec.convert(table, _Parameters)
    return (
        Parameter(key, group.provision(f"{folder}:{key}", value, group.unit))
        for key, value in group.values.items()
    )


def note_row(_: str, cells: Mapping[str, str]) -> NoteRow:
    """A period of a note by the columns of `NOTES` or `SOURCED_NOTES`. Raises ValueError for
    what is not a day.
    """
    return NoteRow(
        note=cells["note"],
        state=cells["state"],
        rate=cells["rate"],
        since=first_day(cells["since"]),
        until=last_day(cells["until"]),
        status=cells["status"],
        act=cells["act"],
        mark=cells["mark"],
        source=cells.get("source", ""),
        remark=cells.get("remark", ""),
    )


def entered(note: NoteRow, entries: Mapping[str, datetime.date]) -> NoteRow:
    """The note with its first day where its act gives it."""
    if note.since != ALWAYS:
        return note
    return msgspec.structs.replace(note, since=entries.get(note.act, ALWAYS))
