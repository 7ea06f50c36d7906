"""A trial of a way to choose what is inspected: week by week in a generated world, learning
only from what was inspected, beside the best that was possible on the same lines.
"""

from collections.abc import Iterator, Sequence

import msgspec

from openkeden.risk.indicators.observation import HistoryLine
from openkeden.world import selecting
from openkeden.world.chance import Chance
from openkeden.world.generated import GeneratedWorld
from openkeden.world.inspecting import Inspecting
from openkeden.world.lines import WorldLine
from openkeden.world.policies import Targeting
from openkeden.world.powers import MILLION
from openkeden.world.selecting import Budget, Chosen


class TrialRules(msgspec.Struct, frozen=True, kw_only=True):
    """How a trial is run."""

    #: What is inspected once a policy chooses.
    budget: Budget = Budget()

    #: The first weeks, in which chance alone chooses.
    first_weeks: int = 8

    #: The probability of an inspection in these.
    first_ppm: int = 500_000


class Caught(msgspec.Struct, frozen=True):
    """What inspections reach."""

    #: Lines with an offence.
    offences: int

    #: What they bring, in minor units.
    revenue: int


class Worth(msgspec.Struct, frozen=True):
    """What inspections are worth before anybody knows what they find: luck is no part of
    it.
    """

    #: The sum of the probabilities of an offence, in millionths.
    offences: int

    #: The sum of the expected revenues, in minor units.
    revenue: int


class TrialWeek(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one week."""

    #: The lines.
    lines: int

    #: How many were inspected.
    inspected: int

    #: Everything that there was to catch.
    all: Caught

    #: What was caught.
    caught: Caught

    #: What the best choice by probability would have caught, and by revenue.
    best: Caught
    best_by_revenue: Caught

    #: What the inspections were worth, what the best choice by probability would have been,
    #: and by revenue.
    worth: Worth
    best_worth: Worth
    best_worth_by_revenue: Worth

    #: What nobody could exceed: so many offences, the richest ones.
    most: Caught

    #: Offences of the new scheme, and how many of them were inspected.
    scheme: int
    scheme_caught: int

    #: The lines that were left to chance, how many of these were drawn, and in how many of
    #: those an offence was said to be found.
    left: int
    drawn: int
    drawn_found: int

    #: Offences said to be found where nothing was left to chance.
    chosen_found: int


class PastWeek(msgspec.Struct, frozen=True):
    """A week that is over."""

    #: Its lines with their truth.
    lines: tuple[WorldLine, ...]

    #: The same lines as engines see them, with the outcomes of inspections.
    history: tuple[HistoryLine, ...]

    #: What became of it.
    result: TrialWeek


def run(
    world: GeneratedWorld, policy: Targeting, rules: TrialRules, weeks: int
) -> Iterator[PastWeek]:
    """The weeks of a trial in a new world, one by one."""
    plan = world.plan
    chance = Chance(plan.seed, f"trial of {policy.name}")
    inspecting = Inspecting(chance, plan.mechanism, world.people)
    for number in range(weeks):
        lines = world.week()
        chosen = _chosen(lines, policy, rules, chance, first=number < rules.first_weeks)
        history = _inspected(lines, chosen, inspecting)
        world.found(_found(lines, history))
        policy.learn(history)
        result = _result(lines, history, chosen, chance)
        yield PastWeek(tuple(lines), tuple(history), result)


def _chosen(
    lines: Sequence[WorldLine],
    policy: Targeting,
    rules: TrialRules,
    chance: Chance,
    *,
    first: bool,
) -> list[Chosen]:
    if first:
        return selecting.draw(len(lines), rules.first_ppm, chance)
    scores = policy.scores([line.declared for line in lines])
    return selecting.select(scores, rules.budget, chance)


def _inspected(
    lines: Sequence[WorldLine], chosen: Sequence[Chosen], inspecting: Inspecting
) -> list[HistoryLine]:
    others = max([one.inclusion_ppm for one in chosen if one.way == "random"], default=0)
    history = [HistoryLine(line.declared, inclusion_ppm=others) for line in lines]
    for one in chosen:
        history[one.place] = inspecting.inspect(lines[one.place], one)
    return history


def _found(lines: Sequence[WorldLine], history: Sequence[HistoryLine]) -> list[WorldLine]:
    pairs = zip(lines, history, strict=True)
    return [line for line, past in pairs if past.outcome and past.outcome.found]


def _result(
    lines: Sequence[WorldLine],
    history: Sequence[HistoryLine],
    chosen: Sequence[Chosen],
    chance: Chance,
) -> TrialWeek:
    count = len(chosen)
    inspected = [lines[one.place] for one in chosen]
    scheme = [line for line in lines if line.truth.scheme]
    certain = [one for one in chosen if one.inclusion_ppm == MILLION]
    drawn = [one for one in chosen if one.inclusion_ppm < MILLION]
    likely = _top(lines, [line.truth.best for line in lines], count, chance)
    rich = _top(lines, [line.truth.best_revenue for line in lines], count, chance)
    return TrialWeek(
        lines=len(lines),
        inspected=count,
        all=caught(lines),
        caught=caught(inspected),
        best=caught(likely),
        best_by_revenue=caught(rich),
        worth=_worth(inspected),
        best_worth=_worth(likely),
        best_worth_by_revenue=_worth(rich),
        most=_most(lines, count),
        scheme=caught(scheme).offences,
        scheme_caught=caught([line for line in inspected if line.truth.scheme]).offences,
        left=len(lines) - len(certain),
        drawn=len(drawn),
        drawn_found=_said(history, drawn),
        chosen_found=_said(history, certain),
    )


def caught(lines: Sequence[WorldLine]) -> Caught:
    """What there is to catch in these lines."""
    revenues = [line.truth.revenue for line in lines if line.truth.illicit]
    return Caught(len(revenues), sum(revenues))


def _worth(lines: Sequence[WorldLine]) -> Worth:
    offences = sum([line.truth.best for line in lines])
    return Worth(offences, sum([line.truth.best_revenue for line in lines]))


def _top(
    lines: Sequence[WorldLine], scores: Sequence[int], count: int, chance: Chance
) -> list[WorldLine]:
    return [lines[place] for place in selecting.ranked(scores, chance)[:count]]


def _most(lines: Sequence[WorldLine], count: int) -> Caught:
    richest = sorted([line.truth.revenue for line in lines], reverse=True)
    offences = caught(lines).offences
    return Caught(min(count, offences), sum(richest[:count]))


def _said(history: Sequence[HistoryLine], chosen: Sequence[Chosen]) -> int:
    outcomes = [history[one.place].outcome for one in chosen]
    return sum([1 for outcome in outcomes if outcome and outcome.found])
