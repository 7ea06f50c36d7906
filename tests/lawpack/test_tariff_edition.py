"""Imported editions: each rule fires on its breach, what passes is merged over the pack,
and nothing is imported by half.
"""

import datetime
import functools
import itertools
import pathlib
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.lawpack.imports import (
    edition_file,
    imported_files,
    tariff_changes,
    tariff_edition,
)
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.pack import Pack, load_pack
from openkeden.lawpack.sources import Sources
from openkeden.tariff import duty
from tests import support

HEAD = ",".join(tariff_changes.COLUMNS)
BASIS = "Test act 1,test,open"
SPLIT = (
    f"0713400000,,,,,2026-06-30,0713400001 0713400009,{BASIS}",
    f"0713400001,,5%,,2026-07-01,,,{BASIS}",
    f"0713400009,,10%,,2026-07-01,,,{BASIS}",
)


def sources() -> Sources:
    return support.pack().sources


def body(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *lines, "")).encode()


def judge(*lines: str) -> tariff_edition.JudgedEdition:
    return tariff_edition.judge(body(*lines), sources())


def told(*lines: str) -> list[tuple[str, str, str]]:
    """Rule, place and value of each finding."""
    return [(one.rule, one.path, one.args["value"]) for one in judge(*lines).findings]


def line(
    code="6403999600",
    unit="pair",
    rate="1.5 EUR/pair",
    note="",
    since="2026-07-01",
    until="",
    basis=BASIS,
) -> str:
    return f"{code},{unit},{rate},{note},{since},{until},,{basis}"


def end(code="0713400000", until="2026-06-30", successors="-", since="") -> str:
    return f"{code},,,,{since},{until},{successors},{BASIS}"


def test_a_changed_line_and_a_split_are_laid_over_the_pack():
    given_ = judge(*SPLIT, line())
    assert given_.findings == ()
    laid = given_.merged
    assert (laid.appeared, laid.changed, laid.ended) == (
        ("0713400001", "0713400009"),
        ("6403999600",),
        ("0713400000",),
    )
    pack = Pack(laid.sources)
    before, after = pack.on(datetime.date(2026, 6, 30)), pack.on(datetime.date(2026, 7, 1))
    assert duty.text(before.lines["6403999600"].rate) == "1.25 EUR/pair"
    assert duty.text(after.lines["6403999600"].rate) == "1.5 EUR/pair"
    assert "0713400000" in before.lines
    assert after.ended["0713400000"] == ("0713400001", "0713400009")
    row = pack.row(after.lines["0713400001"].row)
    assert row is not None
    assert (row.act, row.source, row.mark, row.value) == (
        "Test act 1",
        "test",
        "open",
        "5%",
    )


def test_the_pack_with_an_edition_passes_its_own_checks():
    from openkeden.lawpack.review import check

    assert check.check(Pack(judge(*SPLIT, line()).merged.sources)) == []


def test_what_is_held_already_changes_nothing():
    given_ = judge(
        line(rate="1.25 EUR/pair"), line(code="0101210000", unit="pc", rate="0%")
    )
    assert (given_.findings, given_.merged.moved, given_.merged.known) == ((), False, 2)
    again = tariff_edition.judge(body(*SPLIT, line()), judge(*SPLIT, line()).merged.sources)
    assert (again.findings, again.merged.moved, again.merged.known) == ((), False, 4)


def test_an_earlier_edition_is_still_known_after_a_later_one_ended_its_lines():
    first = judge(*SPLIT, line()).merged.sources
    second = tariff_edition.judge(
        body(line(rate="2 EUR/pair", since="2026-09-01"), end("0713400001", "2026-09-30")),
        first,
    )
    assert second.findings == ()
    again = tariff_edition.judge(body(*SPLIT, line()), second.merged.sources)
    assert (again.findings, again.merged.moved) == ((), False)


def test_a_whole_chapter_may_be_given():
    chapter = [row for row in sources().tariff if row.code[:2] == "64" and not row.until]
    lines = [line(row.code, row.unit, row.rate, row.note) for row in chapter]
    given_ = judge(*lines)
    assert (given_.findings, given_.merged.known, given_.merged.moved) == (
        (),
        len(chapter),
        False,
    )


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ((line(code="640399960"),), [("T.3", "line 2", "640399960")]),
        ((line(code="٦٤٠٣٩٩٩٦٠٠"),), [("T.3", "line 2", "٦٤٠٣٩٩٩٦٠٠")]),
        ((line(since=""),), [("T.4", "line 2", "")]),
        ((line(since="01.07.2026"),), [("T.4", "line 2", "01.07.2026")]),
        (
            (end(until="2026-06-31", successors="0713200000"),),
            [("T.4", "line 2", "2026-06-31")],
        ),
        ((end(since="2026-01-01"),), [("T.4", "line 2", "2026-01-01")]),
        ((line(until="2026-06-30"),), [("T.5", "line 2", "2026-06-30")]),
        ((line(rate="1.5 euro a pair"),), [("T.6", "line 2", "1.5 euro a pair")]),
        ((line(unit="pair bushel"),), [("T.7", "line 2", "bushel")]),
        ((line(note="777"),), [("T.8", "line 2", "777")]),
        (
            (line(basis=",,verified"),),
            [("T.9", "line 2", "act"), ("T.9", "line 2", "source")],
        ),
        ((line(basis="a,b,X"),), [("T.10", "line 2", "X")]),
        ((line(basis="a,b,"),), [("T.10", "line 2", "empty")]),
        ((line(), line(rate="2%")), [("T.11", "line 3", "2026-07-01")]),
        (
            (line(until="2026-08-31"), line(rate="2%", since="2026-08-31")),
            [("T.11", "line 3", "2026-08-31")],
        ),
        ((line(since="2021-01-01"),), [("T.12", "line 2", "2021-01-01")]),
        (
            (line(code="2519901000", unit="", since="2026-03-01"),),
            [("T.12", "line 2", "2026-03-01")],
        ),
        ((end("2519901000"),), [("T.13", "line 2", "2026-06-30")]),
        (
            (end("0713200000"), end("0713200000", "2026-05-31")),
            [("T.11", "line 2", "2026-07-01"), ("T.17", "line 3", "071320")],
        ),
        ((end("9703900001"),), [("T.13", "line 2", "2026-06-30")]),
        (
            (line(since="2026-08-01"), end("6403999600", "2021-01-01")),
            [("T.13", "line 3", "2021-01-01")],
        ),
        (
            (end("0713200000", successors="0713209999"),),
            [("T.14", "line 2", "0713209999"), ("T.17", "line 2", "071320")],
        ),
        (
            (end("0713200000", successors=""),),
            [("T.14", "line 2", ""), ("T.17", "line 2", "071320")],
        ),
        (
            (f"{line()[: -len(BASIS) - 1]}0713200000,{BASIS}",),
            [("T.14", "line 2", "0713200000")],
        ),
        (SPLIT[1:2], [("T.15", "line 2", "0713400000")]),
        (
            (line(code="0713410000", unit="", rate="5%"),),
            [("T.16", "line 2", "0713410000")],
        ),
        ((end(),), [("T.17", "line 2", "071340")]),
        (("6403999600,pair",), [("T.2", "line 2", "2")]),
    ],
)
def test_each_rule_names_its_line_and_value(given_, expected):
    assert told(*given_) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (b"", [("T.1", name) for name in tariff_changes.COLUMNS]),
        (body(head=HEAD.replace(",mark", "")), [("T.1", "mark")]),
        (body(head=HEAD + ",colour"), [("T.1", "colour")]),
        (body(head=HEAD + ",code"), [("T.1", "code")]),
        (body("\xe9").replace(b"\xc3\xa9", b"\xe9"), [("T.2", "233")]),
        (body('"6403999600" x,pair'), [("T.2", "csv")]),
    ],
)
def test_a_file_that_is_no_table_of_editions(given_, expected):
    found = tariff_edition.judge(given_, sources())
    assert [(one.rule, one.args["value"]) for one in found.findings] == expected
    assert (found.refused, found.changes) == (True, ())


def test_a_file_too_large_is_refused_unread():
    assert (
        tariff_edition.judge(b"x" * (edition_file.MAX_BYTES + 1), sources())
        .findings[0]
        .rule
        == "T.2"
    )


def test_every_finding_comes_at_once_and_gives_its_arguments():
    given_ = judge(
        line(code="1"), line(rate="x"), end("2519901000"), line(note="777"), *SPLIT[1:2]
    )
    assert [one.rule for one in given_.findings] == ["T.3", "T.6", "T.8", "T.13", "T.15"]
    by_number = {rule.number: rule for rule in tariff_edition.RULES}
    assert [rule.number for rule in tariff_edition.RULES] == [
        f"T.{n}" for n in range(1, 19)
    ]
    for one in given_.findings:
        rule = by_number[one.rule]
        assert "{" not in rule.message.format_map(one.args) + rule.fix.format_map(one.args)


def test_the_columns_may_stand_in_any_order_with_blanks_and_a_mark_of_the_encoding():
    head = "mark, source,act,successors,until,since,note,rate,unit,code"
    given_ = tariff_edition.judge(
        "\ufeff".encode() + body("open,t,a,,,2026-07-01,, 2% ,pair,6403999600", head=head),
        sources(),
    )
    assert (given_.findings, given_.merged.changed) == ((), ("6403999600",))


def test_an_edition_is_kept_whole_and_laid_over_when_the_pack_is_loaded(tmp_path):
    folder = tmp_path / imported_files.FOLDER
    plain = imported_files.merged(load_pack("KZ"), folder)
    assert plain.version == support.pack().version
    with imported_files.alone(folder):
        support.keep_law(folder, "july", body(*SPLIT, line()))
    assert sorted(path.name for path in folder.iterdir()) == [
        "0001-july.csv",
        imported_files.LOCK_FILE,
    ]
    pack = imported_files.merged(load_pack("KZ"), folder)
    assert pack.version != plain.version
    assert pack.complete_since == plain.complete_since
    assert duty.text(pack.on(datetime.date(2026, 7, 1)).lines["0713400001"].rate) == "5%"
    with pytest.raises(FileExistsError):
        support.keep_law(folder, "july", b"other")
    assert [one.name for one in imported_files.imported(folder)] == ["july"]


def test_an_import_that_was_cut_off_leaves_nothing_that_counts(tmp_path):
    folder = tmp_path / imported_files.FOLDER
    folder.mkdir()
    (folder / ".july.new").write_bytes(body(line())[:50])
    assert imported_files.merged(load_pack("KZ"), folder).version == support.pack().version


def test_a_file_changed_by_hand_is_named(tmp_path):
    (tmp_path / "0001-july.csv").write_bytes(b"code,colour\n1,2\n")
    with pytest.raises(ValueError, match=r"july\.csv"):
        imported_files.merged(load_pack("KZ"), tmp_path)


def test_a_name_is_taken_by_another_content_only(tmp_path):
    given_ = judge(line())
    kept = [imported_files.ImportedFile("july", b"", ())]
    taken = tariff_edition.name_taken(given_, "july", kept)
    assert [one.rule for one in taken] == ["T.18"]
    assert tariff_edition.name_taken(given_, "august", kept) == []
    unmoved = judge(line(rate="1.25 EUR/pair"))
    assert tariff_edition.name_taken(unmoved, "july", kept) == []


# The tree of the tariff, as published and with imported editions merged over it.


@functools.cache
def chapter(number: str) -> tuple[TariffRow, ...]:
    return tuple(row for row in sources().tariff if row.code.startswith(number))


def days(tariff: tuple[TariffRow, ...]) -> list[datetime.date]:
    """Every day on which the lines change, and one before and after them all."""
    turns = {row.since for row in tariff} | {
        row.until + datetime.timedelta(1) for row in tariff if row.until
    }
    return sorted({datetime.date(2021, 1, 1), datetime.date(2099, 1, 1)} | turns)


def overlaps(live: list[str]) -> list[tuple[str, str]]:
    """Pairs of codes of which the first, whole from some level down, has the second below
    it.
    """
    below: dict[str, list[str]] = {}
    for code in live:
        for length in (4, 6, 8, 9):
            below.setdefault(code[:length], []).append(code)
    pairs: set[tuple[str, str]] = set()
    for code in live:
        for length in (4, 6, 8, 9):
            if not code[length:].strip("0"):
                pairs.update([(code, part) for part in below[code[:length]]])
    return sorted([(whole, part) for whole, part in pairs if whole != part])


def sound(tariff: tuple[TariffRow, ...]) -> None:
    """No code is whole and subdivided at once, and none has two lines, on any day: a heading
    at a time, on the days on which its own lines change.
    """
    for rows in beginning_alike(tariff, 4).values():
        for day in days(rows):
            live = [row.code for row in rows if row.holds(day)]
            assert len(live) == len(set(live)), day
            assert overlaps(live) == [], day


def beginning_alike(
    tariff: tuple[TariffRow, ...], digits: int
) -> dict[str, tuple[TariffRow, ...]]:
    """The lines by so many first digits of their codes."""
    groups: dict[str, list[TariffRow]] = {}
    for row in tariff:
        groups.setdefault(row.code[:digits], []).append(row)
    return {begun: tuple(rows) for begun, rows in groups.items()}


def test_the_tree_has_no_overlap_and_no_code_two_lines_on_any_day():
    sound(sources().tariff)


def test_no_subheading_is_an_orphan_once_the_tariff_is_complete():
    complete = support.pack().complete_since
    subheadings = beginning_alike(sources().tariff, 6)
    assert len(subheadings) == 5_612
    for code, rows in subheadings.items():
        for day in [complete, *(one for one in days(rows) if complete < one)]:
            assert any(row.holds(day) for row in rows), (code, day)


def test_each_code_has_one_line_on_every_day_of_its_life_without_a_hole():
    for code, lines in tariff_changes.by_code(sources().tariff).items():
        for first, second in itertools.pairwise(lines):
            assert first.until, code
            assert second.since - first.until == datetime.timedelta(1)


def test_each_end_has_its_successors_in_force_the_day_after():
    complete = support.pack().complete_since
    lines = tariff_changes.by_code(sources().tariff)
    for code, following in sources().successors.items():
        last = lines[code][-1].until
        after = last + datetime.timedelta(1)
        assert following
        assert last >= complete
        assert all(any(row.holds(after) for row in lines[one]) for one in following)


RATES = ("0%", "5%", "7.5%", "1.25 EUR/kg", "10% min 0.2 EUR/kg")
DAYS = st.dates(datetime.date(2026, 4, 1), datetime.date(2027, 12, 31))


@st.composite
def files(draw) -> list[str]:
    """Rows of an edition, right and wrong ones: lines of known and new codes, ends with and
    without successors.
    """
    codes_ = [row.code for row in chapter("0713")] + [
        "0713400001",
        "0713400009",
        "0713401000",
        "0714999999",
    ]
    made = []
    for code in draw(st.lists(st.sampled_from(codes_), min_size=1, max_size=4)):
        day = draw(DAYS)
        if draw(st.booleans()):
            until = draw(st.none() | DAYS)
            made.append(
                line(code, "", draw(st.sampled_from(RATES)), "", str(day), str(until or ""))
            )
        else:
            successors = draw(
                st.just(["-"]) | st.lists(st.sampled_from(codes_), max_size=2)
            )
            made.append(end(code, str(day), " ".join(successors)))
    return made


@functools.cache
def small() -> Sources:
    """The pack's rows with one chapter only, so that many editions can be tried."""
    import msgspec

    return msgspec.structs.replace(sources(), tariff=chapter("07"), successors={})


@settings(max_examples=80)
@given(files())
def test_what_passes_keeps_the_tree_sound_and_is_known_the_second_time(lines):
    given_ = tariff_edition.judge(body(*lines), small())
    if given_.refused:
        return
    sound(given_.merged.sources.tariff)
    for code, following in given_.merged.sources.successors.items():
        assert all(
            one in {row.code for row in given_.merged.sources.tariff}
            for one in (code, *following)
        )
    again = tariff_edition.judge(body(*lines), given_.merged.sources)
    assert (again.findings == () or not again.refused, again.merged.moved) == (True, False)
    assert again.merged.sources.tariff == given_.merged.sources.tariff


@settings(max_examples=25)
@given(files(), files())
def test_an_installation_reads_back_the_tariff_that_was_judged(first, second):
    one = tariff_edition.judge(body(*first), small())
    two = tariff_edition.judge(body(*second), one.merged.sources)
    if one.refused or two.refused:
        return
    with tempfile.TemporaryDirectory() as home:
        folder = pathlib.Path(home) / imported_files.FOLDER
        with imported_files.alone(folder):
            support.keep_law(folder, "first", body(*first))
            support.keep_law(folder, "again", body(*second))
        read = imported_files.merged_sources(small(), folder)
    assert read.tariff == two.merged.sources.tariff
    assert (read.successors, read.imported) == (
        two.merged.sources.successors,
        two.merged.sources.imported,
    )


def test_p_5_days_between_two_lines_of_a_code():
    first, second = line(until="2026-07-31"), line(since="2026-08-02")
    gap = "6403999600@2026-08-02"
    assert told(first, second) == [("P.5", "line 2", gap)]
    assert told(second, first) == [("P.5", "line 2", gap)]
    assert not judge(first, second).refused
    assert told(first, line(since="2026-08-01")) == []
    assert told(first, line(since="2026-08-01"), line("6403911100")) == []


def test_p_5_days_between_a_line_that_is_held_and_one_of_the_file():
    held = tariff_edition.judge(body(line(until="2026-07-31")), sources()).merged.sources
    later = tariff_edition.judge(body(line(since="2026-09-01")), held)
    again = tariff_edition.judge(body(line(until="2026-07-31")), held)
    assert [(one.rule, one.args["other"]) for one in later.findings] == [
        ("P.5", "6403999600@2026-07-01")
    ]
    assert (again.findings, again.merged.known) == ((), 1)


def test_marks_may_be_the_letters_of_older_files():
    for letter, mark in (("V", "verified"), ("M", "memory"), ("?", "open")):
        judged = judge(line(basis=f"Test act 1,test,{letter}"))
        assert judged.findings == ()
        assert [change.mark for change in judged.changes] == [mark]
    assert told(line(basis="Test act 1,test,X")) == [("T.10", "line 2", "X")]


ROW = "6403999600,pair,7%,,2026-07-01,,,Test act 1,test,open"
BLANK = "," * (len(tariff_changes.COLUMNS) - 1)
SAVED = {
    "semicolons": f"{HEAD}\n{ROW}\n".replace(",", ";").encode(),
    "semicolons that are told": f"sep=;\r\n{HEAD}\r\n{ROW}\r\n".replace(",", ";").encode(),
    "commas that are told": f"sep=,\n{HEAD}\n{ROW}\n".encode(),
    "tabs": f"{HEAD}\n{ROW}\n".replace(",", "\t").encode(),
    "a capital head": f"{HEAD.upper()}\n{ROW}\n".encode(),
    "rows that were emptied": f"{HEAD}\n{BLANK}\n{ROW}\n{BLANK}\n\n".encode(),
    "UTF-8 with its mark": f"{HEAD}\n{ROW}\n".encode("utf-8-sig"),
    "UTF-16": f"{HEAD}\r\n{ROW}\r\n".encode("utf-16"),
}


@pytest.mark.parametrize("name", SAVED)
def test_an_edition_that_a_spreadsheet_saved(name):
    saved = SAVED[name]
    judged = tariff_edition.judge(saved, sources())
    assert judged.findings == ()
    assert judged.changes == tariff_edition.judge(body(ROW), sources()).changes
    assert tariff_changes.changes(saved) == judged.changes


def test_lines_are_counted_with_those_that_are_passed_over():
    wrong = ROW.replace("pair", "bushel")
    saved = f"sep=;\n{HEAD}\n{BLANK}\n{wrong}\n".replace(",", ";").encode()
    found = tariff_edition.judge(saved, sources()).findings
    assert [(one.rule, one.path) for one in found] == [("T.7", "line 4")]


@pytest.mark.parametrize(
    ("before", "after", "told_"),
    [("7.5%", "75%", 1), ("75%", "7.5%", 1), ("7.5%", "50%", 0), ("0%", "75%", 0)],
)
def test_t_20_a_percentage_that_may_have_lost_its_decimal_point(before, after, told_):
    found = told(line(rate=before), line(rate=after, since="2026-08-01"))
    assert found == [("T.20", "line 3", after)] * told_


def test_t_20_rates_that_are_no_percentages_are_not_compared():
    assert told(line(rate="1 EUR/pair"), line(rate="20%", since="2026-08-01")) == []
