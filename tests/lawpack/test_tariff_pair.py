"""An edition of two files: its lines and its notes are judged together, and what it changes
for the goods of each code is told.
"""

import datetime

import pytest

from openkeden.lawpack.imports import imported_files, tariff_changes, tariff_pair
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import edition_effects
from openkeden.lawpack.sources import SOURCED_NOTES
from openkeden.tariff import duty
from tests import support

LINES = ",".join(tariff_changes.COLUMNS)
NOTES = ",".join(SOURCED_NOTES)
BASIS = "Test act 1,test,open"


def line(code, rate, note, since="2026-10-01", unit="") -> str:
    return f"{code},{unit},{rate},{note},{since},,,{BASIS}"


def note(
    number="201", rate="0%", since="2026-10-01", until="2027-12-31", state="", status=""
) -> str:
    return f"{number},{state},{rate},{since},{until},{status},Test act 1,open,test,"


def body(head: str, *rows: str) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def judge(lines: list[str], notes: list[str] | None) -> tariff_pair.JudgedPair:
    noted = None if notes is None else body(NOTES, *notes)
    return tariff_pair.judge(body(LINES, *lines), noted, support.pack())


def told(lines: list[str], notes: list[str] | None) -> set[tuple[str, str, str]]:
    judged = judge(lines, notes)
    return {(one.rule, one.path, one.args["value"]) for one in judged.findings}


def test_a_line_takes_the_rate_of_the_note_that_comes_with_it():
    judged = judge([line("6403999600", "1.25 EUR/pair", "201", unit="pair")], [note()])
    assert (judged.findings, judged.moves) == ((), True)
    law = Pack(judged.edition.merged.sources).on(datetime.date(2026, 10, 1))
    assert duty.text(law.lines["6403999600"].rate) == "0%"
    effects = [(one.kind, str(one.since), str(one.until)) for one in judged.effects]
    assert effects == [
        ("cheaper", "2026-10-01", "2027-12-31"),
        ("note", "2028-01-01", "None"),
    ]


def test_the_kinds_of_effects_with_their_days():
    judged = judge(
        [
            line("3926909709", "7%", "201"),
            line("0101210000", "2%", "", unit="pc"),
            line("0101291000", "5%", "", unit="kg"),
            line("0713400001", "5%", ""),
            line("0713400009", "10%", ""),
            f"0713400000,,,,,2026-09-30,0713400001 0713400009,{BASIS}",
        ],
        [note(rate="3%")],
    )
    assert judged.findings == ()
    effects = {effect.code: effect for effect in judged.effects}
    kinds = {code: effect.kind for code, effect in effects.items()}
    own = support.edition().lines["3926909709"]
    assert duty.text(own.rate) == "6.5%"
    assert kinds == {
        "3926909709": "cheaper",
        "0101210000": "dearer",
        "0101291000": "unit",
        "0713400001": "new",
        "0713400009": "new",
        "0713400000": "ended",
    }
    assert effects["0713400000"].successors == ("0713400001", "0713400009")
    assert edition_effects.counts(judged.effects) == {
        "dearer": 2,
        "mixed": 0,
        "unit": 1,
        "ended": 1,
        "new": 2,
        "cheaper": 1,
        "note": 0,
    }


def test_a_note_that_ends_later_changes_the_days_between_alone():
    """Note 98 (0 % to 2026-06-30) goes on: nothing of before is told."""
    judged = judge([], [note("98", "0%", "2026-07-01", "2026-12-31")])
    assert judged.findings == ()
    days = {(str(one.since), str(one.until)) for one in judged.effects}
    assert days == {("2026-07-01", "2026-12-31")}
    codes = {row.code for row in support.pack().sources.tariff if row.note == "98"}
    assert {one.code for one in judged.effects} <= codes
    assert {one.kind for one in judged.effects} == {"cheaper"}


def test_a_repeal_ends_the_note_that_is_open():
    """Note 9 is of Russia alone and has no end."""
    judged = judge([], [note("9", "", "2026-10-01", "", "RU", "repealed")])
    assert judged.findings == ()
    rows = [row for row in judged.edition.merged.sources.notes if row.note == "9"]
    assert [str(row.until) for row in rows] == ["2026-09-30", "None"]
    assert judged.effects == ()
    again = tariff_pair.judge(
        body(LINES),
        body(NOTES, note("9", "", "2026-10-01", "", "RU", "repealed")),
        Pack(judged.edition.merged.sources),
    )
    assert (again.moves, again.findings) == (False, ())


@pytest.mark.parametrize(
    ("lines", "notes", "found"),
    [
        (
            [line("6403999600", "5%", "205", unit="pair")],
            [note()],
            {("T.32", "line 2", "205"), ("T.33", "notes note 201", "201")},
        ),
        ([line("6403999600", "5%", "205", unit="pair")], None, {("T.8", "line 2", "205")}),
        ([], [note("x")], {("T.31", "notes note x", "x"), ("T.33", "notes note x", "x")}),
        (
            [],
            [note("98", since="2027-01-01", state="CN")],
            {("T.34", "notes note 98", "CN")},
        ),
        (
            [],
            [note("98", since="2027-01-01", status="gone")],
            {("T.35", "notes note 98", "gone")},
        ),
        ([], [note("98", "", "2027-01-01")], {("T.36", "notes note 98", "98")}),
        (
            [],
            [note("98", since="2027-01-01", until="2026-12-31")],
            {("P.3", "notes note 98", "2026-12-31")},
        ),
        (
            [],
            [note("98", since="2026-06-30", until="2026-12-31")],
            {("P.4", "notes note 98", "note 98")},
        ),
        (
            [line("6403999600", "5%", "201", unit="pair")],
            [note(), note(since="2026-11-01")],
            {("P.4", "notes note 201", "note 201")},
        ),
        ([], [note("98", "much", "2027-01-01")], {("P.6", "notes note 98", "much")}),
        (
            [],
            ["98,,0%,soon,,,Test act 1,open,test,"],
            {("M.1", "notes line 2", "98,,0%,soon")},
        ),
    ],
)
def test_what_is_wrong_with_either_file_is_told(lines, notes, found):
    seen = {
        (rule, path, value.removesuffix(",,,Test act 1,open,test,"))
        for rule, path, value in told(lines, notes)
    }
    assert seen == found


def test_an_act_is_named_by_the_note_that_starts_with_it():
    row = "98,,0%,,2027-12-31,entry,,open,test,"
    assert ("T.37", "notes note 98", "98") in told([], [row])


def test_other_rows_do_not_come_as_notes():
    members = b"list,code,name,mark,since,until,act,source\n"
    row = b"feedlots,990140000017,Example LLP,open,2026-05-01,,test act,tests\n"
    judged = tariff_pair.judge(body(LINES), members + row, support.pack())
    assert [one.rule for one in judged.findings] == ["T.30"]


def test_each_file_has_a_name_that_no_other_has():
    judged = judge([line("6403999600", "5%", "201", unit="pair")], [note()])
    kept = [imported_files.ImportedFile(name, b"", ()) for name in ("e", "e-notes")]
    assert [one.rule for one in tariff_pair.named(judged, "e", kept).findings] == [
        "T.18",
        "M.2",
    ]
    assert tariff_pair.named(judged, "f", kept) == judged
