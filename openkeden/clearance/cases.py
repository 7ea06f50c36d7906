"""What happened (`Event`) and what a declaration has come to by it (`Case`): plain records, for JSON and the ledger."""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.clearance import deadlines, lifecycle

#: What an event says: text, an amount in minor units or a number, codes or numbers of goods lines.
Value = str | int | tuple[str | int, ...]


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act on a case: who did what in which role, when (an aware moment), at which device, and what it says.

    `args` are those of `lifecycle.ACTIONS`; amounts are minor national units.
    """

    action: str
    role: str
    actor: str
    at: datetime.datetime
    args: Mapping[str, Value] = {}
    device: str = ""

    def text(self, name: str) -> str:
        """A text argument; empty when it was left out."""
        value = self.args.get(name, "")
        return value if isinstance(value, str) else ""

    def amount(self, name: str) -> int:
        """An amount in minor units; 0 when it was left out."""
        value = self.args.get(name, 0)
        return value if isinstance(value, int) else 0

    def codes(self, name: str) -> tuple[str, ...]:
        """A list of codes; none when it was left out."""
        value = self.args.get(name, ())
        return (
            tuple(one for one in value if isinstance(one, str))
            if isinstance(value, tuple | list)
            else ()
        )

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of numbers of goods lines; none when it was left out."""
        value = self.args.get(name, ())
        return (
            tuple(one for one in value if isinstance(one, int))
            if isinstance(value, tuple | list)
            else ()
        )


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one person proposed and another must confirm: the action, who, and at which device."""

    action: str
    actor: str
    device: str = ""


class Case(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A declaration as its events left it. Money is in minor national units.

    reference: the declarant's own; registration: the number given; versions: digest of each lodged version, the last
    one in force, none ever changed; items, released: numbers of goods lines; due: by when this state must be left;
    documents: codes asked for and not given; announced: documents were asked or inspection announced (art. 112(1));
    acts: acts of inspection; breach: found and not cured; waived: an override by two persons; additional: what may
    become payable after a release on security; reasons: grounds of the last refusal, or profiles that chose the lane;
    at: the last event.
    """

    reference: str
    state: str = lifecycle.START
    registration: str = ""
    versions: tuple[str, ...] = ()
    lane: str = ""
    items: tuple[int, ...] = ()
    released: tuple[int, ...] = ()
    due: datetime.datetime | None = None
    moments: deadlines.Moments = deadlines.Moments()
    payable: int = 0
    paid: int = 0
    secured: int = 0
    additional: int = 0
    documents: tuple[str, ...] = ()
    announced: bool = False
    acts: tuple[str, ...] = ()
    breach: bool = False
    waived: bool = False
    proposal: Proposal | None = None
    reasons: tuple[str, ...] = ()
    at: datetime.datetime | None = None

    @property
    def version(self) -> int:
        """Number of the version in force; 0 for a draft."""
        return len(self.versions)

    @property
    def covered(self) -> bool:
        """Whether what is payable, and what may become so, is paid or secured."""
        return self.paid + self.secured >= self.payable + self.additional

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected to happen."""
        return self.state in lifecycle.ENDS
