"""What each word of a text counts: words of sale and of what goods are for count less."""

import enum
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from openkeden.classification.reading.vocabulary import QueryWords

#: What a word counts that says what goods are, in thousandths; that tells of sale, person,
#: size or colour; and by how much less what only describes the goods.
FULL, OF_SALE, DESCRIBING = 1_000, 350, 600


class Role(enum.Enum):
    """What a word does in a text."""

    SAYS, OF_SALE, PART, VAGUE, PLAIN = range(5)


class Stem(NamedTuple):
    """A word of a text by its stem."""

    #: The language that it is weighed in.
    language: str

    #: What is left of it without its endings; or of several, with spaces between.
    stem: str


def role(said: Stem, queries: Mapping[str, QueryWords]) -> Role:
    """What a word does."""
    known = queries.get(said.language)
    if known is None:
        return Role.SAYS
    if said.stem in known.plain or said.stem in known.after:
        return Role.PLAIN
    if said.stem in known.part:
        return Role.PART
    if said.stem in known.vague:
        return Role.VAGUE
    return Role.OF_SALE if said.stem in known.sale else Role.SAYS


def weights(
    words: Sequence[Stem],
    queries: Mapping[str, QueryWords],
    describing: Collection[int] = (),
) -> list[int]:
    """The weight of each word in thousandths; none for words of grammar and for words that
    any goods can be called by. `describing` are the places of words whose endings tell that
    they only describe the goods.
    """
    roles = [role(word, queries) for word in words]
    parts = OF_SALE if Role.SAYS in roles else 0
    counts = {Role.SAYS: FULL, Role.OF_SALE: OF_SALE, Role.PART: parts}
    counted = [counts.get(one, 0) for one in roles]
    marks = [
        word.language in queries and word.stem in queries[word.language].after
        for word in words
    ]
    described = _behind(words, counted, marks) | _before(words, counted, marks)
    described |= _besides(counted, described, describing)
    for place in described:
        counted[place] = counted[place] * DESCRIBING // FULL
    return counted


def _behind(
    words: Sequence[Stem], counted: Sequence[int], marks: Sequence[bool]
) -> frozenset[int]:
    """The places behind the first word that describes with them what is named already."""
    named = False
    for place, word in enumerate(words):
        if named and marks[place] and word.language != "kk":
            return frozenset(range(place, len(words)))
        named = named or counted[place] == FULL
    return frozenset()


def _before(
    words: Sequence[Stem], counted: Sequence[int], marks: Sequence[bool]
) -> frozenset[int]:
    """The places before words of Kazakh that describe with them what follows; where nothing
    is named behind one, the place before it alone.
    """
    last = max([place for place, one in enumerate(counted) if one == FULL], default=-1)
    described: set[int] = set()
    until = 0
    for place, word in enumerate(words):
        if marks[place] and word.language == "kk":
            until = place if place < last else until
            described.add(place - 1)
    return frozenset(described.union(range(until))) - {-1}


def _besides(
    counted: Sequence[int], described: frozenset[int], describing: Collection[int]
) -> frozenset[int]:
    """The places of words that describe, where another word is left that names goods."""
    places = described.union(describing)
    naming = [place for place, one in enumerate(counted) if one == FULL]
    return places if any(place not in places for place in naming) else frozenset()
