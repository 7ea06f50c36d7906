"""Lists of goods that measures name: what the sources count is here, each list reaches its
first and its last code and not the one beside, and a list changes with its days.
"""

import collections
import csv
import datetime
import pathlib

import pytest

from openkeden.lawpack import goods_lists, placed_measures
from openkeden.lawpack.imports import law_rows, local_rows
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import check
from tests import support

DAY = datetime.date(2027, 3, 1)

TABLE = pathlib.Path(__file__).with_name("goods_lists.csv").read_text()
EDGES = list(csv.DictReader(TABLE.splitlines()))

#: How many masks the source counts in each list of a regulation, and how many wide ones
#: of them are left out here.
CONFORMITY = {
    "001": (150, 4),
    "002": (231, 8),
    "003": (163, 5),
    "004": (267, 0),
    "005": (39, 0),
    "006": (2, 0),
    "007": (155, 0),
    "008": (27, 0),
    "009": (28, 0),
    "010": (186, 11),
    "011": (2, 0),
    "013": (41, 0),
    "015": (43, 0),
    "016": (33, 0),
    "017": (111, 0),
    "018": (290, 14),
    "019": (56, 8),
    "020": (230, 0),
    "023": (95, 0),
    "024": (55, 0),
    "025": (51, 0),
    "027": (36, 0),
    "028": (4, 0),
    "029": (83, 0),
    "030": (12, 0),
    "031": (109, 0),
    "032": (39, 0),
    "033": (70, 0),
    "034": (90, 0),
    "035": (4, 0),
    "036": (5, 0),
    "037": (204, 0),
    "038": (18, 0),
    "040": (76, 0),
    "042": (9, 0),
    "043": (328, 19),
    "044": (2, 0),
    "045": (1, 0),
    "046": (2, 0),
    "050": (250, 2),
    "051": (44, 0),
    "052": (104, 0),
}

#: How many masks the source has in each section of the list of licences.
LICENCES = {
    "1.1": 36,
    "1.3": 8,
    "1.4": 19,
    "1.6": 9,
    "1.7": 2,
    "1.8": 14,
    "1.9": 1,
    "2.1": 14,
    "2.2": 1,
    "2.3": 92,
    "2.4": 3,
    "2.6": 14,
    "2.9": 18,
    "2.10": 60,
    "2.11": 3,
    "2.12": 33,
    "2.13": 30,
    "2.14": 47,
    "2.16": 18,
    "2.17": 43,
    "2.19": 75,
    "2.20": 47,
    "2.21": 9,
    "2.22": 23,
    "2.30": 19,
    "21.1": 40,
}

#: How many lines carry each note of the nomenclature, and how many stand in a quota.
LINES = {
    "quota-beef-fresh": 6,
    "quota-beef-frozen": 8,
    "quota-pork": 24,
    "quota-poultry": 110,
    "quota-rice": 2,
    "beef-value": 14,
    **{f"end-use-{note}": count for note, count in ((1, 17), (2, 11), (3, 7), (4, 44))},
    **{f"end-use-{note}": count for note, count in ((5, 685), (6, 3), (7, 9), (8, 3))},
    **{f"end-use-{note}": count for note, count in ((9, 1), (10, 1), (11, 2), (12, 14))},
    **{f"end-use-{note}": count for note, count in ((13, 1), (14, 4))},
}


def of_day(day, law=None):
    """The measures of a day, also of one that lacks other rows of law."""
    law = law or support.pack()
    return placed_measures.on(law.sources, law.measure_goods, {}, frozenset(), day)


def counted():
    return collections.Counter([row.list for row in support.pack().sources.measure_goods])


def test_every_mask_that_the_lists_of_regulations_count_is_here():
    found = collections.Counter()
    for name, count in counted().items():
        if name.startswith("tr-"):
            found[name[3:6]] += count
    assert found == {name: count - wide for name, (count, wide) in CONFORMITY.items()}
    assert sum(count for count, _ in CONFORMITY.values()) == 3745


def test_every_mask_of_the_list_of_licences_is_here():
    """Heading 3827 of section 1.1 stands as its nine parts, for 3827120000 is no part of it;
    chapter 01, which section 2.6 names for its wild animals, is left out.
    """
    found = collections.Counter()
    for name, count in counted().items():
        if name.startswith("licence-"):
            found[name.split("-")[1]] += count
    assert found == LICENCES | {"1.1": 36 + 8, "2.6": 14 - 1}
    assert sum(LICENCES.values()) == 678


def test_every_line_with_a_condition_is_here():
    found = counted()
    assert {name: found[name] for name in LINES} == LINES
    notes = [count for name, count in LINES.items() if name.startswith("end-use")]
    assert sum(notes) == 802
    assert len(support.pack().sources.seasons) == 31


def test_marking_and_traceability_are_here():
    found = counted()
    assert (found["marking-fur"], found["traceability"]) == (7, 34)
    rows = support.pack("KG").sources.measures
    own = [measure for measure in rows if measure.id.startswith("kg-")]
    assert sum([len(measure.masks) for measure in own]) == 30


def test_every_list_has_its_edges():
    assert {row["list"]: int(row["masks"]) for row in EDGES} == counted()


@pytest.mark.parametrize("row", EDGES, ids=[row["list"] for row in EDGES])
def test_a_list_reaches_its_first_and_last_code_and_asks_for_its_paper(row):
    (measure,) = [one for one in of_day(DAY) if one.goods == row["list"]]
    assert measure.longest(row["first"]) > 0
    assert measure.longest(row["last"]) > 0
    assert measure.longest(row["beside"]) == -1
    found = measure.effect, measure.document, measure.direction, str(measure.row.since)
    assert found == (row["effect"], row["document"], row["direction"], row["since"])


def test_every_list_is_named_by_one_measure():
    named = [one.goods for one in support.pack().sources.measures if one.goods]
    assert sorted(named) == sorted(counted())


def test_the_other_code_of_a_line_has_no_condition_itself():
    lists = {}
    for row in support.pack().sources.measure_goods:
        lists.setdefault(row.list, set()).add(row.mask)
    of_lines = set().union(*[lists[name] for name in LINES])
    for row in support.pack().sources.measure_goods:
        assert row.otherwise not in of_lines, row


def test_marking_of_furs_begins_in_march_2027():
    days = datetime.date(2027, 2, 28), datetime.date(2027, 3, 1)
    before, after = [{one.id for one in of_day(day)} for day in days]
    assert "eaeu-marking-fur" in after - before


IMPORTED = """list,mask,otherwise,since,until,act,source
end-use-5,2519901001,,2026-05-01,2026-05-31,Example act,where it was read
end-use-5,0101210000,0101291000,2026-05-01,,Example act,where it was read
"""


def test_an_installation_adds_goods_to_a_list_and_ends_those_that_were_open():
    judged = law_rows.judge(IMPORTED.encode(), support.pack())
    assert not judged.findings
    assert judged.merged.added == ("end-use-5/2519901001", "end-use-5/0101210000")
    law = Pack(judged.merged.sources)
    masks = {
        day: law.measure_goods.on("end-use-5", datetime.date.fromisoformat(day))
        for day in ("2026-04-30", "2026-05-01", "2026-06-01")
    }
    assert ["2519901001" in on.masks for on in masks.values()] == [True, True, False]
    assert ["0101210000" in on.masks for on in masks.values()] == [False, True, True]
    assert masks["2026-05-01"].otherwise["0101210000"] == "0101291000"
    again = law_rows.judge(IMPORTED.encode(), law)
    assert (again.merged.added, again.merged.known) == ((), 2)


def test_an_installation_adds_a_season():
    body = (
        "code,first,last,since,until,act,article,source,mark\n"
        "0101210000,11-01,02-29,2026-05-01,,Example act,1,where it was read,verified\n"
    )
    judged = law_rows.judge(body.encode(), support.pack())
    assert not judged.findings
    law = Pack(judged.merged.sources)
    days = {
        datetime.date(2026, 4, 30): False,
        datetime.date(2026, 10, 31): True,
        datetime.date(2026, 11, 1): False,
        datetime.date(2028, 2, 29): False,
        datetime.date(2028, 3, 1): True,
    }
    for day, closed in days.items():
        ids = {one.id for one in of_day(day, law)}
        assert ("season/0101210000" in ids) is closed, day


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("0101210000,13-01,02-29,2026-05-01,,a,1,s,verified", "13-01"),
        ("0101210000,11-01,02-30,2026-05-01,,a,1,s,verified", "02-30"),
        ("0101210000,1-1,02-28,2026-05-01,,a,1,s,verified", "1-1"),
    ],
)
def test_a_season_of_no_days_is_no_row(cells, reason):
    body = "code,first,last,since,until,act,article,source,mark\n" + cells + "\n"
    (wrong,) = local_rows.read(body.encode()).unreadable
    assert reason in wrong.reason


def test_what_is_wrong_with_lists_of_goods_is_said_at_once():
    sources = support.pack().sources
    day = datetime.date(2026, 1, 1)
    rows = (
        goods_lists.GoodsOfList("end-use-5", "2519901001"),
        goods_lists.GoodsOfList("end-use-5", "0101999999", "0101999998"),
        goods_lists.GoodsOfList(
            "end-use-6", "0101210000", "", day, datetime.date(2025, 1, 1)
        ),
    )
    naming = support.replace(sources.measures[0], goods="no-such-list")
    empty = support.replace(sources.measures[1], masks=frozenset())
    law = support.replace(
        sources,
        measure_goods=(*sources.measure_goods, *rows),
        measures=(naming, empty, *sources.measures[2:]),
    )
    found = sorted({(one.rule, one.args["value"]) for one in check.check(Pack(law))})
    assert found == [
        ("P.11", "masks"),
        ("P.11", "no-such-list"),
        ("P.12", "0101999998"),
        ("P.3", "2025-01-01"),
        ("P.7", "0101999999"),
        ("P.9", "2519901001"),
    ]
