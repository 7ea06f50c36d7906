"""Codes that goods may have by what they are said to be."""

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from openkeden.api.route import Asked, Reply, Route
from openkeden.base.findings import Refused
from openkeden.flow.classification import suggestions
from openkeden.flow.classification.asked import Told, asker
from openkeden.views import question_view, suggestion_view
from openkeden.views.question_view import AskedView
from openkeden.views.suggestion_view import SuggestionView


class AnsweredQuestion(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """An answer to a question."""

    #: What the question asks for, as it says in `about`.
    about: str

    #: The answer, by its `id`, or a number.
    answer: str


class SaidOfGoods(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of goods."""

    #: What they are, in English, Russian or Kazakh.
    text: Annotated[str, msgspec.Meta(max_length=2000)]

    #: The language of the text; it is recognised where it is not given.
    language: Literal["", "en", "ru", "kk"] = ""

    #: How many digits codes are asked for with: headings, subheadings, or with them the lines
    #: below each.
    digits: Literal[4, 6, 10] = 6

    #: So many codes at most.
    top: Annotated[int, msgspec.Meta(ge=1, le=60)] = 5

    #: The day of the tariff, as 2026-04-02; today where it is not given.
    on: datetime.date | None = None

    #: Whether to ask the question that decides; so it is where answers or attributes are
    #: given.
    ask: bool = False

    #: The answers so far, in the order of the questions.
    answers: Annotated[tuple[AnsweredQuestion, ...], msgspec.Meta(max_length=30)] = ()

    #: Figures known of the goods: `{"engine_cm3": "1995"}`.
    attributes: Mapping[str, str] = {}


def suggest_codes(asked: Asked) -> Reply | Refused:
    """The codes that goods may have by what they are said to be, or the question that decides.

    Nothing leaves the service. A code is never given to ten digits by words alone, and a text
    that does not tell is answered so: which code goods have, the tariff decides.
    """
    said: SaidOfGoods = asked.body
    if said.ask or said.answers or said.attributes:
        return _asked(said, asked)
    wanted = suggestions.TextQuestion(
        text=said.text,
        language=said.language,
        digits=said.digits,
        top=said.top,
        on=said.on,
    )
    found = suggestions.suggest(wanted, asked.at.pack)
    if isinstance(found, Refused):
        return found
    return Reply(body=suggestion_view.of(found, asked.language))


def _asked(said: SaidOfGoods, asked: Asked) -> Reply | Refused:
    """Where text and answers led, and what to ask next."""
    asking = asker(asked.at.pack, said.on)
    if isinstance(asking, Refused):
        return asking
    told = Told(
        text=said.text,
        language=said.language,
        digits=said.digits,
        attributes=said.attributes,
        answers=tuple([(one.about, one.answer) for one in said.answers]),
    )
    position = asking.ask(told)
    if isinstance(position, Refused):
        return position
    view = question_view.of(position, told, asking.on, asked.language, said.top)
    return Reply(body=view)


ROUTES = (
    Route(
        method="POST",
        path="/suggestions",
        does=suggest_codes,
        takes=SaidOfGoods,
        gives=SuggestionView | AskedView,
        example="/suggestions",
        example_body={"text": "leather shoes for men", "on": "2026-04-02"},
    ),
)
