"""Text against code: how far a declared code is from what its goods are said to be."""

import itertools
from collections.abc import Mapping
from typing import Final

import msgspec

from openkeden.base import fixed_point
from openkeden.classification.candidate_codes import CandidateCode, Classifier

#: Digits by which text and code are compared: the words of a declaration seldom tell one
#: subheading of a heading from another.
HEADING: Final = 4

#: From this distance on a trader is warned, in thousandths: of a hundred right codes one at
#: the most is so far from its text.
FAR: Final = 6_000

#: What every code is given besides its share, in millionths: a text says nothing of how
#: unlikely a code is beyond this.
_LEAST: Final = 100

#: The natural logarithm of two, in thousandths of thousandths.
_LN2: Final = 693_147


class Disagreement(msgspec.Struct, frozen=True, gc=False):
    """A declared code and what its text speaks for."""

    #: How far the code is from the text: the natural logarithm of the share of the best
    #: heading over that of the declared one, in thousandths; 0: no heading is likelier.
    distance: int

    #: Likelier codes, best first; none where no heading is likelier.
    better: tuple[CandidateCode, ...]


class SaidShares:
    """What a text says of all codes of so many digits."""

    def __init__(self, shares: Mapping[str, int], digits: int) -> None:
        self._shares, self._digits = shares, digits
        self._best = fixed_point.log2(max(shares.values()))

    def distance(self, code: str) -> int:
        """How far a code is from the text: the natural logarithm of the best share over its
        own, in thousandths; 0: none is likelier.
        """
        declared = self._shares.get(code[: self._digits], 0) + _LEAST
        doublings = self._best - fixed_point.log2(declared)
        return max(doublings * _LN2 // (fixed_point.DOUBLING * 1_000), 0)


def said(classifier: Classifier, text: str, digits: int = HEADING) -> SaidShares | None:
    """What a text says of all codes; None: it is not enough to tell."""
    if not classifier.rank(text, top=1).enough:
        return None
    return _said(classifier, text, digits)


def _said(classifier: Classifier, text: str, digits: int) -> SaidShares | None:
    shares = classifier.shares(text, digits)
    return SaidShares(shares, digits) if any(shares.values()) else None


def distance(classifier: Classifier, text: str, code: str) -> int | None:
    """How far the heading of a code is from a text, in thousandths; None: the text is not
    enough to tell, or the code names no heading.
    """
    if len(code) < HEADING:
        return None
    found = said(classifier, text)
    return found.distance(code) if found is not None else None


def disagreement(
    classifier: Classifier, text: str, code: str, top: int = 3
) -> Disagreement | None:
    """The same, with the likelier codes: of subheadings where the text is enough for them,
    else of headings.
    """
    if len(code) < HEADING:
        return None
    ranking = classifier.rank(text)
    found = _said(classifier, text, HEADING) if ranking.enough else None
    if found is None:
        return None
    away = found.distance(code)
    is_fine = ranking.enough > HEADING
    ranked = ranking.subheadings if is_fine else ranking.headings
    heading = code[:HEADING]
    better = itertools.takewhile(lambda one: not one.code.startswith(heading), ranked)
    return Disagreement(away, tuple(better)[:top] if away else ())
