"""The questions that may be asked of the codes that are left, with their options."""

import functools
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from openkeden.classification.questions.codes_left import MILLION, CodesLeft
from openkeden.classification.questions.nomenclature import (
    HEADING,
    SUBHEADING,
    Marks,
    Nomenclature,
    branches,
    shared,
)
from openkeden.classification.questions.question import (
    ASKS_HEADING,
    ASKS_LINE,
    ASKS_SUBHEADING,
    MATERIAL,
    CodeQuestion,
    Option,
)
from openkeden.classification.questions.spans import highest, lowest
from openkeden.tariff.distinctions import SEASON, Figure

#: So many options at most, beside "none of these"; of lines, which no text ranks, more.
MOST: Final = 5
MOST_LINES: Final = 9

#: The beginning of words for what goods are made of.
_OF: Final = "of_"


class Questions:
    """Makes the questions about codes that are left."""

    def __init__(self, left: CodesLeft, nomenclature: Nomenclature) -> None:
        self.left, self.tree = left, nomenclature

    def heading(self) -> CodeQuestion:
        """Which heading: those with the largest parts."""
        found = list(self.left.headings)[:MOST]
        options = [self._option(code, [code], Marks(), HEADING) for code in found]
        return self._question(ASKS_HEADING, "", options, HEADING)

    def subheading(self, within: str) -> CodeQuestion:
        """Which subheading of those that begin so: by what sets them apart where one
        attribute does, or parts more of them; by their titles otherwise.
        """
        codes = self.left.within(within)
        plain = self._question(
            ASKS_SUBHEADING,
            within,
            [self._titled(code, len(within)) for code in codes[:MOST]],
        )
        asked = [*self._attributes(codes, within), plain]
        return max(asked, key=lambda question: question.gain)

    def line(self) -> CodeQuestion:
        """Which branch of the tree, where all codes left share a subheading."""
        lines = self.left.lines
        within = shared(lines)
        length = len(within) + 1
        found = list(branches(lines, length).values())
        codes = [group[0] if len(group) == 1 else group[0][:length] for group in found]
        options = [self._titled(code, len(within)) for code in codes[:MOST_LINES]]
        plain = self._question(ASKS_LINE, within, options)
        attributes = self._attributes(codes, within)
        whole = [one for one in attributes if len(one.options) == len(options)]
        return whole[0] if whole else plain

    def _attributes(self, codes: Sequence[str], within: str) -> Iterable[CodeQuestion]:
        """The questions for one attribute each that part these codes."""
        marks = {code: self._said(code, len(within)) for code in codes}
        kinds: set[str] = set().union(*[found.kinds for found in marks.values()])
        for kind in sorted(kinds - {SEASON}):
            values = _by_value(marks, functools.partial(_span, kind=kind))
            if _apart([one.figures[0] for one in values if one.figures]):
                yield from self._of_values(kind, within, values)
        yield from self._of_values(MATERIAL, within, _by_value(marks, _materials))

    def _of_values(
        self, about: str, within: str, values: Mapping[Marks, list[str]]
    ) -> Iterable[CodeQuestion]:
        """The question for an attribute, where each code has a value of it, or is of all
        other goods; and where the values are not too many to show.
        """
        valued = [value for value in values if value != Marks()]
        others = values.get(Marks(), [])
        above = len(within)
        open_ = [code for code in others if not self._named_beside(code, above)]
        if len(valued) > 1 and not open_ and len(values) <= MOST_LINES:
            options = [
                self._option(_id(value, codes), codes, value, above)
                for value, codes in values.items()
            ]
            yield self._question(about, within, options)

    def _titled(self, code: str, above: int) -> Option:
        return self._option(code, [code], self._said(code, above), above)

    def _said(self, code: str, above: int) -> Marks:
        """What is said of all lines of a code below so many digits."""
        return self.tree.common_marks(self.tree.under(code), above)

    def _option(self, name: str, codes: Sequence[str], marks: Marks, above: int) -> Option:
        lines = self.left.under_any(codes)
        return Option(
            id=name,
            codes=tuple(codes),
            lines=len(lines),
            share=round(self.left.part(lines) * MILLION),
            marks=marks,
            beside=() if marks != Marks() else self._named_beside(codes[0], above),
        )

    def _question(
        self, about: str, within: str, options: Sequence[Option], goal: int = SUBHEADING
    ) -> CodeQuestion:
        best = [self._best(option, goal) for option in options]
        gain = sum(best) - self.left.best("", goal)
        return CodeQuestion(
            about=about,
            within=within,
            options=tuple(options),
            gain=max(0, round(gain * MILLION)),
        )

    def _best(self, option: Option, goal: int) -> float:
        """The part of the likeliest code of an option, of so many digits."""
        return max(self.left.best(code[:goal], goal) for code in option.codes)

    def _named_beside(self, code: str, above: int) -> tuple[str, ...]:
        """The codes below so many digits that goods of one are all others than; none where
        they are not that.
        """
        for length in range(len(code), above, -1):
            if self.tree.is_rest(code[:length]):
                return tuple(self.tree.beside(code[:length])[:-1])
        return ()


def _by_value(
    marks: Mapping[str, Marks], value: Callable[[Marks], Marks]
) -> dict[Marks, list[str]]:
    """Codes by their value of an attribute; those without have no marks."""
    groups: dict[Marks, list[str]] = {}
    for code, found in marks.items():
        groups.setdefault(value(found), []).append(code)
    return groups


def _span(marks: Marks, kind: str) -> Marks:
    """The narrowest span of a kind."""
    return Marks(figures=tuple([one for one in marks.figures if one.kind == kind][-1:]))


def _apart(figures: Sequence[Figure]) -> bool:
    """Whether no two spans of a unit share a number."""
    units = {figure.unit for figure in figures}
    spans = sorted([(lowest(figure), highest(figure)) for figure in figures])
    pairs = itertools.pairwise(spans)
    return len(units) == 1 and all(high < low for (_, high), (low, _) in pairs)


def _materials(marks: Marks) -> Marks:
    return Marks(words=tuple([word for word in marks.words if word.startswith(_OF)]))


def _id(value: Marks, codes: Sequence[str]) -> str:
    """What an option of a value is named by: its code where there is one alone."""
    if len(codes) == 1:
        return codes[0]
    figures = [bounds(figure) for figure in value.figures]
    return ",".join([*value.words, *figures]) or "other"


def bounds(figure: Figure) -> str:
    """The bounds of a figure as they are written.

    >>> bounds(Figure("fat", ">1.5", "<=27", "%"))
    '>1.5<=27'
    """
    return figure.low + figure.high
