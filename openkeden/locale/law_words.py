"""The words of the law in the reader's language: acts, articles, titles, remarks, gaps,
names of documents; and what the program says of fields, and why it cannot read something.

Rows of law are in English. `words.csv` beside them has a line for each of their texts:
English, Russian, Kazakh. Braces in a line stand for what differs: `{number}`, `{date}`,
`{name}`, `{text}`, `{token}` and `{quoted}` for words of others, and `{words}` for what has
a line of its own; a digit after the word tells two of a kind apart. A text that has no line
is made of parts that have one, and what is left is shown in English and says so.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from openkeden.files import bundled

#: What follows a text that is in English because nothing else is known.
UNTRANSLATED: Final = " (en)"

ENGLISH: Final = "en"

#: The file of words beside the rows of a country or of the union.
FILE: Final = "words.csv"

#: What parts are joined with, in English; each is a line of words where it is a word.
_JOINTS = (". ", "; ", ": ", ", ", " and ")

#: What a place in braces may stand for, by its name without digits.
_PLACES = {
    "number": r"[0-9][0-9A-Za-z().,/%-]*",
    "numbers": r"[0-9][0-9(), -]*",
    "date": r"\d{4}-\d\d-\d\d",
    "name": r"[A-Z][^:;]*?",
    "words": r".+",
    "text": r".+?",
    "token": r"\S+",
    "quoted": r"'[^']*'|\"[^\"]*\"",
}
_BRACES = re.compile(r"\{([a-z]+\d?)\}")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ENGLISH_WORD = re.compile(r"[a-z]{3}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_INDEX = re.compile(r"\b[A-Z]{3,}\b")


class Pattern(msgspec.Struct, frozen=True):
    """A line of words with places in braces."""

    #: The English text with its places.
    english: str

    #: What it begins with, before the first place.
    head: str

    #: What it becomes.
    translated: str


class Vocabulary(msgspec.Struct, frozen=True):
    """The lines of words in one language."""

    #: Whole texts.
    texts: Mapping[str, str]

    #: Texts with places, in the order of the files.
    patterns: tuple[Pattern, ...]


def told(text: str, language: str) -> str:
    """A text of the law in a language; what is not known in it is in English, and marked.

    >>> told("EEC Board decision 114 of 2024-10-03", "ru")
    'решение Коллегии ЕЭК от 03.10.2024 № 114'
    >>> told("a row of our own", "kk")
    'a row of our own (en)'
    """
    known = translated(text, language)
    if known is not None:
        return known
    parts = [_marked(part, language) for part in text.split("; ")]
    return "; ".join(parts)


def rate(text: str, language: str) -> str:
    """A rate in the canonical notation, its indices by their names in a language.

    >>> rate("6 MCI", "ru"), rate("5%", "ru")
    ('6 МРП', '5%')
    """
    if language == ENGLISH:
        return text
    texts = _vocabulary(language).texts
    return _INDEX.sub(lambda found: texts.get(found[0], found[0]), text)


def translated(text: str, language: str) -> str | None:
    """A text of the law in a language; None where a part of it is not known there."""
    if language == ENGLISH:
        return text
    whole = text.rstrip(".")
    known = _vocabulary(language).texts.get(whole)
    if known is None:
        if not _is_english(text):
            return text
        known = _put(whole, language)
    return None if known is None else known + text[len(whole) :]


def missing(text: str, language: str) -> tuple[str, ...]:
    """The parts of a text that have no line of words in a language."""
    if translated(text, language) is not None:
        return ()
    parts = text.rstrip(".").split("; ")
    return tuple([part for part in parts if translated(part, language) is None])


def _marked(part: str, language: str) -> str:
    known = translated(part, language)
    return part + UNTRANSLATED if known is None else known


def _is_english(text: str) -> bool:
    """Whether a text has words of a language, and they are English ones."""
    return bool(_ENGLISH_WORD.search(text)) and not _CYRILLIC.search(text)


@functools.lru_cache(maxsize=20_000)
def _put(text: str, language: str) -> str | None:
    """A text by its own line, else by those of its parts; None where one has none."""
    if not _LATIN.search(text):
        return text
    whole = _whole(text, language)
    if whole is not None:
        return whole
    for joint in _JOINTS:
        joined = _joined(text, joint, language)
        if joined is not None:
            return joined
    return None


def _joined(text: str, joint: str, language: str) -> str | None:
    """A text as a beginning with a line of its own and the rest of it."""
    said = _vocabulary(language).texts.get(joint.strip(), joint.strip())
    between = f" {said} " if joint.startswith(" ") else f"{said} "
    at = text.rfind(joint)
    while at > 0:
        first = _whole(text[:at], language)
        rest = _put(text[at + len(joint) :], language) if first is not None else None
        if first is not None and rest is not None:
            return f"{first}{between}{rest}"
        at = text.rfind(joint, 0, at)
    return None


def _whole(text: str, language: str) -> str | None:
    """A text by a line of words, as it stands or with places."""
    if not _LATIN.search(text):
        return text
    words = _vocabulary(language)
    if text in words.texts:
        return words.texts[text]
    for pattern in words.patterns:
        if not text.startswith(pattern.head):
            continue
        found = _expression(pattern.english).fullmatch(text)
        filled = _filled(pattern.translated, found, language) if found else None
        if filled is not None:
            return filled
    return None


def _filled(template: str, found: re.Match[str], language: str) -> str | None:
    """The places of a line filled with what stands there; None where words are unknown."""
    filled = {}
    for place, text in found.groupdict().items():
        said = _placed(place.rstrip("0123456789"), text, language)
        if said is None:
            return None
        filled[place] = said
    return template.format_map(filled)


def _placed(kind: str, text: str, language: str) -> str | None:
    """What stands in a place, in a language."""
    if kind == "words":
        return _put(text, language)
    if kind == "date":
        year, month, day = text.split("-")
        return f"{day}.{month}.{year}"
    return _THOUSANDS.sub(" ", text)


@functools.cache
def _vocabulary(language: str) -> Vocabulary:
    texts: dict[str, str] = {}
    patterns = []
    for line in lines():
        said = line[language]
        if not said:
            continue
        english = line[ENGLISH]
        if _BRACES.search(english):
            patterns.append(Pattern(english, english.partition("{")[0], said))
        else:
            whole = english.removesuffix(".")
            texts[whole] = said if whole == english else said.removesuffix(".")
    return Vocabulary(texts, tuple(patterns))


@functools.cache
def _expression(english: str) -> re.Pattern[str]:
    """The expression of a line with places."""
    made = ""
    for index, part in enumerate(_BRACES.split(english)):
        kind = _PLACES.get(part.rstrip("0123456789"), "")
        made += f"(?P<{part}>{kind})" if index % 2 else re.escape(part)
    return re.compile(made)


def lines() -> Iterator[dict[str, str]]:
    """The lines of words of fields and of every country, each by language."""
    import csv  # noqa: PLC0415 - English does without

    law = sorted(bundled.folder("law").iterdir(), key=lambda held: held.name)
    for folder in (bundled.folder("locale"), *law):
        file = folder / FILE
        if file.is_file():
            yield from csv.DictReader(file.read_text("utf-8").splitlines())
