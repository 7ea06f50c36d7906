"""Judgement: what the law and the profiles say of the filings of a group, step by step over
all of them.

A step over a whole group takes less time than one filing through all steps: code and data
of a step stay in the caches of the processor. What hangs on filings before it in the group
is judged again when the turn of a filing comes.
"""

from collections.abc import Sequence

import msgspec

from openkeden.base.findings import Refused
from openkeden.flow.lodging import preparation
from openkeden.flow.lodging.batch import Batch
from openkeden.flow.lodging.filed import Filed
from openkeden.flow.recording import Recording
from openkeden.risk import selection


class JudgedFiling(msgspec.Struct, frozen=True, gc=False):
    """A filing that no rule refuses."""

    #: What it declares and owes.
    valued: preparation.ValuedFiling

    #: The profiles that select it.
    selected: selection.Selection


#: What a step comes to for each filing of a group, in their order; None for those that were
#: answered before.
Verdicts = list[JudgedFiling | Refused | None]


def of_group(group: Sequence[Filed], kept: Batch) -> Verdicts:
    """Judge the new filings of a group, as those before the group leave them."""
    validated = [
        preparation.validate(filed) if _is_new(filed, kept) else None for filed in group
    ]
    valued = [
        None if said is None else preparation.value(filed, said)
        for filed, said in zip(group, validated, strict=True)
    ]
    return [
        None if owed is None else _selected(filed, owed, kept)
        for filed, owed in zip(group, valued, strict=True)
    ]


def again(filed: Filed, judged: JudgedFiling, kept: Batch) -> JudgedFiling | Refused:
    """Judge a filing as those before it leave it: the same, unless one of its group brought
    the same lots.
    """
    valued = judged.valued
    amends = valued.declared.filing.amends
    if filed.around.earlier(filed.brought, amends) == valued.earlier:
        return judged
    return _selected(filed, preparation.value(filed, valued.validated), kept)


def _is_new(filed: Filed, kept: Batch) -> bool:
    """Whether a filing is judged at all: it was not lodged before the group, and may be."""
    recorded = isinstance(kept.act, Recording) and filed.key not in kept.known
    return recorded and filed.sender.powerless(filed.declarant) is None


def _selected(
    filed: Filed, valued: preparation.ValuedFiling | Refused, kept: Batch
) -> JudgedFiling | Refused:
    if isinstance(valued, Refused):
        return valued
    day, declared = filed.day, valued.declared
    selected = selection.select(
        declared,
        valued.assessed,
        day.profiles,
        kept.records(declared.filing),
        day.seed,
        filed.brought,
        valued.earlier,
    )
    return JudgedFiling(valued, selected)
