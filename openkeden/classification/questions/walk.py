"""The walk from a text to a code: up to three questions to the subheading, then down the tree
of the tariff, an answer at each branching.

Each question is the one that makes surer of the code; one that hardly does is not asked. An
answer leaves some codes and drops the others. Below subheadings the text counts no more:
only answers and known figures lead there.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from openkeden.base import findings, money
from openkeden.base.findings import Refused
from openkeden.classification.candidate_codes import CandidateCode, Ranking
from openkeden.classification.questions import codes_left, question_rules
from openkeden.classification.questions.codes_left import MILLION, CodesLeft
from openkeden.classification.questions.known_figures import KnownFigure, KnownFigures
from openkeden.classification.questions.nomenclature import (
    CODE,
    HEADING,
    SUBHEADING,
    Nomenclature,
    shared,
)
from openkeden.classification.questions.options import Questions
from openkeden.classification.questions.question import (
    DO_NOT_KNOW,
    NONE_OF_THESE,
    Answered,
    CodeQuestion,
    Option,
    Position,
)

#: So many questions at most before a subheading is reached.
MOST_QUESTIONS: Final = 3

#: A heading is not asked for whose chance is above this, or whose part is where the model was
#: not judged: parts are surer than they ought to be. In millionths.
SURE_CHANCE: Final = 600_000
SURE_PART: Final = 800_000

#: A question that makes no surer than by this is not asked, in millionths.
LEAST_GAIN: Final = 100_000

#: An answer: what the question asks for, and the option.
Answer = tuple[str, str]


class Walk:
    """A walk by a ranking of codes, with what is known of the goods in figures."""

    def __init__(
        self,
        ranking: Ranking,
        nomenclature: Nomenclature,
        known: KnownFigures | None = None,
        *,
        digits: int = SUBHEADING,
        most: int = MOST_QUESTIONS,
    ) -> None:
        self._tree, self._digits, self._most = nomenclature, digits, most
        self._known = known or KnownFigures()
        self._spoken = {one.code: one for one in ranking.subheadings}
        self._enough = ranking.enough
        self._chances = {one.code: one.chance for one in ranking.headings}
        told = codes_left.of_ranking(ranking, nomenclature)
        fitting = self._known.leave(told.lines, nomenclature)
        self.left = CodesLeft(fitting, told.parts)
        self.trail: tuple[Answered, ...] = ()
        self._ended = False
        self._none_fit = bool(told.lines) and not fitting

    def follow(self, answers: Iterable[Answer]) -> Position | Refused:
        """Where the answers lead, given in the order of the questions."""
        if self._none_fit:
            written = ", ".join([figure.written for figure in self._known.figures])
            return findings.refused(question_rules.NONE_LEFT, "--attribute", value=written)
        for about, answer in answers:
            question = self.question()
            wrong = self._wrong(question, about, answer)
            if wrong is not None:
                return wrong
            if question is not None:
                self.answer(question, answer)
        return self.position()

    def question(self) -> CodeQuestion | None:
        """What to ask next; None: nothing more."""
        if self._ended or not self.left.lines:
            return None
        asked = Questions(self.left, self._tree)
        if len(self.left.parts) > 1:
            return self._of_text(asked) if len(self.trail) < self._most else None
        if self._digits < CODE or len(self.left.lines) == 1:
            return None
        return asked.line()

    def answer(self, question: CodeQuestion, answer: str) -> None:
        """Go on with an answer to a question."""
        self.trail += (Answered(question, answer),)
        option = self._chosen(question, answer)
        if option is not None:
            self.left = self.left.keep(option.codes)
        elif answer == DO_NOT_KNOW:
            self._ended = True
        else:
            self.left = self.left.drop(question.codes)

    def position(self) -> Position:
        """Where the walk has come to."""
        code = _settled(self.left.lines)
        subheadings = self.left.subheadings.items()
        candidates = [self._candidate(code, part) for code, part in subheadings]
        return Position(
            enough=self._enough,
            code=code,
            candidates=tuple(candidates),
            lines=tuple(self.left.lines) if len(code) >= SUBHEADING else (),
            question=self.question(),
            trail=self.trail,
        )

    def _of_text(self, asked: Questions) -> CodeQuestion | None:
        """The question for the heading, or for the subheading in the likeliest one; where
        whole codes are looked for, whatever it gains.
        """
        headings = list(self.left.headings)
        within = [asked.subheading(headings[0])] if self._digits > HEADING else []
        across = [asked.heading()] if len(headings) > 1 else []
        first = within + across if self._is_sure(headings) else across + within
        least = LEAST_GAIN if self._digits < CODE else -1
        return next((one for one in first if one.gain > least), None)

    def _is_sure(self, headings: Sequence[str]) -> bool:
        """Whether the heading is sure enough not to be asked for."""
        best = headings[0]
        chance = self._chances.get(best)
        if chance is not None and not self.trail:
            return chance > SURE_CHANCE
        return self.left.headings[best] * MILLION > SURE_PART

    def _wrong(
        self, question: CodeQuestion | None, about: str, answer: str
    ) -> Refused | None:
        """Why it is no answer to the question; None: it is one."""
        written = f"{about}={answer}"
        if question is None:
            return findings.refused(question_rules.NOTHING_ASKED, "--answer", value=written)
        if about != question.about:
            return findings.refused(
                question_rules.NOT_ASKED, "--answer", value=written, question=question.about
            )
        usual = (NONE_OF_THESE, DO_NOT_KNOW)
        if answer in usual or self._chosen(question, answer) is not None:
            return None
        known = ", ".join([*[option.id for option in question.options], *usual])
        said = {"value": answer, "question": about, "known": known}
        return findings.refused(question_rules.NO_ANSWER, "--answer", **said)

    def _chosen(self, question: CodeQuestion, answer: str) -> Option | None:
        """The option that an answer names, by its id or by a number within its span."""
        for option in question.options:
            if option.id == answer:
                return option
        number = _number(answer)
        if number is None or len(question.units) != 1:
            return None
        stated = KnownFigure(question.about, question.units.pop(), number, answer)
        fitting = [one for one in question.options if _holds(one, stated)]
        return fitting[0] if len(fitting) == 1 else None

    def _candidate(self, code: str, part: float) -> CandidateCode:
        spoken = self._spoken[code].spoken if code in self._spoken else ()
        return CandidateCode(code, round(part * MILLION), None, spoken)


def _holds(option: Option, stated: KnownFigure) -> bool:
    judged = [stated.fits(figure) for figure in option.marks.figures]
    return bool(judged) and all(judged)


def _number(text: str) -> int | None:
    try:
        return money.parse(text.replace(",", "."), money.QUANTITY_DIGITS)
    except ValueError:
        return None


def _settled(lines: Sequence[str]) -> str:
    """The digits of a heading, subheading or line that all these codes share."""
    common = shared(lines)
    lengths = [length for length in (HEADING, SUBHEADING, CODE) if length <= len(common)]
    return common[: max(lengths, default=0)]
