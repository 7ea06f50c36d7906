"""Why risk selection chose a declaration, as an officer and his programs see it."""

import datetime
from collections.abc import Iterable, Mapping

import msgspec

from openkeden import locale
from openkeden.base import money
from openkeden.risk import selection
from openkeden.risk.explained_choice import JOINED, ExplainedChoice, SmallestChange
from openkeden.risk.indicators.catalogue import IndicatorValue

#: Decimals of the figures that indicators of a kind are told in.
_MILLION, _TO_PERCENT = 6, 4

#: What of a thing is told in millionths, and what in minor units of the currency.
_SHARES = frozenset({"rate", "duty", "charges_share"})
_RATIOS = frozenset({"ratio", "distance", "net_mass", "quantity"})
_AMOUNTS = frozenset({"value", "charges", "price"})


class TermView(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks for or against a finding."""

    #: The names of its indicators.
    indicators: tuple[str, ...]

    #: The same in the reader's language, with their values.
    text: str

    #: What it adds to the score, in millionths of log-odds.
    adds: int


class SimilarCaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A goods line of the past that the model sees much alike."""

    #: The registration number of its declaration.
    registration: str

    #: The number of the item.
    item: int

    #: The day of registration.
    on: datetime.date

    #: Whether an irregularity was found.
    found: bool


class TargetedView(msgspec.Struct, frozen=True, kw_only=True):
    """How a declaration was selected, for an officer."""

    #: Whether chance chose it: nothing in it asked for that.
    by_chance: bool

    #: Whether the model chose it within the inspections of the day.
    by_model: bool

    #: The version of the model; empty where none was asked.
    model: str

    #: The role of the model: champion or challenger.
    role: str

    #: The probability of a finding, in millionths.
    probability_ppm: int

    #: What a finding is expected to bring, in national currency.
    revenue: str

    #: The probability with which it was to be checked, in millionths.
    inclusion_ppm: int | None

    #: What contributed, the largest first.
    terms: tuple[TermView, ...]

    #: Past cases that the model sees most alike, with their outcome.
    similar: tuple[SimilarCaseView, ...]

    #: What would have let it pass, in the reader's language; empty: no one thing would.
    change: str

    #: All of this in sentences.
    lines: tuple[str, ...]


def of(
    selected: selection.Selection, currency: str, language: str, terms: int | None = None
) -> TargetedView:
    """The view of a selection; with so many of what contributed, where a number is given."""
    words = locale.names(language)
    choice, told = selected.choice, selected.explained
    view = TargetedView(
        by_chance=selected.draw.chosen,
        by_model=choice is not None and choice.chosen,
        model=selected.model.version if selected.model else "",
        role=choice.role if choice else "",
        probability_ppm=choice.probability_ppm if choice else 0,
        revenue=money.text(choice.revenue) if choice else "",
        inclusion_ppm=choice.inclusion_ppm if choice else None,
        terms=_terms(selected, words)[:terms],
        similar=_similar(told),
        change=_change(told.change, words) if told and told.change else "",
        lines=(),
    )
    lines = tuple(_lines(view, selected, currency, words))
    return msgspec.structs.replace(view, lines=lines)


def _terms(selected: selection.Selection, words: locale.Names) -> tuple[TermView, ...]:
    if selected.model is None or selected.explained is None:
        return ()
    values = selected.explained.values
    return tuple(
        [_term(name, adds, values, words) for name, adds in selected.model.contributions]
    )


def _term(
    name: str, adds: int, values: Mapping[str, IndicatorValue], words: locale.Names
) -> TermView:
    names = tuple(name.split(JOINED))
    parts = [f"{named(one, words)}: {_told(one, values.get(one))}" for one in names]
    return TermView(indicators=names, text="; ".join(parts), adds=adds)


def named(indicator: str, words: locale.Names) -> str:
    """An indicator in words of the field."""
    subject, _, tells = indicator.partition(".")
    subjects, telling = words["indicator_subjects"], words["indicator_tells"]
    name = subjects.get(subject, subject)
    return f"{name}, {telling.get(tells, tells)}" if tells else name


def _told(indicator: str, value: IndicatorValue) -> str:
    """The value of an indicator as people read it."""
    tells = indicator.partition(".")[2]
    if value is None:
        return "?"
    if isinstance(value, str):
        return value
    if tells in _SHARES:
        return f"{money.short(value, _TO_PERCENT)} %"
    if tells in _RATIOS:
        return money.short(value, _MILLION)
    return money.text(value) if tells in _AMOUNTS else str(value)


def _similar(told: ExplainedChoice | None) -> tuple[SimilarCaseView, ...]:
    return tuple(
        [
            SimilarCaseView(
                registration=case.registration, item=case.item, on=case.on, found=case.found
            )
            for case in (told.similar if told else ())
        ]
    )


def _change(change: SmallestChange, words: locale.Names) -> str:
    said = words["targeted"]
    place = said["other"]
    above = _told(change.indicator, change.above)
    up_to = _told(change.indicator, change.up_to)
    if change.unknown:
        place = said["unknown"]
    elif change.above is not None and change.up_to is not None:
        place = said["between"].format(above=above, up_to=up_to)
    elif change.above is not None:
        place = said["above"].format(above=above)
    elif change.up_to is not None:
        place = said["up_to"].format(up_to=up_to)
    return f"{named(change.indicator, words)}: {place}"


def _lines(
    view: TargetedView,
    selected: selection.Selection,
    currency: str,
    words: locale.Names,
) -> Iterable[str]:
    said = words["targeted"]
    if view.by_chance:
        yield said["by_chance"]
    if selected.lacking:
        yield said["lacking"]
    if not view.model:
        return
    percent = money.short(view.probability_ppm, _TO_PERCENT)
    yield said["model"].format(
        version=view.model,
        role=words["model"][view.role],
        probability=percent,
        revenue=view.revenue,
        currency=currency,
    )
    yield said["chosen" if view.by_model else "not_chosen"]
    for term in view.terms:
        sign = "+" if term.adds > 0 else ""
        weight = sign + money.short(term.adds, _MILLION)
        yield said["term"].format(weight=weight, term=term.text)
    for case in view.similar:
        found = said["found" if case.found else "nothing"]
        told = {"registration": case.registration, "item": case.item, "on": case.on}
        yield said["similar"].format(found=found, **told)
    if view.change:
        yield said["change"].format(change=view.change)
