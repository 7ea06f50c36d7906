"""Roots of Kazakh words, also of words written without the letters of Kazakh."""

import re

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

#: Last letters that are voiced before a vowel.
_VOICED = {"г": "к", "б": "п"}
_VOWELS = frozenset("ыи")

#: The letters of the shortest root.
_SHORTEST = 2


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
    for length in range(len(word), _SHORTEST - 1, -1):
        known = _known(word, length, roots)
        if known:
            return known
    return _cut(word)


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
