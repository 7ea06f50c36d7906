"""What people read: narrow terminals, amounts in groups with their currency, sources on
demand, the words of the demo.
"""

import re

import pytest

from openkeden.cli import show
from tests import founded
from tests.cli.conftest import AT

HEADS = ("code", "amount", "document", "declaration")
ROWS = [("0713400000", "3 156 082.12", "PO-7 of a bank far away", "57505/020426/0000024")]


@pytest.mark.parametrize("width", [60, 119])
def test_a_table_that_does_not_fit_is_printed_as_lines(monkeypatch, capsys, width):
    monkeypatch.setattr(type(show.out), "width", width)
    show.print_table(HEADS, ROWS, right=("amount",))
    printed = capsys.readouterr().out.splitlines()
    if width == 60:
        assert printed == [
            "0713400000",
            "  amount: 3 156 082.12",
            "  document: PO-7 of a bank far away",
            "  declaration: 57505/020426/0000024",
        ]
    else:
        assert len(printed) == 2


def test_no_table_runs_over_a_terminal_of_60_columns(tmp_path):
    """Cells may be longer than a line; no line holds two of them then."""
    founded.found(tmp_path / ".keden")
    founded.connections["default"].close()
    (tmp_path / "a.jsonl").write_bytes(founded.lines(founded.shirts("A-1")))
    founded.keden("clear", "a.jsonl", "--at", AT, folder=tmp_path)
    for line in ("law history", "law audit --on 2026-04-02", "tariff editions"):
        ran = founded.keden(*line.split(), folder=tmp_path, COLUMNS="60")
        assert ran.returncode == 0
        long = [text for text in ran.stdout.decode().splitlines() if len(text) > 60]
        assert not [text for text in long if re.search(r"\S {2,}\S", text)], line


def test_amounts_of_an_account_are_grouped_and_have_their_currency(keden, tmp_path):
    founded.pay_in(founded.found(tmp_path / ".keden"))
    told = keden("account", founded.PAYER).stdout.decode()
    assert "Advance: 1 000 000 000.00 KZT" in told
    assert re.search(r"1000000000", told) is None


def test_sources_of_rows_of_law_stand_in_the_long_explanation_alone(keden, tmp_path):
    filing = founded.sample("CAR-1", "A-1")
    (tmp_path / "a.jsonl").write_bytes(founded.lines(filing))
    assert keden("clear", "a.jsonl", "--at", AT).returncode == 0
    short, long = keden("explain", "A-1"), keden("explain", "A-1", "-v")
    assert (short.returncode, long.returncode) == (0, 0)
    assert "inform.kz" in long.stdout.decode()
    assert "inform.kz" not in short.stdout.decode()
    for ran in (short, long):
        assert "[verified]" in ran.stdout.decode()
        assert "kz:vat/all@2026-01-01" in ran.stdout.decode()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_demo_says_what_its_words_mean(keden, language):
    told = keden("demo", "--home", "fresh", "--lang", language).stdout.decode()
    assert "KZT" in told
    for lane in ("green", "blue", "yellow", "red"):
        name = show.locale.names(language)["lanes"][lane]
        assert name.lower() in told.lower()


SAID = {
    "ru": ("резервная копия", "восстановлено", "квитанция записана", "подтверждено"),
    "kk": ("сақтық көшірме", "қалпына келтірілді", "түбіртек r", "расталды"),
}


@pytest.mark.parametrize("language", SAID)
def test_what_was_done_is_said_in_the_language_of_the_reader(keden, tmp_path, language):
    (tmp_path / "a.jsonl").write_bytes(founded.lines(founded.lentils("A-1")))
    assert keden("clear", "a.jsonl", "--at", AT).returncode == 0
    ran = [
        keden("backup", "b", "--lang", language),
        keden("restore", "b", "--home", "new", "--lang", language),
        keden("receipt", "get", "A-1", "--out", "r", "--lang", language),
        keden("receipt", "verify", "r", "--lang", language),
    ]
    for one, said in zip(ran, SAID[language], strict=True):
        assert one.returncode == 0
        assert said in (one.stdout + one.stderr).decode()


def test_a_witness_says_what_it_signed_in_the_language_of_the_reader(keden):
    assert keden("ledger", "export", "out").returncode == 0
    assert (
        keden("witness", "init", "w.example/one", "--key", ".keden/log.vkey").returncode
        == 0
    )
    ran = keden("witness", "cosign", "out", "--out", "head", "--lang", "ru")
    assert ran.returncode == 0
    assert "подписано записей" in ran.stderr.decode()
