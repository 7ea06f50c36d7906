"""The watch over a model in force as programs see it."""

from collections.abc import Iterable

import msgspec

from openkeden.risk.alarms import Reading


class ReadingView(msgspec.Struct, frozen=True, kw_only=True):
    """What one watch came to; rates and shares in millionths."""

    #: What is watched: random, calibration, drift or trader.
    watched: str

    #: Which part of it: a part by probability, an input, a trader.
    part: str

    #: Declarations that it rests on.
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


def of(readings: Iterable[Reading]) -> AlarmsView:
    """The view of all watches."""
    views = [ReadingView(**msgspec.structs.asdict(one)) for one in readings]
    return AlarmsView(ok=not any(one.alarm for one in views), readings=tuple(views))
