"""Search the names of goods, and the words that people use for them, in every language at
once.

A word finds those that begin like it, so that endings do not matter.
"""

import collections
import functools
import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from openkeden.lawpack.goods_names import HEADING, SUBHEADING, GoodsNames
from openkeden.locale import LANGUAGES

#: The letters of a word that are always compared, and how many last ones of a Cyrillic
#: word are not.
_STEM, _ENDING = 3, 2

#: A place that no word of a name has.
_FAR: Final = 1000

#: How far a name is from the words that it has all: how late the first of them comes, how
#: many have another ending there, and how long the name is.
Rank = tuple[int, int, int]

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")


class FoundGoods(msgspec.Struct, frozen=True, order=True):
    """Codes that are called by all the words."""

    #: A whole code, or the leading digits of all codes that share the name.
    code: str

    #: How many codes begin so.
    lines: int


def terms(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: lower case, numbers with a point."""
    joined = _THOUSANDS.sub("", text.lower().replace("ё", "е"))
    return tuple([word.replace(",", ".") for word in _WORD.findall(joined)])


def search(text: str, names: GoodsNames, codes: Iterable[str]) -> tuple[FoundGoods, ...]:
    """The goods among these codes whose name, or the words that people use for them, have
    all words of a text; those that begin with one come first, then those that have the
    words themselves, then the shortest, then those that have them in several phrases.
    """
    wanted = tuple(dict.fromkeys(terms(text)))
    if not wanted:
        return ()
    known = list(codes)
    best: dict[str, tuple[Rank, int]] = {}
    for rank, goods in (*_found(wanted, names, known), *_called(wanted, names, known)):
        before, lines = best.get(goods.code, (rank, 0))
        best[goods.code] = min(rank, before), max(goods.lines, lines)
    ordered = sorted(best, key=lambda code: (best[code][0], code))
    return tuple([FoundGoods(code, best[code][1]) for code in ordered])


def _called(
    wanted: Sequence[str], names: GoodsNames, codes: Sequence[str]
) -> Iterator[tuple[Rank, FoundGoods]]:
    """Headings and subheadings with how well a word that people use for their goods fits."""
    lines = collections.Counter([code[:HEADING] for code in codes])
    lines.update([code[:SUBHEADING] for code in codes])
    stems = [_stem(word) if word.isalpha() else word for word in wanted]
    for digits, said in _said(names).items():
        # Most have none of the words at all: that is soon seen.
        if digits in lines and all(stem in said for stem in stems):
            apart = _phrases(names, digits)
            rank = _rank(wanted, apart) or _rank_together(wanted, apart)
            if rank is not None:
                yield rank, _whole(digits, lines)


def _whole(digits: str, lines: Mapping[str, int]) -> FoundGoods:
    """The heading, where a subheading has all its lines; else what the digits say."""
    heading = digits[:HEADING]
    whole = lines[heading] == lines[digits]
    return FoundGoods(heading if whole else digits, lines[digits])


def _found(
    wanted: Sequence[str], names: GoodsNames, codes: Iterable[str]
) -> Iterator[tuple[Rank, FoundGoods]]:
    """Goods with how well their name fits: the whole of what shares a name once."""
    for digits, lines in _by_name(names, codes).items():
        rank = _rank(wanted, _short(names, digits))
        if rank is not None:
            yield rank, FoundGoods(digits, len(lines))
            continue
        for code in lines:
            rank = _rank(wanted, _full(names, code))
            if rank is not None:
                yield rank, FoundGoods(code, 1)


# What is compared is made once: a service is asked again and again.


@functools.cache
def _said(names: GoodsNames) -> Mapping[str, str]:
    """All that people call the goods of each heading and subheading, in one text."""
    return {
        digits: "; ".join(phrases).lower().replace("ё", "е").replace(",", ".")
        for digits, phrases in names.search_words.items()
    }


@functools.cache
def _phrases(names: GoodsNames, digits: str) -> tuple[tuple[str, ...], ...]:
    return tuple([_words(phrase) for phrase in names.search_words[digits]])


@functools.cache
def _short(names: GoodsNames, digits: str) -> tuple[tuple[str, ...], ...]:
    return tuple([_words(names.short(digits, language)) for language in LANGUAGES])


@functools.cache
def _full(names: GoodsNames, code: str) -> tuple[tuple[str, ...], ...]:
    return tuple([_words(names.full(code, language)) for language in LANGUAGES])


def _words(text: str) -> tuple[str, ...]:
    """The words of a text, each word of all texts in one piece of memory."""
    return tuple(map(sys.intern, terms(text)))


def _by_name(names: GoodsNames, codes: Iterable[str]) -> dict[str, list[str]]:
    """The codes by the leading digits that have a name of their own."""
    groups: dict[str, list[str]] = {}
    for code in codes:
        groups.setdefault(names.named(code) or code[:HEADING], []).append(code)
    return groups


def _rank(wanted: Sequence[str], texts: Sequence[Sequence[str]]) -> Rank | None:
    """How far the best of some texts is from the words; None where none has them all."""
    ranks = [rank for text in texts if (rank := _distance(wanted, text))]
    return min(ranks, default=None)


def _rank_together(wanted: Sequence[str], texts: Sequence[Sequence[str]]) -> Rank | None:
    """How far some texts are where each word is in one of them: farther than any that has
    them all.
    """
    together = tuple(itertools.chain.from_iterable(texts))
    distance = _distance(wanted, together)
    return distance and (_FAR, distance[1], len(together))


def _distance(wanted: Sequence[str], text: Sequence[str]) -> Rank | None:
    """How far a text is from the words; None where it has not all of them."""
    first = len(text)
    for word in wanted:
        place = _place(text, word)
        if place is None:
            return None
        first = min(first, place)
    endings = sum(word not in text for word in wanted)
    return first, endings, len(text)


def _place(text: Sequence[str], word: str) -> int | None:
    """Where a text has the word, or one that begins like it; None: nowhere."""
    if not word.isalpha():
        return text.index(word) if word in text else None
    stem = _stem(word)
    for place, other in enumerate(text):
        if other.startswith(stem):
            return place
    return None


@functools.lru_cache(maxsize=1024)
def _stem(word: str) -> str:
    """A word without its ending.

    >>> _stem("tomatoes"), _stem("batteries"), _stem("сухое"), _stem("рыба"), _stem("чай")
    ('tomato', 'batter', 'сух', 'рыб', 'чай')
    """
    if not word.isascii():
        return word[: max(_STEM, len(word) - _ENDING)]
    for ending in ("ies", "es", "s"):
        if word.endswith(ending) and len(word) > _STEM + len(ending):
            return word.removesuffix(ending)
    return word
