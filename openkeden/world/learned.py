"""A way to choose what is inspected that learns a risk model from what was inspected, and
learns it anew every few weeks.
"""

import datetime
import heapq
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from openkeden.risk.indicators.indicator_set import DEFAULT
from openkeden.risk.indicators.observation import HistoryLine, Observation
from openkeden.risk.indicators.replay import IndicatorRow
from openkeden.risk.indicators.track_record import TrackRecord
from openkeden.risk.learning import examples, training
from openkeden.risk.model.risk_model import LineScore, Scorer
from openkeden.world import powers
from openkeden.world.policies import Aim

if TYPE_CHECKING:
    from openkeden.risk.indicators.catalogue import IndicatorValue


class ModelTargeting:
    """Scores of a model that is learned from the inspections so far."""

    def __init__(self, engine: str, aim: Aim, every: int) -> None:
        """`every`: weeks from one model to the next."""
        self.name = f"{engine} for {aim}"
        self._engine, self._aim, self._every = engine, aim, every
        self._record = TrackRecord(DEFAULT)
        self._awaited: list[tuple[datetime.date, int, HistoryLine]] = []
        self._rows: dict[tuple[str, int], tuple[IndicatorValue, ...]] = {}
        self._inspected: list[IndicatorRow] = []
        self._scorer: Scorer | None = None
        self._weeks = 0

    def scores(self, lines: Sequence[Observation]) -> Sequence[int]:
        """The utility of an inspection of each."""
        self._see(lines)
        scorer = self._scorer
        if scorer is None or self._weeks % self._every == 0:
            scorer = self._scorer = self._fitted()
        return [self._utility(scorer, line) for line in lines]

    def learn(self, week: Sequence[HistoryLine]) -> None:
        """The lines of a week that is over, inspected or not."""
        self._see([line.observation for line in week])
        self._weeks += 1
        for line in week:
            values = self._rows.pop(line.observation.key)
            if line.outcome is not None:
                self._inspected.append(IndicatorRow(line, values))
                order = (line.outcome.known_on, len(self._inspected), line)
                heapq.heappush(self._awaited, order)

    def _see(self, lines: Iterable[Observation]) -> None:
        """Indicators of lines on their days, each as what was known before tells."""
        unseen = [line for line in lines if line.key not in self._rows]
        for day in sorted({line.day for line in unseen}):
            self._know(day)
            self._record.advance(day)
            today = [line for line in unseen if line.day == day]
            for line in today:
                self._rows[line.key] = self._record.row(line)
            for line in today:
                self._record.register(line)

    def _know(self, day: datetime.date) -> None:
        """Tell the record what was known before a day."""
        while self._awaited and self._awaited[0][0] < day:
            line = heapq.heappop(self._awaited)[-1]
            assert line.outcome is not None
            self._record.learn(line.observation, line.outcome)

    def _fitted(self) -> Scorer:
        given = examples.of_rows(self._inspected, DEFAULT, {})
        lines = [row.line for row in self._inspected]
        return Scorer(training.of_examples(given, lines, self._engine))

    def _utility(self, scorer: Scorer, line: Observation) -> int:
        scored = scorer.score(self._rows[line.key])
        if self._aim == "findings":
            return scored.score
        if self._aim == "stake":
            # The uncalibrated probability: where calibration sees no finding it says nothing
            # at all, however much is at stake.
            return powers.logistic(scored.score) * (line.charges or 0)
        return _by_revenue(scored, line, root=self._aim == "both")


def _by_revenue(scored: LineScore, line: Observation, *, root: bool) -> int:
    """The expected revenue, or the probability times the root of what a finding brings."""
    expected = scored.revenue
    if expected is None:
        expected = scored.probability_ppm * (line.charges or 0)
    return math.isqrt(scored.probability_ppm * expected) if root else expected
