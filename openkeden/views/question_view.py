"""A question about goods and where the answers led, as programs see them: with the names of
codes, and what to send back with the next answer.
"""

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from openkeden.classification.candidate_codes import CandidateCode
from openkeden.classification.questions.nomenclature import Marks
from openkeden.classification.questions.question import (
    DO_NOT_KNOW,
    NONE_OF_THESE,
    Answered,
    CodeQuestion,
    Option,
    Position,
)
from openkeden.flow.classification.asked import Told
from openkeden.flow.law import goods_names
from openkeden.locale import goods_words, names

#: So many codes are told at most that goods are all others than.
_TOLD_BESIDE = 3


class OptionView(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to choose from."""

    #: What the answer is sent back as.
    id: str

    #: What it means; empty: no name is held of its goods.
    title: str

    #: Other options of the same name: what is held does not tell them apart.
    alike: tuple[str, ...]

    #: The leading digits of the codes that it leaves.
    codes: tuple[str, ...]

    #: The words of the text that spoke for its subheading.
    words: tuple[str, ...]

    #: How many whole codes it leaves.
    lines: int

    #: The part of its codes among all that are left, in millionths; no chance.
    share: int


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """What to ask next."""

    #: What it asks for: `heading`, `subheading`, `line`, `material`, or the kind of a figure.
    about: str

    #: The question in words.
    text: str

    #: The answers, the likeliest first.
    options: tuple[OptionView, ...]

    #: The unit of a number that is an answer too; empty: only an option is.
    number_in: str

    #: The answers that every question takes besides, with what they mean.
    besides: dict[str, str]


class AnsweredView(msgspec.Struct, frozen=True, kw_only=True):
    """A question with the answer it got."""

    #: The question with all its options.
    question: QuestionView

    #: The answer as it was sent.
    answer: str


class LeftView(msgspec.Struct, frozen=True, kw_only=True):
    """A code that is left."""

    #: The code.
    code: str

    #: The name of its goods; empty: none is held.
    title: str

    #: Its part among all that are left, in millionths; no chance. Of a whole code 0: no
    #: text ranks them.
    share: int

    #: The words of the text that spoke for it.
    words: tuple[str, ...]


class AskedView(msgspec.Struct, frozen=True, kw_only=True):
    """Where text, figures and answers led."""

    #: What the goods are said to be.
    text: str

    #: The day of the tariff.
    on: datetime.date

    #: The digits that the text alone is enough for: 6, 4, 2, or 0: it is not enough to tell.
    enough: int

    #: The digits that are settled; empty: none are.
    code: str

    #: The name of what is settled.
    title: str

    #: The subheadings that are left, the best first.
    candidates: tuple[LeftView, ...]

    #: The whole codes that are left, where a subheading is settled.
    lines: tuple[LeftView, ...]

    #: What to ask next; none: nothing more.
    question: QuestionView | None

    #: What was asked and answered: evidence of how the code was found.
    trail: tuple[AnsweredView, ...]

    #: The answers so far: to be sent back before the next one.
    answers: tuple[str, ...]


def of(
    position: Position, told: Told, on: datetime.date, language: str, limit: int = 5
) -> AskedView:
    """The view of where answers led on a day, with so many candidates at most."""
    asked = position.question
    words = {one.code: _words(one) for one in position.candidates}
    return AskedView(
        text=told.text,
        on=on,
        enough=position.enough,
        code=position.code,
        title=goods_names.full(position.code, language) if position.code else "",
        candidates=tuple([_left(one, language) for one in position.candidates[:limit]]),
        lines=tuple([_line(code, language) for code in position.lines]),
        question=_question(asked, language, words) if asked else None,
        trail=tuple([_answered(one, language) for one in position.trail]),
        answers=tuple([f"{about}={answer}" for about, answer in told.answers]),
    )


def _answered(one: Answered, language: str) -> AnsweredView:
    return AnsweredView(question=_question(one.question, language), answer=one.answer)


def _question(
    asked: CodeQuestion,
    language: str,
    words: Mapping[str, tuple[str, ...]] | None = None,
) -> QuestionView:
    said = names(language)["questions"]
    units = sorted(asked.units)
    measured = asked.about in set().union(*[one.marks.kinds for one in asked.options])
    number_in = goods_words.unit(units[0], language) if measured and len(units) == 1 else ""
    text = said.get(asked.about, "")
    if measured:
        kind = goods_words.kind(asked.about, language)
        text = said["figure"].format(kind=kind)
    return QuestionView(
        about=asked.about,
        text=text,
        options=_options(asked, language, words or {}),
        number_in=number_in,
        besides={name: said[name] for name in (NONE_OF_THESE, DO_NOT_KNOW)},
    )


def _options(
    asked: CodeQuestion, language: str, words: Mapping[str, tuple[str, ...]]
) -> tuple[OptionView, ...]:
    above = len(asked.within)
    titles = {one.id: _title(one, above, language) for one in asked.options}
    return tuple([_option(one, titles, words) for one in asked.options])


def _option(
    option: Option, titles: Mapping[str, str], words: Mapping[str, tuple[str, ...]]
) -> OptionView:
    title = titles[option.id]
    alike = [name for name in titles if titles[name] == title and name != option.id]
    return OptionView(
        id=option.id,
        title=title,
        alike=tuple(alike) if title else (),
        words=words.get(option.id, ()),
        codes=option.codes,
        lines=option.lines,
        share=option.share,
    )


def _title(option: Option, above: int, language: str) -> str:
    """What an option means: the name of its own, what sets it apart, what it is not, or what
    people call it.
    """
    parts = [_own_name(option.codes, above, language), *_said(option.marks, language)]
    title = "; ".join([part for part in parts if part])
    title = title or _not_those(option.beside, above, language)
    if not title and len(option.codes) == 1:
        title = goods_names.held().said(option.codes[0], language)
    return title


def _own_name(codes: Sequence[str], above: int, language: str) -> str:
    """The name that the goods of one code have below so many digits."""
    held = goods_names.held()
    named = held.named(codes[0]) if len(codes) == 1 else ""
    return held.short(named, language) if len(named) > above else ""


def _said(marks: Marks, language: str) -> list[str]:
    words = [goods_words.word(key, language) for key in marks.words]
    return [*words, *[goods_words.figure(one, language) for one in marks.figures]]


def _not_those(beside: Sequence[str], above: int, language: str) -> str:
    """What goods are that are all others than those of some codes; empty: not known."""
    words = names(language)["questions"]
    if not beside:
        return ""
    told = [_name_below(code, above, language) for code in beside]
    if not all(told) or len(told) > _TOLD_BESIDE:
        return words["other"]
    return words["other_than"].format(others=" / ".join(told))


def _name_below(code: str, above: int, language: str) -> str:
    """What is known of the goods of a code below so many digits."""
    held = goods_names.held()
    named = held.named(code)
    own = held.short(named, language) if len(named) > above else ""
    told = [own]
    for length in range(max(len(named), above) + 1, len(code) + 1):
        digits = code[:length]
        marks = Marks(
            tuple(held.words.get(digits, ())), tuple(held.figures.get(digits, ()))
        )
        told += _said(marks, language)
    return "; ".join([part for part in told if part])


def _left(one: CandidateCode, language: str) -> LeftView:
    title = goods_names.full(one.code, language)
    return LeftView(code=one.code, title=title, share=one.share, words=_words(one))


def _words(one: CandidateCode) -> tuple[str, ...]:
    return tuple(dict.fromkeys([spoken.typed for spoken in one.spoken]))


def _line(code: str, language: str) -> LeftView:
    title = goods_names.within_heading(code, language)
    return LeftView(code=code, title=title, share=0, words=())
