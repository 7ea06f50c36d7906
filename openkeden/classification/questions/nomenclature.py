"""The codes of a day as a tree, with what sets the goods of one apart from those beside it."""

import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from openkeden.tariff.distinctions import Figure

#: Digits of a heading, of a subheading and of a whole code.
HEADING, SUBHEADING, CODE = 4, 6, 10

#: Last digits that a code has whose goods are all others beside those named.
_OTHERS = ("8", "9")

#: Above any digit.
_LAST = ":"


class Marks(NamedTuple):
    """What sets goods apart from those beside them."""

    #: Keys of short words, as `frozen`.
    words: tuple[str, ...] = ()

    #: Spans of quantities.
    figures: tuple[Figure, ...] = ()

    @property
    def kinds(self) -> set[str]:
        """What is measured by its figures."""
        return {figure.kind for figure in self.figures}


class Nomenclature:
    """Codes of ten digits, with the words and figures that leading digits have."""

    def __init__(
        self,
        codes: Iterable[str],
        words: Mapping[str, Sequence[str]],
        figures: Mapping[str, Sequence[Figure]],
        named: Collection[str] = (),
    ) -> None:
        self.lines = sorted(codes)
        self._words, self._figures, self._named = words, figures, named

    def under(self, digits: str) -> Sequence[str]:
        """The codes that begin so."""
        return begun_with(self.lines, digits)

    def named(self, digits: str) -> bool:
        """Whether these digits have a name of their own."""
        return digits in self._named

    def figures(self, digits: str) -> Sequence[Figure]:
        """The figures of exactly these digits."""
        return self._figures.get(digits, ())

    def marks(self, digits: str, above: int) -> Marks:
        """What is said of a code below so many of its digits."""
        words: list[str] = []
        figures: list[Figure] = []
        for length in range(above + 1, len(digits) + 1):
            words += self._words.get(digits[:length], ())
            figures += self._figures.get(digits[:length], ())
        return Marks(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(figures)))

    def common_marks(self, lines: Sequence[str], above: int) -> Marks:
        """What is said of all these codes below so many of their digits."""
        words, figures = self.marks(lines[0], above)
        for line in lines[1:]:
            other = self.marks(line, above)
            words = tuple([word for word in words if word in other.words])
            figures = tuple([figure for figure in figures if figure in other.figures])
        return Marks(words, figures)

    def is_rest(self, digits: str) -> bool:
        """Whether goods are all others of what they stand under: the last there, nothing
        said of them.
        """
        beside = self.beside(digits)
        nameless = self.marks(digits, len(digits) - 1) == Marks()
        last = digits == beside[-1] and len(beside) > 1
        return last and digits.endswith(_OTHERS) and nameless and not self.named(digits)

    def beside(self, digits: str) -> Sequence[str]:
        """These digits and those that differ in the last one alone."""
        length = len(digits)
        return sorted({line[:length] for line in self.under(digits[:-1])})


def begun_with(lines: Sequence[str], digits: str) -> Sequence[str]:
    """Those of sorted codes that begin so."""
    first = bisect.bisect_left(lines, digits)
    return lines[first : bisect.bisect_left(lines, digits + _LAST)]


def shared(lines: Sequence[str]) -> str:
    """The leading digits that all the codes share.

    >>> shared(["8703231910", "8703231940"])
    '87032319'
    """
    first, last = min(lines, default=""), max(lines, default="")
    for place, digit in enumerate(first):
        if last[place : place + 1] != digit:
            return first[:place]
    return first


def branches(lines: Iterable[str], length: int) -> dict[str, list[str]]:
    """Codes by so many of their leading digits."""
    groups: dict[str, list[str]] = {}
    for line in lines:
        groups.setdefault(line[:length], []).append(line)
    return groups
