"""What fewer inspections cost: curves that rise with inspections, and intervals that hold
their value.
"""

import pytest

from openkeden.world import tradeoff
from openkeden.world.powers import MILLION
from openkeden.world.tradeoff import TradeoffCurve, TriedLine

#: A hundred lines of twenty traders: the first ten have findings, the last one the revenue.
LINES = [
    TriedLine(f"T{number % 20}", number < 10, 500 if number == 9 else 10 * (number < 10))
    for number in range(100)
]
KNOWING = [100 - number for number in range(100)]


@pytest.fixture(scope="module")
def curves() -> dict[str, TradeoffCurve]:
    scores = {"knowing": KNOWING, "blind": [-score for score in KNOWING]}
    made = tradeoff.curves(LINES, scores, minutes=90, seed=1)
    return {curve.policy: curve for curve in made}


def at(curve: TradeoffCurve, share: int) -> tradeoff.TradeoffPoint:
    return curve.points[tradeoff.SHARES.index(share)]


def test_who_knows_finds_all_with_a_tenth(curves: dict[str, TradeoffCurve]) -> None:
    point = at(curves["knowing"], 10)
    assert (point.inspected, point.hours, point.found, point.revenue) == (10, 15, 10, 590)
    assert point.found_share.value == MILLION
    assert at(curves["knowing"], 5).found_share.value == MILLION // 2
    assert at(curves["blind"], 75).found == 0


def test_hours_are_rounded_up(curves: dict[str, TradeoffCurve]) -> None:
    assert at(curves["knowing"], 1).hours == 2
    assert at(curves["knowing"], 100).hours == 150


def test_chance_finds_its_share(curves: dict[str, TradeoffCurve]) -> None:
    for share in tradeoff.SHARES:
        point = at(curves["random"], share)
        assert abs(point.found_share.value - share * 10_000) <= 100_000
        assert point.inspected == share


def test_less_is_never_more(curves: dict[str, TradeoffCurve]) -> None:
    for curve in curves.values():
        found = [point.found for point in curve.points]
        assert found == sorted(found, reverse=True)
        assert curve.points[0].found == 10


def test_intervals_hold_their_value(curves: dict[str, TradeoffCurve]) -> None:
    for curve in curves.values():
        for point in curve.points:
            for share in (point.found_share, point.revenue_share):
                assert share.low <= share.value <= share.high
    assert at(curves["knowing"], 5).found_share.low < MILLION // 2
    assert at(curves["random"], 50).revenue_share.low < 100_000


def test_the_same_seed_gives_the_same(curves: dict[str, TradeoffCurve]) -> None:
    scores = {"knowing": KNOWING, "blind": [-score for score in KNOWING]}
    again = tradeoff.curves(LINES, scores, minutes=90, seed=1)
    assert {curve.policy: curve for curve in again} == curves
