"""Observed profiles: the profiles of a policy asked of goods lines of the past, which tell less
than a declaration. A profile that asks for what the lines do not tell is left out.
"""

import datetime
from collections.abc import Collection, Iterable, Sequence

import msgspec

from openkeden.assessment import charges
from openkeden.filing import declaration, subjects
from openkeden.filing.declaration import Filing, Goods, Item, Party, Preferences
from openkeden.risk import conditions, features, profile_trial, profiles, selection
from openkeden.risk.indicators.observation import Observation

#: What is told by every line of a known direction.
_ALWAYS = (
    *("direction", "procedure", "dispatch_country", "border_mode", "office", "items"),
    *("declarant.id", "item.code", "item.origin", "item.procedure", "item.description"),
    *("item.description_length", "item.origin_not_dispatch"),
    *("declarant.lodged", "declarant.new", "declarant.irregularities"),
    *("declarant.irregular_share", "declarant.days_known", "declarant.days_idle"),
    *("consignee.lodged", "consignee.new", "consignee.irregularities"),
    *("consignee.irregular_share", "consignee.days_known", "consignee.days_idle"),
)

#: What is told where every line has its value, its mass, both, or its charges.
_BY_VALUE = ("customs_value", "item.value", "item.value_share", "item.value_per_unit")
_BY_MASS = ("item.net_mass_kg",)
_BY_BOTH = ("item.value_per_kg",)
_BY_CHARGES = ("payable",)
_BY_SHARE = ("payable_share",)

#: What lines tell that came from declarations as they are lodged here.
_FURTHER = (
    *("delivery_terms", "currency", "nature"),
    *("item.valuation_method", "item.preference_duty"),
)

#: The category of a line that names the direction of its declaration.
DIRECTION = "direction"

#: More than any score.
_SCORES = 1 + selection.MAX_SCORE

#: Bits of charges: they break ties.
_CHARGES_BITS = 64


class AskedProfiles(msgspec.Struct, frozen=True):
    """The profiles of a policy that lines of the past can be asked for."""

    #: The policy with these alone.
    policy: profiles.Policy

    #: The ids of those that are left out.
    left_out: tuple[str, ...]


def told(lines: Iterable[Observation]) -> frozenset[str]:
    """The facts that every one of these lines tells; lines of declarations as they are
    lodged here name their direction.
    """
    every = list(lines)
    valued = all(line.value is not None for line in every)
    weighed = all(line.net_mass is not None for line in every)
    charged = all(line.charges is not None for line in every)
    groups = (
        (True, _ALWAYS),
        (valued, _BY_VALUE),
        (weighed, _BY_MASS),
        (valued and weighed, _BY_BOTH),
        (charged, _BY_CHARGES),
        (charged and valued, _BY_SHARE),
        (all(DIRECTION in line.more for line in every), _FURTHER),
    )
    found: list[str] = []
    for holds, names in groups:
        found += names if holds else ()
    return frozenset(found)


def asked(
    policy: profiles.Policy, facts: Collection[str], on: datetime.date
) -> AskedProfiles:
    """Of the profiles of a day those that ask for nothing but these facts."""
    in_force = [profile for profile in policy.profiles if profile.holds(on)]
    kept = tuple([profile for profile in in_force if _wanted(profile) <= set(facts)])
    reduced = msgspec.structs.replace(policy, profiles=kept)
    left_out = [profile.id for profile in in_force if profile not in kept]
    return AskedProfiles(profile_trial.quiet(reduced), tuple(left_out))


def _wanted(profile: profiles.Profile) -> set[str]:
    """The facts that a profile asks for."""
    wanted: set[str] = set()
    for clause in profile.conditions:
        each = clause.any if isinstance(clause, conditions.AnyOf) else (clause,)
        wanted.update([condition.fact for condition in each])
    return wanted


def severities(
    lines: Sequence[Observation],
    direction: str,
    compiled: selection.Compiled,
    history: features.History,
) -> list[int]:
    """How severe profiles are with each line of a declaration: the strictest lane, then
    what they add to the score, then the charges. Lines that none strikes have charges alone.
    """
    declared, assessed = _declared(lines, direction), _assessed(lines)
    chosen = profile_trial.by_profiles(declared, assessed, compiled, history)
    lanes = {row.id: profiles.rank(row.lane) for row in compiled.policy.profiles}
    found = []
    for line in lines:
        hits = [
            hit
            for hit in chosen.hits
            if hit.profile in lanes and hit.item in (0, line.item)
        ]
        score = min(sum([hit.contribution for hit in hits]), selection.MAX_SCORE)
        reached = [row for row in compiled.thresholds if row.score <= score]
        ranks = [lanes[hit.profile] for hit in hits]
        ranks += [profiles.rank(row.lane) for row in reached]
        rank = max(ranks, default=0)
        severity = rank * _SCORES + score
        found.append((severity << _CHARGES_BITS) + (line.charges or 0))
    return found


def is_struck(severity: int) -> bool:
    """Whether any profile strikes a line of this severity."""
    return bool(severity >> _CHARGES_BITS)


def _declared(lines: Sequence[Observation], direction: str) -> declaration.Declaration:
    """The declaration of lines, as far as they tell it."""
    first = lines[0]
    trader = Party(name="", country="", id=first.trader)
    declarant = Party(name="", country="", id=first.agent) if first.agent else trader
    exports = direction == subjects.EXPORT
    more = first.more
    filing = Filing(
        reference=first.declaration,
        direction=direction,
        procedure=first.procedure[:2],
        office=first.office,
        declarant=declarant,
        items=tuple([_item(line) for line in lines]),
        currency=more.get("currency", ""),
        invoice_total="",
        declared_on=str(first.day),
        items_total=len(lines),
        packages_total=0,
        exporter=trader if exports else None,
        consignee=None if exports else trader,
        dispatch_country=first.dispatch,
        border_mode=first.mode,
        delivery_terms=more.get("terms", ""),
        nature=more.get("nature", ""),
    )
    goods = [_goods(item, line) for item, line in zip(filing.items, lines, strict=True)]
    return declaration.Declaration(filing, b"", first.day, tuple(goods), 0, (), ())


def _item(line: Observation) -> Item:
    return Item(
        number=line.item,
        code=line.code,
        description=line.description,
        origin=line.origin,
        procedure=line.procedure,
        gross_mass_kg="",
        net_mass_kg="",
        price="",
        valuation_method=line.more.get("method", ""),
        preferences=Preferences(duty=line.more.get("preference", "")),
    )


def _goods(item: Item, line: Observation) -> Goods:
    # The unit of a line is not told: its quantity is in whatever unit box 41 has.
    quantities = {"": line.quantity} if line.quantity else {}
    return Goods(item, 0, 0, line.net_mass or 0, quantities)


def _assessed(lines: Sequence[Observation]) -> charges.Assessment:
    """What lines were worth and owed, as far as they tell it."""
    values = [line.value or 0 for line in lines]
    valued = [
        charges.Valued(line.item, value, 0, 0, value)
        for line, value in zip(lines, values, strict=True)
    ]
    return charges.Assessment(
        on=lines[0].day,
        edition="",
        quotes=(),
        items=tuple(valued),
        charges=(),
        customs_value=sum(values),
        payable=sum([line.charges or 0 for line in lines]),
    )
