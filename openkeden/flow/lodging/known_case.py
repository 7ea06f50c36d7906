"""A declaration as it stands: its row, its facts, and the case that they add up to."""

import itertools
from collections.abc import Iterable, Sequence

import msgspec

from openkeden.base.cases import Event
from openkeden.base.findings import Refused
from openkeden.base.time_limits import Office
from openkeden.clearance import decision, events
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.flow import facts
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import history
from openkeden.store import read, rows


class KnownCase(msgspec.Struct, frozen=True):
    """A declaration as it stands."""

    #: Its row, of the latest version.
    row: rows.DeclarationRow

    #: What is recorded of it, the oldest first.
    recorded: history.Known

    #: The case that this adds up to.
    case: DeclarationCase

    @property
    def lodging(self) -> facts.Lodging:
        """The lodging of the version in force."""
        return self.lodgings[-1]

    @property
    def lodgings(self) -> list[facts.Lodging]:
        """The lodging of every version, the first one first."""
        return [fact for fact in self.recorded if isinstance(fact, facts.Lodging)]

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happened, in order."""
        return tuple(itertools.chain.from_iterable(map(history.happened, self.recorded)))


def of(row: rows.DeclarationRow, at: Installation) -> KnownCase | Refused:
    """The declaration of a row; refused where what is recorded of it is damaged."""
    return _of(row, read.entries_of(row.registration), at)


def of_each(
    found: Iterable[rows.DeclarationRow], at: Installation
) -> list[KnownCase | Refused]:
    """The declarations of rows, read together."""
    listed = list(found)
    stored = read.entries_of_each([row.registration for row in listed])
    return [_of(row, stored[row.registration], at) for row in listed]


def _of(
    row: rows.DeclarationRow, stored: Sequence[rows.EntryRow], at: Installation
) -> KnownCase | Refused:
    known = history.of(row.registration, stored)
    if isinstance(known, Refused):
        return known
    return KnownCase(row, known, history.case_of(known, at.office(row.office)))


def follow(
    case: DeclarationCase, event: Event, office: Office
) -> tuple[tuple[Event, ...], DeclarationCase]:
    """An accepted event with what the system does upon it, and the case after both."""
    after = events.replay(case, [event], office)
    follows = decision.next_step(after, event.at)
    if follows is None:
        return (event,), after
    return (event, follows), events.replay(after, [follows], office)
