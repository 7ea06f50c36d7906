"""The words of the law in Russian and Kazakh: every text of a row has them, and no sentence
of a finding or an answer is half in English.
"""

import csv
import functools
import io
import pathlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest

from openkeden import locale
from openkeden.base import findings
from openkeden.filing import declaration, fields
from openkeden.flow import catalogue
from openkeden.flow.law import packs
from openkeden.locale import law_words
from tests.locale import english

LAW = pathlib.Path(locale.__file__).parent.parent / "law"
OTHERS = tuple(language for language in locale.LANGUAGES if language != law_words.ENGLISH)

#: Fields of rows that people read.
READ = ("act", "article", "remark", "title", "text")

#: Tables of rows whose names people read, beside those of a list in `NAMED_LISTS`.
NAMED_TABLES = ("preferences", "groups")
NAMED_LISTS = ("currencies", "documents", "package_kinds", "procedures", "units")


class Said(NamedTuple):
    """A text of a row of law, or of a field of the declaration."""

    #: The folder whose file of words it belongs to.
    folder: str

    #: The text.
    text: str


def _said() -> Iterator[Said]:
    for path in sorted(LAW.glob("*/*.toml")):
        for text in _of_tables(tomllib.loads(path.read_text("utf-8"))):
            yield Said(_folder(path), text)
    for path in sorted(LAW.rglob("*.csv")):
        columns = READ if path.parent.name != "lists" else ()
        if path.parent.name == "lists" and path.stem in NAMED_LISTS:
            columns = ("name",)
        if path.name not in (law_words.FILE, "tariff.csv"):
            yield from [Said(_folder(path), text) for text in _of_csv(path, columns)]
    for record in declaration.RECORDS:
        for field in fields.of(record):
            texts = (field.box, field.unit, field.sentence)
            yield from [Said("locale", text) for text in texts]


def _folder(path: pathlib.Path) -> str:
    """The folder whose words are those of a file of law."""
    return f"law/{path.relative_to(LAW).parts[0]}"


def _of_tables(tables: Mapping[str, object], kind: str = "") -> Iterator[str]:
    """The texts in tables of TOML, whatever their depth."""
    for key, value in tables.items():
        if isinstance(value, str):
            if key in READ or (key == "name" and kind in NAMED_TABLES):
                yield value
        elif isinstance(value, dict):
            yield from _of_tables(value, key)
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    yield from _of_tables(each, key)


def _of_csv(path: pathlib.Path, columns: tuple[str, ...]) -> Iterator[str]:
    lines = path.read_text("utf-8").splitlines()
    for row in csv.DictReader([line for line in lines if not line.startswith("#")]):
        yield from [row[column] for column in columns if row.get(column)]


def test_every_text_of_the_law_has_words() -> None:
    """What it prints may be filled in and added to the words of its folder."""
    lacking: dict[Said, None] = {}
    for said in _said():
        for language in OTHERS:
            parts = law_words.missing(said.text, language)
            lacking |= dict.fromkeys([Said(said.folder, part) for part in parts])
    assert not lacking, "\n" + _to_fill_in(lacking)


def _to_fill_in(lacking: Mapping[Said, None]) -> str:
    """Lines of words that lack their Russian and Kazakh, below the file they belong to."""
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\n")
    for folder in sorted({said.folder for said in lacking}):
        file.write(f"# openkeden/{folder}/{law_words.FILE}\n")
        lines.writerows([(said.text, "", "") for said in lacking if said.folder == folder])
    return file.getvalue()


def test_a_line_of_words_is_whole_and_stands_once() -> None:
    seen = set()
    for line in law_words.lines():
        text = line[law_words.ENGLISH]
        assert text not in seen, text
        seen.add(text)
        for language in OTHERS:
            assert line[language].strip(), text
            assert _places(line[language]) == _places(text), text


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z]+\d?)\}", text))


@pytest.mark.parametrize(
    ("text", "russian", "kazakh"),
    [
        (
            "EEC Board decision 114 of 2024-10-03",
            "решение Коллегии ЕЭК от 03.10.2024 № 114",
            "ЕЭК Алқасының 03.10.2024 № 114 шешімі",
        ),
        (
            "EEC Board decisions 101 of 2015-08-18 and 17 of 2026-02-17",
            "решения Коллегии ЕЭК от 18.08.2015 № 101 и от 17.02.2026 № 17",
            "ЕЭК Алқасының 18.08.2015 № 101 және 17.02.2026 № 17 шешімдері",
        ),
        (
            "EAEU Customs Code, art. 119(1), 119(2)",
            "Таможенный кодекс ЕАЭС, ст. 119(1), 119(2)",
            "ЕАЭО Кеден кодексі, 119(1), 119(2)-бап",
        ),
        (
            "EEC Council decision 107 of 2017-12-20, annexes 1 and 3",
            "решение Совета ЕЭК от 20.12.2017 № 107, приложения 1 и 3",
            "ЕЭК Кеңесінің 20.12.2017 № 107 шешімі, 1 және 3-қосымшалар",
        ),
        ("2.16", "2.16", "2.16"),
        ("Yen", "иена", "иена"),
        (
            "kilogram of uranium, OKEI 867",
            "килограмм урана, ОКЕИ 867",
            "уран килограмы, ОКЕИ 867",
        ),
        ("", "", ""),
    ],
)
def test_an_act_is_told_by_its_pattern(text: str, russian: str, kazakh: str) -> None:
    assert law_words.told(text, "en") == text
    assert law_words.told(text, "ru") == russian
    assert law_words.told(text, "kk") == kazakh


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_not_known_is_in_english_and_marked(language: str) -> None:
    known = law_words.told("the list of goods is not here", language)
    said = law_words.told("a rule of this house; the list of goods is not here", language)
    assert said == f"a rule of this house (en); {known}"
    assert law_words.missing("a rule of this house", language) == ("a rule of this house",)
    assert law_words.told("a rule of this house", "en") == "a rule of this house"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("text", ["приказ нашего дома", "GSP", "5%", "6403 99"])
def test_what_is_no_english_is_as_it_is(text: str, language: str) -> None:
    assert law_words.told(text, language) == text


def test_an_index_of_a_rate_has_its_name() -> None:
    rates = {language: law_words.rate("6 MCI + 2 EUR/kg", language) for language in OTHERS}
    assert rates == {"ru": "6 МРП + 2 EUR/kg", "kk": "6 АЕК + 2 EUR/kg"}
    assert law_words.rate("6 MCI", "en") == "6 MCI"


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_a_rule_is_half_english(language: str) -> None:
    half = {}
    for number, text in locale.sentences(language).items():
        left = english.within(f"{text.message} {text.fix}")
        if left:
            half[number] = left
    assert not half


@functools.cache
def _found_by_rows() -> tuple[findings.Finding, ...]:
    """What is told by rows of law: each measure, gap, preference and limit of both packs."""
    found = []
    for country in ("KZ", "KG"):
        pack = packs.open_pack(pathlib.Path("nowhere"), country)
        assert isinstance(pack, packs.Pack)
        names = {row.code: row.name for row in pack.sources.lists["documents"].rows}
        for measure in pack.sources.measures:
            told = {"act": measure.row.basis, "title": measure.row.value}
            kind = names.get(measure.document, "-")
            found += _findings(
                ("G33.4", "G33.5", "G44.5", "G44.6", "V47.7"), **told, kind=kind
            )
        for quota in pack.sources.quotas:
            for group in quota.groups:
                found += _findings(("N.1", "N.2"), act=quota.row.act, group=group.name)
        for gap in pack.sources.gaps:
            told = findings.told("goods", gap.goods) | findings.told("ask", gap.ask)
            found += _findings(("V47.1", "V47.4"), gap=gap.text.rstrip("."), **told)
        for preference in pack.sources.preferences:
            row = preference.row
            kind = names.get(preference.document, "-")
            told = {"act": row.act, "article": row.article, "kind": kind}
            found += _findings(("G36.4", "G36.7", "G36.8", "G36.9", "G36.10"), **told)
        for limit in pack.sources.limits:
            told = findings.told("goods", limit.goods) | findings.told("ask", limit.ask)
            told |= {"act": limit.row.act, "mark": limit.row.mark}
            found += _findings(("Q.20", "Q.21", "Q.22"), **told)
    return tuple(found)


def _findings(rules: tuple[str, ...], **args: str) -> list[findings.Finding]:
    """Findings of these rules, numbers in the places of what is not named."""
    return [
        findings.Finding(rule=rule, path="", args={"value": "1"} | args) for rule in rules
    ]


@pytest.mark.parametrize("language", OTHERS)
def test_no_finding_on_a_row_of_law_is_half_english(language: str) -> None:
    half = {}
    for finding in _found_by_rows():
        text = catalogue.text(finding, language)
        left = english.within(f"{text.message} {text.fix}")
        if left or law_words.UNTRANSLATED in text.message:
            half[f"{finding.rule}: {text.message}"] = left
    assert not half
