"""Profiles asked of goods lines: which can be, and how severe they are with a line."""

import datetime

import msgspec
import pytest

from openkeden.risk import conditions, features, observed_profiles, profiles, selection
from openkeden.risk.indicators.observation import Observation
from tests import support

#: A line that tells all.
LINE = Observation(
    declaration="A-1",
    item=1,
    day=support.DAY,
    trader="990140000017",
    agent="150240019999",
    office="57505",
    code="6403999600",
    origin="CN",
    dispatch="CN",
    procedure="4000000",
    value=2_000_00,
    net_mass=100_000_000,
    charges=400_00,
    description="Shoes",
    more={"direction": "IM", "currency": "USD"},
)


def profile(
    name: str, *clauses: tuple, lane="yellow", score=0, **dates
) -> profiles.Profile:
    return profiles.Profile(
        id=name,
        lane=lane,
        title={"en": name},
        conditions=tuple([conditions.Condition(*clause) for clause in clauses]),
        score=score,
        **{"since": datetime.date(2018, 1, 1), **dates},
        act="a test act",
        source="tests",
        mark="open",
    )


SHOES = profile("shoes", ("item.code", "starts", ("64",)), lane="red", score=100)
CHEAP = profile("cheap", ("item.value_per_kg", "<", (30_00,)), score=700)
BOXES = profile("boxes", ("container", "=", (True,)))
MANY = profile("many", ("items", ">", (1,)), lane="green", score=10)


def policy(*rows: profiles.Profile) -> profiles.Policy:
    known = support.pack().profiles
    return msgspec.structs.replace(known, profiles=rows, thresholds=())


def severities(*lines: Observation, of=(SHOES, CHEAP, MANY)) -> list[int]:
    chosen = observed_profiles.asked(
        policy(*of), observed_profiles.told(lines), support.DAY
    )
    compiled = selection.compile_profiles(chosen.policy, support.exchange())
    return observed_profiles.severities(lines, "IM", compiled, features.History())


def test_what_a_line_does_not_tell_is_not_asked():
    facts = observed_profiles.told([LINE])
    chosen = observed_profiles.asked(policy(SHOES, CHEAP, BOXES), facts, support.DAY)
    assert [one.id for one in chosen.policy.profiles] == ["shoes", "cheap"]
    assert chosen.left_out == ("boxes",)
    later = profile("later", ("items", ">", (0,)), since=datetime.date(2030, 1, 1))
    assert observed_profiles.asked(policy(later), facts, support.DAY).left_out == ()


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"value": None}, {"item.value", "item.value_per_kg", "payable_share"}),
        ({"net_mass": None}, {"item.net_mass_kg", "item.value_per_kg"}),
        ({"charges": None}, {"payable", "payable_share"}),
        ({"more": {}}, {"currency", "delivery_terms", "item.preference_duty"}),
    ],
)
def test_a_fact_is_told_where_every_line_tells_it(changes, lost):
    other = msgspec.structs.replace(LINE, item=2, **changes)
    whole = observed_profiles.told([LINE])
    assert whole - observed_profiles.told([LINE, other]) >= lost
    assert observed_profiles.told([LINE, other]) < whole < set(features.FACTS)


def test_the_strictest_lane_comes_first_then_the_score_then_the_charges():
    hat = msgspec.structs.replace(LINE, code="6505009000", item=2)
    dear = msgspec.structs.replace(hat, value=9_000_00, item=3)
    dearest = msgspec.structs.replace(dear, charges=900_00, item=4)
    shoes, cheap, little, more = severities(LINE, hat, dear, dearest)
    assert shoes > cheap > more > little
    assert [one.bit_length() > 64 for one in (shoes, cheap, more, little)] == [True] * 4
    lines = [msgspec.structs.replace(one, declaration="B") for one in (dear, dearest)]
    alone = [severities(line)[0] for line in lines]
    assert alone == [400_00, 900_00]
    assert not any(observed_profiles.is_struck(one) for one in alone)


def test_a_score_that_reaches_a_threshold_makes_the_lane():
    reached = support.pack().profiles.thresholds
    strict = max(reached, key=lambda row: profiles.rank(row.lane))
    green = profile("much", ("items", ">", (0,)), lane="green", score=strict.score)
    kept = msgspec.structs.replace(policy(green), thresholds=reached)
    compiled = selection.compile_profiles(kept, support.exchange())
    (found,) = observed_profiles.severities([LINE], "IM", compiled, features.History())
    compiled = selection.compile_profiles(policy(green), support.exchange())
    (without,) = observed_profiles.severities([LINE], "IM", compiled, features.History())
    assert found > without
