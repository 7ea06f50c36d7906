"""Allocate declared goods to the quotas of their day, and release what is not used.

An allocation is made when a declaration is registered, in the transaction that registers
it, and stands in its fact. It is released when an amendment replaces the version, when the
declaration is withdrawn, and when release is refused: of a partial release, for the items
not released. A release that is annulled frees nothing: the goods may be gone.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from openkeden.base.findings import Finding, Refused
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.filing import declaration, subjects, validation
from openkeden.filing.context import Context
from openkeden.flow import facts
from openkeden.flow.installation import LawOfDay
from openkeden.flow.lodging import history
from openkeden.tariff import measures, quota_rules, quotas

#: The states in which what is not released frees its allocations.
FREEING = frozenset({"withdrawn", "release_refused", "released_in_part"})

Used = Callable[[Iterable[quotas.Share]], Mapping[quotas.Share, int]]


class Allocated(msgspec.Struct, frozen=True):
    """What the registration of a version changes in the quotas."""

    #: What the version takes.
    taken: tuple[quotas.Allocation, ...] = ()

    #: What the versions before it give back at the same moment.
    returned: tuple[quotas.Allocation, ...] = ()


def allocate(
    declared: declaration.Declaration,
    declarant: str,
    day: LawOfDay,
    known: history.Known,
    used: Used,
) -> Allocated | Refused:
    """Allocate a declaration to the quotas of the day, or say which of them have too little
    left.

    The share is that of the exporter of an export, else of the consignee, and of the
    `declarant` where that one has no number. `known` are the facts of the versions before;
    `used` gives what is used up of shares, and must hold until the fact is written: it
    reads within the transaction.
    """
    returned = outstanding(known)
    law = day.edition.quotas
    if not law:
        return Allocated(returned=returned)
    taken = _allocations(declared, declarant, day)
    if isinstance(taken, Refused):
        return taken
    short = quotas.over(taken, returned, used(quotas.sums(taken)), law) if taken else ()
    if short:
        return Refused(tuple([quota_rules.short(shortage, law) for shortage in short]))
    return Allocated(taken, returned)


def outstanding(
    known: Collection[facts.Lodging | facts.CaseStep],
) -> tuple[quotas.Allocation, ...]:
    """The allocations of a declaration that were not given back, by its facts."""
    taken: list[quotas.Allocation] = []
    returned: list[quotas.Allocation] = []
    for fact in known:
        returned += fact.returned
        taken += fact.allocated if isinstance(fact, facts.Lodging) else ()
    return quotas.outstanding(taken, returned)


def freed(
    known: Collection[facts.Lodging | facts.CaseStep], after: DeclarationCase
) -> tuple[quotas.Allocation, ...]:
    """The allocations that a step to the case `after` frees: of all goods, when it ends,
    that are not released.
    """
    if after.state not in FREEING:
        return ()
    held = outstanding(known)
    return tuple(
        [allocation for allocation in held if allocation.item not in after.released]
    )


def _allocations(
    declared: declaration.Declaration, declarant: str, day: LawOfDay
) -> tuple[quotas.Allocation, ...] | Refused:
    """What each item takes from each quota that covers it, or the items that do not say how
    much.
    """
    context = validation.prepare(day.edition, day.exchange)
    holder = subjects.holder_of(declared.filing) or declarant
    taken: list[quotas.Allocation] = []
    uncounted: list[Finding] = []
    for goods in declared.goods:
        item = goods.item
        for quota in _quotas_of(item, declared.filing, context):
            amount = goods.quantities.get(quota.unit)
            if amount is None:
                uncounted.append(quota_rules.uncounted(item.number, item.code, quota))
                continue
            group = quota.group_of(holder, day.edition.lists)
            taken.append(quotas.Allocation(item.number, quota.id, holder, amount, group))
    return Refused(tuple(uncounted)) if uncounted else tuple(taken)


def _quotas_of(
    item: declaration.Item, filing: declaration.Filing, context: Context
) -> list[quotas.Quota]:
    """The quotas that the measures of the day apply to an item."""
    if not context.measures.may_charge_quota(item.code):
        return []
    applied = context.measures_on(subjects.item_codes(filing, item, context.measures))
    charged = [measure for measure in applied if measures.charges_quota(measure)]
    return [context.edition.quotas[measure.quota] for measure in charged]
