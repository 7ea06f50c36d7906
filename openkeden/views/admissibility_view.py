"""Whether goods may move, as programs see it: the verdict of each day with the measures and
quotas behind it.
"""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.flow.pricing.admissibility import Admissibility, DatedVerdicts
from openkeden.lawpack.listed_codes import CodeList
from openkeden.locale import law_words
from openkeden.tariff.code_standing import CodeStatus
from openkeden.tariff.edition import Gap
from openkeden.tariff.lot import Lot
from openkeden.tariff.measures import Measure, Outcome
from openkeden.tariff.quotas import HolderGroup, Quota
from openkeden.views import amounts, finding_view, row_view

CodeLists = Mapping[str, CodeList]


class MeasureView(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that applies to the goods."""

    #: The id of the measure.
    id: str

    #: What it does.
    effect: str

    #: Whether it is the country's own, not a partner's.
    own: bool

    #: The document that satisfies it.
    document: str

    #: The quota that it charges goods to.
    quota: str

    #: The document with its name.
    document_named: str

    #: The code of the goods without that document, where the line is only for goods with it;
    #: empty: theirs.
    otherwise: str

    #: The procedures, countries and registers that it leaves out, with their names.
    exempt: tuple[str, ...]

    #: What the goods must be for it.
    when: tuple[str, ...]

    #: The row of law.
    law: row_view.RowView


class QuotaGroupView(msgspec.Struct, frozen=True):
    """The part of a quota that is for a group of holders."""

    #: The name of the group.
    name: str

    #: How much the group has together.
    volume: str | None

    #: How much each holder may take.
    each: str | None


class QuotaView(msgspec.Struct, frozen=True, kw_only=True):
    """A quota that the goods are charged to."""

    #: The id of the quota.
    id: str

    #: The unit of its volumes.
    unit: str

    #: The whole volume.
    volume: str | None

    #: How much each holder may take.
    each: str | None

    #: The parts of groups.
    groups: tuple[QuotaGroupView, ...]

    #: The row of law.
    law: row_view.RowView


class UnheldView(msgspec.Struct, frozen=True, kw_only=True):
    """What is not known here of the measures on the goods."""

    #: The key of the gap.
    key: str

    #: The goods.
    goods: str

    #: What to ask for before they move, and of whom.
    ask: str

    #: Where that comes from.
    source: str

    #: How sure it is.
    mark: str


class DayView(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on the goods on one day."""

    #: The day.
    on: datetime.date

    #: What the measures come to.
    verdict: Outcome

    #: Whether the tariff of that day, as far as it is held, has the code.
    in_tariff: bool

    #: Where the code stands in it: `in_force`, `ended`, `later`, `not_held` (the tariff of
    #: its chapter is not known here on that day), or `unknown` to every edition.
    code_status: CodeStatus

    #: The first day of a code that begins later, or of a chapter that is not held.
    code_day: datetime.date | None

    #: The codes that take up the goods of one that ended.
    successors: tuple[str, ...]

    #: The measures that are responsible.
    measures: tuple[MeasureView, ...]

    #: The other measures that apply.
    also: tuple[MeasureView, ...]

    #: The quotas that the goods are charged to.
    quotas: tuple[QuotaView, ...]

    #: What is not known here of the measures on such goods.
    unheld: tuple[UnheldView, ...]


class AdmissibilityView(msgspec.Struct, frozen=True, kw_only=True):
    """Whether goods may move on the days asked for, and on which days that changes."""

    #: The commodity code.
    code: str

    #: The direction of movement, as in box 1.1.
    direction: str

    #: The days asked for.
    days: tuple[DayView, ...]

    #: The days on which the verdict changes.
    changes: tuple[DayView, ...]

    #: What is said about how the question was read.
    notices: tuple[finding_view.FindingView, ...]


def of(answer: DatedVerdicts, lists: CodeLists, language: str = "en") -> AdmissibilityView:
    """The view of the verdicts on a lot of goods; `lists` are those of the law pack."""
    return AdmissibilityView(
        code=answer.lot.code,
        direction=answer.lot.direction,
        days=tuple([_day(day, answer.lot, lists, language) for day in answer.days]),
        changes=tuple([_day(day, answer.lot, lists, language) for day in answer.changes]),
        notices=finding_view.each(answer.notices, language),
    )


def _day(day: Admissibility, lot: Lot, lists: CodeLists, language: str) -> DayView:
    verdict, standing, code = day.verdict, day.standing, lot.code
    return DayView(
        on=day.on,
        verdict=verdict.outcome,
        in_tariff=standing.status == "in_force",
        code_status=standing.status,
        code_day=standing.day,
        successors=standing.successors,
        measures=tuple(
            [_measure(measure, code, lists, language) for measure in verdict.measures]
        ),
        also=tuple([_measure(measure, code, lists, language) for measure in verdict.also]),
        quotas=tuple([_quota(quota, language) for quota in day.quotas]),
        unheld=tuple([_unheld(gap, language) for gap in day.unheld]),
    )


def _unheld(gap: Gap, language: str) -> UnheldView:
    return UnheldView(
        key=gap.key,
        goods=gap.goods.get(language, gap.goods["en"]),
        ask=gap.ask.get(language, gap.ask["en"]),
        source=gap.source,
        mark=gap.mark,
    )


def _measure(measure: Measure, code: str, lists: CodeLists, language: str) -> MeasureView:
    document = measure.document
    return MeasureView(
        id=measure.id,
        effect=measure.effect,
        own=measure.own,
        document=document,
        quota=measure.quota,
        document_named=_named(lists, "documents", document, language) if document else "",
        otherwise=measure.otherwise.get(code, ""),
        exempt=_exempt(measure, lists, language),
        when=tuple([f"{condition.name}={condition.asked}" for condition in measure.when]),
        law=row_view.titled(measure.row, language),
    )


def _exempt(measure: Measure, lists: CodeLists, language: str) -> tuple[str, ...]:
    procedures = sorted(measure.excluded_procedures)
    countries = sorted(measure.excluded_partners)
    named = [_named(lists, "procedures", code, language) for code in procedures]
    named += [_named(lists, "countries", code, language) for code in countries]
    for name in sorted(measure.excluded_registers):
        title = lists[name].title if name in lists else name
        named.append(law_words.told(title, language))
    return tuple(named)


def _named(lists: CodeLists, name: str, code: str, language: str) -> str:
    names = {row.code: row.name for row in lists[name].rows}
    named = law_words.translated(names.get(code, ""), language) or names.get(code, "")
    return f"{code} {named}".strip()


def _quota(quota: Quota, language: str) -> QuotaView:
    return QuotaView(
        id=quota.id,
        unit=quota.unit,
        volume=amounts.volume(quota.volume),
        each=amounts.volume(quota.each),
        groups=tuple([_group(group, language) for group in quota.groups]),
        law=row_view.titled(quota.row, language),
    )


def _group(group: HolderGroup, language: str) -> QuotaGroupView:
    return QuotaGroupView(
        law_words.told(group.name, language),
        amounts.volume(group.volume),
        amounts.volume(group.each),
    )
