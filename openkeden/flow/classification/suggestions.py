"""Codes that goods may have by what they are said to be, as far as the tariff of a day has
them.
"""

import datetime
import pathlib
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.classification.advance_rulings import FittingRuling
from openkeden.classification.candidate_codes import CandidateCode, Ranking
from openkeden.classification.index.ranker import Ranker
from openkeden.classification.second_opinion import SecondOpinion
from openkeden.flow.classification import loaded_classifier
from openkeden.flow.law import packs
from openkeden.lawpack.pack import Pack

#: Digits that codes can be asked for with: headings, subheadings, and the lines below them.
Digits = Literal[4, 6, 10]

#: Candidates that are looked at: those that the tariff of the day has not are left out.
_LOOKED_AT: Final = 60

_HEADING: Final = 4

#: A code where words are asked for: two digits or more, with points and blanks.
_CODE: Final = re.compile(r"\s*[0-9](?:[\s.]*[0-9]){1,13}\s*")


class SuggestedCode(msgspec.Struct, frozen=True):
    """A code that goods may have."""

    #: The code and what spoke for it.
    candidate: CandidateCode

    #: The ten-digit codes of the day that begin with it.
    lines: tuple[str, ...]


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What a text may mean in the tariff of a day."""

    #: The text.
    text: str

    #: The language that most of it is in.
    language: str

    #: The day of the tariff.
    on: datetime.date

    #: The digits that were asked for.
    digits: Digits

    #: The digits that the text is enough for: 6, 4, 2, or 0: it is not enough to tell.
    enough: int

    #: The codes, the best first: headings, or subheadings.
    codes: tuple[SuggestedCode, ...]

    #: All that the model makes of the text.
    ranking: Ranking

    #: What the model is called.
    model: str

    #: The advance rulings that speak of the goods.
    rulings: tuple[FittingRuling, ...] = ()

    #: What a second opinion came to, by whose order the codes may stand; None: nobody was
    #: asked.
    opinion: SecondOpinion | None = None


class TextQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked."""

    #: What the goods are said to be.
    text: str

    #: The language of the text; empty: it is recognised.
    language: str = ""

    #: The digits that codes are asked for with.
    digits: Digits = 6

    #: So many codes at most.
    top: int = 5

    #: The day; None: today.
    on: datetime.date | None = None


def suggest(
    asked: TextQuestion, pack: Pack, model: pathlib.Path | None = None
) -> Suggestion | Refused:
    """The codes that goods may have by a text, in the law of a country; by the model in a
    file, or by the one that the law names. Raises OSError for a file that cannot be opened.
    """
    if _CODE.fullmatch(asked.text):
        return findings.refused(usage.A_CODE, "text", value=asked.text.strip())
    ranker = loaded_classifier.of_file(model) if model else loaded_classifier.of_law(pack)
    if isinstance(ranker, Refused):
        return ranker
    day = packs.day_of(pack, asked.on)
    return packs.covered(pack, lambda: _suggested(asked, ranker, pack, day))


def _suggested(
    asked: TextQuestion, ranker: Ranker, pack: Pack, day: datetime.date
) -> Suggestion:
    ranking = ranker.rank(asked.text, asked.language, _LOOKED_AT)
    ranked = ranking.headings if asked.digits == _HEADING else ranking.subheadings
    found = list(_on_day(ranked, pack, day))
    return Suggestion(
        text=asked.text,
        language=ranking.language,
        on=day,
        digits=asked.digits,
        enough=ranking.enough if found else 0,
        codes=tuple(found[: asked.top]),
        ranking=ranking,
        model=ranker.model.card.title,
    )


def _on_day(
    ranked: Sequence[CandidateCode], pack: Pack, day: datetime.date
) -> Iterator[SuggestedCode]:
    """The candidates that the tariff of a day has. Raises NotCovered for a day without law."""
    pack.on(day)
    for candidate in ranked:
        held = pack.codes_in(candidate.code[:_HEADING], day)
        lines = [code for code in held if code.startswith(candidate.code)]
        if lines:
            yield SuggestedCode(candidate, tuple(lines))
