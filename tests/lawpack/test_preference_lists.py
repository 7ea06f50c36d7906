"""The lists of goods of preferences in the pack: as many rows and lines as their sources count."""

import csv
import datetime
import pathlib

import pytest

from openkeden.tariff.preference_goods import COMMON
from tests import support

DATA = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data" / "law"
DAY = datetime.date(2026, 10, 1)


def listed(code, day=DAY):
    goods = support.edition(day).preferences[code].goods
    assert goods is not None
    return goods


def own_rates(day):
    return {row.code: row.rate for row in support.pack().sources.tariff if row.holds(day)}


@pytest.mark.parametrize(
    ("code", "granted", "left_out", "own", "parts"),
    [
        ("GSP", 79, 29, 0, 3),
        ("LDC", 91, 2115, 0, 0),
        ("FTVN", 0, 470, 134, 39),
        ("FTRS", 0, 115, 0, 1),
        ("FTIR", 0, 1675, 59, 39),
        ("FTMN", 364, 0, 3, 0),
    ],
)
def test_as_many_rows_as_the_source_counts(code, granted, left_out, own, parts):
    rows = listed(code).rows
    rates = [goods.rate for goods in rows]
    assert (rates.count(""), rates.count(COMMON)) == (granted, left_out)
    assert len(rows) == granted + left_out + own
    assert len([goods for goods in rows if goods.kind == "part"]) == parts


def test_quotas_seasons_and_marks():
    kinds = [
        (code, goods.kind)
        for code in ("FTVN", "FTRS", "FTIR")
        for goods in listed(code).rows
    ]
    counts = {
        ("FTIR", "quota"): 88,
        ("FTRS", "quota"): 4,
        ("FTIR", "season"): 8,
        ("FTRS", "mark"): 8,
        ("FTVN", "mark"): 2,
        ("FTRS", "used"): 2,
    }
    assert {kind: kinds.count(kind) for kind in counts} == counts


@pytest.mark.parametrize(
    ("code", "lines", "dutiable"), [("GSP", 2728, 2569), ("LDC", 8110, 5988)]
)
def test_as_many_lines_as_the_source_counts(code, lines, dutiable):
    law, rates = support.edition(DAY), own_rates(DAY)
    covered = [line for line in law.lines if law.preferences[code].covers(line)]
    assert len(covered) == lines
    assert len([line for line in covered if rates[line] != "0%"]) == dutiable


@pytest.mark.parametrize(
    ("code", "common", "own", "free"),
    [
        ("FTVN", 1887, 154, 11248),
        ("FTRS", 962, 0, 12327),
        ("FTIR", 1675, 59, 11555),
        ("FTMN", 12121, 0, 1168),
    ],
)
def test_how_many_lines_of_the_tariff_each_agreement_frees(code, common, own, free):
    goods = listed(code)
    found = [goods.find(line) for line in support.edition(DAY).lines]
    rates = [(COMMON if goods.closed else "") if one is None else one.rate for one in found]
    rates = ["" if rate.endswith("% of common") else rate for rate in rates]
    assert (rates.count(COMMON), rates.count("")) == (common, free)
    assert len(rates) - common - free == own


def test_lists_are_those_of_the_recorded_source():
    if not DATA.is_dir():
        pytest.skip("the recorded lists are not beside this repository")
    with (DATA / "eaeu_free_trade_exceptions.csv").open(encoding="utf-8") as file:
        next(file)
        read = [(f"FT{row['list']}", row["mask"]) for row in csv.DictReader(file)]
    joined = {("FTIR", f"321511000{last}") for last in (1, 2, 9)}
    ours = {
        (code, mask)
        for code in ("FTVN", "FTRS", "FTIR", "FTMN")
        for mask in listed(code).by_mask
    }
    assert ours == {*read} - joined | {("FTIR", "3215110000")}


def test_each_list_begins_where_it_is_said_to():
    before = support.edition(datetime.date(2026, 7, 21)).preferences
    assert "FTMN" not in before
    for code, day in (("FTVN", "2026-01-22"), ("FTIR", "2026-07-01")):
        first = datetime.date.fromisoformat(day)
        marks = []
        for asked in (first - datetime.timedelta(1), first):
            goods = listed(code, asked)
            marks.append({one.row.mark for one in goods.rows})
        assert marks == [{"open"}, {"secondary"}]


def test_the_union_s_lists_are_those_of_kyrgyzstan_too():
    law = support.edition(DAY, jurisdiction="KG")
    assert len(law.preferences["LDC"].goods.rows) == 91 + 2115
