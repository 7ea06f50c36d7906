"""A code looked up on a day, two editions compared, and the notes of the tariff by day and
state.
"""

import csv
import datetime
import json
import pathlib
import re

import msgspec
import pytest

from openkeden.base import validity
from openkeden.lawpack.imports import tariff_changes, tariff_edition
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import difference, lookup
from openkeden.lawpack.sources import NOTES, NoteRow, note_row
from openkeden.tariff import dialects, duty
from tests import support

DATA = (
    pathlib.Path(__file__).resolve().parents[2].parent
    / "shared"
    / "data"
    / "tariff"
    / "eaeu"
)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def look_up(code: str, on: str = "2026-04-02", pack: Pack | None = None):
    return lookup.look_up(code, pack or support.pack(), day(on))


def replaced(**changes) -> Pack:
    return Pack(msgspec.structs.replace(support.pack().sources, **changes))


def test_a_line_with_its_row_of_law_and_what_else_is_due():
    line = look_up("0713400000")
    assert (line.rate, line.own_rate, line.unit, line.jurisdiction) == (
        "10%",
        "10%",
        "",
        "KZ",
    )
    assert (line.basis.id, line.basis.mark) == ("eaeu:0713400000@2022-05-08", "verified")
    assert line.basis == line.own_basis
    assert [(tax.charge, tax.rate) for tax in line.taxes] == [("vat", "16%")]
    held = support.edition().preferences
    assert {one.code for one in line.preferences} == {
        code for code, one in held.items() if one.covers(line.code)
    }
    assert [(one.note, one.applies, one.why) for one in line.notes] == [
        ("67", False, "ended on 2022-09-30")
    ]


def test_every_line_agrees_with_the_edition_that_declarations_are_assessed_by():
    law = support.edition()
    for code in list(law.lines)[::400]:
        line = look_up(code)
        assert line.rate == duty.text(law.lines[code].rate)
        assert line.basis.id == law.lines[code].row
        assert any(note.applies for note in line.notes) == ("note" in line.basis.id)


def test_taxes_name_the_narrowest_rate_that_holds():
    assert [(tax.charge, tax.mask, tax.rate) for tax in look_up("3004900002").taxes] == [
        ("vat", "3004", "5%")
    ]
    assert [(tax.charge, tax.rate, tax.when) for tax in look_up("8703241091").taxes] == [
        ("vat", "16%", ()),
        ("excise", "10% + 100 KZT/cm3", ("value >= 18000 MCI each pc",)),
        ("excise", "100 KZT/cm3", ()),
    ]


@pytest.mark.parametrize(
    ("note", "on", "why"),
    [
        ("98", "2026-06-30", "in force on the day"),
        ("98", "2026-07-01", "ended on 2026-06-30"),
        ("9", "2026-04-02", "only for goods imported into RU, not KZ"),
        ("114", "2026-04-02", "what it said is not known; the line's own rate is charged"),
        ("90", "2026-04-02", "in force: it began with its act, on a day not known"),
    ],
)
def test_why_a_note_applies_or_not(note, on, why):
    code = next(
        row.code
        for row in support.pack().sources.tariff
        if row.note == note and row.holds(day(on))
    )
    line = look_up(code, on)
    (period,) = line.notes
    assert (period.note, period.why) == (note, why)
    assert period.applies == why.startswith("in force")
    assert line.basis.id == (f"eaeu:note/{note}.1" if period.applies else line.own_basis.id)
    assert ("duty: note 114 unknown" in line.gaps) == (note == "114")


def test_a_note_that_nobody_holds_is_a_gap():
    tariff = [
        msgspec.structs.replace(row, note="777") if row.code == "0713400000" else row
        for row in support.pack().sources.tariff
    ]
    line = look_up("0713400000", pack=replaced(tariff=tuple(tariff)))
    assert (line.gaps, line.rate) == (("duty: note 777 unknown",), "10%")
    assert [one.why for one in line.notes] == ["the note is not held"]


def test_a_note_for_one_state_applies_there_only():
    code = next(
        row.code
        for row in support.pack().sources.tariff
        if row.note == "9" and not row.until
    )
    manifest = msgspec.structs.replace(support.pack().sources.manifest, jurisdiction="RU")
    there = look_up(code, pack=replaced(manifest=manifest))
    assert (there.rate, [one.applies for one in there.notes]) == ("5%", [True])
    assert look_up(code).notes[0].applies is False


def test_a_note_with_two_periods_passes_from_one_to_the_other():
    code = "0713400000"
    tariff = [
        msgspec.structs.replace(row, note="x") if row.code == code else row
        for row in support.pack().sources.tariff
    ]
    told = (
        "x,,0%,2026-01-01,2026-04-30,,act,open",
        "x,KZ,3%,2026-05-01,2026-05-31,,act,open",
        "x,,4%,2026-05-01,,,act,open",
        "x,RU,9%,2026-01-01,,,act,open",
    )
    periods = tuple(
        [note_row("", dict(zip(NOTES, line.split(","), strict=True))) for line in told]
    )
    pack = replaced(tariff=tuple(tariff), notes=(*support.pack().sources.notes, *periods))
    told = {
        on: look_up(code, on, pack).rate
        for on in ("2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01")
    }
    assert told == {
        "2026-04-30": "0%",
        "2026-05-01": "3%",
        "2026-05-31": "3%",
        "2026-06-01": "4%",
    }
    why = [one.why for one in look_up(code, "2026-05-10", pack).notes]
    assert why == [
        "ended on 2026-04-30",
        "in force on the day",
        "another period of the note comes first",
        "only for goods imported into RU, not KZ",
    ]


def test_a_prefix_lists_the_lines_below_it():
    below = look_up("071334")
    assert [one.code for one in below.lines] == ["0713340001", "0713340009"]
    assert look_up("99999").status == "unknown"


def test_codes_that_are_not_in_force():
    ended = look_up("8703800002")
    assert (ended.status, ended.day) == ("ended", day("2026-01-21"))
    assert [one.code for one in ended.successors] == [
        "8703800003",
        "8703800004",
        "8703800005",
        "8703800008",
    ]
    later = look_up("8703800003", "2026-01-21")
    assert (later.status, later.day) == ("later", day("2026-01-22"))
    unknown = look_up("8703809999")
    assert unknown.status == "unknown"
    assert {one.code[:6] for one in unknown.near} == {"870380"}
    assert look_up("0000000000").near


def test_neighbours_are_of_the_subheading_or_of_the_heading():
    assert [one.code for one in look_up("0713340001").neighbours] == ["0713340009"]
    assert {one.code[:4] for one in look_up("0713400000").neighbours} == {"0713"}


@pytest.mark.parametrize("on", ["2026-04-02", "2026-07-01"])
@pytest.mark.parametrize(
    ("code", "around"),
    [
        (
            "0709601001",
            [("0709601001", "04-01", "09-30"), ("0709601002", "10-01", "03-31")],
        ),
        (
            "1701121009",
            [("1701121001", "01-01", "06-30"), ("1701121009", "07-01", "12-31")],
        ),
        ("0701905000", [("0701905000", "01-01", "06-30")]),
        ("0701909000", [("0701905000", "01-01", "06-30")]),
        ("0713400000", []),
    ],
)
def test_a_season_is_told_with_its_pair_whatever_the_day(code, around, on):
    told = look_up(code, on).seasons
    assert [(one.code, one.first, one.last) for one in told] == around


def test_the_editions_of_autumn_and_spring_differ_as_published():
    pack = support.pack()
    found = difference.between(
        difference.NamedPack(pack, day("2025-09-21")),
        difference.NamedPack(pack, day("2026-03-08")),
    )
    assert {**found.counts, "applied": 0} == {
        "appeared": 25,
        "ended": 13,
        "rates": 0,
        "notes": 362,
        "units": 0,
        "applied": 0,
    }
    assert all(one.successors for one in found.ended)
    assert {code for one in found.ended for code in one.successors} == set(found.appeared)
    notes = {(one.before, one.after) for one in found.notes}
    assert {("71", ""), ("", "114"), ("4", ""), ("55", "111"), ("81", "117")} <= notes


def test_rates_charged_differ_where_a_note_ends_though_no_line_changes():
    pack = support.pack()
    found = difference.between(
        difference.NamedPack(pack, day("2026-06-30")),
        difference.NamedPack(pack, day("2026-07-01")),
    )
    ends = {row.note for row in pack.sources.notes if row.until == day("2026-06-30")}
    bearing = [row for row in pack.sources.tariff if row.note in ends]
    codes = {row.code for row in bearing if not row.until or row.note == "114"}
    assert {one.code for one in found.applied} == codes
    assert found.counts == {
        "appeared": 0,
        "ended": 0,
        "rates": 0,
        "notes": 16,
        "units": 0,
        "applied": len(codes),
    }


def test_an_edition_in_a_file_is_compared_on_the_day_of_its_last_change(tmp_path):
    path = tmp_path / "july.csv"
    head = ",".join(tariff_changes.COLUMNS)
    path.write_text(f"{head}\n6403999600,m2,1.5 EUR/m2,98,2026-07-01,,,a,b,open\n")
    pack = support.pack()
    named = tariff_edition.of_file(path.read_bytes(), pack)
    assert named.day == day("2026-07-01")
    found = difference.between(difference.NamedPack(pack, named.day), named)
    changed = [
        (kind, getattr(found, kind)[0]) for kind, count in found.counts.items() if count
    ]
    assert [(kind, one.before, one.after) for kind, one in changed] == [
        ("rates", "1.25 EUR/pair", "1.5 EUR/m2"),
        ("notes", "", "98"),
        ("units", "pair", "m2"),
        ("applied", "1.25 EUR/pair", "1.5 EUR/m2"),
    ]
    path.write_text(f"{head}\n6403999600,m2,much,98,2026-07-01,,,a,b,open\n")
    assert tariff_edition.of_file(path.read_bytes(), pack) is None


def test_chapters_and_the_days_of_their_editions():
    chapters = {one.chapter: one for one in difference.by_chapter(support.pack())}
    assert len(chapters) == 96
    assert chapters["07"].days == (day("2022-05-08"),)
    assert sum(one.lines for one in chapters.values()) == len(support.pack().sources.tariff)


# The notes as published, read a second time by other means.

MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
DATE = re.compile(r"(\d\d?)(?:\.(\d\d)\.(\d{4})| (\w+) (\d{4}) г\.)")
RATE = re.compile(
    r"в размере ([\d,]+)(?: \(ноль\))? ?%( от таможенной стоимости)?"
    r"((?:,? но не менее|, но не менее| плюс) [^.]*? за 1 \w+)?"
)


def iso(found: re.Match[str]) -> str:
    month = int(found[2]) if found[2] else MONTHS.index(found[4]) + 1
    return f"{found[3] or found[5]}-{month:02}-{int(found[1]):02}"


def published() -> dict[str, str]:
    if not DATA.is_dir():
        pytest.skip("the recorded notes of the tariff are not beside this repository")
    return json.loads((DATA / "ett_notes_2025-09-21.json").read_text())


def stated(row: NoteRow) -> list[datetime.date]:
    """The days of a note that its own text states: one that begins with its act states no
    first day.
    """
    begins = [] if row.since == validity.ALWAYS or row.status == "entry" else [row.since]
    return [*begins, row.until] if row.until else begins


def test_every_published_note_has_its_rates_periods_and_states():
    texts = published()
    held: dict[str, list[NoteRow]] = {}
    for row in support.pack().sources.notes:
        held.setdefault(row.note, []).append(row)
    # Notes from 106 on are newer than the publication in the folder.
    assert {re.sub(r"\D", "", number) for number in texts} == {
        n for n in held if int(n) < 106
    }
    # What was printed of this one was a misprint: it ended before it began.
    del texts["97"]
    for number, text in texts.items():
        ours = held[re.sub(r"\D", "", number)]
        if "утратило силу" in text:
            assert [row.status for row in ours] == ["repealed"], number
            continue
        act = re.search(r"Решения .*? от (\d\d? \w+ \d{4} г\.) № (\d+)", text)
        days = [
            day(iso(one))
            for one in DATE.finditer(text.replace(act[0], "") if act else text)
        ]
        assert sorted(one for row in ours for one in stated(row)) == sorted(days), number
        assert [row.status for row in ours] == (["entry"] if act else [""] * len(ours)), (
            number
        )
        assert not act or act[2] in ours[0].act.split(), number
        assert ("Российскую Федерацию" in text) == any(row.state == "RU" for row in ours), (
            number
        )
        rates = [
            dialects.read(f"{one[1]}{(one[3] or '').rstrip()}", "eaeu")
            for one in RATE.finditer(text)
        ]
        assert [duty.parse(row.rate) for row in ours] == rates, number


def test_every_line_with_a_note_charges_what_the_published_note_says_in_kazakhstan():
    """On the day of the notes' edition, by a reading of the texts that knows only zero
    rates and dates.
    """
    texts = {re.sub(r"\D", "", number): text for number, text in published().items()}
    on, law = "2025-09-21", support.edition(day("2025-09-21"))
    with (DATA / "ett_2025-09.csv").open(encoding="utf-8") as file:
        cells = {
            row["code"]: row["rate"]
            for row in csv.DictReader(file)
            if len(row["code"]) == 10
        }
    tried = 0
    for code, cell in cells.items():
        own, number = dialects.read_cell(cell)
        text = texts.get(str(number), "")
        if (
            not text
            or "в размере 0 (ноль) %" not in text
            or "Российскую" in text
            or "с 01.10.2022 по 28.02" in text
        ):
            continue
        *_, until = [iso(one) for one in DATE.finditer(text)]
        assert law.lines[code].rate == (duty.parse("0%") if on <= until else own), code
        tried += 1
    assert tried > 300
