"""Quotas: what a draw takes from each share, and that no share is ever given beyond its
volume.
"""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.base.validity import Provision
from openkeden.lawpack.review import references
from openkeden.tariff import measures, quotas
from tests import support

HEAD = 10**6
ROW = Provision(
    id="q",
    value="q",
    since=datetime.date(2025, 11, 6),
    act="act",
    source="source",
    mark="open",
)


def quota(volume=100, each=None, groups=(), holders=None):
    return quotas.Quota(
        id="Q",
        unit="pc",
        volume=volume * HEAD,
        row=ROW,
        each=None if each is None else each * HEAD,
        groups=tuple(groups),
        holders={name: share * HEAD for name, share in (holders or {}).items()},
    )


def group(name, volume, each=None):
    return quotas.HolderGroup(
        name, f"{name} register", volume * HEAD, None if each is None else each * HEAD
    )


def draw(amount, holder="A", of="", item=1):
    return quotas.Allocation(item, "Q", holder, amount * HEAD, of)


def short(law, draws, used=None, returned=()):
    found = quotas.over(draws, returned, used or {}, {"Q": law})
    return [(one.share[1], one.asked // HEAD, one.left // HEAD) for one in found]


def test_the_last_unit_may_be_drawn_and_not_one_millionth_more():
    used = {("Q", ""): 99 * HEAD}
    assert short(quota(), [draw(1)], used) == []
    assert quotas.over(
        [quotas.Allocation(1, "Q", "A", HEAD + 1)], (), used, {"Q": quota()}
    ) == [quotas.Shortage(("Q", ""), 1, HEAD + 1, HEAD)]


def test_the_items_of_one_declaration_count_together():
    assert short(quota(), [draw(60), draw(41, item=2)]) == [("", 101, 100)]


def test_a_holder_has_a_limit_of_his_own():
    law = quota(each=10)
    assert short(law, [draw(10)]) == []
    assert short(law, [draw(11)]) == [("holder A", 11, 10)]
    assert short(law, [draw(3)], {("Q", "holder A"): 8 * HEAD}) == [("holder A", 3, 2)]
    assert short(law, [draw(3, holder="B")], {("Q", "holder A"): 8 * HEAD}) == []


def test_an_allotted_share_goes_before_the_limit_of_everybody():
    law = quota(each=10, holders={"A": 40, "B": 0})
    assert short(law, [draw(40)]) == []
    assert short(law, [draw(41)]) == [("holder A", 41, 40)]
    assert short(law, [draw(1, holder="B")]) == [("holder B", 1, 0)]


def test_a_group_has_its_part_and_its_own_limit_of_a_holder():
    law = quota(each=5, groups=[group("feedlots", 60), group("producers", 40, each=15)])
    assert short(law, [draw(60, of="feedlots")]) == []
    assert short(law, [draw(61, of="feedlots")]) == [("group feedlots", 61, 60)]
    assert short(law, [draw(16, of="producers")]) == [("holder A", 16, 15)]
    assert short(law, [draw(6)]) == [("holder A", 6, 5)]


def test_every_share_that_is_short_is_told_at_once():
    law = quota(volume=10, groups=[group("producers", 8, each=5)])
    assert short(law, [draw(12, of="producers")]) == [
        ("", 12, 10),
        ("group producers", 12, 8),
        ("holder A", 12, 5),
    ]


def test_the_group_is_the_first_whose_register_holds_the_person():
    law = quota(groups=[group("feedlots", 60), group("producers", 40)])
    lists = {"feedlots register": {"A": ""}, "producers register": {"A": "", "B": ""}}
    assert [law.group_of(person, lists) for person in "ABC"] == [
        "feedlots",
        "producers",
        "",
    ]
    assert law.group_of("A", {}) == ""


def test_what_an_amendment_gives_back_may_be_drawn_again():
    full = {("Q", ""): 100 * HEAD, ("Q", "holder A"): 30 * HEAD}
    assert short(quota(), [draw(30)], full, [draw(30)]) == []
    assert short(quota(), [draw(31)], full, [draw(30)]) == [("", 31, 30)]


def test_whoever_holds_more_than_a_smaller_quota_allows_keeps_it_and_gets_no_more():
    used = {("Q", ""): 120 * HEAD}
    assert short(quota(), [draw(30)], used, [draw(30)]) == []
    assert short(quota(), [draw(31)], used, [draw(30)]) == [("", 31, 30)]
    assert quotas.left(quota(), used) == 0


def test_a_draw_is_booked_on_all_on_the_group_and_on_the_holder():
    booked = quotas.sums([draw(2, of="feedlots"), draw(3)])
    assert booked == {
        ("Q", ""): 5 * HEAD,
        ("Q", "group feedlots"): 2 * HEAD,
        ("Q", "holder A"): 5 * HEAD,
    }


def test_what_is_outstanding_is_what_was_not_given_back():
    twice = [draw(2), draw(2), draw(3, item=2)]
    assert quotas.outstanding(twice, [draw(2)]) == (draw(2), draw(3, item=2))


def faults(law, units=("pc",), registers=("producers register",), **measure):
    one = measures.Measure(
        id="m",
        masks=frozenset({"01"}),
        direction="EX",
        effect="quota",
        row=ROW,
        **({"quota": "Q"} | measure),
    )
    found = references.quota_faults([law], [one], registers, units)
    return [fault.args["value"] for fault in found]


def test_a_law_pack_with_a_wrong_quota_is_told_so():
    until = datetime.date(2026, 3, 5)
    assert faults(quota(groups=[group("producers", 100)])) == []
    assert faults(quota(volume=0)) == ["0"]
    assert faults(quota(groups=[group("producers", 101)])) == ["100"]
    assert faults(quota(groups=[group("feedlots", 1)])) == ["feedlots register"]
    assert faults(quota(volume=10**13)) == [str(10**13)], "more than the ledger holds"
    assert faults(quota(), units=("kg",)) == ["pc"]
    assert faults(quota(), quota="R") == ["R"]
    assert faults(support.replace(quota(), row=support.replace(ROW, until=until))) == [
        "Q"
    ], "the measure lasts longer"
    assert faults(
        quota(), registers=frozenset(), excluded_registers=frozenset(("mills",))
    ) == ["mills"]


HOLDERS = st.sampled_from(["A", "B", "C"])
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("draw"), HOLDERS, st.lists(st.integers(1, 60), min_size=1, max_size=3)
        ),
        st.tuples(st.just("back"), st.integers(0, 20), st.just(())),
        st.tuples(
            st.just("amend"),
            st.integers(0, 20),
            st.lists(st.integers(1, 60), min_size=1, max_size=3),
        ),
    ),
    max_size=25,
)
LAW = quota(
    volume=100, each=50, groups=[group("producers", 70, each=40)], holders={"C": 65}
)
GROUPS = {"A": "producers", "B": "", "C": "producers"}


def version(holder, amounts):
    return [
        draw(amount, holder, GROUPS[holder], item) for item, amount in enumerate(amounts, 1)
    ]


@settings(max_examples=200)
@given(STEPS)
def test_no_share_is_ever_above_its_volume_and_the_books_are_the_sum_of_what_is_held(steps):
    used, held = {}, []
    for kind, which, amounts in steps:
        old = [] if kind == "draw" else held[which] if which < len(held) else None
        if old is None:
            continue
        holder = which if kind == "draw" else (old[0].holder if old else "A")
        new = version(holder, amounts)
        if new and quotas.over(new, old, used, {"Q": LAW}):
            continue
        if kind == "draw":
            held.append(new)
        else:
            held[which] = new
        for share, amount in quotas.sums(new).items():
            used[share] = used.get(share, 0) + amount
        for share, amount in quotas.sums(old).items():
            used[share] -= amount
        booked = quotas.sums([one for each in held for one in each])
        assert {share: amount for share, amount in used.items() if amount} == dict(booked)
        assert used.get(("Q", ""), 0) <= 100 * HEAD
        assert used.get(("Q", "group producers"), 0) <= 70 * HEAD
        limits = {"A": 40, "B": 50, "C": 65}
        assert all(
            used.get(("Q", f"holder {name}"), 0) <= most * HEAD
            for name, most in limits.items()
        )


@settings(max_examples=100)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6), st.integers(0, 2 * 10**9))
def test_splitting_a_declaration_draws_the_same_and_is_refused_the_same(parts, used):
    """All parts of a split pass one after another exactly when they pass as one
    declaration.
    """
    law = quotas.Quota(id="Q", unit="kg", volume=3 * 10**9, row=ROW)
    whole = [
        quotas.Allocation(item, "Q", "A", amount) for item, amount in enumerate(parts, 1)
    ]
    used_before = {("Q", ""): used}
    passes = []
    for one in whole:
        passes.append(not quotas.over([one], (), used_before, {"Q": law}))
        used_before[("Q", "")] += one.amount
    assert all(passes) == (not quotas.over(whole, (), {("Q", ""): used}, {"Q": law}))
    assert quotas.sums(whole)[("Q", "")] == sum(parts)
