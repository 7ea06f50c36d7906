"""What a reader knows of words: what each says in a query, the glossary of goods, and the
stems that documents have.
"""

from collections.abc import Mapping

import msgspec


class QueryWords(msgspec.Struct, frozen=True):
    """Words of a language that say little of what goods are, by their stems."""

    #: Words of grammar: they are left out of texts and documents.
    plain: frozenset[str] = frozenset()

    #: Words of grammar that tell what follows (in Kazakh: what stands before) from the
    #: goods themselves, as `for`.
    after: frozenset[str] = frozenset()

    #: Words of sale, person, size, number and colour.
    sale: frozenset[str] = frozenset()

    #: Words that any goods can be called by.
    vague: frozenset[str] = frozenset()

    #: Words of parts and sets: they say something beside the name of goods only.
    part: frozenset[str] = frozenset()

    #: Phrases after which (in Kazakh: before which) stands what is not meant, as written.
    excepts: tuple[str, ...] = ()


class Meaning(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line of the glossary."""

    #: The wordings in Russian and in English, each its stems with a space between.
    ru: tuple[str, ...]
    en: tuple[str, ...]

    #: The headings where an officer looks first; none for materials, properties and uses.
    headings: tuple[str, ...]


class GoodsVocabulary(msgspec.Struct, frozen=True):
    """The words that texts are read by."""

    #: Words that say little, by language.
    queries: Mapping[str, QueryWords]

    #: Stems of the words that documents have, by language.
    known: Mapping[str, frozenset[str]]

    #: Kazakh words as a dictionary has them, without the letters of Kazakh alone.
    roots: frozenset[str] = frozenset()

    #: The lines of the glossary.
    meanings: tuple[Meaning, ...] = ()

    #: Lines by the stems of their Kazakh wording.
    kazakh: Mapping[str, tuple[int, ...]] = {}

    #: Headings by language and the sorted stems of a name of goods.
    called: Mapping[str, Mapping[str, tuple[str, ...]]] = {}


#: What knows no word.
EMPTY = GoodsVocabulary(queries={}, known={})
