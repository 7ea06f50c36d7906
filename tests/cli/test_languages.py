"""What commands print in Russian and Kazakh: no sentence of theirs is in English."""

import json
import re

import pytest
from typer.testing import CliRunner

from openkeden import locale
from openkeden.cli import main
from openkeden.locale import law_words
from tests.locale import english

OTHERS = tuple(language for language in locale.LANGUAGES if language != law_words.ENGLISH)

PRICE = "--value 900 --currency USD --on 2026-04-02"

#: Commands that need no installation.
COMMANDS = (
    "tariff show 2203000100 --on 2026-04-02",
    "tariff show 0713400000 --on 2026-03-15",
    "tariff show 1001110000 --on 2024-10-01",
    "tariff show 2922120000 --on 2026-04-02",
    "tariff show 2403110000 --on 2026-04-02",
    "tariff show 0202100001 --on 2026-04-02",
    "tariff search обувь",
    "tariff editions",
    "schema --format md",
    "tariff diff 2025-12-01 2026-04-01",
    "measures 0102291000 --direction export --destination CN --on 2026-03-01",
    "measures 2204210600 --direction import --on 2026-04-02",
    "measures 1001110000 --direction import --on 2024-10-01",
    "law check",
    "law check --country KG",
    "law audit --on 2026-04-02",
    "law audit --country KG --on 2026-04-02",
    f"duty --code 8703241098 --origin JP --net 1800 --qty 1 {PRICE} -v",
    f"duty --code 2204210600 --origin GE --net 100 --qty 100 {PRICE} -v",
    f"duty --code 3004900002 --origin UZ --net 100 {PRICE}",
    f"duty --regime parcel --code 6403999600 --net 2 {PRICE} -v",
)

#: Where a row was read: a site, a page, a book.
_SOURCES = re.compile(r"\([^()]*\) \[|\] .*|^ *(Источник|Дереккөз): .*|; [^;]*$")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_of_an_answer_is_half_english(
    command: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEDEN_HOME", raising=False)
    ran = CliRunner().invoke(main.app, [*command.split(), "--lang", language])
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
    assert ran.output
    lines = [_SOURCES.sub(" [", line) for line in ran.output.splitlines()]
    assert [line for line in lines if english.within(line)] == []


def test_json_has_words_in_the_language_and_rates_in_the_notation() -> None:
    words = ["tariff", "show", "8703241098", "--on", "2026-04-02", "--json", "--lang", "ru"]
    told = json.loads(CliRunner().invoke(main.app, words).stdout)
    assert told["basis"]["act"].startswith("решение Совета ЕЭК от 14.09.2021 № 80")
    assert told["basis"]["article"] == "группа 87"
    excise = [tax for tax in told["taxes"] if tax["charge"] == "excise"]
    assert ["value >= 18000 MCI each pc"] in [tax["when"] for tax in excise]
    assert not any(measure["title"].isascii() for measure in told["measures"])
    assert told["measures"]


def test_an_index_is_named_to_people() -> None:
    words = ["tariff", "show", "8703241098", "--on", "2026-04-02", "--lang", "kk"]
    assert "value >= 18000 АЕК each pc" in CliRunner().invoke(main.app, words).output
