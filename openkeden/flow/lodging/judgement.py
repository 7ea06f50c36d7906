"""Judgement: what the law and the profiles say of the filings of a group, step by step over
all of them.

A step over a whole group takes less time than one filing through all steps: code and data
of a step stay in the caches of the processor. What the law alone says may have been found
out before, by a worker. What hangs on filings before it is found out when its turn comes:
earlier lots, the records of its traders, and so the profiles that select it.
"""

from collections.abc import Sequence

import msgspec

from openkeden import formats
from openkeden.base.findings import Finding, Refused
from openkeden.filing import validation
from openkeden.flow.installation import LawOfDay
from openkeden.flow.lodging import preparation
from openkeden.flow.lodging.batch import Batch
from openkeden.flow.lodging.filed import Filed, lots_of
from openkeden.flow.recording import Recording
from openkeden.risk import budget, lots, selection

#: What a filing owes, or why it is refused.
Valued = preparation.ValuedFiling | Refused


class Ahead(msgspec.Struct, frozen=True, gc=False):
    """What the law of a day alone says of a filing, found out before its turn."""

    #: The law.
    day: LawOfDay

    #: The lots that it brings.
    brought: lots.Brought

    #: What it owes, or why it is refused; None where it was not valued yet.
    valued: Valued | None = None


class HandedIn(msgspec.Struct, frozen=True, gc=False):
    """A filing that is handed in."""

    #: The filing as it was received.
    received: formats.Received

    #: What was found out ahead.
    ahead: Ahead | None = None

    def by(self, day: LawOfDay) -> Ahead:
        """What was found out by the law of this day; its lots at least."""
        if self.ahead is not None and self.ahead.day is day:
            return self.ahead
        return Ahead(day, lots_of(self.received.filing, day))


class JudgedFiling(msgspec.Struct, frozen=True, gc=False):
    """A filing that no rule refuses."""

    #: What it declares and owes.
    valued: preparation.ValuedFiling

    #: How it is selected, with every reason.
    selected: selection.Selection


#: What a filing comes to before its turn: a finding where its sender may not hand it in,
#: None where it was answered before.
Verdict = Valued | Finding | None


def of_group(group: Sequence[Filed], ahead: Sequence[Ahead], kept: Batch) -> list[Verdict]:
    """Value the new filings of a group, as those before the group leave them."""
    verdicts: list[Verdict] = [filed.sender.powerless(filed.declarant) for filed in group]
    if not isinstance(kept.act, Recording):
        return verdicts
    new = [place for place, filed in enumerate(group) if filed.key not in kept.known]
    new = [place for place in new if verdicts[place] is None]
    said = [ahead[place].valued or preparation.validate(group[place]) for place in new]
    owed = [_valued(group[place], one) for place, one in zip(new, said, strict=True)]
    for place, one in zip(new, owed, strict=True):
        verdicts[place] = one
    if kept.targeting is not None:
        for place, one in zip(new, owed, strict=True):
            if isinstance(one, preparation.ValuedFiling):
                lot = group[place].brought
                kept.targeting.look_at(lot, one.declared, one.assessed)
    return verdicts


def at_its_turn(filed: Filed, valued: Valued, kept: Batch) -> JudgedFiling | Refused:
    """Judge a filing as those before it leave it; it owes the same, unless one of its group
    brought the same lots.
    """
    if isinstance(valued, preparation.ValuedFiling) and kept.brought_again(filed.brought):
        valued = _as_left(filed, valued)
    if isinstance(valued, Refused):
        return valued
    return JudgedFiling(valued, _selected(filed, valued, kept))


def _valued(filed: Filed, said: validation.Validated | Valued) -> Valued:
    if isinstance(said, validation.Validated):
        return preparation.value(filed, said)
    return said if isinstance(said, Refused) else _as_left(filed, said)


def _as_left(filed: Filed, valued: preparation.ValuedFiling) -> Valued:
    """What a filing owes as those before it leave it: the same, unless they brought other
    lots of its own than was known.
    """
    amends = valued.declared.filing.amends
    if filed.around.earlier(filed.brought, amends) == valued.earlier:
        return valued
    return preparation.value(filed, valued.validated)


def _selected(
    filed: Filed, valued: preparation.ValuedFiling, kept: Batch
) -> selection.Selection:
    """How a filing is selected; by a model in force as those before it leave the inspections
    of its office.
    """
    targeting = kept.targeting
    if targeting is None:
        return _select(filed, valued, kept)
    declared, assessed = valued.declared, valued.assessed
    aim = targeting.aim(filed.brought, declared, assessed)
    found = _select(filed, valued, kept, aim)
    if targeting.lacking:
        return msgspec.structs.replace(found, lacking=targeting.lacking)
    if aim is None or found.choice is None or not found.choice.chosen:
        return found
    told = targeting.explain(aim, filed.brought, declared, assessed)
    return selection.explained(found, *told)


def _select(
    filed: Filed,
    valued: preparation.ValuedFiling,
    kept: Batch,
    aim: budget.Aim | None = None,
) -> selection.Selection:
    day, declared = filed.day, valued.declared
    return selection.select(
        declared,
        valued.assessed,
        day.profiles,
        kept.records(declared.filing),
        day.seed,
        filed.brought,
        valued.earlier,
        aim,
    )
