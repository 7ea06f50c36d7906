import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.base import bounded
from openkeden.filing import declaration
from openkeden.risk import (
    conditions,
    disclosure,
    features,
    lots,
    policy_file,
    profiles,
    selection,
)
from tests.risk import samples

RANK = {lane: rank for rank, lane in enumerate(profiles.LANES)}
LOOK = {"measure": {"en": "Look."}}


def hits(chosen: selection.Selection) -> list[tuple[str, int]]:
    return [(hit.profile, hit.item) for hit in chosen.hits]


def codes(*prefixes: str) -> dict:
    return {"fact": "item.code", "op": "starts", "value": list(prefixes)}


def test_nothing_found_is_green():
    chosen = samples.select(samples.declared(), samples.compiled())
    assert (chosen.lane, chosen.score, chosen.hits, chosen.documents) == (
        "green",
        0,
        (),
        (),
    )


def test_a_hit_gives_its_lane_its_documents_and_its_score():
    chosen = samples.select(samples.declared(), samples.compiled(samples.row(score=250)))
    assert (chosen.lane, chosen.score, chosen.documents) == ("yellow", 250, ("04021",))
    assert chosen.hits == (selection.Hit("T.1", 1, 250),)


def test_the_same_arguments_give_the_same_selection():
    policy = samples.kazakh()
    of = samples.declared(samples.item(net_mass_kg="9000"))
    first, again = (
        samples.select(of, selection.compile_profiles(policy, samples.EXCHANGE))
        for _ in range(2)
    )
    assert first == again
    assert first.hits
    assert first.policy == policy.version


def test_conditions_on_an_item_hold_for_one_and_the_same_item():
    rule = samples.row(
        conditions=[codes("6403"), {"fact": "item.origin", "op": "=", "value": "TR"}]
    )
    ready = samples.compiled(rule)
    apart = samples.declared(
        samples.item(origin="CN"), samples.item(number=2, code="8418108001", origin="TR")
    )
    together = samples.declared(
        samples.item(origin="CN"), samples.item(number=2, origin="TR")
    )
    assert hits(samples.select(apart, ready)) == []
    assert hits(samples.select(together, ready)) == [("T.1", 2)]


def test_the_value_compared_is_that_of_the_item():
    rule = samples.row(
        conditions=[
            codes("64"),
            {"fact": "item.value_per_kg", "op": "<", "value": "6.00", "unit": "USD"},
        ]
    )
    of = samples.declared(
        samples.item(price="10000.00"), samples.item(number=2, price="5999.99")
    )
    assert hits(samples.select(of, samples.compiled(rule))) == [("T.1", 2)]


def test_a_profile_scores_once_and_names_every_item():
    of = samples.declared(
        samples.item(), samples.item(number=2), samples.item(number=3, code="8418108001")
    )
    chosen = samples.select(of, samples.compiled(samples.row(score=300)))
    assert chosen.hits == (selection.Hit("T.1", 1, 300), selection.Hit("T.1", 2, 0))
    assert chosen.score == 300


def test_conditions_on_the_declaration_bind_item_profiles():
    rule = samples.row(
        conditions=[{"fact": "direction", "op": "in", "value": ["EX", "TR"]}, codes("64")]
    )
    ready = samples.compiled(rule)
    assert samples.select(samples.declared(), ready).lane == "green"
    assert samples.select(samples.declared(direction="EX"), ready).lane == "yellow"


def test_two_conditions_on_direction_both_hold():
    both = [
        {"fact": "direction", "op": "=", "value": "IM"},
        {"fact": "direction", "op": "in", "value": ["EX", "TR"]},
    ]
    ready = samples.compiled(samples.row(conditions=both))
    assert all(
        samples.select(samples.declared(direction=name), ready).lane == "green"
        for name in ("IM", "EX", "TR")
    )


def test_two_conditions_on_the_code_both_hold():
    ready = samples.compiled(samples.row(conditions=[codes("64"), codes("6403", "6404")]))
    assert samples.select(samples.declared(), ready).lane == "yellow"
    assert (
        samples.select(samples.declared(samples.item(code="6402999800")), ready).lane
        == "green"
    )


def test_only_profiles_of_the_day_are_applied():
    gone = samples.row(1, until=datetime.date(2026, 4, 1))
    coming = samples.row(2, since=datetime.date(2026, 4, 3))
    last_day = samples.row(3, until=samples.DAY)
    chosen = samples.select(samples.declared(), samples.compiled(gone, coming, last_day))
    assert hits(chosen) == [("T.3", 1)]


def test_history_and_money_are_facts():
    rule = samples.row(
        conditions=[
            {"fact": "consignee.lodged", "op": "<", "value": 3},
            {"fact": "payable", "op": ">", "value": "1000.00", "unit": "USD"},
        ]
    )
    ready = samples.compiled(rule)
    of = samples.declared()
    assert (
        samples.select(of, ready, features.History(), payable=47_509_001).lane == "yellow"
    )
    assert samples.select(of, ready, features.History(), payable=47_509_000).lane == "green"
    assert samples.select(of, ready, samples.KNOWN, payable=47_509_001).lane == "green"


def test_a_profile_without_a_rate_is_left_out_and_named():
    rule = samples.row(
        conditions=[{"fact": "payable", "op": ">", "value": "0.00", "unit": "CHF"}]
    )
    ready = samples.compiled(rule, samples.row(2))
    assert [
        (finding.rule, finding.path, finding.args["value"]) for finding in ready.findings
    ] == [("K.13", "T.1", "CHF")]
    assert hits(samples.select(samples.declared(), ready, payable=5)) == [("T.2", 1)]


def thresholds() -> list[dict]:
    common = {"since": datetime.date(2018, 1, 1), "source": "test"} | LOOK
    return [
        {"lane": "yellow", "score": 400, "title": {"en": "Some"}, "documents": ["03011"]}
        | common,
        {"lane": "red", "score": 800, "title": {"en": "Many"}, "documents": ["04131"]}
        | common,
    ]


@pytest.mark.parametrize(
    ("scores", "lane", "documents"),
    [
        ((399,), "green", ()),
        ((400,), "yellow", ("03011",)),
        ((300, 499), "yellow", ("03011",)),
        ((300, 500), "red", ("04131",)),
        ((900, 900), "red", ("04131",)),
    ],
)
def test_scores_add_up_to_thresholds(scores, lane, documents):
    rows = [
        samples.row(n, lane="green", score=score, documents=[])
        for n, score in enumerate(scores, 1)
    ]
    chosen = samples.select(
        samples.declared(), samples.compiled(*rows, threshold=thresholds())
    )
    assert (chosen.lane, chosen.score, chosen.documents) == (
        lane,
        min(sum(scores), 1000),
        documents,
    )


def test_only_thresholds_and_shares_of_the_day_are_applied():
    gone = {"until": datetime.date(2026, 4, 1)}
    early = [row | gone for row in thresholds()]
    everybody = samples.base()["share"][0]
    shares = [
        everybody,
        everybody | {"office": "57505", "probability_ppm": 1_000_000} | gone,
    ]
    rule = samples.row(lane="green", score=900)
    chosen = samples.select(
        samples.declared(), samples.compiled(rule, threshold=early, share=shares)
    )
    assert (chosen.lane, chosen.draw.chosen) == ("green", False)


def test_a_score_profile_asks_for_nothing_alone():
    chosen = samples.select(
        samples.declared(), samples.compiled(samples.row(lane="green", score=10))
    )
    assert (chosen.lane, chosen.documents) == ("green", ())
    assert hits(chosen) == [("T.1", 1)]


def test_documents_are_asked_for_once_in_order():
    rows = [
        samples.row(1, documents=["04021", "03011"]),
        samples.row(2, documents=["03011", "04131"]),
    ]
    assert samples.select(samples.declared(), samples.compiled(*rows)).documents == (
        "04021",
        "03011",
        "04131",
    )


CODES = ["6403999600", "6404110000", "6109100000", "8703231940", "8418108001", "8542319010"]
PREFIXES = sorted({code[:n] for code in CODES for n in (2, 4, 6, 10)})


@st.composite
def rows(draw):
    """A profile of random conditions on direction, code, origin, zeros of the price and the
    number of items.
    """
    parts = [
        st.builds(
            lambda values: codes(*values),
            st.lists(st.sampled_from(PREFIXES), min_size=1, max_size=3),
        ),
        st.sampled_from(
            [{"fact": "item.origin", "op": "=", "value": name} for name in ("CN", "TR")]
        ),
        st.sampled_from(
            [{"fact": "direction", "op": "=", "value": name} for name in ("IM", "EX")]
        ),
        st.sampled_from([{"fact": "items", "op": ">", "value": n} for n in (1, 2)]),
        st.just({"any": [codes("64"), {"fact": "item.origin", "op": "!=", "value": "CN"}]}),
    ]
    clauses = draw(st.lists(st.one_of(parts), min_size=1, max_size=3))
    lane = draw(st.sampled_from(["green", "yellow", "red"]))
    return {"conditions": clauses, "lane": lane, "score": draw(st.integers(0, 500))} | LOOK


@st.composite
def filings(draw):
    lines = draw(
        st.lists(
            st.tuples(st.sampled_from(CODES), st.sampled_from(["CN", "TR"])),
            min_size=1,
            max_size=3,
        )
    )
    items = [
        samples.item(number=n, code=code, origin=origin)
        for n, (code, origin) in enumerate(lines, 1)
    ]
    return samples.declared(*items, direction=draw(st.sampled_from(["IM", "EX"])))


def brute_force(
    of: declaration.Declaration, policy: profiles.Policy
) -> set[tuple[str, int]]:
    """Every profile tried on every item, with no index."""
    assessed = samples.assessed(of)
    found = set()
    for profile in policy.profiles:
        tests = [conditions.test(clause, samples.EXCHANGE) for clause in profile.conditions]
        by_item = any(clause.of_item for clause in profile.conditions)
        for goods, valued in zip(of.goods, assessed.items, strict=True):
            view = features.View(of, assessed, samples.KNOWN, goods, valued)
            if all(test(view) for test in tests):
                found.add((profile.id, goods.item.number if by_item else 0))
    return found


@settings(max_examples=150)
@given(st.lists(rows(), max_size=6), st.lists(filings(), min_size=1, max_size=3))
def test_the_index_finds_what_brute_force_finds(given_rows, declarations):
    ready = samples.compiled(*[samples.row(n, **row) for n, row in enumerate(given_rows)])
    for of in declarations:
        assert set(hits(samples.select(of, ready))) == brute_force(of, ready.policy)


@settings(max_examples=100)
@given(st.lists(rows(), min_size=1, max_size=6), filings(), st.booleans())
def test_more_profiles_never_make_a_lane_milder(given_rows, of, chance):
    made = [samples.row(n, **row) for n, row in enumerate(given_rows)]
    share = samples.chances(1_000_000 if chance else 0, "yellow")
    ranks, scores = [], []
    for n in range(len(made) + 1):
        chosen = samples.select(
            of, samples.compiled(*made[:n], threshold=thresholds(), share=share)
        )
        ranks.append(RANK[chosen.lane])
        scores.append(chosen.score)
    assert ranks == sorted(ranks)
    assert scores == sorted(scores)


def test_the_officer_reads_every_reason():
    table = samples.base(
        samples.row(score=450, act="Act", article="1"),
        threshold=thresholds(),
        share=samples.chances(1_000_000),
    )
    policy, _ = policy_file.policy(table)
    chosen = samples.select(
        samples.declared(), selection.compile_profiles(policy, samples.EXCHANGE)
    )
    first, by_score, by_chance = disclosure.for_officer(chosen, policy, samples.DAY)
    assert first == disclosure.Reason(
        "T.1", 1, 450, "Test 1", ("item.code starts 6403",), "", "Act 1"
    )
    assert (by_score.profile, by_score.title) == ("score", "Some")
    assert (by_chance.profile, by_chance.title, by_chance.measure) == (
        "random",
        "Chance",
        "Look.",
    )


def test_the_officer_reads_in_his_language():
    policy = samples.kazakh()
    of = samples.declared(samples.item(net_mass_kg="9000"))
    chosen = samples.select(of, selection.compile_profiles(policy, samples.EXCHANGE))
    said = {
        language: disclosure.for_officer(chosen, policy, samples.DAY, language)[0].title
        for language in ("ru", "kk")
    }
    title = next(
        profile.title for profile in policy.profiles if profile.id == "KZ.value.footwear"
    )
    assert said == {"ru": title["ru"], "kk": title["kk"]}


def test_reasons_are_read_with_the_policy_that_gave_them():
    chosen = samples.select(samples.declared(), samples.compiled(samples.row()))
    with pytest.raises(ValueError, match="not"):
        disclosure.for_officer(chosen, samples.kazakh(), samples.DAY)


def test_an_assessment_must_be_of_the_same_items():
    of = samples.declared(samples.item(), samples.item(number=2))
    other = samples.assessed(samples.declared())
    with pytest.raises(ValueError, match="shorter"):
        selection.select(
            of,
            other,
            samples.compiled(),
            samples.KNOWN,
            samples.SEED,
            lots.Brought((of.digest,)),
        )


def test_what_selection_remembers_of_codes_and_offices_is_bounded():
    ready = samples.compiled(samples.row())
    by_code = ready.directions["IM"].by_code
    for number in range(bounded.REMEMBERED + 1):
        assert bool(by_code[f"6403{number}"])
        assert ready.shares[str(number), ""].name == ready.shares["", ""].name
    assert 0 < len(by_code) <= bounded.REMEMBERED
    assert 0 < len(ready.shares) <= bounded.REMEMBERED
