"""`keden measures`: verdicts with the rows of law behind them, on any days, without a
database.
"""

import json
import re
import subprocess
import sys

import pytest
from typer import testing

from openkeden.cli import main, show
from tests import founded

#: Of a member state: what the Union asks of goods from elsewhere does not touch it.
WHEAT = (
    "measures",
    "1001990000",
    "--direction",
    "import",
    "--origin",
    "RU",
    "--mode",
    "rail",
)
SHEEP = (
    "measures",
    "0104108000",
    "--direction",
    "export",
    "--destination",
    "UZ",
    "--attribute",
    "sex=male",
)


def told(folder, *words):
    """The answer as JSON, and the exit code."""
    ran = testing.CliRunner().invoke(main.app, [*words, "--json"])
    assert list(folder.iterdir()) == []
    return json.loads(ran.stdout), ran.exit_code


def verdicts(trials):
    return [
        (trial["on"], trial["verdict"], [one["id"] for one in trial["measures"]])
        for trial in trials
    ]


def test_one_day_shows_its_verdict_and_how_it_changes(tmp_path):
    answer, code = told(tmp_path, *WHEAT, "--on", "2024-06-25")
    assert verdicts(answer["days"]) == [
        ("2024-06-25", "refused", ["kz-wheat-rail-2024-04"])
    ]
    assert verdicts(answer["changes"]) == [
        ("2024-01-01", "document", ["kz-wheat-rail-2024"]),
        ("2024-04-12", "refused", ["kz-wheat-rail-2024-04"]),
        ("2024-08-21", "refused", ["kz-wheat-all-2024"]),
        ("2025-01-01", "unknown", []),
    ]
    assert code == 1


def test_the_row_responsible_is_named_with_act_period_and_mark_and_its_source_on_demand(
    tmp_path,
):
    (day,) = told(tmp_path, *WHEAT, "--on", "2024-12-31")[0]["days"]
    (measure,) = day["measures"]
    row = measure["law"]
    assert (row["since"], row["until"], row["mark"]) == (
        "2024-08-21",
        "2024-12-31",
        "memory",
    )
    assert "apk-inform.com" in row["source"]
    assert "2024" in row["act"]
    text = founded.keden(*WHEAT, "--on", "2024-12-31", folder=tmp_path).stdout.decode()
    for part in (
        "refused",
        measure["id"],
        row["act"],
        "2024-08-21 - 2024-12-31",
        "Mark: memory",
        "2025-01-01",
    ):
        assert part in text, part
    assert row["source"] not in text
    assert "2024-01-01" not in text
    long = founded.keden(*WHEAT, "--on", "2024-12-31", "-v", folder=tmp_path)
    for part in (row["source"], "2024-01-01"):
        assert part in long.stdout.decode(), part


def test_transit_is_exempt_and_a_member_of_the_register_would_be(tmp_path):
    through = ("measures", "1001990000", "--direction", "transit", "--on", "2024-12-31")
    transit = told(tmp_path, *through, "--mode", "rail")[0]["days"]
    assert verdicts(transit) == [("2024-12-31", "free", [])]
    procedure = told(tmp_path, *WHEAT, "--procedure", "80", "--on", "2024-12-31")[0]["days"]
    assert verdicts(procedure) == [("2024-12-31", "free", [])]
    text = founded.keden(*WHEAT, "--on", "2024-08-20", folder=tmp_path).stdout.decode()
    assert "80 customs transit" in text
    assert "flour mills and poultry farms that may import wheat by rail" in text


def test_several_days_are_a_table_of_verdicts(tmp_path):
    days = (
        "--on",
        "2024-04-11",
        "--on",
        "2024-04-12",
        "--on",
        "2024-12-31",
        "--on",
        "2025-01-01",
    )
    answer, code = told(tmp_path, *WHEAT, *days)
    assert [trial["verdict"] for trial in answer["days"]] == [
        "document",
        "refused",
        "refused",
        "unknown",
    ]
    assert (answer["changes"], code) == ([], 1)
    shown = founded.keden(*WHEAT, *days, folder=tmp_path).stdout.decode()
    line = r"^(\d{4}-\d\d-\d\d)\s+(?:Verdict: )?([a-z]+)"
    verdicts = re.findall(line, shown, re.MULTILINE)
    assert verdicts == [
        ("2024-04-11", "document"),
        ("2024-04-12", "refused"),
        ("2024-12-31", "refused"),
        ("2025-01-01", "nothing"),
    ]


def test_a_period_shows_every_day_on_which_the_verdict_changes(tmp_path):
    answer, code = told(
        tmp_path,
        *SHEEP,
        "--from",
        "2025-11-01",
        "--to",
        "2026-03-31",
        "--document",
        "01011",
    )
    assert verdicts(answer["changes"]) == [
        ("2025-11-01", "free", []),
        ("2025-11-05", "quota", ["kz-sheep-quota-2025"]),
    ]
    assert code == 0


def test_a_quota_with_a_licence_asks_for_the_document_then_for_the_quota(tmp_path):
    without, code = told(tmp_path, *SHEEP, "--on", "2025-12-10")
    assert (without["days"][0]["verdict"], code) == ("document", 1)
    given, code = told(tmp_path, *SHEEP, "--on", "2025-12-10", "--document", "01011")
    assert (given["days"][0]["verdict"], code) == ("quota", 0)
    (quota,) = given["days"][0]["quotas"]
    assert (quota["id"], quota["unit"], quota["volume"], quota["each"]) == (
        "KZ-SHEEP-2025",
        "pc",
        "120000",
        "500",
    )


def test_attributes_and_partners_decide(tmp_path):
    cattle = ("measures", "0102294900", "--direction", "export", "--on", "2024-07-01")
    for sex, verdict in (("female", "refused"), ("male", "free")):
        (day,) = told(tmp_path, *cattle, "--attribute", f"sex={sex}")[0]["days"]
        assert day["verdict"] == verdict
    to = ("measures", "1001990000", "--direction", "export", "--on", "2024-07-01")
    assert told(tmp_path, *to, "--destination", "tr")[0]["days"][0]["verdict"] == "warned"
    assert (
        told(tmp_path, *to, "--destination", "Түркия")[0]["days"][0]["verdict"] == "warned"
    )
    assert told(tmp_path, *to, "--destination", "UZ")[0]["days"][0]["verdict"] == "free"


@pytest.mark.parametrize(
    ("language", "word"), [("en", "refused"), ("ru", "запрещено"), ("kk", "тыйым салынған")]
)
def test_the_reader_chooses_the_language(tmp_path, language, word):
    ran = founded.keden(
        *WHEAT,
        "--on",
        "2024-12-31",
        "--lang",
        language,
        folder=tmp_path,
        PYTHONIOENCODING="utf-8",
    )
    assert word in ran.stdout.decode()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            (*WHEAT, "--on", "2023-12-31"),
            "begins on 2024-01-01; it does not say what held on 2023-12-31",
        ),
        ((*WHEAT, "--on", "32.12.2024"), '"32.12.2024" is not a valid day'),
        (
            (*WHEAT[:-1], "camel", "--on", "2024-12-31"),
            "'camel' is not in the list transport_modes",
        ),
        (
            (*WHEAT, "--origin", "XX", "--on", "2024-12-31"),
            "'XX' is not in the list countries",
        ),
        (
            (*WHEAT, "--document", "99999", "--on", "2024-12-31"),
            "'99999' is not in the list documents",
        ),
        (
            (*WHEAT, "--attribute", "male", "--on", "2024-12-31"),
            '"male" is not written as name=value',
        ),
        (
            ("measures", "1001", "--direction", "import", "--on", "2024-12-31"),
            "'1001' is not a commodity code",
        ),
        (
            (*WHEAT, "--from", "2024-02-01", "--to", "2024-01-31"),
            "2024-01-31 is before 2024-02-01",
        ),
    ],
)
def test_what_cannot_be_tried_is_a_sentence(words, sentence):
    ran = testing.CliRunner().invoke(main.app, words)
    said = str(ran.exception) if isinstance(ran.exception, show.UserError) else ran.stderr
    assert ran.exit_code != 0
    assert sentence in said, ran.output


def test_all_that_cannot_be_used_is_told_at_once(tmp_path):
    words = (
        "measures",
        "1001",
        "--direction",
        "import",
        "--mode",
        "camel",
        "--on",
        "2024-12-31",
    )
    ran = founded.keden(*words, "--origin", "XX", folder=tmp_path)
    assert ran.returncode == 2
    for wrong in (b"'1001'", b"'camel'", b"'XX'"):
        assert wrong in ran.stderr


def test_no_database_is_needed_or_made(tmp_path):
    assert founded.keden(*WHEAT, "--on", "2024-06-25", folder=tmp_path).returncode == 1
    refused = founded.keden(*WHEAT, "--on", "2023-12-31", folder=tmp_path)
    assert (refused.returncode, refused.stderr[:7]) == (2, b"keden: ")
    assert list(tmp_path.iterdir()) == []


RUN = """
import sys, typer
from openkeden.cli import measures
app = typer.Typer()
app.command()(measures.measures)
app(sys.argv[1:], standalone_mode=False)
print("django" in sys.modules)
"""


def test_nothing_of_django_is_imported(tmp_path):
    command = [sys.executable, "-c", RUN, *WHEAT[1:], "--on", "2025-01-01"]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        env=founded.environment(),
        timeout=60,
    )
    assert ran.stdout.splitlines()[-1] == "False", ran.stdout
