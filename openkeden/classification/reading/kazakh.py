"""Roots of Kazakh words, also of words written without the letters of Kazakh."""

import re
from collections.abc import Iterator, Sequence

from openkeden.classification.reading.edits import edits

#: Letters that Russian has not, and those that are written instead of them.
LETTERS = re.compile(r"[әғқңөұүһі]")
_FOLDED = str.maketrans("әғқңөұүһі", "агкноуухи")

_MADE_OF = "лы[кг]?|ли[кг]?|ды[кг]?|ди[кг]?|ты[кг]?|ти[кг]?|сыз|сиз"
_DERIVED = f"{_MADE_OF}|н?да[гк]ы|н?де[гк]и|та[гк]ы|те[гк]и"
_PLURAL = "[лдт][ае]р"
_OWNED = "сы|си|ы|и|ымыз|имиз|мыз|миз"
_OF_CASE = "[ндт][ыи]н|[дтн][ае]н|[мбп]ен"
_CASE = f"{_OF_CASE}|[гкн][ае]|[ндт][ыи]|н?[дт][ае]|н"

#: What can follow a root that is known.
_ENDINGS = re.compile(
    f"(?:{_DERIVED})?(?:{_PLURAL})?(?:{_OWNED})?(?:{_CASE})?(?:{_DERIVED})?"
)

#: What is cut off a word whose root is not: short endings only behind others.
_CUT = re.compile(
    f"(.{{3,}}?)(?:(?:{_PLURAL})(?:{_OWNED})?(?:{_CASE})?|(?:{_OWNED})(?:{_CASE})?"
    f"|{_OF_CASE}|[г][ае]|лы[кг]?|ли[кг]?|сыз|сиз)(?:н?[дт][ае][гк][ыи])?"
)

#: Words with the endings of a purpose, of a place, and of what is done.
_DESCRIBING = re.compile(".{2,}(?:[гк][ае]|[дт][ае][гк][ыи]|[аеий]т[ыи]н)")

#: Last letters that are voiced before a vowel.
_VOICED = {"г": "к", "б": "п"}
_VOWELS = frozenset("ыи")

#: The letters of the shortest root, and of the shortest word that is read as another one.
_SHORTEST = 2
_SHORTEST_MISTYPED = 6


def folded(word: str) -> str:
    """A word in lower case without the letters of Kazakh.

    >>> folded("жүн шұлық")
    'жун шулык'
    """
    return word.translate(_FOLDED)


def root(word: str, roots: frozenset[str]) -> str:
    """The root of a folded word: the longest known one that it is a form of; else what is
    left without its endings.

    >>> root("шулыктары", {"шулык"}), root("шулыгы", {"шулык"}), root("кастрюлдер", set())
    ('шулык', 'шулык', 'кастрюл')
    """
    return known_root(word, roots) or _cut(word)


def known_root(word: str, roots: frozenset[str]) -> str:
    """The longest known root that a folded word is a form of; empty: of none."""
    for length in range(len(word), _SHORTEST - 1, -1):
        known = _known(word, length, roots)
        if known:
            return known
    return ""


def near_root(word: str, roots: frozenset[str], letters: Sequence[str]) -> str:
    """The longest known root that a folded word is a form of but for one letter; empty: it
    is too short, or there is none.

    >>> near_root("шулкытары", frozenset({"шулык"}), "шулыктар")
    'шулык'
    """
    found: set[str] = set()
    for beginning in beginnings(word):
        if len(beginning) >= _SHORTEST_MISTYPED - 1:
            found |= roots.intersection(edits(beginning, letters))
    for length in range(_SHORTEST_MISTYPED - 1, len(word)):
        if word[:length] in roots:
            endings = edits(word[length:], letters)
            if any(_ENDINGS.fullmatch(one) for one in endings):
                found.add(word[:length])
    return min(found, key=lambda root: (-len(root), root), default="")


def beginnings(word: str) -> Iterator[str]:
    """What a folded word can be a form of, itself first."""
    for length in range(len(word), _SHORTEST, -1):
        if _ENDINGS.fullmatch(word, length):
            yield word[:length]


def describes(word: str, root: str) -> bool:
    """Whether a folded word of a root has an ending that tells what goods are for, where, or
    what they do: it describes the goods and does not name them.

    >>> describes("сактауга", "сактау"), describes("шахтадагы", "шахта")
    (True, True)
    >>> describes("сузетин", "суз"), describes("пленка", "пленка")
    (True, False)
    """
    return len(root) < len(word) and bool(_DESCRIBING.fullmatch(word))


def _known(word: str, length: int, roots: frozenset[str]) -> str:
    """The root that the first letters are, if the rest are its endings; empty: none."""
    beginning = word[:length]
    voiced = length < len(word) and word[length] in _VOWELS
    if voiced and beginning[-1] in _VOICED:
        unvoiced = beginning[:-1] + _VOICED[beginning[-1]]
        beginning = unvoiced if unvoiced in roots else beginning
    if beginning in roots and _ENDINGS.fullmatch(word, length):
        return beginning
    return ""


def _cut(word: str) -> str:
    cut = _CUT.fullmatch(word)
    left = cut.group(1) if cut else word
    if len(left) > _SHORTEST + 1 and left[-1] in _VOWELS:
        left = left[:-1]
    return left[:-1] + _VOICED.get(left[-1], left[-1])
