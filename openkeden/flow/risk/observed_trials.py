"""Profiles in force tried on goods lines of the past, of which only a table is left."""

import bisect
import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from openkeden.filing import subjects
from openkeden.lawpack.pack import NotCovered, Pack
from openkeden.risk import features, observed_profiles, profiles, selection
from openkeden.risk.conditions import AnyOf
from openkeden.risk.indicators.observation import HistoryLine, Observation

#: What tells a line from all others.
LineKey = tuple[str, int]


class ObservedTrial(msgspec.Struct, frozen=True, kw_only=True):
    """What the profiles of a day make of lines of the past."""

    #: The day of the profiles, and of the exchange rates of their amounts.
    on: datetime.date

    #: How many profiles were asked, and how many ask for what the lines do not tell, or
    #: for rates that are not at hand.
    asked: int
    left_out: int

    #: How many of the lines a profile strikes.
    struck: int

    #: How severe the profiles are with each line.
    severities: tuple[int, ...]


def trial(
    past: Sequence[HistoryLine],
    tried: Iterable[Observation],
    pack: Pack,
    *,
    generated: bool,
) -> ObservedTrial | None:
    """Ask the profiles in force about lines, which are among those of a past; None where the
    lines do not say what they are, the law does not hold their days, or no profile can be
    asked. A generated world brings
    goods in.
    """
    every = list(tried)
    declared = all(observed_profiles.DIRECTION in line.more for line in every)
    if not every or not (declared or generated):
        return None
    on = _day(pack, max([line.day for line in every]))
    try:
        exchange = pack.exchange_on(on)
    except NotCovered:
        return None
    facts = observed_profiles.told(every)
    chosen = observed_profiles.asked(pack.profiles, facts, on)
    compiled = selection.compile_profiles(chosen.policy, exchange)
    unserved = len(compiled.findings)
    asked = len(chosen.policy.profiles) - unserved
    if not asked:
        return None
    found = _severities(past, {line.declaration for line in every}, compiled)
    severities = tuple([found[line.key] for line in every])
    struck = [one for one in severities if observed_profiles.is_struck(one)]
    return ObservedTrial(
        on=on,
        asked=asked,
        left_out=len(chosen.left_out) + unserved,
        struck=len(struck),
        severities=severities,
    )


def _day(pack: Pack, until: datetime.date) -> datetime.date:
    """The last day up to that of the lines for which rates of the currencies that profiles
    ask for were published; else the last for which they were.
    """
    wanted = set(_currencies(pack.profiles))
    days = [one.effective_on for one in pack.sources.quotes if one.currency in wanted]
    before = [day for day in days if day <= until]
    return max(before or days, default=until)


def _currencies(policy: profiles.Policy) -> Iterator[str]:
    """The currencies in which profiles state amounts."""
    for profile in policy.profiles:
        for clause in profile.conditions:
            each = clause.any if isinstance(clause, AnyOf) else (clause,)
            yield from [condition.unit for condition in each if condition.unit]


def _severities(
    past: Sequence[HistoryLine], wanted: Collection[str], compiled: selection.Compiled
) -> Mapping[LineKey, int]:
    """How severe profiles are with the lines of declarations that are wanted."""
    known = _Traders(past)
    by_declaration: dict[str, list[Observation]] = {}
    for line in past:
        if line.observation.declaration in wanted:
            by_declaration.setdefault(line.observation.declaration, []).append(
                line.observation
            )
    found: dict[LineKey, int] = {}
    for lines in by_declaration.values():
        first = lines[0]
        direction = first.more.get(observed_profiles.DIRECTION, subjects.IMPORT)
        history = known.history(first)
        told = observed_profiles.severities(lines, direction, compiled, history)
        found.update(zip([line.key for line in lines], told, strict=True))
    return found


class _Traders:
    """When traders declared, and when an irregularity of theirs became known: the days in
    order.
    """

    def __init__(self, past: Sequence[HistoryLine]) -> None:
        declared: dict[str, tuple[str, datetime.date]] = {}
        irregular: dict[str, datetime.date] = {}
        for line in past:
            seen, outcome = line.observation, line.outcome
            declared[seen.declaration] = _declarant(seen), seen.day
            if outcome is not None and outcome.found:
                known = irregular.get(seen.declaration, outcome.known_on)
                irregular[seen.declaration] = min(known, outcome.known_on)
        self._lodged: dict[str, list[datetime.date]] = {}
        self._irregular: dict[str, list[datetime.date]] = {}
        for reference, (trader, day) in declared.items():
            bisect.insort(self._lodged.setdefault(trader, []), day)
            if reference in irregular:
                days = self._irregular.setdefault(trader, [])
                bisect.insort(days, irregular[reference])

    def history(self, line: Observation) -> features.History:
        """What was known of the traders of a line before its day."""
        day = line.day
        return features.History(
            self._record(_declarant(line), day), self._record(line.trader, day)
        )

    def _record(self, trader: str, day: datetime.date) -> features.Record:
        lodged = self._lodged.get(trader, [])
        before = bisect.bisect_left(lodged, day)
        found = bisect.bisect_left(self._irregular.get(trader, []), day)
        return features.Record(
            lodged=before,
            irregularities=found,
            first_on=lodged[0] if before else None,
            last_on=lodged[before - 1] if before else None,
        )


def _declarant(line: Observation) -> str:
    return line.agent or line.trader
