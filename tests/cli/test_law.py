"""`keden law import` and what an installation's own rows do: to `keden duty`, `tariff`,
`law audit`, and to clearing.
"""

import json
import pathlib
import re
import subprocess
import sys

import pytest

from openkeden.cli import main
from tests import founded
from tests.cli.conftest import AT

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "law-import.md"
DATA = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "fx"

#: Who answers for an import, and as of when.
BY = ("--actor", "admin-1", "--at", AT)
LATER = ("--actor", "admin-1", "--at", "2026-06-09T10:00+05:00")

CHEAP = """
[[parameters]]
values = { "fee.goods_declaration" = "7 MCI" }
since = 2026-04-02
act = "test act"
source = "tests"
mark = "open"
"""
SHOES = (
    *(
        "duty",
        "--code",
        "6403999600",
        "--value",
        "10000.00",
        "--currency",
        "USD",
        "--origin",
        "CN",
    ),
    *("--net", "1000", "--qty", "1000", "--on", "2026-04-02"),
)


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "fee.toml"
    path.write_text(CHEAP)
    return path


def told(ran) -> dict:
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(ran.stdout)


def test_the_examples_of_the_page_are_taken(keden, tmp_path):
    shown = re.findall(
        r"^```(toml|csv)\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL
    )
    assert [kind for kind, _ in shown] == ["toml", "csv", "csv"]
    for number, (kind, text) in enumerate(shown, 1):
        (tmp_path / f"shown.{kind}").write_text(text)
        ran = keden("law", "import", f"shown.{kind}", *BY, "--as", f"{kind}-{number}")
        assert ran.returncode == 0, ran.stdout
        assert b"1 rows added" in ran.stdout
    audit = told(keden("law", "audit", "--on", "2026-11-24", "--json"))
    # The pack says itself that no refinancing rate of these days is known.
    assert {one["path"] for one in audit["findings"]} == {"refinancing_rate"}
    assert sorted(path.name for path in (tmp_path / ".keden" / "law").glob("0*")) == [
        "0001-toml-1.toml",
        "0002-csv-2.csv",
        "0003-csv-3.csv",
    ]


def test_an_installation_prices_and_clears_by_its_own_rows(keden, rows, tmp_path):
    before = told(keden(*SHOES, "--json"))
    assert keden("law", "import", rows, *BY).returncode == 0
    after = told(keden(*SHOES, "--json"))
    assert float(after["total"]) - float(before["total"]) == 4325
    assert after["charges"][-1]["law"][0]["id"] == "home:fee.goods_declaration@2026-04-02"
    founded.found(tmp_path / "other")
    assert told(keden(*SHOES, "--json", "--home", tmp_path / "other")) == before
    (tmp_path / "a.jsonl").write_bytes(founded.lines(founded.shoes("A-1")))
    assert keden("clear", "a.jsonl", "--at", AT, "--out", "a.out").returncode == 0
    (answer,) = map(json.loads, (tmp_path / "a.out").read_bytes().splitlines())
    assert answer["charges"]["1010"] == "30275.00"
    explained = told(keden("explain", "A-1", "--json"))
    assert explained["exact"]


def test_a_dry_run_takes_nothing(keden, rows, tmp_path):
    ran = keden("law", "import", rows, "--dry-run")
    assert (ran.returncode, b"would be imported" in ran.stdout) == (0, True)
    assert not list((tmp_path / ".keden").glob("law/0*"))


def test_a_wrong_file_is_refused_whole(keden, rows):
    rows.write_text(CHEAP + CHEAP.replace("7 MCI", "many"))
    ran = keden("law", "import", rows, *BY)
    assert ran.returncode == 1
    assert b"P.6" in ran.stdout
    assert b"nothing was imported" in ran.stdout
    refused = keden("law", "import", rows, *BY, "--json")
    assert not json.loads(refused.stdout)["taken"]


def test_a_name_is_not_taken_twice(keden, rows):
    assert keden("law", "import", rows, *BY, "--as", "fee").returncode == 0
    assert b"no change" in keden("law", "import", rows, *BY, "--as", "fee").stdout
    rows.write_text(CHEAP.replace("7 MCI", "8 MCI").replace("2026-04-02", "2026-04-03"))
    ran = keden("law", "import", rows, *BY, "--as", "fee")
    assert (ran.returncode, b"M.2" in ran.stdout) == (1, True)
    assert keden("law", "import", rows, *BY, "--as", "a/b").returncode == 2
    assert keden("law", "import", "nowhere.toml", *BY).returncode == 2


def test_an_audit_lists_the_rows_of_a_mark(keden):
    listed = told(
        keden("law", "audit", "--on", "2026-04-02", "--mark", "memory", "--json")
    )["rows"]
    assert {row["mark"] for row in listed} == {"memory"}
    shown = keden("law", "audit", "--on", "2026-04-02", "--mark", "memory").stdout.decode()
    assert all(row["id"] in shown for row in listed)
    assert keden("law", "audit", "--mark", "X").returncode == 2


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_findings_come_in_other_languages(keden, rows, language):
    rows.write_text("closes = ['none']")
    assert re.search(
        "[а-я]", keden("law", "import", rows, *BY, "--lang", language).stdout.decode()
    )


def test_duty_uses_the_rates_that_the_installation_loaded(keden, tmp_path):
    files = sorted(DATA.glob("nbk_*.xml"))
    if not files:
        pytest.skip(
            "the recorded answers of the National Bank are not here: ../shared/data/fx"
        )
    body = files[0].read_bytes()
    day = re.search(rb"<date>(\d\d)\.(\d\d)\.(\d{4})</date>", body)
    assert day is not None
    (tmp_path / "later.xml").write_bytes(body.replace(day[0], b"<date>10.06.2026</date>"))
    asked = [word if word != "2026-04-02" else "2026-06-10" for word in SHOES]
    assert keden(*asked).returncode == 1
    assert keden("rates", "import", "later.xml", *LATER).returncode == 0
    priced = told(keden(*asked, "--json"))
    assert {quote["date"] for quote in priced["quotes"]} == {"2026-06-10"}


def test_goods_of_a_person_are_priced(keden):
    words = (
        "duty",
        "--regime",
        "parcel",
        "--code",
        "6403999600",
        "--value",
        "350",
        "--currency",
        "EUR",
        "--net",
        "2",
    )
    priced = told(keden(*words, "--on", "2026-04-02", "--json"))
    assert (priced["total"], priced["of"], priced["free"]["kg"]) == (
        "12398.85",
        "excess",
        "31",
    )
    shown = keden(*words, "--on", "2026-04-02", "--lang", "kk").stdout.decode()
    assert "12 398.85" in shown
    assert "тұлғаларға" in shown
    assert keden(*words, "--procedure", "70").returncode == 2
    refused = keden("duty", "--regime", "none", *words[3:], "--on", "2026-04-02", "--json")
    assert (refused.returncode, json.loads(refused.stdout)["findings"][0]["rule"]) == (
        1,
        "Q.6",
    )


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_command_is_there_and_helps(keden, name):
    ran = keden(name, "--help")
    assert ran.returncode == 0, ran.stderr
    assert "Usage: keden " + name in ran.stdout.decode()


LOADS = """
import json, sys
from openkeden.cli import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["keden", *words]
    try:
        main.run()
    except SystemExit:
        print("django" in sys.modules, *words[:2], file=sys.stderr)
"""


def test_what_needs_no_database_loads_none(tmp_path):
    asked = [
        ("version",),
        SHOES,
        (*SHOES[:2], "64", *SHOES[3:]),
        ("tariff", "show", "6403999600", "--on", "2026-04-02"),
        ("measures", "1001990000", "--direction", "import", "--on", "2024-06-25"),
        ("law", "check"),
    ]
    ran = subprocess.run(
        [sys.executable, "-c", LOADS, json.dumps(asked)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=founded.environment(),
    )
    told = [line for line in ran.stderr.splitlines() if line.startswith(("True", "False"))]
    assert told == [" ".join(["False", *words[:2]]) for words in asked], ran.stderr


def test_a_table_of_no_layout_is_told_the_columns_of_the_nearest(keden, tmp_path):
    (tmp_path / "rows.csv").write_text("list;code;name;act\nfeedlots;990140000017;A;B\n")
    ran = keden("law", "import", "rows.csv", "--dry-run")
    assert ran.returncode == 1
    assert b"the nearest has list,code,name,mark,since,until,act,source" in ran.stdout
