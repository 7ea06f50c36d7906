"""Make a vocabulary of words that say little, a glossary, and the texts of an index."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from openkeden.classification.reading import kazakh
from openkeden.classification.reading.names_of_goods import name_key
from openkeden.classification.reading.stems import stem
from openkeden.classification.reading.vocabulary import GoodsVocabulary, Meaning, QueryWords
from openkeden.classification.reading.words import plain, words

#: What stands between the wordings of one cell.
_BETWEEN = "; "

#: The most headings of a name of goods: one with more names none of them.
_MOST_HEADINGS = 3


class QueryWord(NamedTuple):
    """A word that says little of what goods are."""

    #: Its language: `en`, `ru` or `kk`.
    language: str

    #: The word, or the phrase.
    word: str

    #: What it is: `plain`, `after`, `sale`, `vague`, `part` or `except`.
    kind: str


class GlossaryLine(NamedTuple):
    """A meaning in three languages, wordings with a semicolon between."""

    kk: str
    ru: str
    en: str

    #: The headings where an officer looks first.
    headings: tuple[str, ...]


def vocabulary(
    query_words: Iterable[QueryWord],
    glossary: Sequence[GlossaryLine],
    texts: Iterable[tuple[str, str]],
) -> GoodsVocabulary:
    """The vocabulary of them; texts are pairs of language and text."""
    roots = _roots(glossary)
    queries = _queries(query_words, roots)
    known: dict[str, set[str]] = {"en": set(), "ru": set(), "kk": set(roots)}
    for language, text in texts:
        known[language].update(_stems(text, language, roots))
    for line in glossary:
        for language, text in (("kk", line.kk), ("ru", line.ru), ("en", line.en)):
            known[language].update(_stems(text, language, roots))
    return GoodsVocabulary(
        queries=queries,
        known={language: frozenset(stems) for language, stems in known.items()},
        roots=roots,
        meanings=tuple([_meaning(line, queries) for line in glossary]),
        kazakh=_kazakh(glossary, roots),
        called={language: _called(glossary, language) for language in ("en", "ru")},
    )


def _stems(text: str, language: str, roots: frozenset[str]) -> list[str]:
    """The stems of the words of a text in the letters of its language."""
    latin = language == "en"
    found = [one.word for one in words(plain(text)) if one.latin is latin]
    if language != "kk":
        return [stem(word, language) for word in found]
    return [kazakh.root(kazakh.folded(word), roots) for word in found]


def _roots(glossary: Sequence[GlossaryLine]) -> frozenset[str]:
    """The Kazakh words that stand alone in the glossary."""
    single: set[str] = set()
    for line in glossary:
        for wording in line.kk.split(_BETWEEN):
            found = [one.word for one in words(wording)]
            if len(found) == 1:
                single.add(kazakh.folded(found[0]))
    return frozenset(single)


def _queries(
    query_words: Iterable[QueryWord], roots: frozenset[str]
) -> Mapping[str, QueryWords]:
    kinds: dict[str, dict[str, list[str]]] = {}
    for one in query_words:
        said = kinds.setdefault(one.language, {}).setdefault(one.kind, [])
        if one.kind == "except":
            said.append(one.word)
        else:
            said += _stems(one.word, one.language, roots)
    return {
        language: QueryWords(
            plain=frozenset(said.get("plain", ())),
            after=frozenset(said.get("after", ())),
            sale=frozenset(said.get("sale", ())),
            vague=frozenset(said.get("vague", ())),
            part=frozenset(said.get("part", ())),
            excepts=tuple(said.get("except", ())),
        )
        for language, said in kinds.items()
    }


def _meaning(line: GlossaryLine, queries: Mapping[str, QueryWords]) -> Meaning:
    ru = _wordings(line.ru, "ru", queries)
    return Meaning(ru, _wordings(line.en, "en", queries), line.headings)


def _wordings(
    text: str, language: str, queries: Mapping[str, QueryWords]
) -> tuple[str, ...]:
    """The stems of each wording of a cell, words of grammar left out."""
    known = queries.get(language, QueryWords())
    grammar = known.plain | known.after
    said: list[str] = []
    for wording in text.split(_BETWEEN):
        stems = _stems(wording, language, frozenset())
        said.append(" ".join([one for one in stems if one not in grammar]))
    return tuple(filter(None, said))


def _kazakh(
    glossary: Sequence[GlossaryLine], roots: frozenset[str]
) -> Mapping[str, tuple[int, ...]]:
    places: dict[str, tuple[int, ...]] = {}
    for place, line in enumerate(glossary):
        for wording in line.kk.split(_BETWEEN):
            key = " ".join(_stems(wording, "kk", roots))
            places[key] = (*places.get(key, ()), place)
    return places


def _called(
    glossary: Sequence[GlossaryLine], language: str
) -> Mapping[str, tuple[str, ...]]:
    """Headings by names of goods: those that it comes first for, else those it is a further
    wording of.
    """
    first: dict[str, dict[str, None]] = {}
    further: dict[str, dict[str, None]] = {}
    for line in glossary:
        text = line.ru if language == "ru" else line.en
        for position, wording in enumerate(text.split(_BETWEEN)):
            key = name_key(_stems(wording, language, frozenset()))
            named = (further if position else first).setdefault(key, {})
            named.update(dict.fromkeys(line.headings))
    return {
        key: tuple(headings)
        for key, headings in (further | first).items()
        if key and 0 < len(headings) <= _MOST_HEADINGS
    }
