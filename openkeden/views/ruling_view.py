"""Advance rulings as programs see them."""

import datetime
from collections.abc import Iterable

import msgspec

from openkeden.classification.advance_rulings import AdvanceRuling, FittingRuling
from openkeden.flow.classification.ruling_search import FoundRulings
from openkeden.flow.law import goods_names


class RulingView(msgspec.Struct, frozen=True, kw_only=True):
    """An advance ruling on the code of goods."""

    #: The number that its authority gave it.
    number: str

    #: The code that the goods have by it.
    code: str

    #: The name of the code in the language asked for.
    name: str

    #: What the goods are.
    text: str

    #: Why they have the code.
    reasons: str

    #: The authority that decided.
    decided: str

    #: The first day on which it counts.
    since: datetime.date

    #: The last one.
    until: datetime.date

    #: Whether everybody may see it.
    public: bool

    #: The day from which it is withdrawn; null: it is not.
    withdrawn: datetime.date | None

    #: Index of the fact that entered it.
    entry: int


class FittingRulingView(RulingView, frozen=True, kw_only=True):
    """An advance ruling that speaks of what was asked."""

    #: The part of what was asked that it says too, in thousandths.
    fit: int

    #: The words that it says too.
    words: tuple[str, ...]


class RulingsView(msgspec.Struct, frozen=True, kw_only=True):
    """The advance rulings that count on a day."""

    #: The words that were searched.
    words: str

    #: The day.
    on: datetime.date

    #: The rulings, the most fitting first.
    rulings: tuple[FittingRulingView, ...]


def of(ruling: AdvanceRuling, language: str) -> RulingView:
    """The view of one ruling, its code named in a language."""
    said = msgspec.structs.asdict(ruling)
    return RulingView(name=goods_names.full(ruling.code, language), **said)


def of_each(
    fitting: Iterable[FittingRuling], language: str
) -> tuple[FittingRulingView, ...]:
    """The views of rulings that speak of what was asked."""
    views: list[FittingRulingView] = []
    for one in fitting:
        said = msgspec.structs.asdict(of(one.ruling, language))
        views.append(FittingRulingView(fit=one.fit, words=one.words, **said))
    return tuple(views)


def of_found(found: FoundRulings, language: str, limit: int) -> RulingsView:
    """The view of so many of the rulings at most."""
    shown = of_each(found.found[:limit], language)
    return RulingsView(words=found.words, on=found.on, rulings=shown)
