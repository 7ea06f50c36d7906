"""Recording: every fact is stamped and appended here, in one transaction with all that it
changes.

An act is checked against the ledger before it is recorded: its moment against the latest
one, the clock against the latest moment of the clock, the law that was read against the law
in use. What founds a ledger, and the law that a new version of the program brings, is
recorded ahead of the first fact under it.
"""

import contextlib
import datetime
from collections.abc import Iterator
from typing import Any

import msgspec

from openkeden.base import findings, identities, recording_rules
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import decision
from openkeden.flow import clock, facts
from openkeden.flow.installation import Installation
from openkeden.flow.law import in_use
from openkeden.ledger import entry
from openkeden.store import log, write

#: How far the clocks of two machines that share the work may differ.
CLOCKS_DIFFER = datetime.timedelta(minutes=5)


class By(msgspec.Struct, frozen=True):
    """Who acts, and as of when."""

    #: The person who answers for it.
    actor: str

    #: The moment that it counts as of.
    now: datetime.datetime

    #: Why that moment runs backwards; empty where it does not.
    late: str = ""


class Recording:
    """One act on its way into the ledger, inside its transaction.

    Facts that are taken in get their index at once and are written together, under one
    signed head.
    """

    def __init__(
        self, cursor: Any, at: Installation, latest: log.Latest, said: "Said"
    ) -> None:
        self.cursor, self._key = cursor, at.key
        self._said, self._latest = said, latest
        self._taken: list[log.LogRecord] = []
        self._ahead: list[facts.AnyFact] = []
        self._stamps: dict[str, dict[str, Any]] = {}
        #: Index of the fact that says which law is in use.
        self.law = -1

    def ahead(self, fact: facts.AnyFact) -> int:
        """Put a fact ahead of the first that is taken in; the index that it will have."""
        self._ahead.append(fact)
        return self._latest.size + len(self._ahead) - 1

    def stamp(self, actor: str) -> dict[str, Any]:
        """What every fact of this act says: as of which moment, when by the clock, by whom,
        and why so late.
        """
        known = self._stamps.get(actor)
        if known is None:
            known = self._stamps[actor] = self._said.stamp(actor)
        return known

    def take(self, fact: facts.AnyFact, received: bytes = b"", sealed: bytes = b"") -> int:
        """Take in a fact with the message that it answers and what it seals; its index in
        the ledger.
        """
        if self._ahead:
            self._taken += [log_record(one) for one in self._ahead]
            self._ahead.clear()
        self._taken.append(log_record(fact, received, sealed))
        return self._latest.size + len(self._taken) - 1

    @property
    def next(self) -> int:
        """The index that the next fact will have."""
        return self._latest.size + len(self._taken) + len(self._ahead)

    def taken(self, index: int) -> log.LogRecord | None:
        """A fact that was taken in and is not written yet."""
        place = index - self._latest.size
        return self._taken[place] if place >= 0 else None

    def write(self) -> None:
        """Write what was taken in, and sign the new head."""
        self._latest = log.append(self.cursor, self._latest, self._taken, self._key)
        self._taken = []

    def append(self, fact: facts.AnyFact) -> int:
        """Take in one fact and write it; its index in the ledger."""
        index = self.take(fact)
        self.write()
        return index

    def taken_of(self, subject: str) -> list[log.LogRecord]:
        """The facts about one subject that were taken in and are not written yet."""
        return [fact for fact in self._taken if fact.subject == subject]


class Said(msgspec.Struct, frozen=True):
    """What all facts of one act say of time."""

    #: The moment that they count as of.
    at: datetime.datetime

    #: The moment of the clock.
    recorded: datetime.datetime

    #: Why they are late; empty where they are not.
    late: str

    def stamp(self, actor: str) -> dict[str, Any]:
        """The fields that all facts have."""
        return {
            "v": facts.VERSION,
            "at": self.at,
            "recorded": self.recorded,
            "actor": identities.normal(actor),
            "late": self.late,
        }


@contextlib.contextmanager
def act(
    at: Installation, now: datetime.datetime, late: str = "", *, adopting: bool = False
) -> Iterator[Recording | Refused]:
    """One transaction in which the facts of one act are recorded, as of the moment `now`.

    It gives the findings instead where nothing may be recorded: the moment or the clock run
    backwards and `late` does not say why, the moment has not come, or the law that lies here
    is not the law in use (unless that is what is `adopting`).
    """
    with write.group() as cursor:
        yield _begin(cursor, at, now, late, adopting=adopting)


def _begin(
    cursor: Any, at: Installation, now: datetime.datetime, late: str, *, adopting: bool
) -> Recording | Refused:
    latest = log.latest()
    said = in_order(now, late, latest)
    if isinstance(said, Refused):
        return said
    known = in_use.latest()
    wrong = None if adopting else at.law_objections(known)
    if wrong is not None:
        return wrong
    recording = Recording(cursor, at, latest, said)
    if not latest.size:
        recording.ahead(_foundation(at, said))
    recording.law = known.index if known is not None else -1
    if not adopting and (known is None or in_use.differs(at.law, known.fact)):
        fact = in_use.fact_of(at.law, **said.stamp(decision.SYSTEM))
        recording.law = recording.ahead(fact)
    return recording


def _foundation(at: Installation, said: Said) -> facts.Foundation:
    return facts.Foundation(
        **said.stamp(decision.SYSTEM),
        jurisdiction=at.law.jurisdiction,
        key=at.key.verifier.text,
    )


def in_order(now: datetime.datetime, late: str, latest: log.Latest) -> Said | Refused:
    """What the facts of an act say of time, or why they may not say it."""
    clock_says = clock.now()
    if now - clock_says > CLOCKS_DIFFER:
        clock_here = clock_says.astimezone(now.tzinfo)
        return findings.refused(
            recording_rules.FUTURE, "at", value=_text(now), clock=_text(clock_here)
        )
    recorded, wrong = max(clock_says, facts.moment(latest.recorded)), []
    if recorded - clock_says > CLOCKS_DIFFER:
        wrong.append(_backwards(recording_rules.CLOCK_BEHIND, clock_says, recorded))
        recorded = clock_says
    last = facts.moment(latest.at)
    if now < last:
        wrong.append(_backwards(recording_rules.LATE, now, last))
    reason = " ".join(late.split())
    if wrong and not reason:
        return Refused(tuple(wrong))
    return Said(now, recorded, reason if wrong else "")


def _backwards(
    rule: findings.Rule, moment: datetime.datetime, last: datetime.datetime
) -> Finding:
    return findings.of(
        rule, "at", value=_text(moment), last=_text(last.astimezone(moment.tzinfo))
    )


def _text(moment: datetime.datetime) -> str:
    """A moment as text, to the second."""
    return moment.isoformat(timespec="seconds")


def log_record(
    fact: facts.AnyFact, received: bytes = b"", sealed: bytes = b""
) -> log.LogRecord:
    """A fact as the ledger takes it, with the message that it answers and what it seals."""
    return log.LogRecord(
        kind=str(type(fact).__struct_config__.tag),
        subject=fact.subject,
        at=facts.microseconds(fact.at),
        recorded=facts.microseconds(fact.recorded),
        body=entry.canonical(fact),
        received=received,
        sealed=sealed,
    )
