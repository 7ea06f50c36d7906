"""Admissibility: whether goods may move on a day, by the measures in force and the rows of
law behind them.

Nothing is declared and nothing is drawn: what is left of a quota is known where
declarations are registered. No database is read.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from openkeden.base import codes, findings, usage, written, written_rules
from openkeden.base.findings import Finding, Refused
from openkeden.base.validity import ALWAYS, Validity
from openkeden.flow.law import code_lists, packs
from openkeden.lawpack import placed_measures
from openkeden.lawpack.pack import NotCovered, Pack
from openkeden.tariff import measures
from openkeden.tariff.code_standing import CodeStanding, standing
from openkeden.tariff.edition import Gap
from openkeden.tariff.lot import Lot
from openkeden.tariff.quotas import Quota
from openkeden.tariff.seasons import Season

_DAY = datetime.timedelta(days=1)
_YEAR = datetime.timedelta(days=366)


class Admissibility(msgspec.Struct, frozen=True):
    """The verdict on a lot on one day."""

    #: The day.
    on: datetime.date

    #: What the measures come to.
    verdict: measures.Verdict

    #: The quotas that the goods are charged to.
    quotas: tuple[Quota, ...]

    #: Where the code stands in the tariff of that day.
    standing: CodeStanding

    #: What is not known here of the measures on such goods.
    unheld: tuple[Gap, ...]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Goods as somebody describes them: codes of lists, or their names."""

    #: The commodity code, ten digits.
    code: str

    #: `IM`, `EX` or `TR`.
    direction: str

    #: The country of origin; an import's partner.
    origin: str = ""

    #: The country of destination; an export's partner.
    destination: str = ""

    #: The customs procedure.
    procedure: str = ""

    #: The mode of transport at the border.
    mode: str = ""

    #: What the goods are.
    attributes: Mapping[str, str] = {}

    #: The kinds of documents at hand.
    documents: tuple[str, ...] = ()

    #: The number of who answers for the goods.
    person: str = ""


class SearchPeriod(msgspec.Struct, frozen=True):
    """The days from `since` to `until`; None where the law pack begins or the last row
    ends.
    """

    since: datetime.date | None = None
    until: datetime.date | None = None


class DatedVerdicts(msgspec.Struct, frozen=True):
    """Whether goods may move on the days asked for, and on which days that changes."""

    #: The goods.
    lot: Lot

    #: The days asked for.
    days: tuple[Admissibility, ...]

    #: The days on which the verdict changes.
    changes: tuple[Admissibility, ...]

    #: What is said about how the question was read.
    notices: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether on a day asked for the goods are refused, lack a document, or nothing is
        known of them.
        """
        return any(day.verdict.outcome in _REFUSING for day in self.days)


_REFUSING = ("refused", "document", "unknown")


def answer(
    pack: Pack,
    question: Question,
    days: Iterable[datetime.date],
    period: SearchPeriod | None,
) -> DatedVerdicts | Refused:
    """The verdict on goods on each day, and its changes over a period.

    Without a period the changes of a single day are those of all the time that the pack
    holds.
    """
    lot = lot_of(pack, question)
    if isinstance(lot, Refused):
        return lot
    try:
        found = _answer(pack, lot, tuple(days), period)
        return msgspec.structs.replace(found, notices=_as_read(question, lot))
    except NotCovered as error:
        first = first_day(pack)
        if error.on >= first:
            return packs.not_covered(pack, error)
        known = {"value": pack.jurisdiction, "first": first, "on": error.on}
        return findings.refused(usage.BEFORE_THE_LAW, "on", **known)


def _answer(
    pack: Pack, lot: Lot, days: tuple[datetime.date, ...], period: SearchPeriod | None
) -> DatedVerdicts:
    tried = tuple([check_on(pack, lot, day) for day in days])
    if period is None and len(days) != 1:
        return DatedVerdicts(lot, tried, ())
    first, last = span(pack, lot, max(days, default=None))
    if period is not None:
        first, last = period.since or first, period.until or last
    return DatedVerdicts(lot, tried, tuple(changes(pack, lot, first, last)))


def _as_read(question: Question, lot: Lot) -> tuple[Finding, ...]:
    """Which countries were read that stand by their names."""
    destination = lot.partner if question.direction == "EX" else ""
    read = {"origin": (question.origin, lot.origin)}
    read["destination"] = (question.destination, destination)
    return tuple(
        [
            findings.of(written_rules.COUNTRY, name, value=given, code=code)
            for name, (given, code) in read.items()
            if code and written.country(given).text != code
        ]
    )


def lot_of(pack: Pack, question: Question) -> Lot | Refused:
    """The goods of a question, or everything in it that the lists of the pack do not hold."""
    wrong: list[Finding] = []

    def listed(name: str, given: str) -> str:
        code = code_lists.code_of(pack, name, given)
        if isinstance(code, Refused):
            wrong.extend(code.findings)
            return ""
        return code

    goods = written.digits(question.code).text
    if not codes.is_commodity_code(goods):
        wrong.append(findings.of(usage.NO_COMMODITY_CODE, "code", value=question.code))
    origin = listed("countries", written.country(question.origin).text)
    destination = listed("countries", written.country(question.destination).text)
    lot = Lot(
        code=goods,
        origin=origin,
        attributes=question.attributes,
        direction=question.direction,
        partner=destination if question.direction == "EX" else origin,
        procedure=listed("procedures", question.procedure[:2]),
        mode=listed("transport_modes", question.mode),
        documents=frozenset([listed("documents", kind) for kind in question.documents]),
        person=question.person,
    )
    return Refused(tuple(wrong)) if wrong else lot


def check_on(pack: Pack, lot: Lot, on: datetime.date) -> Admissibility:
    """The verdict on a lot on a day. Raises lawpack.NotCovered."""
    law = pack.on(on)
    candidates = [one for one in law.measures if one.longest(lot.code) >= 0]
    members = measures.membership(candidates, lot.person, law.lists)
    found = measures.applicable(candidates, lot, members)
    unheld = law.unheld_measures(lot.code, lot.direction)
    verdict = measures.verdict(found, lot.documents, held=not unheld)
    drawn_on = tuple(
        [
            law.quotas[measure.quota]
            for measure in verdict.measures
            if measure.quota in law.quotas
        ]
    )
    stands = standing(lot.code, law)
    return Admissibility(on, verdict, drawn_on, stands, unheld)


def changes(
    pack: Pack, lot: Lot, since: datetime.date, until: datetime.date
) -> Iterator[Admissibility]:
    """The verdict on `since`, and on every later day to `until` on which it, or a row
    responsible for it, changes.

    Raises lawpack.NotCovered.
    """
    before = None
    turns = [*_turns(pack, lot), *_season_turns(pack, lot, until)]
    for day in (since, *[day for day in sorted(turns) if since < day <= until]):
        trial = check_on(pack, lot, day)
        if before is None or _reasons(trial) != _reasons(before):
            yield trial
        before = trial


def span(
    pack: Pack, lot: Lot, on: datetime.date | None = None
) -> tuple[datetime.date, datetime.date]:
    """The first day that the pack holds, and the last on which a row that may touch the lot
    begins or has ended; for lines of a season a year after `on`. Both as far as the pack
    goes: rows of some acts begin or end after the last day that has all its rows.
    """
    first = first_day(pack)
    last = max([first, *_turns(pack, lot)])
    if on is not None and any(_of_season(pack, lot)):
        last = max(last, on + _YEAR)
    return first, min(last, last_day(pack))


def first_day(pack: Pack) -> datetime.date:
    """The first day on which the pack has every row that a day must have."""
    required = set(pack.sources.manifest.required)
    starts: dict[str, datetime.date] = {}
    for parameter in pack.sources.parameters:
        if parameter.key in required:
            starts[parameter.key] = min(
                parameter.row.since, starts.get(parameter.key, parameter.row.since)
            )
    return max(starts.values())


def last_day(pack: Pack) -> datetime.date:
    """The last day on which the pack has every row that a day must have."""
    required = set(pack.sources.manifest.required)
    ends: dict[str, datetime.date] = {}
    for parameter in pack.sources.parameters:
        if parameter.key in required:
            until = parameter.row.until or datetime.date.max
            ends[parameter.key] = max(until, ends.get(parameter.key, until))
    return min(ends.values())


def _reasons(
    trial: Admissibility,
) -> tuple[measures.Outcome, tuple[measures.Measure, ...], tuple[Gap, ...]]:
    return trial.verdict.outcome, trial.verdict.measures, trial.unheld


def _of_season(pack: Pack, lot: Lot) -> Iterator[Season]:
    """The seasons of a code, with all their days."""
    return (season for season in pack.sources.seasons if season.code == lot.code)


def _season_turns(pack: Pack, lot: Lot, until: datetime.date) -> Iterator[datetime.date]:
    """Every day to `until` on which a season of the code begins or is over."""
    for season in _of_season(pack, lot):
        yield from _edges(season.row)
        for year in range(season.row.since.year, until.year + 1):
            yield from season.turns(year)


def _turns(pack: Pack, lot: Lot) -> list[datetime.date]:
    """Every day on which a measure that may touch the code, a gap of measures or a register
    begins or is over.
    """
    sources, goods = pack.sources, pack.measure_goods
    mine = [
        measure
        for measure in sources.measures
        if placed_measures.reaches(measure, goods, lot.code)
    ]
    days: set[datetime.date] = set()
    for name in {one.goods for one in mine}:
        for listed in goods.rows(name):
            if lot.code.startswith(listed.mask):
                days.update(_edges(listed.span))
    registers = {sources.manifest.members}
    for gap in sources.gaps:
        if not gap.charge and lot.code.startswith(gap.masks):
            days.update(_edges(gap))
    for one in mine:
        days.update(_edges(one.row))
        registers |= one.registers | one.excluded_registers
    for name in registers & sources.lists.keys():
        for row in sources.lists[name].rows:
            days.update(_edges(row))
    return sorted(days)


def _edges(span: Validity) -> list[datetime.date]:
    """The first day of a span and the day after its last, where there are such."""
    begins = [span.since] if span.since != ALWAYS else []
    return [*begins, span.until + _DAY] if span.until else begins
