"""`keden risk model`, `keden risk alarms`, and what an officer reads with `keden explain`."""

import json
import pathlib

import pytest

from tests import founded
from tests.cli.conftest import AT
from tests.risk import tables

CONTENT = tables.file("m1", {"61": 300_000})
NAME = CONTENT.split()[3].decode()[:16]


@pytest.fixture
def model(tmp_path) -> pathlib.Path:
    path = tmp_path / "m.model"
    path.write_bytes(CONTENT)
    return path


def put(keden, model) -> None:
    who = ("--actor", "admin-1", "--at", AT)
    assert keden("risk", "model", "propose", model, *who).returncode == 0
    who = ("--actor", "chief-1", "--at", AT)
    assert keden("risk", "model", "promote", NAME, *who).returncode == 0


def test_a_model_is_proposed_promoted_listed_and_withdrawn(keden, model):
    none = keden("risk", "model", "list")
    assert none.stdout.decode() == ("No model was proposed: profiles and chance select.\n")
    who = ("--actor", "admin-1", "--at", AT)
    made = keden("risk", "model", "propose", model, *who)
    entry = founded.ENTRIES
    told = (
        f"{NAME} m1 2026-03-31: champion, not in force; proposed by admin-1, entry {entry}"
    )
    assert (made.returncode, made.stdout.decode()) == (0, told + "\n")
    who = ("--actor", "chief-1", "--at", AT)
    promoted = keden("risk", "model", "promote", NAME[:8], *who)
    told = told.replace("not in force", "in force")
    assert (promoted.returncode, promoted.stdout.decode()) == (0, told + "\n")
    assert keden("risk", "model", "list").stdout.decode() == told + "\n"
    (one,) = json.loads(keden("risk", "model", "list", "--json").stdout)["models"]
    assert (one["in_force"], one["figures"]) == (True, {"auc": 700_000})
    gone = keden("risk", "model", "withdraw", "--why", "it drifts", *who, "--json")
    (one,) = json.loads(gone.stdout)["models"]
    assert (gone.returncode, one["in_force"]) == (0, False)
    assert keden("ledger", "verify").returncode == 0


def test_what_cannot_be_is_told_with_exit_code_1(keden, model, tmp_path):
    altered = tmp_path / "altered.model"
    altered.write_bytes(CONTENT.replace(b"300000", b"300001"))
    nothing = tmp_path / "nothing.model"
    nothing.write_bytes(b"\x80\x04cos\nsystem\n.")
    for words, rule in (
        (("propose", altered, "--actor", "admin-1"), "M.26"),
        (("propose", nothing, "--actor", "admin-1"), "M.25"),
        (("propose", model, "--actor", "admin-1", "--role", "king"), "M.60"),
        (("propose", model, "--actor", "chief-1"), "PE.4"),
        (("promote", "ffff", "--actor", "chief-1"), "M.53"),
        (("withdraw", "--why", "x", "--actor", "chief-1"), "M.56"),
    ):
        ran = keden("risk", "model", *words, "--at", AT)
        assert (ran.returncode, ran.stdout) == (1, b""), words
        assert rule in ran.stderr.decode()


def test_a_changed_file_is_told_whenever_declarations_are_cleared(keden, model, tmp_path):
    put(keden, model)
    (path,) = (tmp_path / ".keden" / "models").glob("*.model")
    path.write_bytes(CONTENT.replace(b"300000", b"300001"))
    filing = tmp_path / "a.jsonl"
    filing.write_bytes(founded.lines(founded.lentils("A-1")))
    cleared = keden("clear", filing, "--at", AT)
    assert cleared.returncode == 0
    assert "M.61" in cleared.stderr.decode()
    listed = keden("risk", "model", "list")
    assert "M.61" in listed.stdout.decode()
    why = keden("explain", "A-1", "--officer", "inspector-1")
    assert "The model in force could not be used" in why.stdout.decode()
    assert keden("ledger", "verify").returncode == 1


def test_an_officer_reads_how_a_declaration_was_selected(keden, model, tmp_path):
    put(keden, model)
    filing = tmp_path / "a.jsonl"
    filing.write_bytes(founded.lines(founded.lentils("A-1")))
    assert keden("clear", filing, "--at", AT).returncode == 0
    why = keden("explain", "A-1", "--officer", "inspector-1").stdout.decode()
    assert "Model m1 2026-03-31 (champion)" in why
    assert "Not chosen by the model." in why
    told = json.loads(keden("explain", "A-1", "--json", "--officer", "chief-1").stdout)
    assert told["targeted"]["probability_ppm"] > 0
    assert json.loads(keden("explain", "A-1", "--json").stdout)["targeted"] is None
    assert "Model" not in keden("explain", "A-1").stdout.decode()
    for person in ("trader-1", "nobody"):
        assert keden("explain", "A-1", "--officer", person).returncode == 1


def test_alarms_need_an_officer_and_declarations(keden, model, tmp_path):
    nothing = keden("risk", "alarms", "--officer", "inspector-1")
    assert (nothing.returncode, b"M.62" in nothing.stderr) == (1, True)
    put(keden, model)
    filing = tmp_path / "a.jsonl"
    filing.write_bytes(founded.lines(founded.lentils("A-1")))
    assert keden("clear", filing, "--at", AT).returncode == 0
    quiet = keden("risk", "alarms", "--officer", "inspector-1", "--on", "2026-04-03")
    said, notice = quiet.stdout.decode().split("\n", 1)
    assert said == "Nothing rests on enough declarations yet."
    assert "M.67" in notice
    assert quiet.returncode == 0
    assert keden("risk", "alarms", "--officer", "trader-1").returncode == 1
    wrong = keden("risk", "alarms", "--officer", "inspector-1", "--role", "king")
    assert (wrong.returncode, b"M.60" in wrong.stderr) == (1, True)
