"""Indicators that are asked for alone: each is what it is in the whole set."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.risk.indicators import catalogue
from openkeden.risk.indicators.indicator_reader import ValueReader
from openkeden.risk.indicators.indicator_set import (
    DEFAULT,
    IndicatorSet,
    RateKey,
    joined,
    narrowed,
    with_categories,
)
from openkeden.risk.indicators.replay import replay
from openkeden.risk.indicators.track_record import TrackRecord
from tests.risk import histories

FURTHER = with_categories(["tax"])

#: The rate that another is within does not follow from its key.
ACROSS = IndicatorSet(
    rates=(
        RateKey("office", ("office",)),
        RateKey("origin", ("origin",), "office"),
        RateKey("trader", ("trader",), "origin"),
    ),
    usual=(),
)


def named(settings: IndicatorSet) -> list[str]:
    return [one.name for one in catalogue.catalogue(settings)]


def told(history, settings: IndicatorSet, names) -> list[tuple]:
    """What a record by these settings tells of each line, of these names."""
    record = TrackRecord(settings)
    reader = ValueReader(record, names)
    return [reader.row(row.line.observation) for row in replay(history, record)]


@pytest.mark.parametrize("settings", [DEFAULT, FURTHER, ACROSS])
@given(histories.histories(), st.randoms(use_true_random=False), st.integers(0, 12))
def test_a_narrow_record_tells_the_same(settings, history, chance: random.Random, many):
    known = named(settings)
    names = tuple(chance.sample(known, min(many, len(known))))
    expected = []
    for row in replay(history, TrackRecord(settings)):
        values = dict(zip(known, row.values, strict=True))
        expected.append(tuple([values[name] for name in names]))
    assert told(history, narrowed(settings, names), names) == expected


def test_a_narrow_set_holds_what_its_indicators_are_worked_out_from():
    names = ("hs4", "hs6.rate", "price_code.distance", "line.value")
    narrow = narrowed(DEFAULT, names)
    assert narrow.levels == ("hs4",)
    assert [key.name for key in narrow.rates] == ["hs2", "hs4", "hs6"]
    assert [key.name for key in narrow.usual] == ["price_code"]
    assert narrowed(narrow, names) == narrow


@given(histories.histories(), st.randoms(use_true_random=False))
def test_models_whose_indicators_go_together_share_a_record(history, chance):
    names = [tuple(chance.sample(named(FURTHER), 5)) for _ in range(2)]
    sets = [narrowed(FURTHER, some) for some in names]
    both = joined(*sets)
    assert both is not None
    for some, alone in zip(names, sets, strict=True):
        assert told(history, both, some) == told(history, alone, some)


def test_indicators_that_are_not_worked_out_alike_do_not_go_together():
    slow = IndicatorSet(half_life_days=DEFAULT.half_life_days * 2)
    assert joined(DEFAULT, slow) is None
    other = IndicatorSet(rates=(RateKey("trader", ("agent",)),))
    assert joined(DEFAULT, other) is None
    assert joined(DEFAULT, DEFAULT) == DEFAULT


def test_what_a_record_does_not_have_cannot_be_asked():
    with pytest.raises(ValueError, match=r"agent\.rate"):
        ValueReader(TrackRecord(ACROSS), ["trader.rate", "agent.rate"])
