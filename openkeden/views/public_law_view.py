"""The law at hand as anybody may read it: what is held, what is not, rates of exchange, and
the rows of law on a code.
"""

import datetime
from collections.abc import Iterable, Mapping

import msgspec

from openkeden.base.rates import Quote
from openkeden.flow.law import goods_names
from openkeden.flow.law.code_history import CodeHistory, RowKind
from openkeden.flow.law.held_law import HeldLaw
from openkeden.lawpack.sources import GapRow
from openkeden.locale import law_words
from openkeden.views import quote_view, row_view
from openkeden.views.quote_view import QuoteView
from openkeden.views.row_view import RowView


class HeldLawView(msgspec.Struct, frozen=True, kw_only=True):
    """The law at hand."""

    #: The country.
    jurisdiction: str

    #: The digest of all its rows.
    version: str

    #: The version of the program that brings it.
    program: str

    #: The first day on which every chapter of the tariff has lines.
    complete_since: datetime.date

    #: The countries whose law the program holds.
    countries: tuple[str, ...]


class GapView(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of law that is known not to be held here."""

    #: The key by which it is named.
    key: str

    #: What is missing.
    text: str

    #: Where that was read.
    source: str

    #: The charge it is of; empty: of measures, or of none.
    charge: str

    #: The beginnings of the codes that it touches; none: it is not of codes.
    masks: tuple[str, ...]

    #: The first day; null: since ever.
    since: datetime.date | None

    #: The last day; null: no end is known.
    until: datetime.date | None


class GapsView(msgspec.Struct, frozen=True):
    """All that is known not to be held."""

    #: What is missing.
    gaps: tuple[GapView, ...]


class RatesOfDayView(msgspec.Struct, frozen=True, kw_only=True):
    """The exchange rates that count on a day."""

    #: The day.
    on: datetime.date

    #: The rates, by currency.
    rates: tuple[QuoteView, ...]


class CodeRowView(msgspec.Struct, frozen=True, kw_only=True):
    """A row of law on a code."""

    #: A `line` of the common tariff, a lower `national_rate` of duty, the rate of a `charge`.
    kind: RowKind

    #: The charge that it is of; empty for a line.
    charge: str

    #: The row, with its first and last day.
    law: RowView


class CodeHistoryView(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of law on a code through all its days."""

    #: The code.
    code: str

    #: The name of the goods in the language asked for; empty: none is known.
    name: str

    #: The rows, the oldest first; measures are told by days: see `/measures`.
    rows: tuple[CodeRowView, ...]


def of_held(law: HeldLaw) -> HeldLawView:
    """The view of the law at hand."""
    return HeldLawView(
        jurisdiction=law.jurisdiction,
        version=law.version,
        program=law.program,
        complete_since=law.complete_since,
        countries=law.countries,
    )


def of_gaps(gaps: Iterable[GapRow], language: str) -> GapsView:
    """The view of what is not held."""
    return GapsView(tuple([_gap(one, language) for one in gaps]))


def _gap(gap: GapRow, language: str) -> GapView:
    return GapView(
        key=gap.key,
        text=law_words.told(gap.text, language),
        source=law_words.translated(gap.source, language) or gap.source,
        charge=gap.charge,
        masks=gap.masks,
        since=None if gap.since == datetime.date.min else gap.since,
        until=gap.until,
    )


def of_rates(on: datetime.date, quotes: Mapping[str, Quote]) -> RatesOfDayView:
    """The view of the exchange rates of a day."""
    views = [quote_view.of(quote) for quote in quotes.values()]
    return RatesOfDayView(on=on, rates=tuple(views))


def of_history(found: CodeHistory, language: str) -> CodeHistoryView:
    """The view of the rows on a code."""
    rows = [
        CodeRowView(kind=one.kind, charge=one.charge, law=row_view.of(one.row, language))
        for one in found.rows
    ]
    name = goods_names.full(found.code, language)
    return CodeHistoryView(code=found.code, name=name, rows=tuple(rows))
