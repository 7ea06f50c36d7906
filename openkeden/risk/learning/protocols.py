"""Protocols: which lines are learned from, and which scored.

What is scored is never learned from, nor used to choose anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.risk.history.past_lines import PastLines
from openkeden.risk.indicators.indicator_set import IndicatorSet
from openkeden.risk.indicators.observation import HistoryLine
from openkeden.risk.indicators.replay import IndicatorRow
from openkeden.risk.learning import examples
from openkeden.risk.learning.examples import Examples, LineKey
from openkeden.risk.model import model_rules

#: `time`: the last days are scored. `one-row-per-block`: of copies the first is taken, and
#: each fifth scored by what the others teach. `published`: the last file is scored by what
#: the others teach, as they stand.
Protocol = Literal["time", "one-row-per-block", "published"]
PROTOCOLS: Final[tuple[Protocol, ...]] = ("time", "one-row-per-block", "published")

#: The share of inspected lines, by day, that `time` scores.
_SCORED: Final = 0.25

_FOLDS: Final = 5

#: Inspected lines, and findings among them, that can be learned from or scored.
_LEAST_LEARNED: Final = (200, 20)
_LEAST_SCORED: Final = (50, 5)


class ScoredTrial(NamedTuple):
    """What is learned from, and what is scored."""

    #: What is learned from.
    learned: Examples

    #: What is scored.
    scored: Examples

    #: Whether days tell what comes after what.
    by_day: bool


def named(text: str) -> Protocol | None:
    """The protocol of a name."""
    return next((one for one in PROTOCOLS if one == text), None)


def trials(
    past: PastLines, protocol: Protocol, given: IndicatorSet, seed: int
) -> list[ScoredTrial] | Refused:
    """The trials of a protocol."""
    wrong = untellable(past)
    if wrong is not None:
        return Refused((wrong,))
    if protocol != "time" and not past.blocks:
        return findings.refused(model_rules.NO_BLOCKS, "map", value=protocol)
    if protocol == "published" and len(past.parts) < 2:
        return findings.refused(model_rules.NO_SPLIT, "data", value=protocol)
    wanted = examples.with_further(given, past.further)
    if protocol == "one-row-per-block":
        found = _by_block(past, wanted, seed)
    elif protocol == "published":
        found = [_published(past, wanted)]
    else:
        found = [_by_time(past, wanted)]
    few = next(_too_few(found), None)
    return found if few is None else Refused((few,))


def untellable(past: PastLines) -> Finding | None:
    """What keeps anything from being told by the lines at all."""
    outcomes = [line.outcome for line in past.lines if line.outcome is not None]
    if not outcomes:
        return findings.of(model_rules.NO_LABELS, "data", value=len(past.lines))
    if len({outcome.found for outcome in outcomes}) == 1:
        return findings.of(model_rules.ONE_CLASS, "data", value=len(outcomes))
    return None


def _too_few(found: Sequence[ScoredTrial]) -> Iterator[Finding]:
    for trial in found:
        yield from _lacking(trial.learned, "learned", *_LEAST_LEARNED)
        yield from _lacking(trial.scored, "scored", *_LEAST_SCORED)


def _lacking(part: Examples, name: str, least: int, finds: int) -> Iterator[Finding]:
    """What keeps examples from being learned from or scored."""
    count = len(part)
    if count < least:
        yield findings.of(model_rules.TOO_FEW, name, value=count, least=least)
    found = int(part.found.sum())
    rarer = min(found, count - found)
    if count and not rarer:
        yield findings.of(model_rules.ONE_CLASS, name, value=count)
    elif rarer < finds:
        yield findings.of(model_rules.TOO_RARE, name, value=rarer, least=finds)


def unlearnable(part: Examples) -> Finding | None:
    """What keeps examples from being learned from."""
    return next(_lacking(part, "learned", *_LEAST_LEARNED), None)


def blocks_of(past: PastLines) -> dict[LineKey, int]:
    """The block of each line by its key."""
    if not past.blocks:
        return {}
    pairs = zip(past.lines, past.blocks, strict=True)
    return {line.observation.key: block for line, block in pairs}


def inspected(past: PastLines, given: IndicatorSet) -> Examples:
    """The inspected lines with the indicators of their days."""
    return inspected_of(examples.replayed(past.lines, given), past, given)


def inspected_of(
    rows: Sequence[IndicatorRow], past: PastLines, given: IndicatorSet
) -> Examples:
    """The inspected lines among those of a history with their indicators."""
    told = [row for row in rows if row.line.outcome is not None]
    return examples.of_rows(told, given, blocks_of(past))


def _by_time(past: PastLines, given: IndicatorSet) -> ScoredTrial:
    """The last days scored by what was known before the first of them."""
    every = inspected(past, given)
    days = np.sort(every.days)
    edge = int(days[int(len(days) * (1 - _SCORED))])
    known = np.array([_known_on(line) for line in every.lines])
    learned = (every.days < edge) & (known < edge)
    return ScoredTrial(every.part(learned), every.part(every.days >= edge), by_day=True)


def _known_on(line: HistoryLine) -> int:
    return line.outcome.known_on.toordinal() if line.outcome is not None else 0


def _published(past: PastLines, given: IndicatorSet) -> ScoredTrial:
    every = inspected(past, given)
    last = {line.observation.key for line in past.lines[-past.parts[-1] :]}
    scored = np.array([line.observation.key in last for line in every.lines])
    return ScoredTrial(every.part(~scored), every.part(scored), by_day=True)


def _by_block(past: PastLines, given: IndicatorSet, seed: int) -> list[ScoredTrial]:
    """One line of each block, by itself: nothing of other days, nothing of its copies."""
    blocks = blocks_of(past)
    own = examples.own_parts(given)
    first = list(_first_of_blocks(past, blocks))
    every = examples.of_rows(examples.alone(first, own), own, blocks)
    fold = np.random.default_rng(seed).integers(0, _FOLDS, len(every))
    return [
        ScoredTrial(every.part(fold != number), every.part(fold == number), by_day=False)
        for number in range(_FOLDS)
    ]


def _first_of_blocks(
    past: PastLines, blocks: Mapping[LineKey, int]
) -> Iterator[HistoryLine]:
    seen: set[int] = set()
    for line in sorted(past.lines, key=lambda line: line.observation.day):
        block = blocks[line.observation.key]
        if line.outcome is not None and block not in seen:
            seen.add(block)
            yield line
