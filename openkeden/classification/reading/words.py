"""Words of a text as they are compared: without markup, of one script each, in lower case."""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

#: The letters that are read of one text: no name of goods is longer.
BOUND = 4_000

#: The letters of the longest word: what is longer is none.
LONGEST = 40

_MARKUP = re.compile(r"<[^<>]{0,200}>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
_RUN = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"(?<![^\W_])([^\W\d_])[-‐‑–]([^\W\d_]{3,})")
_LATIN = re.compile(r"[a-z]+")
_CYRILLIC = re.compile(r"[а-яәғқңөұүһі]+")
_OF_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]+|[a-z]+", re.IGNORECASE)

#: Words of one letter that tell goods from what they are with or in.
_PREPOSITIONS = frozenset({"в", "с"})

#: Letters that look alike in both scripts.
_LOOK_LATIN = "ABCEHKMOPTXYIaceopxyi"
_LOOK_CYRILLIC = "АВСЕНКМОРТХУІасеорхуі"
_TO_CYRILLIC = str.maketrans(_LOOK_LATIN, _LOOK_CYRILLIC)
_TO_LATIN = str.maketrans(_LOOK_CYRILLIC, _LOOK_LATIN)

#: Latin letters that no accent makes of others.
_LATIN_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ş": "sh"}
)


class Word(NamedTuple):
    """A word of a text."""

    #: As it was typed.
    typed: str

    #: As it is compared.
    word: str

    #: Whether it is written in Latin letters; else it is in Cyrillic ones.
    latin: bool


def plain(text: str) -> str:
    """A text without markup and control characters, in composed letters."""
    composed = unicodedata.normalize("NFKC", text)
    if "&" in composed:
        composed = html.unescape(composed)
    if "<" in composed:
        composed = _MARKUP.sub(" ", composed)
    if composed.isprintable():
        return composed
    return _CONTROL.sub(" ", _UNSEEN.sub("", composed))


def words(text: str) -> Iterator[Word]:
    """The words of a plain text: runs of letters; a letter before a hyphen joins its word.

    >>> [one.word for one in words("T-shirt XL-100, Ёлка; стoл")]
    ['tshirt', 'xl', 'елка', 'стол']
    """
    joined = _SIGN.sub(r"\1\2", text)
    for run in _RUN.finditer(joined):
        typed = run.group()
        if 1 < len(typed) <= LONGEST or typed.lower() in _PREPOSITIONS:
            yield from _of_one_script(typed)


def _of_one_script(typed: str) -> Iterator[Word]:
    lower = typed.lower().replace("ё", "е")
    if _LATIN.fullmatch(lower):
        yield Word(typed, lower, latin=True)
    elif _CYRILLIC.fullmatch(lower):
        yield Word(typed, lower, latin=False)
    elif _CYRILLIC.search(lower):
        yield from _of_two_scripts(typed)
    elif _LATIN.fullmatch(bare := _without_accents(lower)):
        yield Word(typed, bare, latin=True)


def _without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.translate(_LATIN_LETTERS))
    return "".join([letter for letter in parts if not unicodedata.combining(letter)])


def _of_two_scripts(typed: str) -> Iterator[Word]:
    """A word with letters of another script that look alike; else its runs of one script."""
    cyrillic = typed.translate(_TO_CYRILLIC).lower().replace("ё", "е")
    latin = typed.translate(_TO_LATIN).lower()
    if _CYRILLIC.fullmatch(cyrillic):
        yield Word(typed, cyrillic, latin=False)
    elif _LATIN.fullmatch(latin):
        yield Word(typed, latin, latin=True)
    else:
        for run in _OF_CYRILLIC.findall(typed):
            lower = run.lower().replace("ё", "е")
            if len(lower) > 1:
                yield Word(run, lower, latin=lower.isascii())
