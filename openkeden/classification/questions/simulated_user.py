"""A user who knows the goods and answers the questions about them: what asking is worth.

He takes the option that has the right code, and "none of these" where none has it; or one
answer in ten is wrong.
"""

from collections.abc import Collection, Iterable

import msgspec

from openkeden.classification.candidate_codes import Classifier
from openkeden.classification.questions.nomenclature import SUBHEADING, Nomenclature
from openkeden.classification.questions.question import NONE_OF_THESE, CodeQuestion, Option
from openkeden.classification.questions.walk import MOST_QUESTIONS, Walk

#: One answer of so many is wrong where answers may be.
EVERY = 10


class SimulatedAnswers(msgspec.Struct, frozen=True):
    """What came of asking about a text whose code is known."""

    #: Whether the best code was right before anything was asked.
    right_unasked: bool

    #: Whether it was after the questions.
    right: bool

    #: The same where one answer in ten is wrong.
    right_misled: bool

    #: Whether every question that was asked offered the right option.
    offered: bool

    #: How many questions were asked.
    questions: int


def simulate(
    classifier: Classifier,
    nomenclature: Nomenclature,
    rows: Iterable[tuple[str, Collection[str]]],
    *,
    digits: int = SUBHEADING,
    most: int = MOST_QUESTIONS,
) -> tuple[SimulatedAnswers, ...]:
    """Ask about each text, of which any of the codes beside it is right: codes of so many
    digits.
    """
    told = []
    misled = _Counter(EVERY)
    for text, right in rows:
        ranking = classifier.rank(text)
        walks = [Walk(ranking, nomenclature, digits=digits, most=most) for _ in range(3)]
        offered = _answered(walks[1], right, None)
        _answered(walks[2], right, misled)
        unasked, asked, led_astray = [_best(walk, digits) in right for walk in walks]
        told.append(
            SimulatedAnswers(unasked, asked, led_astray, all(offered), len(offered))
        )
    return tuple(told)


class _Counter:
    """Counts answers, and tells which is to be wrong."""

    def __init__(self, every: int) -> None:
        self.every, self.count = every, 0

    def strikes(self) -> bool:
        """Whether the next answer is wrong."""
        self.count += 1
        return self.count % self.every == 0


def _answered(walk: Walk, right: Collection[str], misled: _Counter | None) -> list[bool]:
    """Answer all questions of a walk; whether each offered the right option."""
    offered = []
    while question := walk.question():
        fitting = [one.id for one in question.options if _has(one, right)]
        answer = fitting[0] if fitting else NONE_OF_THESE
        if misled is not None and misled.strikes():
            answer = _wrong(question, answer)
        offered.append(bool(fitting))
        walk.answer(question, answer)
    return offered


def _wrong(question: CodeQuestion, answer: str) -> str:
    """The likeliest answer that is not this one."""
    others = [one for one in question.options if one.id != answer]
    if not others:
        return NONE_OF_THESE
    return max(others, key=lambda one: one.share).id


def _has(option: Option, right: Collection[str]) -> bool:
    """Whether an option has one of these codes."""
    begun = tuple(option.codes)
    return any(code.startswith(begun) for code in right)


def _best(walk: Walk, digits: int) -> str:
    """The best code that is left, without asking; empty: none is."""
    candidates = walk.position().candidates
    return candidates[0].code[:digits] if candidates else ""
