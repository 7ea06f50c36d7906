"""The case of a declaration: what its events have made of it. A plain record, for JSON too."""

import datetime

from openkeden.base import cases
from openkeden.base.time_limits import Office
from openkeden.clearance import deadlines, lifecycle


class DeclarationCase(cases.Case, frozen=True, omit_defaults=True, kw_only=True):
    """A declaration as its events left it. Money is in minor national units."""

    #: A state of `lifecycle.STATES`.
    state: str = lifecycle.START

    #: The registration number; empty before registration.
    registration: str = ""

    #: Digest of each lodged version, the last one in force; none ever changes.
    versions: tuple[str, ...] = ()

    #: The lane that was chosen; empty before that.
    lane: str = ""

    #: Numbers of all goods lines.
    items: tuple[int, ...] = ()

    #: Numbers of the goods lines that are released.
    released: tuple[int, ...] = ()

    #: The moments that time limits run from and to.
    moments: deadlines.Moments = deadlines.Moments()

    #: What is payable.
    payable: int = 0

    #: What was paid.
    paid: int = 0

    #: What was secured.
    secured: int = 0

    #: What may become payable after a release on security.
    additional: int = 0

    #: Codes of documents that were asked for and not given.
    documents: tuple[str, ...] = ()

    #: Whether documents were asked for or an inspection was announced (art. 112(1)).
    announced: bool = False

    #: Acts of inspection.
    acts: tuple[str, ...] = ()

    #: Whether an inspection found a breach that is not cured.
    breach: bool = False

    #: Whether two persons waived what was asked.
    waived: bool = False

    #: Grounds of the last refusal, or why a release was annulled.
    reasons: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        """Number of the version in force; 0 for a draft."""
        return len(self.versions)

    @property
    def covered(self) -> bool:
        """Whether what is payable, and what may become so, is paid or secured."""
        return self.paid + self.secured >= self.payable + self.additional

    @property
    def missing(self) -> int:
        """What of that is neither paid nor secured."""
        return max(self.payable + self.additional - self.paid - self.secured, 0)

    @property
    def overpaid(self) -> int:
        """What was paid beyond what is payable, and may become so."""
        return max(self.paid - self.payable - self.additional, 0)

    def is_overdue(self, now: datetime.datetime) -> bool:
        """Whether the deadline of its state has passed."""
        return self.due is not None and now > self.due

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected to happen."""
        return self.state in lifecycle.ENDS


def due(
    before: DeclarationCase, after: DeclarationCase, office: Office
) -> datetime.datetime | None:
    """By when the case must leave its state; found anew when the state or its moments
    changed.
    """
    if after.state == before.state and after.moments == before.moments:
        return before.due
    assert after.at is not None, "an event has just happened"
    return deadlines.due(after.state, after.moments, after.at, office)


def sound(case: DeclarationCase) -> bool:
    """Released implies paid or secured."""
    return case.covered or case.state not in lifecycle.RELEASED
