"""Inspection budgets: what a declaration is worth inspecting by a model, who of champion
and challenger has it, what chance has, and the choice.

Everything is in whole numbers: an audit repeats each choice.
"""

import hashlib
from collections.abc import Iterable

import msgspec

from openkeden.base import fixed_point
from openkeden.risk import random_check
from openkeden.risk.profiles import MILLION, InspectionBudget, Role

_TIE_BITS = 32


class Opinion(msgspec.Struct, frozen=True):
    """What a model says of one declaration."""

    #: The version of the model.
    version: str

    #: The probability that an inspection finds something, in millionths.
    probability_ppm: int

    #: What it would bring if it did, in minor national units.
    revenue: int

    #: The item that it is likeliest to be found in.
    item: int


class Bar(msgspec.Struct, frozen=True):
    """What a declaration has to be above, as the declarations before it leave it."""

    #: The utility; None: no inspection is left for one.
    utility: int | None

    #: Recent declarations that it was found among.
    recent: int

    #: Inspections left for the day, in millionths.
    left: int

    #: Declarations still to come, this one among them.
    to_come: int


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """The choice that a model had, with all that it hung on."""

    #: SHA-256 of the file of the model.
    model: bytes

    #: The role that chance gave the declaration to.
    role: Role

    #: The office of the budget; empty: that of all.
    office: str

    #: The probability of a finding, in millionths.
    probability_ppm: int

    #: The revenue of a finding, in minor national units.
    revenue: int

    #: The utility, with what breaks ties.
    utility: int

    #: What it had to be above.
    bar: Bar

    #: Whether the model chose the declaration.
    chosen: bool

    #: Whether rules alone ask for what the budget would: it takes none of the inspections.
    stopped: bool

    #: The probability with which it was to be checked once the role was known, in
    #: millionths.
    inclusion_ppm: int


class Rules(msgspec.Struct, frozen=True):
    """What rules alone, without model and chance, make of a declaration."""

    #: Whether they ask for what the budget would.
    stopped: bool

    #: Whether they have it checked.
    checked: bool

    #: Whether it would be checked where chance draws it.
    drawn_is_checked: bool


class Aim(msgspec.Struct, frozen=True):
    """What a model in force brings to one selection."""

    #: The budget of the office.
    row: InspectionBudget

    #: SHA-256 of the file of the model.
    model: bytes

    #: Its role.
    role: Role

    #: What it says of the declaration.
    opinion: Opinion

    #: The utility, with what breaks ties.
    utility: int

    #: What it has to be above.
    bar: Bar

    #: The random share, in millionths.
    chance_ppm: int


def chance(row: InspectionBudget, foreseen: int, floor_ppm: int) -> int:
    """The random share in millionths: the part of the inspections that chance has, of the
    declarations of a day; not below the floor.
    """
    share = row.inspections * row.chance_ppm // max(foreseen, 1)
    return min(max(share, floor_ppm), MILLION)


def role_of(
    seed: bytes, lots: Iterable[bytes], row: InspectionBudget, *, contested: bool
) -> Role:
    """Which model a declaration of these lots is given to.

    It hangs on the secret of the day and on the lots: nobody foresees it, and another
    spelling of the same lots has the same.
    """
    if not contested:
        return "champion"
    drawn = _drawn(seed, b"role", lots) % MILLION
    return "challenger" if drawn < row.challenger_ppm else "champion"


def utility(
    opinion: Opinion, row: InspectionBudget, seed: bytes, lots: Iterable[bytes]
) -> int:
    """The utility of an inspection: probability times a power of the revenue, as a
    logarithm; among equals the secret of the day decides.
    """
    probability = fixed_point.log2(max(opinion.probability_ppm, 1))
    revenue = fixed_point.log2(max(opinion.revenue, 0) + 1)
    found = probability + revenue * row.exponent_ppm // MILLION
    return found << _TIE_BITS | _drawn(seed, b"tie", lots) >> 64 - _TIE_BITS


def _drawn(seed: bytes, purpose: bytes, lots: Iterable[bytes]) -> int:
    """A number of 64 bits that belongs to the first of the lots by key."""
    content = seed + purpose + min(lots)
    return int.from_bytes(hashlib.sha256(content).digest()[:8])


def choose(aim: Aim, drawn: random_check.RandomCheck, rules: Rules) -> Choice:
    """The choice of a model; a declaration that rules have stopped takes no inspection."""
    above = aim.bar.utility
    chosen = not rules.stopped and above is not None and aim.utility > above
    by_chance = random_check.inclusion_ppm(drawn) if rules.drawn_is_checked else 0
    return Choice(
        model=aim.model,
        role=aim.role,
        office=aim.row.office,
        probability_ppm=aim.opinion.probability_ppm,
        revenue=aim.opinion.revenue,
        utility=aim.utility,
        bar=aim.bar,
        chosen=chosen,
        stopped=rules.stopped,
        inclusion_ppm=MILLION if chosen or rules.checked else by_chance,
    )
