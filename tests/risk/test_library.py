"""`openkeden.risk` as a library: data frames in, models, scores and choices out."""

import pytest

pytest.importorskip("lightgbm")

import pyarrow

from openkeden import risk
from openkeden.risk.model import line_choice
from openkeden.risk.model.risk_model import LineScore
from tests.risk import past_inspections


@pytest.fixture(scope="module")
def frame():
    return past_inspections.columns()


@pytest.fixture(scope="module")
def model(frame):
    return risk.fit(frame)


def test_lines_are_scored_in_the_order_of_the_frame(frame, model):
    scores = risk.score(model, frame)
    backwards = {name: cells[::-1] for name, cells in frame.items()}
    assert risk.score(model, backwards) == scores[::-1]
    found = [
        one.score for one, hit in zip(scores, frame["outcome_found"], strict=True) if hit
    ]
    others = [one.score for one in scores]
    assert sum(found) / len(found) > sum(others) / len(others) + 500_000


class FrameOfOthers:
    """A data frame of a library that speaks the arrow interface."""

    def __init__(self, columns):
        self._table = pyarrow.table(columns)

    def __arrow_c_stream__(self, requested_schema=None):
        return self._table.__arrow_c_stream__(requested_schema)


def test_other_frames_give_the_same(frame, model):
    told = {
        name: [cell if cell != "" else None for cell in cells]
        for name, cells in frame.items()
    }
    assert risk.score(model, FrameOfOthers(told)) == risk.score(model, frame)


def test_engines_are_judged(frame):
    judged = risk.evaluate(frame)
    assert judged.engines["champion"]["auc"] > judged.engines["random"]["auc"]


def test_what_cannot_be_used_is_raised_with_every_reason(frame):
    days = ["never", *frame["day"][1:-1], "2026-13-01"]
    with pytest.raises(risk.Unusable) as raised:
        risk.fit(frame | {"day": days})
    assert [finding.rule for finding in raised.value.refused.findings] == ["M.7", "M.7"]
    assert "'never' in column day is not a day" in str(raised.value)
    with pytest.raises(risk.Unusable, match=r"M\.11"):
        risk.evaluate(frame | {"outcome_found": [0] * 1200})


def test_unknown_names_are_not_there():
    with pytest.raises(AttributeError):
        getattr(risk, "nothing")  # noqa: B009


def test_nine_in_ten_are_the_best_and_one_in_ten_is_chance():
    scores = [LineScore(0, number * 1000, None) for number in range(1000)]
    keys = [f"L{number}" for number in range(1000)]
    choices = risk.select(scores, keys, 100, secret=b"day")
    assert [one.way for one in choices[910:]] == ["model"] * 90
    assert [one.way for one in choices].count("random") == 10
    assert {one.inclusion_ppm for one in choices[:910]} == {10 * 1_000_000 // 910}
    assert choices == risk.select(scores, keys, 100, secret=b"day")
    assert choices != risk.select(scores, keys, 100, secret=b"another day")


def test_the_exponent_weighs_revenue():
    scores = [LineScore(0, 500_000, 50), LineScore(0, 100_000, 1_000)]
    by = [
        line_choice.choose(
            scores, ["A", "B"], 1, secret=b"", by_chance_ppm=0, exponent_ppm=exponent
        )
        for exponent in (0, 1_000_000)
    ]
    assert [one[0].way for one in by] == ["model", ""]
    assert [one[1].way for one in by] == ["", "model"]


def test_everything_may_be_inspected():
    scores = [LineScore(0, 1, None)] * 3
    choices = line_choice.choose(scores, ["A", "B", "C"], 9, secret=b"")
    assert all(one.way for one in choices)
    assert line_choice.choose([], [], 5, secret=b"") == []


def test_columns_may_be_short_and_numbers_absurd(frame):
    short = frame | {"agent": ["A"], "value": ["1e999999999", *frame["value"][1:]]}
    with pytest.raises(risk.Unusable) as raised:
        risk.fit(short)
    assert [finding.path for finding in raised.value.refused.findings] == ["data, row 2"]


def test_the_probability_of_a_check_is_read_of_every_line(frame):
    told = frame | {"inclusion_ppm": [200_000] * 1200, "outcome_inclusion_ppm": [""] * 1200}
    past = past_inspections.past_of({"past": told})
    assert {line.inclusion_ppm for line in past.lines} == {200_000}
    assert {line.outcome.inclusion_ppm for line in past.lines} == {None}
    assert risk.evaluate(told).stratum.drawn == 220
