import copy
import datetime
import string

import pytest

from openkeden.base import findings
from openkeden.risk import policy_file
from tests.risk import samples

JANUARY = datetime.date(2026, 1, 1)


def numbers(table: dict) -> list[tuple[str, str]]:
    _, found = policy_file.policy(table)
    return [(finding.rule, finding.path) for finding in found]


def test_the_policy_of_the_pack_has_no_findings():
    made, found = policy_file.policy(samples.table())
    assert found == []
    assert made is not None
    assert len(made.profiles) >= 10
    assert all(profile.mark == "open" for profile in made.profiles)


def test_the_pack_keeps_the_random_share_at_two_percent_or_more():
    policy = samples.kazakh()
    assert min(floor.probability_ppm for floor in policy.floors) >= 20_000
    assert min(share.probability_ppm for share in policy.shares) >= 20_000


def test_titles_of_the_pack_are_in_three_languages():
    policy = samples.kazakh()
    rows = [*policy.profiles, *policy.thresholds, *policy.shares]
    assert all(row.title.keys() == {"en", "ru", "kk"} for row in rows)
    assert all(not row.measure or row.measure.keys() == {"en", "ru", "kk"} for row in rows)


def test_the_version_is_that_of_the_content():
    first, _ = policy_file.policy(samples.table())
    again, _ = policy_file.policy(samples.table())
    changed = samples.table()
    changed["profile"][0]["score"] += 1
    other, _ = policy_file.policy(changed)
    assert first.version == again.version
    assert first.version != other.version


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"conditions": [{"fact": "x", "op": "=", "value": "1"}]},
            ("K.1", "profile[0].conditions[0].fact"),
        ),
        (
            {"conditions": [{"fact": "items", "op": "starts", "value": 1}]},
            ("K.2", "profile[0].conditions[0].op"),
        ),
        (
            {"conditions": [{"fact": "items", "op": ">", "value": "1"}]},
            ("K.3", "profile[0].conditions[0].value"),
        ),
        ({"conditions": []}, ("K.4", "profile[0]")),
        ({"score": 1001}, ("K.4", "profile[0]")),
        ({"score": "100"}, ("K.4", "profile[0]")),
        ({"colour": "yellow"}, ("K.4", "profile[0]")),
        ({"since": "soon"}, ("K.4", "profile[0]")),
        ({"title": {}}, ("K.4", "profile[0]")),
        ({"until": datetime.date(2025, 12, 31)}, ("K.5", "profile[0].until")),
        ({"id": "random"}, ("K.6", "profile[0].id")),
        ({"lane": "blue"}, ("K.7", "profile[0].lane")),
        ({"documents": []}, ("K.8", "profile[0]")),
        ({"lane": "red"}, ("K.8", "profile[0]")),
        ({"mark": "X"}, ("K.11", "profile[0].source")),
        ({"source": ""}, ("K.11", "profile[0].source")),
    ],
)
def test_bad_profiles_are_findings(changes, expected):
    assert numbers(samples.base(samples.row(**changes))) == [expected]


def test_a_row_may_be_in_force_for_one_day():
    assert numbers(samples.base(samples.row(since=JANUARY, until=JANUARY))) == []


def test_an_id_is_given_once():
    assert numbers(samples.base(samples.row(), samples.row())) == [("K.6", "profile[1].id")]


def test_all_findings_come_at_once():
    rows = [
        samples.row(1, lane="blue"),
        samples.row(2, mark="X", documents=[]),
        samples.row(3, conditions=[3, 4]),
    ]
    found = [rule for rule, _ in numbers(samples.base(*rows))]
    assert found == ["K.7", "K.11", "K.8", "K.4", "K.4"]


def test_good_rows_are_kept_beside_bad_ones():
    made, found = policy_file.profiles(
        [samples.row(1), samples.row(2, lane="blue")], ("green", "yellow", "red")
    )
    assert [profile.id for profile in made] == ["T.1"]
    assert len(found) == 1


def test_blue_is_a_lane_where_the_data_uses_it():
    table = samples.base(samples.row(lane="blue"), lanes=["green", "blue", "yellow", "red"])
    assert numbers(table) == []


def share(table: dict, **changes: object) -> dict:
    table["share"].append(table["share"][0] | changes)
    return table


def test_a_share_below_the_floor_is_a_finding():
    table = samples.base()
    table["floor"][0]["probability_ppm"] = 20_000
    table["share"][0]["probability_ppm"] = 20_000
    assert numbers(table) == []
    share(table, office="57505", probability_ppm=19_999)
    assert numbers(table) == [("K.9", "share[1].probability_ppm")]


def test_a_floor_that_came_later_binds_only_shares_still_in_force():
    table = samples.base()
    table["floor"] = [table["floor"][0] | {"probability_ppm": 20_000, "since": JANUARY}]
    table["share"][0]["probability_ppm"] = 20_000
    share(table, office="57505", probability_ppm=1, until=datetime.date(2025, 12, 31))
    assert numbers(table) == []


@pytest.mark.parametrize("name", ["share", "floor"])
def test_everybody_needs_a_share_and_a_floor_without_end(name):
    table = samples.base()
    table[name][0]["until"] = datetime.date(2030, 1, 1)
    assert numbers(table) == [("K.10", name)]


def threshold(lane: str, score: int, **changes: object) -> dict:
    checks = {"title": {"en": "Score"}, "documents": ["04021"], "measure": {"en": "Look."}}
    return (
        {"lane": lane, "score": score, "since": JANUARY, "source": "test"}
        | checks
        | changes
    )


def test_stricter_lanes_need_higher_scores():
    table = samples.base(threshold=[threshold("yellow", 400), threshold("red", 400)])
    assert numbers(table) == [("K.12", "threshold[1].score")]
    table["threshold"][0]["until"] = table["threshold"][1]["since"] = datetime.date(
        2026, 6, 1
    )
    assert numbers(table) == [("K.12", "threshold[1].score")]
    table["threshold"][1]["since"] = datetime.date(2026, 6, 2)
    assert numbers(table) == []


def test_tables_must_be_there():
    table = samples.base()
    del table["floor"]
    assert numbers(table) == [("K.4", "")]


def test_a_policy_with_findings_is_none():
    made, found = policy_file.policy(samples.base(samples.row(lane="blue")))
    assert made is None
    assert findings.refuses(found)


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        ((2025, 12, 31), False),
        ((2026, 1, 1), True),
        ((2026, 3, 31), True),
        ((2026, 4, 1), False),
    ],
)
def test_rows_are_in_force_from_their_first_to_their_last_day(day, inside):
    made, _ = policy_file.profiles(
        [samples.row(until=datetime.date(2026, 3, 31))], ("green", "yellow", "red")
    )
    assert made[0].holds(datetime.date(*day)) is inside


def test_rules_are_numbered_in_order_and_filled_by_their_findings():
    numbers = [int(rule.number.removeprefix("K.")) for rule in policy_file.RULES]
    assert numbers == sorted(set(numbers))
    by_number = {rule.number: rule for rule in policy_file.RULES}
    seen = set()
    for table in broken():
        for finding in policy_file.policy(table)[1]:
            rule = by_number[finding.rule]
            wanted = {
                name
                for _, name, _, _ in string.Formatter().parse(rule.message + rule.fix)
                if name
            }
            assert wanted <= finding.args.keys()
            assert "value" in finding.args
            seen.add(finding.rule)
    assert seen == by_number.keys() - {"K.13", "K.31"}


def broken() -> list[dict]:
    """Tables that break every rule of a policy file."""
    row = samples.row
    rows = [
        row(
            1,
            conditions=[
                {"fact": "x", "op": "=", "value": "1"},
                {"fact": "items", "op": "has", "value": 1},
            ],
        ),
        row(2, conditions=[{"fact": "items", "op": ">", "value": "1"}, 4]),
        row(3, until=datetime.date(2020, 1, 1), lane="blue", mark="X"),
        row(4, id="model", documents=[]),
    ]
    table = samples.base(*rows, threshold=[threshold("yellow", 400), threshold("red", 300)])
    table["floor"][0] |= {"probability_ppm": 20_000, "until": datetime.date(2030, 1, 1)}
    table["unheld"][0]["lane"] = "green"
    plain = copy.deepcopy(table)
    plain["share"] = []
    return [table, plain]
