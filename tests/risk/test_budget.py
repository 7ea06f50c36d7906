"""Inspection budgets: a running choice that spends what a day allows and no more."""

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.risk import (
    budget,
    desks,
    disclosure,
    policy_file,
    profiles,
    random_check,
    selection,
)
from tests.risk import samples

DAY = samples.DAY
MODEL = bytes(32)


def row(**changes) -> profiles.InspectionBudget:
    fields = {
        "title": {"en": "Model"},
        "lane": "red",
        "measure": {"en": "Look."},
        "since": datetime.date(2018, 1, 1),
        "source": "test",
        "inspections": 10,
        "declarations": 100,
    }
    return profiles.InspectionBudget(**(fields | changes))


def opinion(probability_ppm: int = 300_000, revenue: int = 1_000_000) -> budget.Opinion:
    return budget.Opinion("m1", probability_ppm, revenue, 1)


def aim(of: profiles.InspectionBudget, above: int | None, **changes) -> budget.Aim:
    said = opinion(**changes)
    valued = budget.utility(said, of, samples.SEED, (MODEL,))
    bar = budget.Bar(above, 20, 3_000_000, 40)
    return budget.Aim(of, MODEL, "champion", said, valued, bar, 10_000)


def spend(desk: desks.Desk, of: profiles.InspectionBudget, on, utilities) -> int:
    """Let the declarations of a day pass; how many were chosen."""
    desk.open(on, of, MODEL, contested=False)
    chosen = 0
    for utility in utilities:
        above = desk.bar(desk.foreseen(on, of, contested=False)).utility
        is_chosen = above is not None and utility > above
        desk.passed(utility, chosen=is_chosen)
        chosen += is_chosen
    return chosen


def test_a_day_spends_its_inspections_on_the_best():
    drawn, of, desk = random.Random(7), row(), desks.Desk("", "champion")
    spent, best = [], []
    for number in range(40):
        utilities = [drawn.randrange(10**9) for _ in range(100)]
        before = list(desk.utilities)
        spent.append(spend(desk, of, DAY + datetime.timedelta(number), utilities))
        best.append(sum(utility > 9 * 10**8 for utility in utilities))
        assert len(before) <= desks.RECENT
    settled = spent[10:]
    assert max(spent) <= 10
    assert 8 <= sum(settled) / len(settled) <= 9
    assert sum(best[10:]) / len(settled) > 8


@given(
    st.lists(st.integers(0, 50), max_size=400),
    st.integers(0, 30),
    st.integers(1, 300),
    st.sampled_from([0, 20_000, 100_000, 500_000]),
)
def test_no_day_spends_more_than_it_has(utilities, inspections, declarations, chance):
    of = row(inspections=inspections, declarations=declarations, chance_ppm=chance)
    desk = desks.Desk("", "champion")
    for number in range(3):
        spent = spend(desk, of, DAY + datetime.timedelta(number), utilities)
        assert spent <= inspections
        assert desk.left >= 0


def test_part_of_an_inspection_is_left_for_the_next_day():
    of, desk = row(inspections=1), desks.Desk("", "champion")
    lefts = []
    for number in range(4):
        desk.open(DAY + datetime.timedelta(number), of, MODEL, contested=False)
        lefts.append(desk.left)
    assert lefts == [900_000, 1_800_000, 1_700_000, 1_600_000]


def test_a_desk_that_is_written_down_goes_on_alike():
    drawn, of = random.Random(3), row()
    whole, kept = desks.Desk("", "champion"), desks.Desk("", "champion")
    for number in range(12):
        day = DAY + datetime.timedelta(number // 3)
        utilities = [drawn.randrange(1000) for _ in range(90)]
        assert spend(whole, of, day, utilities) == spend(kept, of, day, utilities)
        kept = desks.Desk(
            kept.office,
            kept.role,
            kept.model,
            kept.day,
            kept.seen,
            kept.left,
            kept.days,
            list(kept.utilities),
        )
    assert whole.bar(100) == kept.bar(100)


def test_a_new_model_begins_without_utilities_of_the_one_before():
    desk = desks.Desk("", "champion")
    spend(desk, row(), DAY, range(50))
    desk.open(DAY, row(), b"other", contested=False)
    bar = desk.bar(100)
    assert (bar.recent, bar.utility, desk.seen) == (0, None, 50)


def test_a_day_before_the_latest_opens_nothing():
    desk = desks.Desk("", "champion")
    spend(desk, row(), DAY, range(5))
    desk.open(DAY - datetime.timedelta(3), row(), MODEL, contested=False)
    assert (desk.day, desk.seen) == (DAY, 5)


def test_chance_has_its_part_of_the_inspections_and_never_less_than_the_floor():
    assert budget.chance(row(inspections=100), 1000, 0) == 10_000
    assert budget.chance(row(inspections=100), 1000, 20_000) == 20_000
    assert budget.chance(row(inspections=100), 1, 0) == 1_000_000


def test_champion_and_challenger_share_declarations_and_inspections():
    of = row(inspections=100, challenger_ppm=300_000)
    lefts = {}
    for role in profiles.ROLES:
        desk = desks.Desk("", role)
        desk.open(DAY, of, MODEL, contested=True)
        lefts[role] = desk.left, desk.foreseen(DAY, of, contested=True)
    assert lefts == {"champion": (63_000_000, 70), "challenger": (27_000_000, 30)}
    keys = [samples.digest(number) for number in range(2000)]
    given_to = [budget.role_of(samples.SEED, (key,), of, contested=True) for key in keys]
    assert 530 < given_to.count("challenger") < 670
    alone = {budget.role_of(samples.SEED, (key,), of, contested=False) for key in keys}
    assert alone == {"champion"}
    other = bytes(reversed(samples.SEED))
    elsewhere = [budget.role_of(other, (key,), of, contested=True) for key in keys]
    assert elsewhere != given_to


def test_utility_grows_with_probability_and_with_the_power_of_the_revenue():
    of, lots = row(), (MODEL,)

    def of_(probability: int, revenue: int, **changes) -> int:
        said = opinion(probability, revenue)
        return budget.utility(said, row(**changes), samples.SEED, lots) >> 32

    assert of_(1000, 10**6) < of_(1001, 10**6) < of_(1001, 2 * 10**6)
    assert of_(1000, 10**6, exponent_ppm=0) == of_(1000, 10**9, exponent_ppm=0)
    doubled = of_(2000, 10**6) - of_(1000, 10**6)
    fourfold = of_(1000, 4 * 10**6 + 3) - of_(1000, 10**6)
    assert abs(doubled - fourfold) < 40
    assert of_(0, -5) == 0
    assert budget.utility(opinion(), of, samples.SEED, lots) != budget.utility(
        opinion(), of, samples.SEED, (samples.digest(1),)
    )


def test_the_model_chooses_above_the_bar_and_the_lane_is_that_of_the_budget():
    of = row()
    found = aim(of, 0)
    chosen = samples.select(samples.declared(), samples.compiled(), aim=found)
    assert (chosen.lane, chosen.score) == ("red", 0)
    assert [(hit.profile, hit.item) for hit in chosen.hits] == [("model", 1)]
    assert chosen.model == selection.Judgement("m1", 300)
    assert chosen.choice is not None
    assert (chosen.choice.chosen, chosen.choice.inclusion_ppm) == (True, 1_000_000)
    assert chosen.draw.probability_ppm == 10_000


def test_the_officer_reads_what_the_model_chose():
    base = samples.base()["share"][0]
    common = {key: base[key] for key in ("measure", "since", "source")}
    told = {"title": {"en": "By model", "ru": "Моделью"}, "lane": "red"}
    budgets = [common | told | {"inspections": 5, "declarations": 50}]
    ready = samples.compiled(budget=budgets)
    of = ready.policy.budget("57505", DAY)
    assert of is not None
    chosen = samples.select(samples.declared(), ready, aim=aim(of, 0))
    (reason,) = disclosure.for_officer(chosen, ready.policy, DAY, "ru")
    assert (reason.profile, reason.item, reason.title) == ("model", 1, "Моделью")
    assert reason.measure == "Look."


@pytest.mark.parametrize("above", [None, 2**60])
def test_below_the_bar_it_is_green_and_its_probability_is_that_of_chance(above):
    chosen = samples.select(samples.declared(), samples.compiled(), aim=aim(row(), above))
    assert (chosen.lane, chosen.hits) == ("green", ())
    assert chosen.choice is not None
    assert (chosen.choice.chosen, chosen.choice.inclusion_ppm) == (False, 10_000)


def test_what_rules_stop_takes_no_inspection_of_the_model():
    stopped = samples.compiled(samples.row(lane="red", measure={"en": "Look."}))
    chosen = samples.select(samples.declared(), stopped, aim=aim(row(), 0))
    assert chosen.lane == "red"
    assert chosen.choice is not None
    assert (chosen.choice.chosen, chosen.choice.inclusion_ppm) == (False, 1_000_000)
    assert chosen.choice.stopped
    milder = samples.select(
        samples.declared(), samples.compiled(samples.row()), aim=aim(row(), 0)
    )
    assert milder.choice is not None
    assert (milder.lane, milder.choice.chosen) == ("red", True)


def test_several_lots_are_likelier_to_be_drawn():
    drawn = random_check.RandomCheck(0, 100_000, chosen=True, stratum="/", lots=3)
    assert random_check.inclusion_ppm(drawn) == 271_000


def faults(*rows: dict) -> list[tuple[str, str]]:
    base = samples.base()["share"][0]
    common = {"inspections": 5, "declarations": 50, "since": base["since"]}
    told = {"title": {"en": "M"}, "lane": "red", "measure": {"en": "x"}, "source": "test"}
    floor = [{"probability_ppm": 20_000, "since": base["since"], "source": "test"}]
    share = samples.chances(20_000)
    budgets = [common | told | changes for changes in rows]
    table = samples.base(budget=budgets, floor=floor, share=share)
    made, found = policy_file.policy(table)
    assert (made is None) == bool(found)
    return [(one.rule, one.path) for one in found]


def test_m50_chance_keeps_its_floor():
    assert faults({"chance_ppm": 20_000}) == []
    assert faults({"chance_ppm": 19_999}) == [("M.50", "budget[0].chance_ppm")]


def test_m51_the_model_keeps_something_to_choose():
    assert faults({"chance_ppm": 999_999}) == []
    assert faults({"chance_ppm": 1_000_000}) == [("M.51", "budget[0].chance_ppm")]


def test_m52_an_office_has_one_budget_a_day():
    day = datetime.date(2026, 4, 2)
    assert faults({"until": day}, {"since": day + datetime.timedelta(1)}) == []
    assert faults({"office": "57505"}, {}) == []
    assert faults({"until": day}, {"since": day}) == [("M.52", "budget[1]")]


@pytest.mark.parametrize(
    "changes",
    [
        {"inspections": -1},
        {"exponent_ppm": 1_000_001},
        {"challenger_ppm": 500_001},
        {"declarations": 0},
        {"slots": 1},
    ],
)
def test_a_budget_that_is_none_is_told(changes):
    assert faults(changes) == [("K.4", "budget[0]")]


def test_an_office_without_a_budget_of_its_own_has_that_of_all():
    base = samples.base()["share"][0]
    common = {key: base[key] for key in ("title", "measure", "since", "source")}
    budgets = [
        common | {"lane": "red", "inspections": 5, "declarations": 50},
        common | {"lane": "red", "inspections": 9, "declarations": 9, "office": "57505"},
    ]
    ready = samples.compiled(budget=budgets)
    found = [ready.policy.budget(office, DAY) for office in ("57505", "55301")]
    assert [one and one.inspections for one in found] == [9, 5]
    assert samples.compiled().policy.budget("57505", DAY) is None
