"""The table of lower rates: it is read with its comments, judged row by row, and the
shipped one is sound.
"""

import pytest

from openkeden.lawpack.pack import Pack, load_pack
from openkeden.lawpack.review import check
from tests import national_rates, support

CODE = national_rates.TYRES
TAIL = "act,1,,tests,open"


def found(tmp_path, *rows):
    pack = load_pack("KZ", national_rates.folder(tmp_path / "law", rows))
    return [(one.rule, one.args["value"]) for one in check.check(pack)]


def test_the_test_rows_pass():
    assert check.check(national_rates.pack()) == []


def test_a_pack_without_the_table_has_none():
    assert support.edition(jurisdiction="KG").national_rates == {}


def test_comments_are_no_rows(tmp_path):
    pack = load_pack(
        "KZ",
        national_rates.folder(
            tmp_path / "law", ("# a comment", f"{CODE},5%,2026-01-01,,{TAIL}", "")
        ),
    )
    assert [one.code for one in pack.sources.national_rates] == [CODE]


def test_each_wrong_row_is_found(tmp_path):
    rows = (
        f"{CODE},5%,2026-01-01,,,1,,tests,open",
        "4011100009,5%,2026-01-01,,act,1,,tests,X",
        f"4401110001,5%,2026-01-01,2025-01-01,{TAIL}",
        f"4401110009,five,2026-01-01,,{TAIL}",
        f"4401120001,10%,2026-01-01,,{TAIL}",
        f"4011,5%,2026-01-01,,{TAIL}",
    )
    assert sorted(found(tmp_path, *rows)) == [
        ("P.1", f"kz:national_rate/{CODE}@2026-01-01"),
        ("P.11", "10%"),
        ("P.12", "4011"),
        ("P.2", "X"),
        ("P.3", "2025-01-01"),
        ("P.6", "five"),
    ]


def test_two_rows_of_one_day_are_found(tmp_path):
    rows = (f"{CODE},5%,2026-01-01,,{TAIL}", f"{CODE},4%,2026-06-01,,{TAIL}")
    assert found(tmp_path, *rows) == [("P.4", f"kz:national_rate/{CODE}@2026-06-01")]


def test_rows_without_the_parameters_they_need_are_found():
    sources = national_rates.pack().sources
    kept = tuple(
        one for one in sources.parameters if not one.key.startswith("national_rates.")
    )
    pack = Pack(support.replace(sources, parameters=kept))
    values = [(one.rule, one.args["value"]) for one in check.check(pack)]
    assert values == [
        ("P.10", "national_rates.procedures"),
        ("P.10", "national_rates.years"),
    ]


@pytest.mark.parametrize("row", [f"{CODE},5%", f"{CODE},5%,soon,,{TAIL}"])
def test_a_row_of_another_shape_names_its_file(tmp_path, row):
    with pytest.raises(ValueError, match=r"kz/national_rates\.csv"):
        load_pack("KZ", national_rates.folder(tmp_path / "law", (row,)))
