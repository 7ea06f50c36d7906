"""`keden rulings`: what a chief enters is found by words, in three languages, by whom it may
be.
"""

import json

import pytest

WHO = ("--actor", "chief-1", "--at", "2026-04-02T09:30+05:00")
DAYS = ("--since", "2026-01-01", "--until", "2028-12-31")
SAID = ("--reasons", "примечание 5", "--decided", "КГД", *DAYS, *WHO)
PHONE = ("add", "KZ-1/26", "8517130000", "--text", "смартфон с двумя SIM-картами", *SAID)
SHOES = ("add", "KZ-2/26", "640399", "--text", "кроссовки мужские из кожи", *SAID)
ON = ("--on", "2026-04-03")


def rules(answer) -> list[str]:
    assert answer.returncode == 1, answer
    return [one["rule"] for one in json.loads(answer.stdout)["findings"]]


def found(keden, *words: str) -> list[str]:
    answer = keden("rulings", "search", *words, *ON, "--json")
    numbers = [one["number"] for one in json.loads(answer.stdout)["rulings"]]
    assert answer.returncode == (0 if numbers else 1)
    return numbers


def test_a_ruling_is_entered_found_and_withdrawn(keden):
    made = json.loads(keden("rulings", *PHONE, "--public", "--json").stdout)
    assert (made["number"], made["code"], made["public"]) == ("KZ-1/26", "8517130000", True)
    assert found(keden, "smartphones") == ["KZ-1/26"]
    assert found(keden, "чайник") == []
    gone = keden("rulings", "withdraw", "KZ-1/26", "--why", "x", *WHO, "--json")
    assert json.loads(gone.stdout)["withdrawn"] == "2026-04-02"
    assert found(keden) == []


def test_what_is_not_public_is_for_officers(keden):
    assert keden("rulings", *SHOES).returncode == 0
    assert found(keden) == []
    assert found(keden, "--officer", "inspector-1") == ["KZ-2/26"]
    answer = keden("rulings", "search", "--officer", "trader-1", "--json")
    assert rules(answer) == ["PE.4"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("for officers alone", "because: примечание 5", "goods: кроссовки")),
        ("ru", ("только для должностных лиц", "потому что: примечание 5", "товар:")),
        ("kk", ("тек лауазымды адамдарға", "себебі: примечание 5", "тауар:")),
    ],
)
def test_a_ruling_is_told_in_three_languages(keden, lang, words):
    told = keden("rulings", *SHOES, "--lang", lang).stdout.decode()
    for said in words:
        assert said in told
    searched = keden("rulings", "search", "чай", *ON, "--lang", lang)
    assert searched.returncode == 1
    assert "2026-04-03" in searched.stdout.decode()


def test_all_that_is_wrong_is_told_at_once(keden):
    call = ("add", " ", "85", "--text", "", *SAID, "--json")
    assert rules(keden("rulings", *call)) == ["C.1", "C.1", "C.3"]
    assert rules(keden("rulings", "withdraw", "KZ-9", "--why", " ", *WHO, "--json")) == [
        "C.5",
        "C.6",
    ]


def test_suggest_shows_rulings_first(keden):
    keden("rulings", *PHONE, "--public")
    keden("rulings", *SHOES)
    told = keden("suggest", "смартфон", *ON).stdout.decode()
    assert told.startswith("Advance rulings that speak of such goods:\nKZ-1/26: 8517130000")
    shoes = ("suggest", "кроссовки", *ON, "--json")
    assert json.loads(keden(*shoes).stdout)["rulings"] == []
    seen = json.loads(keden(*shoes, "--officer", "chief-1").stdout)["rulings"]
    assert [(one["number"], one["fit"]) for one in seen] == [("KZ-2/26", 1000)]
    assert rules(keden(*shoes, "--officer", "trader-1")) == ["PE.4"]
