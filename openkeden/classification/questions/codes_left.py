"""The codes that are left at a moment of the walk, each subheading with its part."""

import collections
import functools
import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from openkeden.classification.candidate_codes import Ranking
from openkeden.classification.questions.nomenclature import (
    HEADING,
    SUBHEADING,
    Nomenclature,
    begun_with,
)

#: The part of a heading that is spread over all its subheadings, whether its text speaks for
#: them or not.
_UNHEARD: Final = 0.1

MILLION: Final = 1_000_000


class CodesLeft:
    """Codes with the part that each subheading has; the parts sum up to one."""

    def __init__(self, lines: Iterable[str], parts: Mapping[str, float]) -> None:
        self.lines = sorted(lines)
        codes = dict.fromkeys([line[:SUBHEADING] for line in self.lines])
        held = {code: parts.get(code, 0.0) for code in codes}
        whole = sum(held.values())
        even = 1 / max(1, len(held))
        self.parts = {code: part / whole if whole else even for code, part in held.items()}

    def keep(self, digits: Collection[str]) -> "CodesLeft":
        """The codes that begin with one of these."""
        begun = tuple(digits)
        left = [line for line in self.lines if line.startswith(begun)]
        return CodesLeft(left, self.parts)

    def drop(self, digits: Collection[str]) -> "CodesLeft":
        """The codes that begin with none of these."""
        begun = tuple(digits)
        left = [line for line in self.lines if not line.startswith(begun)]
        return CodesLeft(left, self.parts)

    def under(self, digits: str) -> Sequence[str]:
        """The codes that begin so."""
        return begun_with(self.lines, digits)

    def under_any(self, digits: Iterable[str]) -> list[str]:
        """The codes that begin with one of these, none of which begins another."""
        return list(itertools.chain.from_iterable([self.under(code) for code in digits]))

    def part(self, lines: Iterable[str]) -> float:
        """The part of the subheadings that these codes are of."""
        codes = {line[:SUBHEADING] for line in lines}
        return sum([self.parts[code] for code in sorted(codes)])

    @functools.cached_property
    def headings(self) -> Mapping[str, float]:
        """The part of each heading, the largest first."""
        found: dict[str, float] = collections.defaultdict(float)
        for code, part in self.parts.items():
            found[code[:HEADING]] += part
        return dict(sorted(found.items(), key=_largest_first))

    @functools.cached_property
    def subheadings(self) -> Mapping[str, float]:
        """The part of each subheading, the largest first."""
        return dict(sorted(self.parts.items(), key=_largest_first))

    def within(self, heading: str) -> list[str]:
        """The subheadings of a heading, the largest part first."""
        return [code for code in self.subheadings if code.startswith(heading)]

    def best(self, within: str, digits: int) -> float:
        """The part of the likeliest heading or subheading that begins so."""
        found = self.headings if digits == HEADING else self.subheadings
        begun = (part for code, part in found.items() if code.startswith(within))
        return next(begun, 0.0)


def of_ranking(ranking: Ranking, nomenclature: Nomenclature) -> CodesLeft:
    """The codes that a text may mean: all of the headings that it speaks for, each
    subheading with what the text gives it inside its heading.
    """
    inside: dict[str, dict[str, int]] = collections.defaultdict(dict)
    for one in ranking.subheadings:
        inside[one.code[:HEADING]][one.code] = one.share
    shares = {one.code: one.share for one in ranking.headings}
    for heading, heard in inside.items():
        shares.setdefault(heading, sum(heard.values()))
    lines: list[str] = []
    parts: dict[str, float] = {}
    for heading, share in shares.items():
        under = nomenclature.under(heading)
        lines += under
        codes = sorted({line[:SUBHEADING] for line in under})
        parts |= _inside(codes, share / MILLION, inside[heading])
    return CodesLeft(lines, parts)


def _inside(codes: list[str], share: float, heard: Mapping[str, int]) -> dict[str, float]:
    """The part of a heading shared out among its subheadings."""
    known = sum(heard.get(code, 0) for code in codes)
    unheard = _UNHEARD if known else 1.0
    parts = {}
    for code in codes:
        spoken = heard.get(code, 0) / known if known else 0.0
        parts[code] = share * ((1 - unheard) * spoken + unheard / len(codes))
    return parts


def _largest_first(one: tuple[str, float]) -> tuple[float, str]:
    return -one[1], one[0]
