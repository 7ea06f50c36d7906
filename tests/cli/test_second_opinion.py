"""`keden suggest --second-opinion`: off unless asked for, told plainly, and never in the way."""

import json

import pytest

from tests.opinion_endpoint import address, opinions

__all__ = ["opinions"]

CALL = ("suggest", "leather running shoes", "--digits", "4", "--on", "2026-04-02")


@pytest.fixture
def answering(opinions, monkeypatch):
    """Ask the endpoint that answers as a path says."""

    def ask(path: str) -> None:
        monkeypatch.setenv("KEDEN_SECOND_OPINION_URL", address(opinions, path))
        monkeypatch.setenv("KEDEN_SECOND_OPINION_MODEL", "m-1")

    return ask


def codes(keden, *more: str) -> list[str]:
    told = json.loads(keden(*CALL, *more, "--json").stdout)
    return [one["code"] for one in told["codes"]]


def test_nothing_is_sent_unless_it_is_asked_for(keden, answering, opinions):
    answering("first_last")
    told = json.loads(keden(*CALL, "--json").stdout)
    assert told["second_opinion"] is None
    assert opinions.asked == []


def test_the_codes_stand_in_its_order(keden, answering, opinions):
    own = codes(keden)
    answering("first_last")
    assert codes(keden, "--second-opinion") == [own[-1], *own[:-1]]
    ((_, _, said),) = opinions.asked
    assert "leather running shoes" in said["messages"][1]["content"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "The text left this machine: it was sent to 127.0.0.1"),
        ("ru", "Текст покинул этот компьютер: он отправлен на 127.0.0.1"),
        ("kk", "Мәтін осы компьютерден шықты: ол екінші пікір үшін 127.0.0.1"),
    ],
)
def test_it_is_told_that_the_text_left(keden, answering, lang, words):
    answering("first_last")
    told = keden(*CALL, "--second-opinion", "--lang", lang).stdout.decode()
    assert words in told


@pytest.mark.parametrize(("path", "rule"), [("denied", "C.62"), ("prose", "C.65")])
def test_our_own_ranking_stands_where_none_is_given(keden, answering, path, rule):
    own = codes(keden)
    answering(path)
    answer = keden(*CALL, "--second-opinion", "--json")
    told = json.loads(answer.stdout)
    assert [one["code"] for one in told["codes"]] == own
    opinion = told["second_opinion"]
    assert not opinion["followed"]
    assert [one["rule"] for one in opinion["findings"]] == ["C.60", rule]


def test_nobody_is_asked_where_there_is_nothing_to_order(keden, answering, opinions):
    answering("first_last")
    keden("suggest", "parts", "--second-opinion", "--on", "2026-04-02")
    assert opinions.asked == []


def test_u_166_who_is_asked_must_be_set(keden):
    answer = keden(*CALL, "--second-opinion", "--json")
    assert answer.returncode == 2
    assert [one["rule"] for one in json.loads(answer.stdout)["findings"]] == ["U.166"]
