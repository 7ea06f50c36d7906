"""Ways to choose what is inspected, that need no model: the ones that a model has to beat."""

import collections
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, Protocol

from openkeden.risk.indicators.observation import HistoryLine, Observation
from openkeden.world.powers import MILLION

#: What is sought: findings; revenue; something of both, the probability times the root of the
#: revenue; or the charges at stake, the probability times the charges.
Aim = Literal["findings", "revenue", "both", "stake"]


class Targeting(Protocol):
    """Scores lines, and learns from what became of them."""

    #: What it is called.
    name: str

    def scores(self, lines: Sequence[Observation]) -> Sequence[int]:
        """One for each line: the higher, the sooner it is inspected."""

    def learn(self, week: Sequence[HistoryLine]) -> None:
        """The lines of a week that is over, inspected or not."""


class AtRandom:
    """Chance alone."""

    name = "random"

    def scores(self, lines: Sequence[Observation]) -> Sequence[int]:
        """Equal scores: among them chance decides."""
        return [0 for _ in lines]

    def learn(self, week: Sequence[HistoryLine]) -> None:
        """Nothing."""


class DutyFirst:
    """Where most is charged."""

    name = "duty"

    def scores(self, lines: Sequence[Observation]) -> Sequence[int]:
        """The charges."""
        return [line.charges or 0 for line in lines]

    def learn(self, week: Sequence[HistoryLine]) -> None:
        """Nothing."""


class PastRates:
    """What inspections of the trader, the agent, the goods, the origin and their crosses
    have found, shrunk to the rate of all.
    """

    name = "past-rates"

    #: The weight of the rate of all: so many inspections.
    _PRIOR = 8

    def __init__(self) -> None:
        self._inspected: collections.Counter[tuple[str, ...]] = collections.Counter()
        self._found: collections.Counter[tuple[str, ...]] = collections.Counter()

    def scores(self, lines: Sequence[Observation]) -> Sequence[int]:
        """The sum of the rates above that of all, in millionths."""
        rate = self._rate(("",), 0)
        return [self._score(line, rate) for line in lines]

    def learn(self, week: Sequence[HistoryLine]) -> None:
        """Count the inspections and what they found."""
        for line in week:
            if line.outcome is None:
                continue
            for key in (("",), *_keys(line.observation)):
                self._inspected[key] += 1
                self._found[key] += line.outcome.found

    def _score(self, line: Observation, rate: int) -> int:
        return sum([self._rate(key, rate) - rate for key in _keys(line)])

    def _rate(self, key: tuple[str, ...], prior: int) -> int:
        found = self._found[key] * MILLION + self._PRIOR * prior
        return found // (self._inspected[key] + self._PRIOR)


def _keys(line: Observation) -> tuple[tuple[str, ...], ...]:
    trader, agent, code, origin = line.trader, line.agent, line.code, line.origin
    return (
        ("trader", trader),
        ("agent", agent),
        ("code", code),
        ("origin", origin),
        ("route", code, origin),
        ("trader", trader, code),
        ("agent", agent, code),
    )


#: The ways that need no model, by name.
PLAIN: Final[Mapping[str, Callable[[], Targeting]]] = {
    "random": AtRandom,
    "duty": DutyFirst,
    "past-rates": PastRates,
}
