"""Adoption: a person answers for law that lies here and that no fact speaks of.

Files that were added by hand, and another pack under the same version of the program, can
be adopted. What is gone or changed cannot: what was imported stays as it was.
"""

from openkeden.base import findings, recording_rules
from openkeden.base.findings import Refused
from openkeden.clearance import people
from openkeden.flow import recording
from openkeden.flow.installation import Installation
from openkeden.flow.law import in_use, law_here
from openkeden.flow.people import authority
from openkeden.lawpack.imports import imported_files


def adopt(by: recording.By, at: Installation) -> int | Refused:
    """Record that the law that lies here is in use; the index of the fact."""
    with recording.act(at, by.now, by.late, adopting=True) as act:
        if isinstance(act, Refused):
            return act
        wrong = authority.authorised(by.actor, people.ADMINISTRATOR, by.now, at)
        wrong = wrong or _objections(at, in_use.latest())
        if wrong is not None:
            return wrong
        return act.append(in_use.fact_of(at.law, **act.stamp(by.actor)))


def _objections(at: Installation, known: in_use.KnownLaw | None) -> Refused | None:
    """Why the law that lies here cannot be adopted."""
    if known is None:
        return None
    lying = law_here.files_of(at.home / imported_files.FOLDER)
    differences = in_use.differences(lying, known.fact.files, known.index)
    added = recording_rules.FILE_ADDED.number
    lost = [finding for finding in differences if finding.rule != added]
    if lost:
        return Refused(tuple(lost))
    if lying != at.law.files:
        return in_use.moved(known.index)
    if not in_use.differs(at.law, known.fact):
        return findings.refused(recording_rules.NOT_TO_ADOPT, "law", value=known.index)
    return None
