"""Readings of auditors: each is a fact, written before anything is read."""

from openkeden.base.findings import Refused
from openkeden.flow import clock, facts, recording
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import actions
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.flow.people import readers
from openkeden.risk import selection


def case(
    reference: str, auditor: str, purpose: str, at: Installation
) -> KnownCase | Refused:
    """A declaration as it stands, with the reasons of its lane, for an auditor."""
    return _read(reference, auditor, purpose, "status", at)


def selected(
    reference: str, auditor: str, purpose: str, at: Installation
) -> selection.Selection | Refused:
    """How a declaration was selected, for an auditor."""
    known = _read(reference, auditor, purpose, "explanation", at)
    return known if isinstance(known, Refused) else actions.selection_of(known)


def _read(
    reference: str, auditor: str, purpose: str, what: str, at: Installation
) -> KnownCase | Refused:
    known = actions.look_up(reference, at)
    if isinstance(known, Refused):
        return known
    now = clock.now()
    with recording.act(at, now, purpose) as act:
        if isinstance(act, Refused):
            return act
        office = known.row.office
        may_not = readers.may_audit(auditor, purpose, "see_reasons", at, office)
        if may_not is not None:
            return may_not
        fact = facts.AuditorReading(
            **act.stamp(auditor),
            registration=known.row.registration,
            what=what,
            purpose=purpose.strip(),
        )
        act.append(fact)
    return known
