"""The catalogue of risk indicators: the name, the kind and the meaning of each value that a
track record gives for a goods line.
"""

from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from openkeden.risk.indicators.indicator_set import DEFAULT, IndicatorSet
from openkeden.risk.indicators.observation import Observation

#: What an indicator is: one of several texts, a rate or its difference from the base in
#: millionths, a number of things, of days, a ratio in millionths, or an amount in the
#: smallest unit of what it is of.
IndicatorKind = Literal["category", "rate_ppm", "count", "days", "ratio_ppm", "amount"]

#: The value of an indicator; None: not known.
IndicatorValue = int | str | None


class Indicator(msgspec.Struct, frozen=True):
    """One risk indicator."""

    #: Its name, unique in its set: what it is of, a point, what it tells.
    name: str

    #: What it is.
    kind: IndicatorKind

    #: What it is of: a part, a grouping or the line; the key of its words.
    subject: str

    #: What it tells of it; the key of its words.
    tells: str

    #: What it says, in words.
    meaning: str


#: What is told of each key of a grouping, in order: the name, the kind and the meaning.
OF_RATES: tuple[tuple[str, IndicatorKind, str], ...] = (
    ("rate", "rate_ppm", "share of inspections that found something, less that of all"),
    ("inspected", "count", "inspections whose outcome is known"),
    ("found", "count", "inspections that found something"),
    ("seen", "count", "lines registered before; 0: new"),
    ("days_known", "days", "days since the first line"),
    ("days_idle", "days", "days since the last line"),
)

#: What is told of each usual measure, in order.
OF_USUAL: tuple[tuple[str, IndicatorKind, str], ...] = (
    ("ratio", "ratio_ppm", "this line to what is usual"),
    ("distance", "ratio_ppm", "distance from the usual in usual distances, by doublings"),
)


#: Amounts are cut off here, so that tables of 64-bit numbers can hold them.
_MOST = 10**18


def _amount(number: int | None) -> int | None:
    return None if number is None else min(number, _MOST)


def _share(part: int | None, whole: int | None) -> int | None:
    """A ratio in millionths."""
    if part is None or not whole:
        return None
    return min(part * 1_000_000 // whole, _MOST)


def _zeros(number: int | None) -> int | None:
    """The zeros at the end of a number; of nothing None."""
    if not number:
        return None
    zeros = 0
    while not number % 10:
        number //= 10
        zeros += 1
    return zeros


#: What is told of a line by itself, in order: the name, the kind, the meaning, how it is
#: read.
OF_LINE: tuple[tuple[str, IndicatorKind, str, Callable[[Observation], int | None]], ...] = (
    ("value", "amount", "customs value", lambda line: _amount(line.value)),
    ("net_mass", "amount", "net mass", lambda line: _amount(line.net_mass)),
    ("quantity", "amount", "supplementary quantity", lambda line: _amount(line.quantity)),
    ("charges", "amount", "charges", lambda line: _amount(line.charges)),
    ("duty", "ratio_ppm", "rate of the duty", lambda line: _amount(line.duty_ppm)),
    (
        "charges_share",
        "ratio_ppm",
        "charges to customs value",
        lambda line: _share(line.charges, line.value),
    ),
    (
        "price",
        "amount",
        "customs value of a kilogram",
        lambda line: _share(line.value, line.net_mass),
    ),
    ("value_zeros", "count", "zeros that end the value", lambda line: _zeros(line.value)),
    (
        "mass_zeros",
        "count",
        "zeros that end the net mass",
        lambda line: _zeros(line.net_mass),
    ),
    (
        "description",
        "count",
        "characters of the description",
        lambda line: len(line.description) or None,
    ),
    (
        "text_distance",
        "count",
        "how far the code is from the description, in thousandths",
        lambda line: line.text_distance,
    ),
)

#: The indicator that is told only where texts are compared with codes.
TEXT_DISTANCE = "line.text_distance"


def catalogue(settings: IndicatorSet) -> tuple[Indicator, ...]:
    """The indicators of a set, in the order in which a track record gives their values."""
    return tuple(_indicators(settings))


def _indicators(settings: IndicatorSet) -> Iterator[Indicator]:
    for name in settings.levels:
        yield Indicator(name, "category", name, "level", f"{name} as it stands")
    for tells, kind, meaning, _ in OF_LINE:
        yield Indicator(f"line.{tells}", kind, "line", tells, meaning)
    for rate in settings.rates:
        for tells, kind, meaning in OF_RATES:
            yield Indicator(f"{rate.name}.{tells}", kind, rate.name, tells, meaning)
    for usual in settings.usual:
        for tells, kind, meaning in OF_USUAL:
            yield Indicator(f"{usual.name}.{tells}", kind, usual.name, tells, meaning)


#: The indicators of the set that is used where none is named.
INDICATORS = catalogue(DEFAULT)
