"""`keden duty` and `keden explain`: the figures and the law behind them, in three
languages, and what does not fit.
"""

import hashlib
import json

import msgspec
import pytest
import typer
import typer.testing
from django.db import connections

from openkeden import locale
from openkeden.base import findings, money
from openkeden.cli import duty, explain, show
from openkeden.flow import facts
from openkeden.flow.lodging import explanation, references
from openkeden.store import read
from openkeden.views import figure_text
from tests import founded

app = typer.Typer()
app.command()(duty.duty)
app.command()(explain.explain)

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


@pytest.mark.parametrize("written", ["6403999600", "6403 99 960 0", "6403.99.9600"])
def test_a_code_may_stand_where_a_file_does(keden, written):
    asked = keden(*SHOES)
    assert keden("duty", written, *SHOES[3:]).stdout == asked.stdout


def test_a_code_beside_another_is_a_file_that_does_not_go_with_it(keden):
    ran = keden("duty", "6403999600", *SHOES[1:])
    assert ran.returncode == 2
    assert b"FILE does not go with" in ran.stderr


def test_a_file_named_like_a_code_is_read(keden, tmp_path):
    (tmp_path / "6403999600").write_bytes(b"code\n")
    ran = keden("duty", "6403999600", "--on", "2026-04-02")
    assert ran.returncode != 0
    assert b"--value" not in ran.stderr


class Same(dict[str, str]):
    """Stands for a table of names that a language has not yet: each name is its own."""

    def __missing__(self, name: str) -> str:
        return name

    def get(self, name: str, default: str | None = None) -> str:
        return name


@pytest.fixture(autouse=True)
def _named(monkeypatch):
    """Where the names of figures have not come in yet, they stand for themselves."""
    if "explain" not in locale.names("en"):
        names = locale.names
        monkeypatch.setattr(
            locale, "names", lambda language: {**names(language), "explain": Same()}
        )


def call(*words: object):
    """Run a command; an error of the user is told, anything else that escapes is ours."""
    ran = typer.testing.CliRunner().invoke(app, [*map(str, words)])
    if ran.exception is not None and not isinstance(
        ran.exception, (SystemExit, show.UserError)
    ):
        raise ran.exception
    return ran


def told(*words: object, code: int = 0) -> dict:
    ran = call(*words, "--json")
    assert ran.exit_code == code, ran.output
    return json.loads(ran.stdout)


@pytest.fixture
def home(tmp_path):
    """An installation where every sample that passes is lodged."""
    opened = founded.found(tmp_path / "home")
    founded.lodge_all(opened, *founded.samples().values())
    yield opened
    connections["default"].close()


def test_duty_for_programs() -> None:
    priced = told(*SHOES, "--rate", "USD=475.00", "--rate", "EUR=550.00")
    assert priced["total"] == "1583450.00"
    assert priced["currency"] == "KZT"
    assert [charge["amount"] for charge in priced["charges"]] == [
        "687500.00",
        "870000.00",
        "25950.00",
    ]
    for charge in priced["charges"]:
        assert {"code", "name", "base", "rate", "amount", "law"} <= charge.keys()
        assert all(row["act"] and row["mark"] for row in charge["law"])


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_duty_for_people(language: str) -> None:
    ran, words = call(*SHOES, "-v", "--lang", language), locale.names(language)
    assert ran.exit_code == 0
    for figure in (
        "1.25 EUR/pair",
        "1 000 pair",
        "1 EUR = ",
        "2026-04-02, NBK",
        "16%",
        "25 950.00",
        f"[{words['marks']['verified']}]",
        f"[{words['marks']['secondary']}]",
        words["charges"]["5010"],
    ):
        assert figure in ran.output


def test_duty_tells_the_documents() -> None:
    rugs = {"CN": "BD", "6403999600": "5702100000"}
    asked = [rugs.get(word, word) for word in SHOES]
    ran = call(*asked, "--preference", "duty=LDC")
    assert ran.exit_code == 0
    assert "06013" in ran.output
    assert "LDC" in ran.output


def test_duty_of_forbidden_goods() -> None:
    asked = (
        "duty",
        "--code",
        "0102211000",
        "--value",
        "100",
        "--currency",
        "KZT",
        "--origin",
        "KZ",
        "--net",
        "900",
    )
    priced = told(*asked, "--on", "2026-04-02", "--procedure", "10", code=1)
    assert priced["prohibited"]
    assert priced["warnings"][0]["rule"] == "G33.4"
    assert "25950.00" in priced["total"]


def test_duty_without_rates_names_the_last_day_with_some() -> None:
    asked = [word if word != "2026-04-02" else "2026-11-24" for word in SHOES]
    found = told(*asked, code=1)["findings"]
    assert "Q.2" in [one["rule"] for one in found]
    ran = call(*asked)
    assert ran.exit_code == 1
    assert "2026-04-03" in ran.output


@pytest.mark.parametrize(
    "words",
    [
        ("--rate", "EUR"),
        ("--rate", "EUR=1", "--rate", "EUR=2"),
        ("--attribute", "=5"),
        ("--preference", "tax=LDC"),
        ("--on", "yesterday"),
        ("--country", "XX"),
    ],
)
def test_duty_with_options_that_are_none(words: tuple[str, ...]) -> None:
    ran = call(*SHOES, *words)
    assert isinstance(ran.exception, show.UserError)
    (found,) = ran.exception.findings
    assert words[-1].rpartition("=")[0] in str(dict(found.args))


def test_every_lodged_sample_is_exact(home) -> None:
    registered = [
        name
        for name in founded.samples()
        if not isinstance(references.latest(name), findings.Refused)
    ]
    assert len(registered) >= 30
    for name in registered:
        explained = explanation.of(name, home)
        assert explained.exact, (name, explained.findings)
        words = figure_text.Words("en")
        shown = [
            text
            for line in explained.lines
            for text in figure_text.text(line, words, explained.law)
        ]
        assert all(
            any(money.grouped(line.amount) in text for text in shown)
            for line in explained.lines
        )


def test_explain_for_programs(home) -> None:
    said = told("explain", "VAL-1", "--home", home.home)
    assert said["exact"] is True
    assert said["findings"] == []
    lines = {(line["figure"], line["item"], line["code"]): line for line in said["lines"]}
    assert lines["payable", 0, ""]["amount"] == lines["payable", 0, ""]["recorded"]
    addition = lines["addition", 1, "transport"]
    assert addition["share"]["by"] == "mass"
    assert addition["given"]["quote"]["date"]
    assert {id_ for line in said["lines"] for id_ in line.get("rows", ())} == {
        row["id"] for row in said["law"]
    }


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_explain_for_people(home, language: str) -> None:
    for name in ("VAL-1", "PAR-1", "SHOE-1", "CAR-1", "AID-1", "VAL-3"):
        ran = call("explain", name, "--home", home.home, "--lang", language)
        assert ran.exit_code == 0, ran.output
        assert money.grouped(references.latest(name).payable) in ran.output
        assert "6 MCI x 4 325.00 = 25 950.00" in ran.output
        assert locale.names(language)["explain"]["exact"] in ran.output


def test_explain_of_nothing(home) -> None:
    said = told("explain", "NONE-1", "--home", home.home, code=1)
    assert said["findings"][0]["rule"] == "I.3"


def _entry(name: str):
    row = references.latest(name)
    entry = read.entries([row.lodged])[row.lodged]
    return facts.read(entry.body), entry.received


def test_a_changed_fact_is_named(home) -> None:
    fact, received = _entry("SHOE-1")
    assessed = fact.assessment
    charge = msgspec.structs.replace(
        assessed.charges[1], amount=assessed.charges[1].amount - 100
    )
    lines = (assessed.charges[0], charge, *assessed.charges[2:])
    changed = msgspec.structs.replace(
        fact, assessment=msgspec.structs.replace(assessed, charges=lines)
    )
    explained = explanation.rebuild(changed, received, home.pack)
    assert not explained.exact
    (found,) = explained.findings
    assert found.rule == "X.3"
    assert found.args["value"] == "amount 5010 of item 1"


def test_a_charge_left_out_is_named(home) -> None:
    fact, received = _entry("SHOE-1")
    assessed = fact.assessment
    left = tuple(charge for charge in assessed.charges if charge.code != "5010")
    payable = sum(charge.amount for charge in left)
    changed = msgspec.structs.replace(assessed, charges=left, payable=payable)
    explained = explanation.rebuild(
        msgspec.structs.replace(fact, assessment=changed), received, home.pack
    )
    assert [found.args["value"] for found in explained.findings] == [
        "amount 5010 of item 1"
    ]
    assert explained.findings[0].args["stored"] == "-"


def test_a_rate_that_is_not_the_laws_is_named(home) -> None:
    fact, received = _entry("IMP-2")
    assessed = fact.assessment
    place = next(
        place for place, charge in enumerate(assessed.charges) if charge.code == "5010"
    )
    charge = msgspec.structs.replace(assessed.charges[place], rate="12%")
    lines = (*assessed.charges[:place], charge, *assessed.charges[place + 1 :])
    changed = msgspec.structs.replace(
        fact, assessment=msgspec.structs.replace(assessed, charges=lines)
    )
    explained = explanation.rebuild(changed, received, home.pack)
    assert {found.rule for found in explained.findings} == {"X.3", "X.4"}


def test_another_edition_is_told(home) -> None:
    fact, received = _entry("SHOE-1")
    changed = msgspec.structs.replace(fact.assessment, edition="KZ/2026-04-02/000000000000")
    explained = explanation.rebuild(
        msgspec.structs.replace(fact, assessment=changed), received, home.pack
    )
    assert explained.exact
    assert [found.rule for found in explained.findings] == ["X.1"]


def test_another_message_is_told(home) -> None:
    fact, _ = _entry("SHOE-1")
    for received in (
        b"",
        b"<x/>",
        founded.lines(founded.bad("B-1"), founded.bad("B-2")),
        founded.lines(founded.shoes("SHOE-1")),
    ):
        told_of = msgspec.structs.replace(fact, digest=hashlib.sha256(received).digest())
        facts_of = (fact,) if b"SHOE-1" in received else (fact, told_of)
        for one in facts_of:
            explained = explanation.rebuild(one, received, home.pack)
            assert not explained.exact
            assert [found.rule for found in explained.findings] == ["X.2"]


def test_a_rate_loaded_later_changes_nothing(home) -> None:
    fact, received = _entry("SHOE-1")
    quotes = [
        msgspec.structs.replace(quote, value=quote.value + 1)
        for quote in fact.assessment.quotes
    ]
    explained = explanation.rebuild(fact, received, home.pack.with_quotes(quotes))
    assert explained.exact
