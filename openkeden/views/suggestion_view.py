"""Codes that a text may mean, as programs see them."""

import datetime

import msgspec

from openkeden.classification.candidate_codes import Source, Spoken
from openkeden.flow.classification.suggestions import SuggestedCode, Suggestion
from openkeden.flow.law import goods_names
from openkeden.views import ruling_view, second_opinion_view
from openkeden.views.ruling_view import FittingRulingView
from openkeden.views.second_opinion_view import SecondOpinionView

#: Digits of a chapter, a heading, a subheading and a line.
_CHAIN = (2, 4, 6, 10)


class SpokenView(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the text that speaks for a code."""

    #: The word as it was typed.
    typed: str

    #: Where it is known from: `name` of the goods, `words` that people use, `glossary`,
    #: goods `declared` before.
    source: Source

    #: Its part in what speaks for the code, in millionths.
    share: int


class NamedCodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A code with what is known of its goods."""

    #: The code.
    code: str

    #: The name of its goods; empty where it has none beside that of the code above it.
    name: str

    #: What sets it apart beside others of its heading; empty: nothing that is known here.
    apart: str

    #: What people call its goods, of a subheading that has neither; in Russian where there is
    #: nothing in Kazakh.
    said: str


class SuggestedCodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A code that goods may have."""

    #: The code: a heading or a subheading.
    code: str

    #: Its part among all codes of as many digits, in millionths. Not a chance.
    share: int

    #: The chance that it is the right one, in millionths; null: the model was not judged on
    #: texts of this language.
    chance: int | None

    #: The words that spoke for it, the loudest first.
    spoken: tuple[SpokenView, ...]

    #: The chapter, the heading and the code itself, with their names.
    chain: tuple[NamedCodeView, ...]

    #: How many ten-digit codes of the day begin with it.
    lines: int

    #: The ten-digit codes below it, to choose from; empty where they were not asked for.
    choices: tuple[NamedCodeView, ...]


class SuggestionView(msgspec.Struct, frozen=True, kw_only=True):
    """What a text may mean in the tariff of a day."""

    #: The text.
    text: str

    #: The language that most of it is in.
    language: str

    #: The day of the tariff.
    on: datetime.date

    #: The digits that were asked for: 4, 6 or 10.
    digits: int

    #: The digits that the text is enough for: 6, 4, 2, or 0: it is not enough to tell.
    enough: int

    #: The codes, the best first; of ten digits are only the choices below them.
    codes: tuple[SuggestedCodeView, ...]

    #: The advance rulings of the house that count on the day and speak of the goods.
    rulings: tuple[FittingRulingView, ...]

    #: What a second opinion came to, by whose order the codes may stand; null: nobody was
    #: asked, and nothing left this machine.
    second_opinion: SecondOpinionView | None

    #: What the model is called.
    model: str


def of(found: Suggestion, language: str) -> SuggestionView:
    """The view of a suggestion, with names in a language."""
    codes = [_code(one, found.digits, language) for one in found.codes]
    return SuggestionView(
        text=found.text,
        language=found.language,
        on=found.on,
        digits=found.digits,
        enough=found.enough,
        codes=tuple(codes),
        rulings=ruling_view.of_each(found.rulings, language),
        second_opinion=_opinion(found, language),
        model=found.model,
    )


def _opinion(found: Suggestion, language: str) -> SecondOpinionView | None:
    if found.opinion is None:
        return None
    return second_opinion_view.of(found.opinion, language)


def _code(one: SuggestedCode, digits: int, language: str) -> SuggestedCodeView:
    candidate = one.candidate
    code = candidate.code
    chain = [named(code[:length], language) for length in _CHAIN if length <= len(code)]
    choices = one.lines if digits == _CHAIN[-1] else ()
    return SuggestedCodeView(
        code=code,
        share=candidate.share,
        chance=candidate.chance,
        spoken=tuple([_spoken(word) for word in candidate.spoken]),
        chain=tuple(chain),
        lines=len(one.lines),
        choices=tuple([named(line, language) for line in choices]),
    )


def _spoken(word: Spoken) -> SpokenView:
    return SpokenView(typed=word.typed, source=word.source, share=word.share)


def named(code: str, language: str) -> NamedCodeView:
    """A code of two digits or more with what is known of its goods."""
    names = goods_names.held()
    own = names.short(code, language) if names.named(code) == code else ""
    apart = "; ".join(names.apart(code, language))
    said = "" if own or apart else names.said(code, language)
    return NamedCodeView(code=code, name=own, apart=apart, said=said)
