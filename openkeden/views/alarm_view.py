"""The watch over a model in force as programs see it."""

from collections.abc import Iterable

import msgspec

from openkeden import locale
from openkeden.base.findings import Finding
from openkeden.risk.alarms import Reading
from openkeden.views import finding_view, targeted_view
from openkeden.views.finding_view import FindingView


class ReadingView(msgspec.Struct, frozen=True, kw_only=True):
    """What one watch came to; rates and shares in millionths."""

    #: What is watched: random, calibration, drift, trader; term: what the model looks at.
    watched: str

    #: Which part of it: a part by probability, an input, a trader, an indicator.
    part: str

    #: The same in words of the field; empty where it has none.
    text: str

    #: Declarations that it rests on; of a term goods lines.
    count: int

    #: What was found.
    value: int

    #: What the model expected, or what is allowed.
    expected: int

    #: The least that the value may really be, at 95 %; null: it is no rate.
    low: int | None

    #: The most that it may really be.
    high: int | None

    #: Whether it is an alarm.
    alarm: bool


class AlarmsView(msgspec.Struct, frozen=True, kw_only=True):
    """The watch over the models of a role."""

    #: Whether there is no alarm.
    ok: bool

    #: Every watch that has declarations enough.
    readings: tuple[ReadingView, ...]

    #: What cannot be watched, and why.
    findings: tuple[FindingView, ...] = ()


def of(readings: Iterable[Reading], told: Iterable[Finding], language: str) -> AlarmsView:
    """The view of all watches and of what is to be told beside them."""
    words = locale.names(language)
    return AlarmsView(
        ok=not any(one.alarm for one in readings),
        readings=tuple([_reading(one, words) for one in readings]),
        findings=finding_view.each(told, language),
    )


def _reading(one: Reading, words: locale.Names) -> ReadingView:
    text = targeted_view.named(one.part, words) if one.watched == "term" else ""
    return ReadingView(text=text, **msgspec.structs.asdict(one))
