"""A question about goods, its options, and where the answers have led."""

import itertools
from typing import Final

import msgspec

from openkeden.classification.candidate_codes import CandidateCode
from openkeden.classification.questions.nomenclature import Marks

#: Answers that every question takes beside its options.
NONE_OF_THESE: Final = "none"
DO_NOT_KNOW: Final = "unknown"

#: What a question asks for where it is not one attribute.
ASKS_HEADING: Final = "heading"
ASKS_SUBHEADING: Final = "subheading"
ASKS_LINE: Final = "line"

#: The attribute that some words are values of.
MATERIAL: Final = "material"


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to choose from."""

    #: What the answer is given by: a code, a word, or the bounds of a figure.
    id: str

    #: The leading digits of the codes that it leaves.
    codes: tuple[str, ...]

    #: How many whole codes it leaves.
    lines: int

    #: The part of its codes among all that are left, in millionths.
    share: int

    #: What sets its goods apart from those of other options.
    marks: Marks

    #: Where its goods are all others than those of some codes: these.
    beside: tuple[str, ...] = ()


class CodeQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What to ask next."""

    #: What it asks for: `heading`, `subheading`, `line`, `material`, or the kind of a figure.
    about: str

    #: The leading digits that all its options share.
    within: str

    #: The answers, the likeliest first; of lines in their order.
    options: tuple[Option, ...]

    #: How much surer the best subheading will be, in millionths.
    gain: int

    @property
    def codes(self) -> list[str]:
        """The leading digits of all its options."""
        return list(itertools.chain.from_iterable([one.codes for one in self.options]))

    @property
    def units(self) -> set[str]:
        """The units of the figures of its options."""
        marks = [one.marks.figures for one in self.options]
        return {figure.unit for figure in itertools.chain.from_iterable(marks)}


class Answered(msgspec.Struct, frozen=True):
    """A question with the answer it got: evidence of how a code was found."""

    question: CodeQuestion

    #: The option, `none` or `unknown`; or the number that a figure has.
    answer: str


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where the answers have led."""

    #: The digits that the text alone is enough for: 6, 4, 2, or 0.
    enough: int

    #: The digits that are settled: all codes left begin so. Of 0, 4, 6 or 10 digits.
    code: str

    #: The subheadings that are left, best first; their shares sum up to a million. Empty:
    #: the answers left none.
    candidates: tuple[CandidateCode, ...]

    #: The whole codes that are left, where a subheading is settled.
    lines: tuple[str, ...]

    #: What to ask next; None: nothing more.
    question: CodeQuestion | None

    #: What was asked and answered.
    trail: tuple[Answered, ...]
