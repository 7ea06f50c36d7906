"""The track record: what it tells of a line, of which past."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.base import fixed_point
from openkeden.risk.indicators import catalogue, written_record
from openkeden.risk.indicators.indicator_set import (
    DEFAULT,
    MOST_HALF_LIFE,
    IndicatorSet,
    RateKey,
    UsualKey,
    with_categories,
)
from openkeden.risk.indicators.observation import HistoryLine
from openkeden.risk.indicators.replay import replay
from openkeden.risk.indicators.track_record import TrackRecord
from tests.risk import histories
from tests.risk.histories import day, observed, outcome

MILLION = 1_000_000

SMALL = IndicatorSet(
    levels=("hs4", "more.tax"),
    rates=(
        RateKey("trader", ("trader",)),
        RateKey("hs4", ("hs4",)),
        RateKey("hs6", ("hs6",), "hs4"),
        RateKey("hs4_tax", ("hs4", "more.tax"), "hs4"),
        RateKey("three", ("trader", "hs4", "origin"), half_life_days=5),
    ),
    usual=(
        UsualKey("price", "value_per_kg", ("code",)),
        UsualKey("unit", "value_per_unit", ("trader", "code")),
    ),
    half_life_days=30,
)


def told(record: TrackRecord, line, settings: IndicatorSet = DEFAULT) -> dict:
    names = [indicator.name for indicator in catalogue.catalogue(settings)]
    return dict(zip(names, record.row(line), strict=True))


def after(lines, on: int, settings: IndicatorSet = DEFAULT) -> TrackRecord:
    """The record of some lines on a later day."""
    record = TrackRecord(settings)
    for _ in replay(lines, record):
        pass
    record.advance(day(on))
    return record


def test_a_record_without_a_past_knows_nothing():
    values = told(TrackRecord(), observed("A"))
    assert values["trader.seen"] == values["trader.inspected"] == 0
    assert values["trader.rate"] == values["hs10.rate"] == 0
    assert values["trader.days_known"] is None
    assert values["price_code.ratio"] is None
    assert values["hs4"] == "8471"
    assert values["line.price"] == 10_000


def test_names_are_unique_and_as_many_as_values():
    names = [indicator.name for indicator in catalogue.INDICATORS]
    assert len(set(names)) == len(names)
    assert len(TrackRecord().row(observed("A"))) == len(names)


def test_the_day_of_a_line_is_not_seen():
    record = TrackRecord()
    record.register(observed("A"))
    record.learn(observed("A"), outcome(0, found=True))
    assert told(record, observed("B"))["trader.seen"] == 0
    record.advance(day(1))
    values = told(record, observed("B", 1))
    assert values["trader.seen"] == values["trader.found"] == 1
    assert values["trader.days_idle"] == 1


def test_an_outcome_counts_from_the_day_after_it_became_known():
    record = TrackRecord()
    record.register(observed("A"))
    record.learn(observed("A"), outcome(5, found=True))
    record.advance(day(5))
    assert told(record, observed("B", 5))["trader.inspected"] == 0
    record.advance(day(6))
    assert told(record, observed("B", 6))["trader.inspected"] == 1


def test_a_rate_is_drawn_towards_the_wider_grouping():
    lines = [
        HistoryLine(observed(f"A{n}", code="8471300000", value=n), outcome(0, found=True))
        for n in range(1, 21)
    ]
    plain = msgspec.structs.replace(SMALL, half_life_days=MOST_HALF_LIFE)
    record = after(lines, 1, plain)
    base = (20 * MILLION + 20 * 50_000) // 40
    assert near(record.base_ppm, base)
    hs4 = (20 * MILLION + 10 * base) // 30
    hs6 = (20 * MILLION + 10 * hs4) // 30
    values = told(record, observed("B", 1), plain)
    assert near(values["hs4.rate"], hs4 - base)
    assert near(values["hs6.rate"], hs6 - base)
    beside = told(record, observed("B", 1, code="8471410000"), plain)
    assert beside["hs6.rate"] == values["hs4.rate"]
    assert beside["hs6.inspected"] == 0


def test_what_was_found_long_ago_fades():
    lines = [HistoryLine(observed("A"), outcome(0, found=True))]
    soon = told(after(lines, 1, SMALL), observed("B"), SMALL)
    later = told(after(lines, 300, SMALL), observed("B"), SMALL)
    never = told(after(lines, 3000, SMALL), observed("B"), SMALL)
    assert soon["trader.rate"] > later["trader.rate"] >= never["trader.rate"] == 0
    assert soon["three.rate"] < soon["trader.rate"]
    assert later["trader.found"] == 1


def test_copies_of_a_consignment_count_once_in_rates():
    lines = [
        HistoryLine(observed(f"A{n}", n), outcome(n + 1, found=True)) for n in range(5)
    ]
    values = told(after(lines, 9), observed("B"))
    assert values["trader.inspected"] == 1
    assert values["trader.seen"] == 5


@pytest.mark.parametrize(
    "other", [{"value": 7}, {"net_mass": 7}, {"origin": "DE"}, {"trader": "1"}]
)
def test_other_consignments_count_each(other):
    lines = [
        HistoryLine(observed("A"), outcome(1, found=True)),
        HistoryLine(observed("B", **other), outcome(1, found=True)),
    ]
    assert told(after(lines, 9), observed("C"))["office.inspected"] == 2


def test_lines_without_measures_are_no_copies_but_of_themselves():
    bare = {"value": None, "net_mass": None}
    lines = [
        HistoryLine(observed("A", **bare), outcome(1, found=True)),
        HistoryLine(observed("B", **bare), outcome(1, found=True)),
        HistoryLine(observed("B", **bare), outcome(2, found=False)),
    ]
    assert told(after(lines, 9), observed("C"))["trader.inspected"] == 2


def near(found: int, expected: int) -> bool:
    """Whether two ratios differ by rounding, and by a day's fading, at most."""
    return abs(found - expected) < 200


def priced(count: int, **parts) -> list[HistoryLine]:
    return [HistoryLine(observed(f"A{n}", n, **parts)) for n in range(count)]


def test_a_price_is_compared_with_the_usual_one():
    record = after(priced(4), 10)
    values = told(record, observed("B", 10, value=500_000))
    assert near(values["price_code.ratio"], MILLION // 2)
    assert values["price_code.distance"] < -MILLION
    assert near(values["value_trader.ratio"], MILLION // 2)
    assert values["unit_price_code.ratio"] is None
    assert near(told(record, observed("B", 10))["price_code.ratio"], MILLION)


def test_too_few_lines_make_nothing_usual():
    assert told(after(priced(2), 10), observed("B"))["price_code.ratio"] is None
    assert near(told(after(priced(3), 10), observed("B"))["price_code.ratio"], MILLION)


def test_one_wrong_decimal_point_moves_the_usual_little():
    wrong = HistoryLine(observed("W", 20, value=10**12))
    values = told(after([*priced(20), wrong], 30), observed("B"))
    assert 950_000 < values["price_code.ratio"] <= MILLION


def test_a_line_of_a_day_that_is_over_counts_as_of_today():
    record = TrackRecord()
    record.advance(day(9))
    record.register(observed("A", 3))
    assert told(record, observed("B", 9))["trader.seen"] == 0
    record.advance(day(10))
    assert told(record, observed("B", 10))["trader.days_known"] == 1


def test_asking_changes_nothing():
    record = after(priced(5), 7)
    before = written_record.digest(record)
    record.row(observed("B", 400))
    assert written_record.digest(record) == before


def test_keys_are_bounded_and_the_oldest_are_forgotten_first():
    few = msgspec.structs.replace(DEFAULT, most_keys=16)
    lines = [
        HistoryLine(observed(f"A{n}", n, trader=str(n)), outcome(n, found=False))
        for n in range(40)
    ]
    record = after(lines, 50, few)
    assert all(len(rates.cells) <= 16 for rates in record.rates)
    assert all(len(usual.cells) <= 16 for usual in record.usual)
    assert len(record.counted) <= 16
    assert told(record, observed("B", trader="39"))["trader.seen"] == 1
    assert told(record, observed("B", trader="0"))["trader.seen"] == 0


BROKEN = [
    {},
    {"code": "", "origin": "", "trader": "", "dispatch": "", "office": ""},
    {"value": 0, "net_mass": 0, "quantity": 0, "charges": 0, "duty_ppm": 0},
    {"value": None, "net_mass": None},
    {"value": 10**14, "net_mass": 1},
    {"value": 10**400, "net_mass": 10**400, "quantity": 1, "charges": 10**400},
    {"value": -5, "net_mass": -1, "quantity": -1},
    {"code": "8", "more": {"tax": ""}},
    {"code": "84713000000000000000"},
    {"description": "x" * 100_000},
]


@pytest.mark.parametrize("parts", BROKEN)
@pytest.mark.parametrize("settings", [DEFAULT, SMALL])
def test_nothing_that_a_line_holds_breaks_the_record(parts, settings):
    lines = [
        HistoryLine(observed(f"A{n}", n, **parts), outcome(n - 3, found=True))
        for n in range(6)
    ]
    record = after(lines, 9, settings)
    values = record.row(observed("B", 9, **parts))
    assert all(not isinstance(value, int) or abs(value) <= 10**18 for value in values)
    again = written_record.read(written_record.written(record))
    assert again.row(observed("B", 9, **parts)) == values


def test_a_settings_mistake_is_named():
    with pytest.raises(ValueError, match="hs7 is no part"):
        TrackRecord(IndicatorSet(levels=("hs7",)))
    with pytest.raises(ValueError, match="hs6 is within hs4"):
        TrackRecord(IndicatorSet(rates=(RateKey("hs6", ("hs6",), "hs4"),)))
    twice = (RateKey("a", ("hs4",)), RateKey("a", ("hs6",)))
    with pytest.raises(ValueError, match="two groupings are named a"):
        TrackRecord(IndicatorSet(rates=twice))
    for days in (-1, 0, MOST_HALF_LIFE + 1):
        with pytest.raises(ValueError, match="half-life"):
            TrackRecord(IndicatorSet(half_life_days=days))
    for name in ("prior_weight", "base_weight", "usual_lines", "least_spread", "most_keys"):
        with pytest.raises(ValueError, match=f"{name} is 0"):
            TrackRecord(IndicatorSet(**{name: 0}))
    negative = (RateKey("a", ("hs4",), prior_weight=-1),)
    with pytest.raises(ValueError, match="prior weight of a is -1"):
        TrackRecord(IndicatorSet(rates=negative))
    with pytest.raises(ValueError, match="edition 2"):
        TrackRecord(IndicatorSet(edition=2))


def test_further_categories_of_a_source_have_their_rates():
    settings = with_categories(["tax"])
    lines = [
        HistoryLine(observed("A", more={"tax": "B"}), outcome(0, found=True)),
        HistoryLine(observed("B", value=7), outcome(0, found=True)),
    ]
    record = after(lines, 1, settings)
    values = told(record, observed("C", more={"tax": "B"}), settings)
    assert values["more.tax"] == "B"
    assert values["more.tax.found"] == values["more.tax_origin.seen"] == 1
    assert values["more.tax_hs4.rate"] > 0
    bare = told(record, observed("C"), settings)
    assert bare["more.tax"] is bare["more.tax.rate"] is bare["more.tax_hs4.seen"] is None


def live(history, chance: random.Random, settings: IndicatorSet):
    """Each line by itself as it comes, each outcome on its day, in any order of a day, the
    record written and read at random places.
    """
    record = TrackRecord(settings)
    rows = {}
    for on in range(-2, 80):
        today = [line for line in history if line.observation.day == day(on)]
        known = [line for line in history if line.outcome]
        known = [line for line in known if line.outcome.known_on == day(on)]
        record.advance(day(on))
        events = [(line, False) for line in today] + [(line, True) for line in known]
        chance.shuffle(events)
        for line, is_outcome in events:
            if chance.random() < 0.3:
                record = written_record.read(written_record.written(record))
            if is_outcome:
                record.learn(line.observation, line.outcome)
            else:
                rows[line.observation.key] = record.row(line.observation)
                record.register(line.observation)
    return rows, record


@pytest.mark.parametrize("settings", [DEFAULT, SMALL])
@given(histories.histories(), st.randoms(use_true_random=False))
def test_live_and_batch_agree_row_by_row(settings, history, chance):
    record = TrackRecord(settings)
    batch = {row.line.observation.key: row.values for row in replay(history, record)}
    rows, lived = live(history, chance, settings)
    assert rows == batch
    record.advance(day(100))
    lived.advance(day(100))
    assert written_record.digest(record) == written_record.digest(lived)


@given(histories.histories(), st.integers(0, 30))
def test_nothing_later_changes_an_earlier_row(history, on):
    """Lines of a day and later, and outcomes that were not known before it, are not seen."""
    kept = [
        HistoryLine(line.observation, line.outcome)
        if line.outcome and line.outcome.known_on < day(on)
        else HistoryLine(line.observation)
        for line in history
        if line.observation.day <= day(on)
    ]
    whole = {row.line.observation.key: row.values for row in replay(history, TrackRecord())}
    until = {row.line.observation.key: row.values for row in replay(kept, TrackRecord())}
    assert all(whole[key] == values for key, values in until.items())


@given(histories.histories(), st.randoms(use_true_random=False))
def test_the_order_of_a_file_does_not_matter(history, chance):
    shuffled = list(history)
    chance.shuffle(shuffled)
    first, second = TrackRecord(SMALL), TrackRecord(SMALL)
    assert list(replay(history, first)) == list(replay(shuffled, second))
    assert written_record.written(first) == written_record.written(second)


@given(histories.histories(), st.integers(0, 10**6), st.integers(1, 255))
def test_a_changed_byte_is_seen(history, place, change):
    data = bytearray(written_record.written(after(history, 60, SMALL)))
    data[place % len(data)] ^= change
    with pytest.raises(ValueError, match="track record"):
        written_record.read(bytes(data))


def test_a_record_that_is_cut_off_is_seen():
    data = written_record.written(after(priced(3), 5))
    for end in (0, 10, 40, len(data) - 1):
        with pytest.raises(ValueError, match="track record"):
            written_record.read(data[:end])


def test_fading_is_the_same_in_one_step_and_in_two():
    left = fixed_point.fading(365)
    assert abs((left[100] * left[200] >> 32) - left[300]) < 2**18
