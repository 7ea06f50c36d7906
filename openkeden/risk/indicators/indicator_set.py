"""Indicator sets: which risk indicators there are and the settings that they are computed
by. A set stands in the file of the model that was trained on it.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

#: The way in which this program computes indicators. A model trained on others cannot be
#: used.
EDITION = 1

#: The longest half-life, in days: nothing of ten years is forgotten to speak of.
MOST_HALF_LIFE = 3650

#: A further category of a source is the part of this name.
MORE = "more."

#: What of a line can be compared with what is usual.
Measure = Literal["value_per_kg", "value_per_unit", "kg_per_unit", "value", "net_mass"]


class RateKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A grouping of goods lines of the past: those that are alike in some parts."""

    #: Its name, with which the names of its indicators begin.
    name: str

    #: The parts that are alike, by the names of `parts`.
    parts: tuple[str, ...]

    #: The grouping towards whose rate its own is drawn where few were inspected; empty: all
    #: lines.
    within: str = ""

    #: Days in which an inspection loses half its weight; 0: those of the set.
    half_life_days: int = 0

    #: Inspections that the rate of the wider grouping counts for; 0: those of the set.
    prior_weight: int = 0


class UsualKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A grouping of goods lines of the past by which a measure of a line is usual or not."""

    #: Its name, with which the names of its indicators begin.
    name: str

    #: What is measured.
    measure: Measure

    #: The parts that are alike, by the names of `parts`.
    parts: tuple[str, ...]


#: What goods have in common differs less than what traders have: it takes more inspections
#: to tell one heading from another.
_GOODS = 30


def _goods(name: str, parts: tuple[str, ...], within: str = "") -> RateKey:
    return RateKey(name, parts, within, prior_weight=_GOODS)


_RATES = (
    RateKey("trader", ("trader",)),
    RateKey("agent", ("agent",)),
    RateKey("partner", ("partner",)),
    _goods("office", ("office",)),
    _goods("origin", ("origin",)),
    _goods("route", ("route",)),
    _goods("hs2", ("hs2",)),
    _goods("hs4", ("hs4",), "hs2"),
    _goods("hs6", ("hs6",), "hs4"),
    _goods("hs10", ("hs10",), "hs6"),
    _goods("hs4_origin", ("hs4", "origin"), "hs4"),
    _goods("hs6_origin", ("hs6", "origin"), "hs6"),
    _goods("hs6_route", ("hs6", "route"), "hs6"),
    RateKey("trader_hs4", ("trader", "hs4"), "trader"),
    RateKey("trader_origin", ("trader", "origin"), "trader"),
    RateKey("agent_hs4", ("agent", "hs4"), "agent"),
    _goods("office_hs4", ("office", "hs4"), "hs4"),
)

_USUAL = (
    UsualKey("price_code", "value_per_kg", ("code",)),
    UsualKey("price_code_origin", "value_per_kg", ("code", "origin")),
    UsualKey("price_trader_code", "value_per_kg", ("trader", "code")),
    UsualKey("unit_price_code", "value_per_unit", ("code",)),
    UsualKey("unit_price_trader_code", "value_per_unit", ("trader", "code")),
    UsualKey("unit_mass_code", "kg_per_unit", ("code",)),
    UsualKey("value_trader", "value", ("trader",)),
    UsualKey("mass_code", "net_mass", ("code",)),
)

#: Parts that name somebody.
PARTIES = ("trader", "agent", "partner")

_LEVELS = (
    *PARTIES,
    *("hs2", "hs4", "hs6", "hs10"),
    *("origin", "dispatch", "route"),
    *("office", "mode", "procedure", "weekday"),
)


class IndicatorSet(msgspec.Struct, frozen=True):
    """Which indicators there are, and their settings."""

    #: The way in which they are computed.
    edition: int = EDITION

    #: Parts that are indicators as they stand.
    levels: tuple[str, ...] = _LEVELS

    #: Groupings with what inspections found in them; one stands behind that which it is
    #: within.
    rates: tuple[RateKey, ...] = _RATES

    #: Groupings with what is usual in them.
    usual: tuple[UsualKey, ...] = _USUAL

    #: Days in which what is known loses half its weight.
    half_life_days: int = 365

    #: Inspections that the rate of the wider grouping counts for.
    prior_weight: int = 10

    #: The share of inspections that find something before any is known, in millionths.
    base_ppm: int = 50_000

    #: Inspections that it counts for.
    base_weight: int = 20

    #: Lines of which something must be known before anything is called usual.
    usual_lines: int = 3

    #: How many times the usual distance from the middle a line may move the middle.
    outlier_spreads: int = 4

    #: The least usual distance, in 65,536ths of a doubling.
    least_spread: int = 1 << 12

    #: The parts, besides measures, in which copies of one consignment are alike.
    copy_parts: tuple[str, ...] = ("trader", "code", "origin")

    #: The measures in which they are alike; a line that has none of them is no copy.
    copy_measures: tuple[Literal["value", "net_mass", "quantity", "duty_ppm"], ...] = (
        "net_mass",
        "value",
    )

    #: Keys that each grouping keeps; of more, those that were seen longest ago are
    #: forgotten.
    most_keys: int = 100_000


DEFAULT = IndicatorSet()


def with_categories(names: Iterable[str], settings: IndicatorSet = DEFAULT) -> IndicatorSet:
    """A set that takes in further categories of a source too: each as it stands, and what
    inspections found by it, alone and with origin and heading.
    """
    levels, rates = list(settings.levels), list(settings.rates)
    for name in names:
        part = f"{MORE}{name}"
        levels.append(part)
        rates += [
            _goods(part, (part,)),
            _goods(f"{part}_origin", (part, "origin"), part),
            _goods(f"{part}_hs4", (part, "hs4"), "hs4"),
        ]
    return msgspec.structs.replace(settings, levels=tuple(levels), rates=tuple(rates))


def narrowed(settings: IndicatorSet, names: Iterable[str]) -> IndicatorSet:
    """A set that gives the indicators of these names, with what they are worked out from,
    and as little else as can be; each is what it is in the whole set.
    """
    asked = set(names)
    told = {name.rpartition(".")[0] for name in asked}
    rates: list[RateKey] = []
    for key in reversed(settings.rates):
        if key.name in told:
            told.add(key.within)
            rates.append(key)
    return msgspec.structs.replace(
        settings,
        levels=tuple([name for name in settings.levels if name in asked]),
        rates=tuple(reversed(rates)),
        usual=tuple([key for key in settings.usual if key.name in told]),
    )


def joined(one: IndicatorSet, other: IndicatorSet) -> IndicatorSet | None:
    """The set that gives the indicators of both; None where both give one of them in
    different ways.
    """
    if _bare(one) != _bare(other):
        return None
    levels = dict.fromkeys((*one.levels, *other.levels))
    rates = dict.fromkeys((*one.rates, *other.rates))
    usual = dict.fromkeys((*one.usual, *other.usual))
    names = [*[key.name for key in rates], *[key.name for key in usual]]
    if len(set(names)) < len(names):
        return None
    return msgspec.structs.replace(
        one, levels=tuple(levels), rates=tuple(rates), usual=tuple(usual)
    )


def _bare(settings: IndicatorSet) -> IndicatorSet:
    """What all indicators of a set have in common."""
    return msgspec.structs.replace(settings, levels=(), rates=(), usual=())
