"""Notes of the tariff as an independent reader of their edition of 2026-08-24 took them
down: the rates of their codes, and both sides of their days.
"""

import datetime

import pytest

from openkeden.lawpack.tariff_lines import Tariff
from openkeden.tariff import duty
from tests import support

DAY = datetime.timedelta(days=1)

#: Each note with its rate, its first and last day (empty: with its act), and its codes.
READ = {
    "97": ("0%", "", "2027-07-31", "0801110000"),
    "106": ("0%", "", "2028-10-31", "3823700000"),
    "107": ("0%", "", "2026-12-31", "2830100000"),
    "108": ("0%", "", "2026-12-31", "3912398500"),
    "109": (
        "0%",
        "",
        "2028-12-31",
        "2519901001 3209900001 3210009001 3402901002 3403110001 3403910001 4002192001",
    ),
    "110": (
        "0%",
        "",
        "2028-12-31",
        "2909498001 2922120001 3202900001 3906909005 3909509002 3910000003",
    ),
    "111": ("0%", "", "2028-12-31", "7112300000 7112910000 7112920000 7112990000"),
    "112": ("0%", "", "2027-12-31", "5407201901"),
    "113": ("0%", "", "2027-12-31", "2921410000"),
    "115": ("0%", "", "2028-12-31", "1207999601 1212999501"),
    "116": ("0%", "", "2028-02-29", "2510200000"),
    "117": ("0%", "", "2028-02-29", "7202930000"),
    "118": ("0%", "2026-01-01", "2026-12-31", "8408209904"),
    "119": ("5%", "", "2030-12-31", "8539520002 8539520003 8539520009"),
    "123": ("0%", "", "2028-10-31", "2823000000"),
    "124": ("0%", "", "2028-08-31", "8108300000"),
    "126": ("0%", "", "2028-08-31", "2602000000"),
    "128": (
        "0%",
        "2026-07-01",
        "2027-06-30",
        (
            "2710124110 2710124120 2710124130 2710124190 2710124500 2710124900 2710125100"
            " 2710125900 2710192100 2710194210 2710194220 2710194230 2710194240 2710194250"
            " 2710194260 2710194290"
        ),
    ),
    "129": ("0%", "", "2027-06-30", "2909191000 2909199000 2921420001"),
}

CODES = {code: note for note, (_, _, _, codes) in READ.items() for code in codes.split()}

TARIFF = Tariff(support.pack().sources)

#: The lamps of note 119 from its act until the edition that carries it.
LAMPS = CODES.keys() & {"8539520002", "8539520003", "8539520009"}


def rate(code: str, on: datetime.date) -> str:
    return duty.text(TARIFF.on(on).lines[code].rate)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def line(code: str, note: str):
    rows = support.pack().sources.tariff
    return next(row for row in rows if (row.code, row.note) == (code, note))


def test_the_rates_of_every_code_in_autumn_are_those_that_were_read():
    assert len(CODES) == 53
    read = {code: READ[note][0] for code, note in CODES.items()}
    assert {code: rate(code, day("2026-09-15")) for code in CODES} == read


@pytest.mark.parametrize("note", READ)
def test_a_note_holds_from_its_line_or_its_first_day_to_its_last(note):
    charged, since, until, codes = READ[note]
    for code in codes.split():
        own = line(code, note)
        first = max(own.since, day(since)) if since else own.since
        assert rate(code, first) == charged
        assert rate(code, day(until)) == charged
        assert rate(code, day(until) + DAY) == own.rate != charged
    (row,) = [row for row in support.pack().sources.notes if row.note == note]
    assert (row.mark, "2026-08-24" in row.source) == ("secondary", True)


def test_the_note_of_motor_fuels_that_is_not_known_is_told_on_its_days_alone():
    code = "2710124110"
    told = {
        on: TARIFF.on(day(on)).gaps.get(code, "")
        for on in ("2026-03-07", "2026-03-08", "2026-06-30", "2026-07-01")
    }
    assert list(told.values()) == ["", "note 114 unknown", "note 114 unknown", ""]


@pytest.mark.parametrize(
    ("on", "told"),
    [("2026-05-11", 0), ("2026-05-12", 3), ("2026-08-23", 3), ("2026-08-24", 0)],
)
def test_lamps_between_the_act_and_its_edition_may_owe_more(on, told):
    law = support.pack().on(day(on))
    gaps = [gap for code in LAMPS for gap in law.gaps_of(code)]
    assert [gap.key for gap in gaps if gap.charge == "duty"] == ["tariff.note_119"] * told
