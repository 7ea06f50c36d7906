"""A code of the tariff on a day as programs see it, with the rows of law that everything
rests on.
"""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.flow.law import goods_names
from openkeden.flow.law.codes import Found
from openkeden.lawpack.review.lookup import (
    Absent,
    Below,
    CodeOnDay,
    NotePeriod,
    Short,
    Tax,
)
from openkeden.locale import law_words
from openkeden.tariff.edition import Preference
from openkeden.tariff.measures import Measure
from openkeden.tariff.seasons import Season
from openkeden.views import row_view


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the tariff in short."""

    #: The code.
    code: str

    #: The name of the goods in the language asked for; empty: none is known.
    name: str

    #: The supplementary unit.
    unit: str

    #: The rate that applies on the day.
    rate: str


class BelowView(msgspec.Struct, frozen=True, kw_only=True):
    """The lines in force whose codes begin alike."""

    #: The leading digits.
    prefix: str

    #: The name of the goods in the language asked for; empty: none is known.
    name: str

    #: The day.
    on: datetime.date

    #: The lines.
    lines: tuple[LineView, ...]


class AbsentView(msgspec.Struct, frozen=True, kw_only=True):
    """A code that is not in force on a day."""

    #: The code.
    code: str

    #: The name of the goods in the language asked for; empty: none is known.
    name: str

    #: The day.
    on: datetime.date

    #: `ended`, `later`, `not_held` (its chapter is not held so early) or `unknown`.
    status: str

    #: The last day in force or the first; of a chapter not held its first day here.
    day: datetime.date | None

    #: The lines that its goods went to.
    successors: tuple[LineView, ...]

    #: Lines that begin like it.
    near: tuple[LineView, ...]


class RateView(msgspec.Struct, frozen=True, kw_only=True):
    """A rate of a charge, and for which goods it is."""

    #: The charge.
    charge: str

    #: The codes that begin so.
    mask: str

    #: The rate.
    rate: str

    #: Attributes that the goods must have.
    needs: Mapping[str, str]

    #: Countries of origin; none named: any.
    origins: tuple[str, ...]

    #: Countries of origin that are left out.
    excluded: tuple[str, ...]

    #: Conditions on value and quantity.
    when: tuple[str, ...]

    #: The row of law.
    basis: row_view.RowView


class ReliefView(msgspec.Struct, frozen=True, kw_only=True):
    """A preference that goods may claim."""

    #: The code of box 36.
    code: str

    #: Its name.
    name: str

    #: The charge.
    charge: str

    #: How much of the charge is left, in per cent, where its list has nothing else.
    factor_percent: int

    #: What its list has for the code: `common`, a share as `50% of common`, or a rate, of
    #: which and the common one the lower counts; empty: nothing else.
    listed_rate: str

    #: Which goods of the code that is for, where not all: `part`, `season`, `mark`, `used`
    #: or `quota`.
    condition: str

    #: Countries of origin; none named: any.
    origins: tuple[str, ...]

    #: The document that proves the claim.
    document: str

    #: Whether the charge is set off in the payer's return instead of being paid here.
    offset: bool

    #: The row of law.
    basis: row_view.RowView


class CodeMeasureView(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that touches a code, whatever the partner, procedure and goods it asks for."""

    #: The id of the measure.
    id: str

    #: What it is about.
    title: str

    #: The direction of movement; empty: any.
    direction: str

    #: What it does.
    effect: str

    #: Whether it is the country's own, not a partner's.
    own: bool

    #: Partner countries; none named: any.
    partners: tuple[str, ...]

    #: Partner countries that are left out.
    excluded_partners: tuple[str, ...]

    #: Procedures; none named: any.
    procedures: tuple[str, ...]

    #: Modes of transport; none named: any.
    modes: tuple[str, ...]

    #: Attributes that the goods must have.
    attributes: Mapping[str, str]

    #: The document that satisfies it.
    document: str

    #: The quota that it charges goods to.
    quota: str

    #: The row of law.
    basis: row_view.RowView


class SeasonView(msgspec.Struct, frozen=True, kw_only=True):
    """The days of each year on which a line may be declared."""

    #: The code of the line.
    code: str

    #: The first day, as month and day: `04-01`.
    first: str

    #: The last day; before the first one where the season crosses the turn of the year.
    last: str

    #: Whether the day asked for is in the season.
    open: bool

    #: The row of law.
    basis: row_view.RowView


class CodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A code in force on a day."""

    #: The code.
    code: str

    #: The name of the goods in the language asked for; empty: none is known.
    name: str

    #: The day.
    on: datetime.date

    #: The country.
    jurisdiction: str

    #: The version of the law pack.
    version: str

    #: The supplementary unit.
    unit: str

    #: The rate that applies.
    rate: str

    #: The rate of the tariff itself, without its note.
    own_rate: str

    #: The row that the rate rests on.
    basis: row_view.RowView

    #: The row of the tariff itself.
    own_basis: row_view.RowView

    #: The periods of its note.
    notes: tuple[NotePeriod, ...]

    #: Its season and those of the lines nearest to it; none where there are none.
    seasons: tuple[SeasonView, ...]

    #: Rates of the other charges.
    taxes: tuple[RateView, ...]

    #: Preferences that goods may claim.
    preferences: tuple[ReliefView, ...]

    #: Measures that touch it.
    measures: tuple[CodeMeasureView, ...]

    #: What is not held of its charges.
    gaps: tuple[str, ...]

    #: The other codes of its subheading, or of its heading.
    neighbours: tuple[LineView, ...]


def of(answer: Found, language: str = "en") -> CodeView | BelowView | AbsentView:
    """The view of what was found for a code, words in a language: the code, the lines below
    it, or why it is absent.
    """
    if isinstance(answer, CodeOnDay):
        return _code(answer, language)
    return (
        _below(answer, language) if isinstance(answer, Below) else _absent(answer, language)
    )


def _below(answer: Below, language: str) -> BelowView:
    return BelowView(
        prefix=answer.prefix,
        name=goods_names.full(answer.prefix, language),
        on=answer.on,
        lines=_lines(answer.lines, language),
    )


def _absent(answer: Absent, language: str) -> AbsentView:
    return AbsentView(
        code=answer.code,
        name=goods_names.full(answer.code, language),
        on=answer.on,
        status=answer.status,
        day=answer.day,
        successors=_lines(answer.successors, language),
        near=_lines(answer.near, language),
    )


def _lines(lines: tuple[Short, ...], language: str) -> tuple[LineView, ...]:
    return tuple([_line(line, language) for line in lines])


def _line(line: Short, language: str) -> LineView:
    name = goods_names.full(line.code, language)
    return LineView(code=line.code, name=name, unit=line.unit, rate=line.rate)


def _code(answer: CodeOnDay, language: str) -> CodeView:
    return CodeView(
        code=answer.code,
        name=goods_names.full(answer.code, language),
        on=answer.on,
        jurisdiction=answer.jurisdiction,
        version=answer.version,
        unit=answer.unit,
        rate=answer.rate,
        own_rate=answer.own_rate,
        basis=row_view.of(answer.basis, language),
        own_basis=row_view.of(answer.own_basis, language),
        notes=tuple([_note(note, language) for note in answer.notes]),
        seasons=tuple([_season(one, answer.on, language) for one in answer.seasons]),
        taxes=tuple([_rate(tax, language) for tax in answer.taxes]),
        preferences=tuple(
            [_relief(granted, answer.code, language) for granted in answer.preferences]
        ),
        measures=tuple([_measure(measure, language) for measure in answer.measures]),
        gaps=tuple([law_words.told(gap, language) for gap in answer.gaps]),
        neighbours=_lines(answer.neighbours, language),
    )


def _season(season: Season, day: datetime.date, language: str) -> SeasonView:
    return SeasonView(
        code=season.code,
        first=season.first,
        last=season.last,
        open=season.holds(day),
        basis=row_view.of(season.row, language),
    )


def _note(note: NotePeriod, language: str) -> NotePeriod:
    act, why = law_words.told(note.act, language), law_words.told(note.why, language)
    return msgspec.structs.replace(note, act=act, why=why)


def _rate(tax: Tax, language: str) -> RateView:
    return RateView(
        charge=tax.charge,
        mask=tax.mask,
        rate=tax.rate,
        needs=tax.needs,
        origins=tax.origins,
        excluded=tax.excluded,
        when=tax.when,
        basis=row_view.of(tax.basis, language),
    )


def _relief(granted: Preference, code: str, language: str) -> ReliefView:
    goods = granted.goods_of(code)
    return ReliefView(
        code=granted.code,
        name=granted.names[language],
        charge=granted.charge,
        factor_percent=granted.factor_percent,
        listed_rate=goods.rate if goods is not None else "",
        condition=goods.kind if goods is not None else "",
        origins=tuple(sorted(granted.origins)),
        document=granted.document,
        offset=granted.offset,
        basis=row_view.of(granted.row, language),
    )


def _measure(measure: Measure, language: str) -> CodeMeasureView:
    return CodeMeasureView(
        id=measure.id,
        title=law_words.told(measure.row.value, language),
        direction=measure.direction,
        effect=measure.effect,
        own=measure.own,
        partners=tuple(sorted(measure.partners)),
        excluded_partners=tuple(sorted(measure.excluded_partners)),
        procedures=tuple(sorted(measure.procedures)),
        modes=tuple(sorted(measure.modes)),
        attributes={condition.name: condition.asked for condition in measure.when},
        document=measure.document,
        quota=measure.quota,
        basis=row_view.titled(measure.row, language),
    )
