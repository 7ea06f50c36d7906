"""A risk model: one line scored as many are, its reasons, and its file."""

import datetime

import msgspec
import pytest

pytest.importorskip("lightgbm")

import numpy as np

from openkeden.base.findings import Refused
from openkeden.base.fixed_point import DOUBLING
from openkeden.risk.indicators import indicator_set
from openkeden.risk.indicators.replay import replay
from openkeden.risk.indicators.track_record import TrackRecord
from openkeden.risk.learning import (
    additive,
    calibration,
    examples,
    protocols,
    revenues,
    training,
)
from openkeden.risk.model import model_file, model_rules, risk_model
from openkeden.risk.model.live_scorer import LiveScorer
from openkeden.risk.model.risk_model import Calibration, LineScore, RevenueHead, Scorer
from openkeden.risk.model.table_shifts import TableShifts
from openkeden.risk.model.tables import Axis, Placing, ScoreTable, TableSum
from tests.risk import past_inspections


@pytest.fixture(scope="module")
def past():
    return past_inspections.past()


@pytest.fixture(scope="module")
def model(past):
    trained = training.train(past)
    assert not isinstance(trained, Refused)
    return trained


@pytest.fixture(scope="module")
def rows(past, model):
    return examples.replayed(past.lines, model.indicators)


def test_one_line_is_scored_as_many_are(past, model, rows):
    learned = training.learned_of(model)
    told = examples.of_rows(rows, model.indicators, {})
    scores = additive.scores(learned.score, told)
    chances = calibration.read(learned.calibration, scores)
    revenue = revenues.logarithms(learned.revenue, told)
    one_by_one = [Scorer(model).score(row.values) for row in rows]
    assert [one.score for one in one_by_one] == scores.tolist()
    assert [one.probability_ppm for one in one_by_one] == chances.tolist()
    expected = [
        risk_model.revenue(logarithm) * chance // 1_000_000
        for logarithm, chance in zip(revenue.tolist(), chances.tolist(), strict=True)
    ]
    assert [one.revenue for one in one_by_one] == expected
    assert len(set(scores.tolist())) > 500


@pytest.mark.parametrize("stake", ["line.value", "trader.seen", ""])
def test_a_model_over_a_record_scores_as_by_its_indicators(past, model, rows, stake):
    head = msgspec.structs.replace(model.revenue, stake=stake)
    model = msgspec.structs.replace(model, revenue=head)
    names = risk_model.looked_at(model)
    record = TrackRecord(indicator_set.narrowed(model.indicators, names))
    live, scorer = LiveScorer(model, record), Scorer(model)
    found = [live.score(row.line.observation) for row in replay(past.lines, record)]
    assert found == [scorer.score(row.values) for row in rows]


def test_reasons_add_up_to_the_score(model, rows):
    scorer = Scorer(model)
    for row in rows[::50]:
        reasons = scorer.reasons(row.values)
        adds = sum([reason.adds for reason in reasons])
        assert model.start + adds == scorer.score(row.values).score
        sizes = [abs(reason.adds) for reason in reasons]
        assert sizes == sorted(sizes, reverse=True)


def test_unknown_values_are_scored(model, rows):
    nothing = [None] * len(rows[0].values)
    strange = [value if isinstance(value, int) else "?" for value in rows[0].values]
    for values in (nothing, strange):
        assert 0 <= Scorer(model).score(values).probability_ppm <= 1_000_000


def test_training_again_gives_the_same_bytes(past, model):
    assert model_file.written(training.train(past)) == model_file.written(model)


def test_a_file_gives_the_model_back(model):
    data = model_file.written(model)
    assert model_file.read(data, "m") == model
    assert len(model_file.digest(data)) == 64


def test_the_model_tells_where_its_last_lines_fell(past, model, rows):
    border = model.origins.until - datetime.timedelta(90)
    late = [row for row in rows if row.line.observation.day > border]
    assert 0 < len(late) < len(rows)
    places = [Scorer(model).places(row.values) for row in late]
    for number, axis in enumerate(model.axes):
        told = [place[number] for place in places]
        assert axis.lines == tuple([told.count(place) for place in range(axis.size)])


def test_a_model_that_does_not_tell_reads_as_it_was_written(model):
    axes = [msgspec.structs.replace(axis, lines=()) for axis in model.axes]
    data = model_file.written(msgspec.structs.replace(model, axes=tuple(axes)))
    assert b'"lines":[' not in data
    assert model_file.read(data, "m").axes == tuple(axes)


def test_every_changed_byte_of_a_file_is_seen(model):
    data = model_file.written(model)
    for place in [*range(100), *range(100, len(data), 9973), len(data) - 1]:
        changed = bytearray(data)
        changed[place] ^= 1
        answer = model_file.read(bytes(changed), "m")
        assert isinstance(answer, Refused), place
        known = {model_rules.NO_MODEL.number, model_rules.ALTERED.number}
        assert answer.findings[0].rule in known


def test_a_file_of_something_else_is_no_model_m_25():
    assert _rules(model_file.read(b"\x80\x04pickled", "m")) == ["M.25"]
    assert _rules(model_file.read(b"", "m")) == ["M.25"]


def test_an_altered_file_is_refused_m_26(model):
    assert _rules(model_file.read(model_file.written(model) + b"\n", "m")) == ["M.26"]


def test_another_form_is_refused_m_27(model):
    other = msgspec.structs.replace(model, form=99)
    assert _rules(model_file.read(model_file.written(other), "m")) == ["M.27"]


_AXIS = Axis("line.value", ends=(10, 20))
_TWO = Calibration((0, 1), (5, 6))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"axes": (Axis("nothing", ends=(1,)),)}, "no indicator nothing"),
        ({"axes": (Axis("line.value", levels=("a",)),)}, "another kind"),
        ({"axes": (Axis("line.value", ends=(2, 1)),)}, "do not ascend"),
        ({"axes": (Axis("line.value", ends=(2,), lines=(1, 1)),)}, "of its places"),
        ({"axes": (Axis("line.value", ends=(2,), lines=(1, -1, 1)),)}, "of its places"),
        ({"axes": (_AXIS,), "tables": (ScoreTable((1,), (1,)),)}, "no axis"),
        ({"axes": (_AXIS,), "tables": (ScoreTable((0,), (1, 2)),)}, "an entry for each"),
        ({"axes": (_AXIS,), "tables": (ScoreTable((0,), (1,), (4,)),)}, "do not ascend"),
        ({"axes": (_AXIS,), "tables": (ScoreTable((0,), (10**16,), (1,)),)}, "bounds"),
        ({"revenue": RevenueHead("origin", 0)}, "no amount origin"),
        ({"calibration": Calibration((), ())}, "do not ascend"),
        ({"calibration": Calibration((1, 1), (5, 6))}, "do not ascend"),
        ({"calibration": Calibration((1, 2), (6, 5))}, "fall"),
        ({"calibration": Calibration((1, 2), (5, 1_000_001))}, "fall"),
    ],
)
def test_a_file_that_does_not_fit_itself_is_refused_m_4(model, changed, reason):
    empty = msgspec.structs.replace(model, tables=(), revenue=None)
    data = model_file.written(msgspec.structs.replace(empty, **changed))
    answer = model_file.read(data, "m")
    assert _rules(answer) == ["M.4"]
    assert reason in answer.findings[0].args["reason"]


def test_bands_and_levels_have_places():
    bands, levels = Axis("a", ends=(10, 20)), Axis("b", levels=("CN", "DE"))
    placing = Placing((bands, levels), ["b", "a"])
    numbers = [placing.places(["", value])[0] for value in (-5, 10, 11, 20, 21, None)]
    assert numbers == [0, 0, 1, 1, 2, 3]
    named = [placing.places([value, 0])[1] for value in ("DE", "CN", "KZ", None, "")]
    assert named == [1, 0, 2, 2, 2]


def test_tables_of_every_form_are_added():
    axes = [Axis(name, ends=(10, 20)) for name in "abc"]
    wide = [Axis("d", ends=tuple(range(100))), Axis("e", ends=tuple(range(100)))]
    forms = (
        ScoreTable((0,), (1, 2, 3, 4)),
        ScoreTable((1,), (50,), (2,)),
        ScoreTable((0, 1), tuple(range(100, 116))),
        ScoreTable((0, 1, 2), (7000,), (0 * 16 + 2 * 4 + 3,)),
        ScoreTable((0, 1, 2), tuple(range(10_000, 10_064))),
        ScoreTable((3, 4), (900_000,), (5 * 102 + 6,)),
    )
    summed = TableSum([*axes, *wide], forms)
    places = [0, 2, 3, 5, 6]
    each = summed.each(places)
    assert each == [1, 50, 102, 7000, 10_011, 900_000]
    assert summed.total(places) == sum(each)
    elsewhere = [1, 1, 1, 1, 1]
    assert summed.each(elsewhere) == [2, 0, 105, 0, 10_021, 0]
    assert summed.total(elsewhere) == sum(summed.each(elsewhere))


def test_what_a_line_would_add_elsewhere_is_what_it_adds_there():
    axes = [Axis(name, ends=(10, 20)) for name in "abcd"]
    forms = (
        ScoreTable((0,), (1, 2, 3, 4)),
        ScoreTable((1,), (50,), (2,)),
        ScoreTable((1, 0), tuple(range(100, 116))),
        ScoreTable((0, 1, 2), (7000, 900), (0 * 16 + 2 * 4 + 3, 30)),
        ScoreTable((1, 1), tuple(range(16))),
    )
    shifts, places = TableShifts(axes, forms), [1, 2, 3, 0]
    for axis in range(3):
        touching = TableSum(axes, [form for form in forms if axis in form.axes])
        moved = [[*places[:axis], place, *places[axis + 1 :]] for place in range(4)]
        assert shifts.by_place(axis, places) == [touching.total(one) for one in moved]
    assert shifts.by_place(3, places) == [0] * 4


def test_calibration_is_a_line_between_points():
    curve = Calibration((0, 10, 20), (100, 200, 200))
    told = [risk_model.calibrated(curve, score) for score in (-9, 0, 5, 10, 15, 99)]
    assert told == [100, 100, 150, 200, 200, 200]
    scores = np.arange(-30, 50)
    many = calibration.read(curve, scores).tolist()
    assert many == [risk_model.calibrated(curve, int(score)) for score in scores]


def test_revenue_is_a_power_of_two():
    assert risk_model.revenue(10 * DOUBLING) == 1024
    assert risk_model.revenue(-DOUBLING) == 1
    assert risk_model.revenue(10**12) == 2**60


def test_a_declaration_is_as_likely_as_its_likeliest_line():
    lines = [LineScore(1, 10, 5), LineScore(3, 30, None), LineScore(2, 20, 7)]
    assert risk_model.shared_score(lines) == LineScore(3, 30, 12)
    assert risk_model.shared_score(lines[1:2]).revenue is None


def test_the_model_says_where_it_comes_from(past, model):
    told = model.origins
    assert (told.lines, told.inspected) == (1200, 1200)
    assert told.found == sum([line.outcome.found for line in past.lines])
    assert told.data == training.digest(past.lines)
    assert told.ways == {"officer": 980, "random": 220}
    assert protocols.untellable(past) is None


def _rules(answer) -> list[str]:
    assert isinstance(answer, Refused)
    return [finding.rule for finding in answer.findings]
