"""Preparation: what a filing comes to before chance has a say. It is checked, valued and
taxed, the version that it amends is looked up, and quotas are asked.

Lodging goes on from here to lane and decision; a check ends here.
"""

import msgspec

from openkeden.accounting import posting
from openkeden.assessment import assess, charges, notices
from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.clearance import registration
from openkeden.filing import declaration, validation
from openkeden.flow.facts.recorded_item import RecordedItem
from openkeden.flow.lodging import amend, history, quota_allocation, recorded_items
from openkeden.flow.lodging.filed import Filed
from openkeden.flow.money import payments
from openkeden.flow.money.accounts import Purse
from openkeden.risk import lots
from openkeden.store import rows


class Registrable(msgspec.Struct, frozen=True):
    """A filing that nothing stands against."""

    #: What it declares.
    declared: declaration.Declaration

    #: What it owes.
    assessed: charges.Assessment

    #: Declarations of the same lots before it.
    earlier: tuple[lots.Earlier, ...]

    #: The goods to record.
    items: tuple[RecordedItem, ...]

    #: The declaration that it amends; None for a new one, or where it is not known.
    amending: amend.Amending | None

    #: What of the charges is neither paid nor secured by the version before.
    open: int

    #: What may be drawn for it.
    purse: Purse

    #: The quota allocations.
    allocated: quota_allocation.Allocated

    #: What is to be told.
    noticed: tuple[findings.Finding, ...]


class ValuedFiling(msgspec.Struct, frozen=True, gc=False):
    """A filing that no rule refuses, with what it owes."""

    #: What the rules say of it.
    validated: validation.Validated

    #: What it declares.
    declared: declaration.Declaration

    #: What it owes.
    assessed: charges.Assessment

    #: Declarations of the same lots before it.
    earlier: tuple[lots.Earlier, ...]

    #: What is to be told of it, first what its spelling and the rules say.
    noticed: tuple[findings.Finding, ...]


def prepare(filed: Filed) -> Registrable | Refused:
    """Everything that does not hang on lane and chance, or every finding that prevents
    registration.
    """
    valued = value(filed, validate(filed))
    return valued if isinstance(valued, Refused) else register(filed, valued)


def validate(filed: Filed) -> validation.Validated:
    """What the rules of its day say of a filing."""
    day = filed.day
    return validation.validate(filed.filing, filed.digest, day.edition, day.exchange)


def value(filed: Filed, validated: validation.Validated) -> ValuedFiling | Refused:
    """What a filing owes, with declarations of the same lots before it as they are known
    now.
    """
    declared, plan = validated.declaration, filed.day.plan
    told = _told(filed, validated)
    if declared is None:
        return Refused(told)
    earlier = filed.around.earlier(filed.brought, declared.filing.amends)
    assessed = assess.assess(declared, plan, lots.worth(filed.brought, earlier))
    noticed = (
        *told,
        *notices.differences(declared, assessed),
        *notices.notices(declared, assessed, plan),
    )
    return ValuedFiling(validated, declared, assessed, earlier, noticed)


def register(filed: Filed, valued: ValuedFiling) -> Registrable | Refused:
    """What registration needs besides, as filings before this one leave accounts and
    quotas, or every finding that prevents it. From here on the filing is as it was read.
    """
    filed.filing = valued.declared.filing
    prepared = _registrable(filed, valued)
    if isinstance(prepared, Refused):
        return Refused((*_told(filed, valued.validated), *prepared.findings))
    return prepared


def _told(filed: Filed, validated: validation.Validated) -> tuple[findings.Finding, ...]:
    return (*filed.received.notices, *validated.findings)


def _registrable(filed: Filed, valued: ValuedFiling) -> Registrable | Refused:
    """What registration needs. A refused filing gets no number."""
    declared, assessed = valued.declared, valued.assessed
    items = recorded_items.of(declared)
    oversized = _oversized(assessed, items)
    if oversized:
        return Refused(oversized)
    number = filed.filing.amends
    found = filed.around.history_of(number) if number else ()
    if isinstance(found, Refused):
        return found
    known = found or ()
    missing = _open(assessed, known)
    purse = filed.around.purse(filed.parties, filed.day.on, missing)
    amending = None
    if number and found is not None:
        amending = _amending(filed, number, known, assessed)
    if isinstance(amending, Refused):
        return amending
    allocated = quota_allocation.allocate(
        declared, filed.declarant, filed.day, known, filed.around.used
    )
    if isinstance(allocated, Refused):
        return allocated
    return Registrable(
        declared,
        assessed,
        valued.earlier,
        items,
        amending,
        missing,
        purse,
        allocated,
        (*valued.noticed, *purse.told),
    )


def _oversized(
    assessed: charges.Assessment, items: tuple[RecordedItem, ...]
) -> tuple[findings.Finding, ...]:
    """What is larger than can be recorded."""
    largest = max(assessed.customs_value, assessed.payable)
    large = registration.too_large(largest, rows.LARGEST)
    if large is not None:
        return (large,)
    return tuple(recorded_items.oversized(items))


def _amending(
    filed: Filed, number: str, known: history.Known, assessed: charges.Assessment
) -> amend.Amending | Refused:
    event = history.amended(filed.digest, assessed, filed.by, filed.at)
    office = filed.day.registration_moment(filed.filing.office, filed.at).office
    return amend.amend(number, known, filed.declarant, event, office)


def _open(assessed: charges.Assessment, known: history.Known) -> int:
    """What of the charges the facts of the version before did not cover."""
    standing = posting.standing(payments.stands(known))
    return max(assessed.payable - sum([use.amount for use in standing]), 0)
