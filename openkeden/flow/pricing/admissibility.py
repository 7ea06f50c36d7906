"""A lot of goods and days in, what the measures of each day come to for it out, with the rows of law responsible.

Nothing is declared and nothing is drawn: what is left of a quota is known where declarations are registered. No
database is read.
"""

import datetime
from collections.abc import Iterator

import msgspec

from openkeden.base.validity import ALWAYS, Validity
from openkeden.lawpack.pack import Pack
from openkeden.tariff import measures
from openkeden.tariff.lot import Lot
from openkeden.tariff.quotas import Quota

_DAY = datetime.timedelta(days=1)


class Admissibility(msgspec.Struct, frozen=True):
    """The verdict on a lot on one day, with the quotas that its measures draw on.

    `in_tariff` is false where the tariff of that day, as far as the pack holds it, has no such code.
    """

    on: datetime.date
    verdict: measures.Verdict
    quotas: tuple[Quota, ...]
    in_tariff: bool


def check_on(pack: Pack, lot: Lot, on: datetime.date) -> Admissibility:
    """The verdict on a lot on a day. Raises lawpack.NotCovered."""
    law = pack.on(on)
    candidates = measures.index(law.measures).candidates(lot.code)
    members = measures.membership(candidates, lot.person, law.lists)
    found = measures.applicable(candidates, lot, members)
    verdict = measures.verdict(found, lot.documents)
    drawn_on = tuple([law.quotas[one.quota] for one in verdict.measures if one.quota in law.quotas])
    return Admissibility(on, verdict, drawn_on, lot.code in law.lines)


def changes(
    pack: Pack, lot: Lot, since: datetime.date, until: datetime.date
) -> Iterator[Admissibility]:
    """The verdict on `since`, and on every later day to `until` on which it, or a row responsible for it, changes.

    Raises lawpack.NotCovered.
    """
    before = None
    for day in (since, *[day for day in _turns(pack, lot) if since < day <= until]):
        trial = check_on(pack, lot, day)
        if before is None or _reasons(trial) != _reasons(before):
            yield trial
        before = trial


def span(pack: Pack, lot: Lot) -> tuple[datetime.date, datetime.date]:
    """The first day that the pack holds, and the last on which a row that may touch the lot begins or has ended."""
    first = first_day(pack)
    return first, max([first, *_turns(pack, lot)])


def first_day(pack: Pack) -> datetime.date:
    """The first day on which the pack has every row that a day must have."""
    required = set(pack.sources.manifest.required)
    starts: dict[str, datetime.date] = {}
    for one in pack.sources.parameters:
        if one.key in required:
            starts[one.key] = min(one.row.since, starts.get(one.key, one.row.since))
    return max(starts.values())


def _reasons(trial: Admissibility) -> tuple[measures.Outcome, tuple[measures.Measure, ...]]:
    return trial.verdict.outcome, trial.verdict.measures


def _turns(pack: Pack, lot: Lot) -> list[datetime.date]:
    """Every day on which a measure that may touch the code, or one of its registers, begins or is over."""
    sources = pack.sources
    mine = [one for one in sources.measures if one.longest(lot.code) >= 0]
    days = {day for one in mine for day in _edges(one.row)}
    registers = {name for one in mine for name in (*one.registers, *one.excluded_registers)}
    registers.add(sources.manifest.members)
    for name in registers & sources.lists.keys():
        for row in sources.lists[name].rows:
            days.update(_edges(row))
    return sorted(days)


def _edges(span: Validity) -> list[datetime.date]:
    """The first day of a span and the day after its last, where there are such."""
    begins = [span.since] if span.since != ALWAYS else []
    return [*begins, span.until + _DAY] if span.until else begins
