"""`keden tariff` and `keden law audit`: what they print, their exit codes, and every
command of their page.
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys

import pytest
import typer
import typer.testing

from openkeden.cli import law, show, tariff
from openkeden.lawpack.imports import imported_files, tariff_changes
from openkeden.lawpack.pack import load_pack
from tests import founded

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tariff-import.md"
EXPRESSIONS = ROOT.parent / "shared" / "data" / "tariff" / "expressions"

#: Who answers for an import.
BY = ("--actor", "admin-1")

APP = typer.Typer()
APP.add_typer(tariff.tariff, name="tariff")
APP.add_typer(law.law, name="law")


@pytest.fixture
def keden(monkeypatch, tmp_path):
    """Call `keden WORD...` in an empty folder; a sentence to the user is exit code 2, as
    `keden` makes it.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KEDEN_HOME", raising=False)
    monkeypatch.delenv("KEDEN_LANG", raising=False)
    runner = typer.testing.CliRunner()
    founded.found(tmp_path / ".keden")

    def call(*words: str) -> tuple[int, str]:
        done = runner.invoke(APP, list(words))
        if isinstance(done.exception, show.UserError):
            return 2, str(done.exception)
        assert done.exception is None or isinstance(done.exception, SystemExit), (
            done.exception
        )
        return done.exit_code, done.stdout

    return call


@pytest.fixture
def example(tmp_path) -> pathlib.Path:
    """The lines of the edition that the page shows, as a file, with a note that is held."""
    path = tmp_path / "edition.csv"
    path.write_text(blocks("csv")[0].replace(",201,", ",67,"))
    return path


@pytest.fixture
def pair(tmp_path) -> pathlib.Path:
    """The edition that the page shows, as its two files."""
    for name, shown in zip(("edition", "notes"), blocks("csv"), strict=True):
        (tmp_path / f"{name}.csv").write_text(shown)
    return tmp_path


def blocks(language: str) -> list[str]:
    """The blocks of the page in a language."""
    form = rf"^```(?:{language})\n(.*?)^```"
    return re.findall(form, PAGE.read_text(), re.MULTILINE | re.DOTALL)


def test_every_command_of_the_page_runs(keden, pair, tmp_path):
    (tmp_path / "texts.csv").write_text("text,codes\n5.0%,3\nEntry Price,1\n")
    shown = "".join(blocks("sh|console"))
    commands = [shlex.split(line) for line in shown.splitlines()]
    told = {}
    for words in commands:
        assert words[0] == "keden"
        code, out = keden(*words[1:])
        assert code == 0, (words, out)
        told[shlex.join(words[2:])] = out
    assert len(told) == 12
    given = "import edition.csv --notes notes.csv"
    assert "no change, all 6 rows are held already" in told[f"{given} --actor admin-1"]
    tried = told[f"{given} --dry-run"]
    assert "would be imported: 2 codes appear, 1 lines change, 1 codes end" in tried
    (counts,) = blocks("none")
    assert counts in tried
    assert "2 texts" not in told["diff 2026-03-01 2026-03-15"]


def test_the_page_names_every_column_and_rule():
    text = PAGE.read_text()
    assert ",".join(tariff_changes.COLUMNS) in text
    assert all(f"`{column}`" in text for column in tariff_changes.COLUMNS)
    named = {int(number) for number in re.findall(r"T\.(\d+)", text)}
    assert {1, 18, 30, 37} <= named <= {*range(1, 21), *range(30, 38)}


def test_show_tells_rate_note_and_taxes(keden):
    code, out = keden("tariff", "show", "0713 40 000 0", "--on", "2026-03-15")
    assert code == 0
    assert "0713400000 on 2026-03-15 in KZ: 10%" in out
    assert "Note 67 0% does not apply: ended on 2022-09-30" in out
    assert "Value added tax: 16%" in out
    code, out = keden("tariff", "show", "0713400000", "--on", "2026-03-15", "--json")
    told = json.loads(out)
    assert (code, told["rate"], told["basis"]["mark"], told["notes"][0]["applies"]) == (
        0,
        "10%",
        "verified",
        False,
    )


def test_show_tells_what_the_lists_of_preferences_have_for_a_code(keden):
    asked = ("tariff", "show", "9006590009", "--on", "2026-10-10")
    code, out = keden(*asked)
    assert code == 0
    assert "7.5% (part)" in out
    told = json.loads(keden(*asked, "--json")[1])["preferences"]
    listed = {one["code"]: (one["listed_rate"], one["condition"]) for one in told}
    assert (listed["FTVN"], listed["FTRS"]) == (("7.5%", "part"), ("", ""))


@pytest.mark.parametrize(("day", "now"), [("2026-04-02", 0), ("2026-10-01", 1)])
def test_show_tells_both_seasons_on_any_day(keden, day, now):
    code, out = keden("tariff", "show", "0709601001", "--on", day)
    assert code == 0
    told = [line for line in out.splitlines() if "each year" in line]
    said = ["in season" if number == now else "out of season" for number in (0, 1)]
    assert told == [
        f"0709601001: each year 04-01 – 09-30, {said[0]} on this day",
        f"0709601002: each year 10-01 – 03-31, {said[1]} on this day",
    ]
    told = json.loads(keden("tariff", "show", "0709601002", "--on", day, "--json")[1])
    assert [one["open"] for one in told["seasons"]] == [now == 0, now == 1]


def test_show_for_another_country(keden):
    code, out = keden(
        "tariff", "show", "0713400000", "--on", "2026-04-02", "--country", "KG", "--json"
    )
    assert (code, json.loads(out)["jurisdiction"]) == (0, "KG")
    assert keden("tariff", "show", "0713400000", "--country", "XX")[0] == 2


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("071334",), 0, "0713340009"),
        (("8703800002",), 1, "ended on 2026-01-21"),
        (("8703800002",), 1, "8703800008"),
        (("8703800003", "--on", "2026-01-21"), 1, "begins on 2026-01-22"),
        (("8703809999",), 1, "is not in the tariff"),
        (("8703809999",), 1, "8703800008"),
        (("071",), 2, "four to ten digits"),
        (("07134000000",), 2, "four to ten digits"),
        (("0713400000", "--on", "yesterday"), 2, "is not a valid day"),
        (("0713400000", "--on", "2020-01-01"), 2, "does not hold the law of 2020-01-01"),
    ],
)
def test_show_of_a_prefix_and_of_codes_not_in_force(keden, words, code, told):
    given = words if "--on" in words else (*words, "--on", "2026-04-02")
    found, out = keden("tariff", "show", *given)
    assert found == code
    assert told in out


def test_the_day_is_today_when_none_is_given(keden):
    assert keden("tariff", "show", "0713400000")[0] in (0, 2)
    assert keden("law", "audit")[0] in (0, 2)


def test_diff_counts_what_changed_between_the_editions(keden):
    code, out = keden("tariff", "diff", "2025-09-21", "2026-03-08", "--json")
    counts = json.loads(out)["counts"]
    assert (
        code,
        counts["appeared"],
        counts["ended"],
        counts["notes"],
        counts["rates"],
    ) == (
        0,
        25,
        13,
        362,
        0,
    )
    code, out = keden("tariff", "diff", "2025-09-21", "2026-03-08")
    assert (code, "362 notes change" in out, "... and 322 more" in out) == (0, True, True)
    assert keden("tariff", "diff", "2026-03-08", "nothing.csv")[0] == 2
    assert keden("tariff", "diff", "2026-03-08", "2020-01-01")[0] == 2


def test_a_file_with_an_error_takes_nothing_and_tells_all(keden, example, tmp_path):
    example.write_text(
        example.read_text().replace("5%", "five").replace("pair,1.5", "bushel,1.5")
    )
    code, out = keden("tariff", "import", "edition.csv", *BY)
    assert code == 1
    assert re.findall(r"\b(T\.\d+) line (\d)", out) == [
        ("T.6", "3"),
        ("T.7", "5"),
        ("T.14", "2"),
    ]
    assert "nothing was imported" in out
    assert list((tmp_path / ".keden" / "law").glob("*.csv")) == []
    code, out = keden("tariff", "import", "edition.csv", *BY, "--json")
    assert (code, json.loads(out)["taken"], len(json.loads(out)["findings"])) == (
        1,
        False,
        3,
    )
    assert keden("tariff", "diff", "2026-04-02", "edition.csv")[0] == 2


def test_both_files_of_an_edition_are_taken_or_neither(keden, pair):
    given = ("tariff", "import", "edition.csv", "--notes", "notes.csv")
    notes = (pair / "notes.csv").read_text()
    (pair / "notes.csv").write_text(notes.replace("201,,0%", "201,CN,0%"))
    code, out = keden(*given, *BY)
    assert (code, "T.34 notes note 201" in out, "nothing was imported" in out) == (
        1,
        True,
        True,
    )
    law = pair / ".keden" / "law"
    assert sorted(path.name for path in law.glob("0*")) == []
    (pair / "notes.csv").write_text(notes)
    code, out = keden(*given, "--dry-run", "--json")
    told = json.loads(out)
    assert (code, told["taken"], told["notes"]) == (0, False, ["note 201", "note 98"])
    counts = {kind: count for kind, count in told["effect_counts"].items() if count}
    assert sum(counts.values()) == len({one["code"] for one in told["effects"]})
    assert {"dearer", "ended", "new", "cheaper"} == counts.keys()
    code, out = keden(*given, *BY, "--json")
    assert (code, json.loads(out)["taken"]) == (0, True)
    assert sorted(path.name for path in law.glob("0*")) == [
        "0001-edition-notes.csv",
        "0002-edition.csv",
    ]
    code, out = keden("tariff", "show", "0713400009", "--on", "2026-07-01", "--json")
    assert (code, json.loads(out)["rate"], json.loads(out)["own_rate"]) == (0, "0%", "10%")
    code, out = keden("law", "history", "--json")
    assert [len(one["files"]) for one in json.loads(out)][-1] == 2


def test_the_first_codes_of_each_kind_are_shown_and_all_when_asked_for(keden, pair):
    """Note 128 of 16 motor fuels goes on for half a year."""
    head = (pair / "notes.csv").read_text().splitlines()[0]
    row = "128,,0%,2027-07-01,2027-12-31,,Example act 3,open,example,"
    (pair / "notes.csv").write_text(f"{head}\n{row}\n")
    given = ("tariff", "import", "edition.csv", "--notes", "notes.csv", "--dry-run")
    lines = (pair / "edition.csv").read_text()
    (pair / "edition.csv").write_text(lines.replace(",201,", ",,"))
    few, every = keden(*given)[1], keden(*given, "-v")[1]
    shown = [
        [line for line in out.splitlines() if line.startswith("271")]
        for out in (few, every)
    ]
    assert list(map(len, shown)) == [10, 16]
    assert ("... and 6 more" in few, "more" in every) == (True, False)
    assert "cheaper: 16" in few
    assert "дешевле: 16" in keden(*given, "--lang", "ru")[1]


def test_days_without_a_line_are_told_before_the_file_is_taken(keden, example):
    """The words are those of `keden law audit` after it."""
    example.write_text(
        example.read_text().splitlines()[0]
        + "\n6403999600,pair,5%,,2026-07-01,2026-07-31,,Test act,test,open"
        + "\n6403999600,pair,7%,,2026-08-02,,,Test act,test,open\n"
    )
    words = "between 6403999600@2026-07-01 and 6403999600@2026-08-02"
    code, out = keden("tariff", "import", "edition.csv", "--dry-run")
    assert (code, "P.5 line 2" in out, words in out) == (0, True, True)
    code, out = keden("tariff", "import", "edition.csv", *BY)
    assert code == 0
    assert out.index(words) < out.index("edition imported")


def test_a_dry_run_leaves_no_trace(keden, example, tmp_path):
    assert keden("tariff", "import", "edition.csv", "--dry-run")[0] == 0
    assert not (tmp_path / ".keden" / "law").exists()
    assert {path.name for path in tmp_path.iterdir()} == {".keden", "edition.csv"}


def test_an_edition_is_taken_once_and_its_name_belongs_to_it(keden, example, tmp_path):
    code, out = keden("tariff", "import", "edition.csv", *BY, "--as", "july", "--json")
    assert (code, json.loads(out)["taken"], json.loads(out)["known"]) == (0, True, 0)
    assert "no change" in keden("tariff", "import", "edition.csv", *BY, "--as", "july")[1]
    assert "0713400009" in keden("tariff", "show", "0713400000", "--on", "2026-07-01")[1]
    assert "Imported (their days have a +): july" in keden("tariff", "editions")[1]
    assert "2022-05-08 +2026-07-01" in keden("tariff", "editions")[1]
    example.write_text(
        example.read_text()
        .replace("2026-07-01", "2026-08-01")
        .replace("1.5 EUR", "1.6 EUR")
    )
    lines = example.read_text().splitlines()
    example.write_text("\n".join((lines[0], lines[-1])))
    code, out = keden("tariff", "import", "edition.csv", *BY, "--as", "july")
    assert (code, "T.18" in out) == (1, True)
    assert keden("tariff", "import", "edition.csv", *BY, "--as", "august")[0] == 0
    folder = tmp_path / ".keden" / "law"
    assert sorted(path.name for path in folder.glob("*.csv")) == [
        "0001-july.csv",
        "0002-august.csv",
    ]
    pack = imported_files.merged(load_pack("KZ"), folder)
    assert [
        str(row.until or "") for row in pack.sources.tariff if row.code == "6403999600"
    ] == [
        "2026-06-30",
        "2026-07-31",
        "",
    ]


@pytest.mark.parametrize("name", ["../x", ".x", "a/b", "a b", "-"])
def test_a_name_that_is_no_name(keden, example, name):
    code, out = keden("tariff", "import", "edition.csv", *BY, f"--as={name}")
    assert (code, "is not a valid name" in out) == (2, True)


def test_an_edition_changed_by_hand_is_named(keden, example, tmp_path):
    assert keden("tariff", "import", "edition.csv", *BY)[0] == 0
    (tmp_path / ".keden" / "law" / "0001-edition.csv").write_text("spoilt\n1,2\n")
    code, out = keden("tariff", "show", "0713400000")
    assert (code, "0001-edition.csv" in out) == (2, True)


@pytest.mark.parametrize(
    ("name", "dialect", "texts", "lines"),
    [
        ("eaeu_rate_texts", "eaeu", (254, 254, 254), (13_289, 13_289)),
        ("ukgt_duty_rate", "uk", (289, 289, None), (11_830, 11_830)),
        ("cet_duty_rate", "eu", (525, 523, None), (11_830, 11_828)),
        ("us_general", "us", (835, None, None), (13_876, None)),
    ],
)
def test_coverage_of_the_recorded_tariffs(keden, name, dialect, texts, lines):
    if not EXPRESSIONS.is_dir():
        pytest.skip("the recorded duty texts are not beside this repository")
    code, out = keden(
        "tariff",
        "coverage",
        str(EXPRESSIONS / f"{name}.csv"),
        "--dialect",
        dialect,
        "--json",
    )
    (told,) = [one["coverage"] for one in json.loads(out)]
    given = (
        told["texts"],
        told["parsed"],
        told["evaluable"],
        told["lines"],
        told["lines_parsed"],
    )
    assert code == 0
    assert all(
        wanted in (None, found)
        for wanted, found in zip((*texts, *lines), given, strict=True)
    )
    assert len(told["unreadable"]) == told["texts"] - told["parsed"]
    assert len(told["not_evaluable"]) == told["parsed"] - told["evaluable"]


def test_coverage_counts_lines_and_names_what_it_cannot_read(keden, tmp_path):
    (tmp_path / "a.csv").write_text("rate\n5\n5\nплюс\n")
    code, out = keden("tariff", "coverage", "a.csv", "--dialect", "eaeu")
    assert code == 0
    assert re.search(r"a\.csv +2 +1 +1 +3 +2 +2", out)
    assert "not read: плюс: " in out
    (tmp_path / "a.csv").write_text("x,y,lines\n5,6%,4\n")
    told = json.loads(
        keden("tariff", "coverage", "a.csv", "--dialect", "uk", "--column", "y", "--json")[
            1
        ]
    )
    assert told[0]["coverage"]["lines_parsed"] == 4
    assert keden("tariff", "coverage", "a.csv", "--dialect", "uk", "--column", "z")[0] == 2
    (tmp_path / "a.csv").write_text("x,lines\n5,many\n")
    assert keden("tariff", "coverage", "a.csv", "--dialect", "uk")[0] == 2


def test_audit_tells_marks_ends_and_gaps(keden):
    code, out = keden("law", "audit", "--on", "2026-04-02")
    assert code == 0
    row = r"2026-04-30\s.{0,40}kz:measure/kz-bull-calves-2025@2025-11-05"
    assert re.search(row, out, re.DOTALL)
    assert "protective_duties" in out
    code, out = keden("law", "audit", "--on", "2026-11-24", "--json")
    told = json.loads(out)
    found = [(one["rule"], one["path"]) for one in told["findings"]]
    assert code == 0
    assert [rule for rule, _ in found] == ["P.14", "P.15"]
    assert found[1][1] == "refinancing_rate"
    assert told["marks"]["notes"] == {
        "verified": 107,
        "secondary": 19,
        "memory": 0,
        "open": 1,
    }
    assert keden("law", "audit", "--on", "2020-01-01")[0] == 2


def test_what_looks_law_up_needs_no_database():
    """The parts behind `keden tariff` and `keden law audit` load without Django."""
    parts = "from openkeden.flow.law import codes, editions, imports, review"
    source = f"import sys; {parts}; sys.exit('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", source], check=False, cwd=ROOT).returncode
        == 0
    )
