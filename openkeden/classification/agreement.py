"""Text against code: how far a declared code is from what its goods are said to be."""

import itertools
from collections.abc import Mapping
from typing import Final

import msgspec

from openkeden.base import fixed_point
from openkeden.classification.candidate_codes import CandidateCode, Classifier, Ranking

#: Digits of a chapter, and of a heading. A text is compared with headings: its words seldom
#: tell the subheadings of one heading apart.
CHAPTER: Final = 2
HEADING: Final = 4

#: A chapter that is so far from a text, in thousandths, is warned of where so many words
#: speak for another: then less than one in a hundred right codes is.
FAR: Final = 7_500
WORDS: Final = 2

#: What every code is given besides its share, in millionths, by how clearly a text speaks: it
#: says nothing of how unlikely a code is beyond this. One word alone, or a text that is not
#: enough for a heading, says less.
_LEAST: Final = (30_000, 5_000, 100)

#: The natural logarithm of two, in millionths.
_LN2: Final = 693_147


class Disagreement(msgspec.Struct, frozen=True, gc=False):
    """A declared code beside what its text speaks for."""

    #: How far its heading is from the text: the natural logarithm of the share of the best
    #: heading over its own, in thousandths; 0: no heading is likelier.
    distance: int

    #: Likelier codes, best first; none where no heading is likelier.
    better: tuple[CandidateCode, ...]


class SaidShares:
    """The shares that a text gives to codes of so many digits; every code has at least so
    much.
    """

    def __init__(self, shares: Mapping[str, int], digits: int, least: int) -> None:
        self._shares, self._digits, self._least = shares, digits, least
        self._best = fixed_point.log2(max(shares.values()))

    def distance(self, code: str) -> int:
        """How far a code is from the text: the natural logarithm of the best share over its
        own, in thousandths; 0: none is likelier.
        """
        declared = self._shares.get(code[: self._digits], 0) + self._least
        doublings = self._best - fixed_point.log2(declared)
        return max(doublings * _LN2 // (fixed_point.DOUBLING * 1_000), 0)

    def chapters(self) -> "SaidShares":
        """The shares of chapters: each the sum of its codes."""
        summed: dict[str, int] = {}
        for code, share in self._shares.items():
            chapter = code[:CHAPTER]
            summed[chapter] = summed.get(chapter, 0) + share
        return SaidShares(summed, CHAPTER, self._least)


class TextMeaning:
    """What a text says of codes."""

    def __init__(self, ranking: Ranking, shares: SaidShares) -> None:
        self._ranking, self._shares = ranking, shares
        self._chapters = shares.chapters()

    def distance(self, code: str) -> int:
        """How far a code is from the text, in thousandths."""
        return self._shares.distance(code)

    def is_far(self, code: str) -> bool:
        """Whether it speaks for another chapter so clearly that this is worth a warning."""
        speaks = _speaks_for_other(self._ranking, code)
        return speaks and self._chapters.distance(code) >= FAR

    def against(self, code: str, top: int) -> Disagreement:
        """A code beside what it speaks for, with so many likelier codes."""
        away = self.distance(code)
        return Disagreement(away, self.likelier(code)[:top] if away else ())

    def likelier(self, code: str) -> tuple[CandidateCode, ...]:
        """What stands before the heading of a code: subheadings where the text is enough for
        them, else headings.
        """
        is_fine = self._ranking.enough > HEADING
        ranked = self._ranking.subheadings if is_fine else self._ranking.headings
        heading = code[:HEADING]
        before = itertools.takewhile(lambda one: not one.code.startswith(heading), ranked)
        return tuple(before)


def _speaks_for_other(ranking: Ranking, code: str) -> bool:
    """Whether a text speaks clearly, and for another chapter than that of a code."""
    if _clearness(ranking) < len(_LEAST) - 1:
        return False
    return ranking.headings[0].code[:CHAPTER] != code[:CHAPTER]


def _clearness(ranking: Ranking) -> int:
    """How clearly a text speaks: one for being enough for a heading, one for several words
    that speak for the best one.
    """
    best = ranking.headings[0].spoken if ranking.headings else ()
    words = {spoken.typed for spoken in best}
    return (ranking.enough >= HEADING) + (len(words) >= WORDS)


def meaning(classifier: Classifier, text: str, digits: int = HEADING) -> TextMeaning | None:
    """What a text says of codes of so many digits; None: no word of it is known."""
    return _meaning(classifier, classifier.rank(text), text, digits)


def _meaning(
    classifier: Classifier, ranking: Ranking, text: str, digits: int
) -> TextMeaning | None:
    shares = classifier.shares(text, digits)
    if not any(shares.values()):
        return None
    least = _LEAST[_clearness(ranking)]
    return TextMeaning(ranking, SaidShares(shares, digits, least))


def distance(classifier: Classifier, text: str, code: str) -> int | None:
    """How far a code is from a text, in thousandths; None: no word of the text is known, or
    the code names no heading.
    """
    said = meaning(classifier, text) if len(code) >= HEADING else None
    return said.distance(code) if said is not None else None


def compare(
    classifier: Classifier, text: str, code: str, top: int = 3
) -> Disagreement | None:
    """A code beside what its text speaks for, with so many likelier codes; None: the text is
    not enough to tell, or the code names no heading.
    """
    if len(code) < HEADING:
        return None
    ranking = classifier.rank(text)
    if not ranking.enough:
        return None
    said = _meaning(classifier, ranking, text, HEADING)
    return said.against(code, top) if said is not None else None


def warned(
    classifier: Classifier, text: str, code: str, top: int = 3
) -> tuple[CandidateCode, ...]:
    """So many of the codes that a text speaks for so clearly that this is worth a warning;
    none where it is not. Most right codes are found out to be so by the ranking alone.
    """
    ranking = classifier.rank(text)
    if not _speaks_for_other(ranking, code):
        return ()
    said = _meaning(classifier, ranking, text, HEADING)
    return said.likelier(code)[:top] if said is not None and said.is_far(code) else ()
