"""A risk model made ready to judge declarations of this installation, and to say why."""

import bisect
from collections.abc import Callable, Mapping, Sequence

from openkeden.risk import budget, profiles
from openkeden.risk.explained_choice import JOINED, SmallestChange
from openkeden.risk.indicators import indicator_set
from openkeden.risk.indicators.catalogue import TEXT_DISTANCE, IndicatorValue
from openkeden.risk.model import risk_model, tables
from openkeden.risk.model.risk_model import LineScore, RiskModel, Scorer
from openkeden.risk.model.table_shifts import TableShifts

#: The indicators of a goods line that a model looks at, in the order of its names.
LineValues = Sequence[IndicatorValue]

#: Terms that are told to an officer.
MOST = 8

#: A model that finds something possible at all finds it as likely as this.
_LEAST = 1


class LoadedModel:
    """A model that was read from its file, whose digest is given."""

    def __init__(self, digest: bytes, model: RiskModel) -> None:
        #: The digest that the head of the file names, of all that follows it.
        self.digest = digest
        self.model = model
        #: What it is called: its engine, and the last day that it learned from.
        self.version = f"{model.engine} {model.origins.until}"
        #: The indicators that it looks at.
        self.names = risk_model.looked_at(model)
        #: The set that gives them, and as few others as can be.
        self.settings = indicator_set.narrowed(model.indicators, self.names)
        #: Whether it looks at how far codes are from their texts.
        self.compares_texts = TEXT_DISTANCE in self.names
        self._scorer = Scorer(model, self.names)
        self._sum = tables.TableSum(model.axes, model.tables)
        self._shifts = TableShifts(model.axes, model.tables)

    @property
    def figures(self) -> Mapping[str, int]:
        """What it was measured at when it was trained, in millionths."""
        return self.model.figures.get(self.model.engine, {})

    def places(self, values: LineValues) -> list[int]:
        """The places of a line on the axes of the model."""
        return self._scorer.places(values)

    def judge(self, lines: Mapping[int, LineValues]) -> budget.Opinion:
        """What it says of a declaration of these goods lines, by item: the probability of
        the likeliest of them, and the revenue of all.
        """
        return self.whole({item: self._scorer.score(lines[item]) for item in lines})

    def whole(self, scores: Mapping[int, LineScore]) -> budget.Opinion:
        """What it says of a declaration whose lines have these scores."""
        whole = risk_model.shared_score(list(scores.values()))
        probability = max(whole.probability_ppm, _LEAST)
        expected = whole.revenue or 0
        return budget.Opinion(
            version=self.version,
            probability_ppm=whole.probability_ppm,
            revenue=expected * profiles.MILLION // probability,
            item=max(scores, key=lambda item: scores[item].score),
        )

    def contributions(self, values: LineValues) -> tuple[tuple[str, int], ...]:
        """What the terms add to the score of a line, the largest first."""
        found = self._scorer.reasons(values)
        return tuple([(JOINED.join(one.indicators), one.adds) for one in found[:MOST]])

    def terms(self, values: LineValues) -> list[int]:
        """What each of its tables adds for a line."""
        return self._sum.each(self.places(values))

    def smallest_change(
        self,
        lines: Mapping[int, LineValues],
        item: int,
        passes: Callable[[budget.Opinion], bool],
    ) -> SmallestChange | None:
        """The least change of one indicator of an item with which the declaration passes."""
        scores = {each: self._scorer.score(lines[each]) for each in lines}
        before, places = scores[item], self.places(lines[item])
        known = self._falls(places)
        falls = sorted(known)

        def is_enough(fall: int) -> bool:
            scores[item] = self._fallen(before, fall)
            return passes(self.whole(scores))

        # What passes with a fall passes with any deeper one.
        found = bisect.bisect_left(falls, 1, key=is_enough)
        return self._change(*known[falls[found]]) if found < len(falls) else None

    def _fallen(self, before: LineScore, fall: int) -> LineScore:
        """A line whose score is lower; what a finding brings stays as it was."""
        score = before.score - fall
        probability = risk_model.calibrated(self.model.calibration, score)
        if before.revenue is None:
            return LineScore(score, probability, None)
        expected = before.revenue * probability // max(before.probability_ppm, _LEAST)
        return LineScore(score, probability, expected)

    def _falls(self, places: Sequence[int]) -> dict[int, tuple[int, int]]:
        """What the score falls by where a line is at another place of an axis, with the
        first such axis and place; of a category any level but its own is one place.
        """
        falls: dict[int, tuple[int, int]] = {}
        for number, axis in enumerate(self.model.axes):
            added = self._shifts.by_place(number, places)
            before = added[places[number]]
            for place in (axis.other,) if axis.levels else range(axis.size):
                if added[place] < before:
                    falls.setdefault(before - added[place], (number, place))
        return falls

    def _change(self, axis: int, place: int) -> SmallestChange:
        known = self.model.axes[axis]
        if known.levels:
            return SmallestChange(known.indicator)
        if place == known.other:
            return SmallestChange(known.indicator, unknown=True)
        ends = known.ends
        return SmallestChange(
            known.indicator,
            above=ends[place - 1] if place else None,
            up_to=ends[place] if place < len(ends) else None,
        )
