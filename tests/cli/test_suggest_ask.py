"""`keden suggest --ask`: the next question is printed for pipes and programs, and asked on a
terminal.
"""

import json
import os
import pty
import subprocess

import pytest

from openkeden.cli import exit_codes
from tests import founded

DAY = ("--on", "2026-04-02")
BAG = ("bag for carrying things", *DAY)


@pytest.fixture
def keden(tmp_path):
    """What `keden suggest WORD...` ends with and prints where there is no installation."""

    def call(*words: str) -> tuple[int, str]:
        done = founded.keden("suggest", *words, folder=tmp_path)
        return done.returncode, (done.stdout + done.stderr).decode()

    return call


def typed(folder, answers: str, *words: str) -> tuple[int, str]:
    """What a command on a terminal ends with and shows where these answers are typed."""
    mine, its = pty.openpty()
    with subprocess.Popen(
        [founded.KEDEN, "suggest", *words],
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=folder,
        env=founded.environment(),
    ) as process:
        os.close(its)
        os.write(mine, answers.encode())
        told = b""
        while True:
            try:
                told += os.read(mine, 2**16)
            except OSError:
                # A terminal that nobody has open any more cannot be read.
                break
        code = process.wait(timeout=60)
    os.close(mine)
    return code, told.decode()


def test_the_next_question_is_printed_with_how_to_answer_it(keden):
    code, said = keden(*BAG, "--ask")
    assert code == exit_codes.OK
    assert said.startswith("What are the goods?\n  4202  Trunks, suitcases, handbags")
    assert "none  none of these" in said
    assert "Answer with --answer heading=4202 after what was typed" in said


def test_an_answer_leads_to_the_next_question(keden):
    code, said = keden(*BAG, "--answer", "heading=4202")
    assert code == exit_codes.OK
    assert "Settled: 4202 Trunks, suitcases, handbags, cases and wallets" in said
    assert "Which of these are they?" in said
    assert "--answer subheading=" in said


def test_programs_get_the_question_and_what_to_send_back(keden):
    code, said = keden(*BAG, "--answer", "heading=4202", "--json")
    shown = json.loads(said)
    assert code == exit_codes.OK
    assert (shown["code"], shown["answers"]) == ("4202", ["heading=4202"])
    assert shown["question"]["about"] == "subheading"
    assert [one["answer"] for one in shown["trail"]] == ["4202"]
    assert "4202" in [one["id"] for one in shown["trail"][0]["question"]["options"]]


def test_questions_are_asked_on_a_terminal_until_one_is_not_known(tmp_path):
    code, said = typed(tmp_path, "4202\n9999\nunknown\n", *BAG, "--ask")
    assert code == exit_codes.OK
    assert "C.40" in said
    assert "What are the goods? 4202 Trunks" in said
    assert "Which of these are they? unknown I do not know" in said
    assert "Settled: 4202" in said


def test_figures_that_are_known_lead_without_a_question(keden):
    milk = ("dried milk powder unsweetened", "--digits", "10", *DAY)
    known = ("--attribute", "fat=1", "--attribute", "net_weight_kg=25")
    code, said = keden(*milk, *known, "--json")
    shown = json.loads(said)
    assert code == exit_codes.OK
    assert "040210" in [one["code"] for one in shown["candidates"]]
    assert "040221" not in [one["code"] for one in shown["candidates"]]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("--answer", "heading=8703"), "C.40"),
        (("--answer", "line=4202210000"), "C.41"),
        (("--answer", "heading=unknown", "--answer", "heading=4202"), "C.42"),
        (("--attribute", "colour=3"), "C.43"),
        (("--attribute", "net_weight=3"), "C.44"),
        (("--attribute", "fat=some"), "C.45"),
    ],
)
def test_c_40_to_45_what_cannot_be_taken_is_told(keden, words, rule):
    code, said = keden(*BAG, "--ask", *words)
    assert (code, rule in said) == (exit_codes.REFUSED, True)


def test_an_answer_without_its_question_is_wrong_use(keden):
    code, said = keden(*BAG, "--answer", "4202")
    assert code == exit_codes.UNUSABLE
    assert "heading=8517" in said


def test_a_text_that_does_not_tell_is_not_asked_about(keden):
    code, said = keden("parts", "--ask", *DAY)
    assert code == exit_codes.REFUSED
    assert said.startswith("Not enough to tell")


@pytest.mark.parametrize(
    ("lang", "question"), [("ru", "Что это за товар?"), ("kk", "Бұл қандай тауар?")]
)
def test_questions_are_in_the_language_asked_for(keden, lang, question):
    assert question in keden(*BAG, "--ask", "--lang", lang)[1]
