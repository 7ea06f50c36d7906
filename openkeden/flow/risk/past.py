"""The past that models look at: goods lines and outcomes of the ledger, told fact by fact.

What is known on a day is what was registered, and found, before it. So a process takes in
new facts when a day begins; an audit takes them in as they go by, and comes to the same.
"""

import collections
import datetime
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from openkeden.flow import facts, sealing
from openkeden.flow.installation import Installation
from openkeden.flow.risk import observations, recorded_lines
from openkeden.flow.risk.loaded_model import LoadedModel
from openkeden.flow.risk.sight import Sight
from openkeden.risk.indicators import written_record
from openkeden.risk.indicators.indicator_set import IndicatorSet
from openkeden.risk.indicators.observation import Observation
from openkeden.risk.indicators.track_record import TrackRecord
from openkeden.risk.model import place_counts
from openkeden.risk.model.place_counts import PlaceCounts
from openkeden.store import read, rows

#: Digits of a code by which cases are alike, and the cases that are kept of each.
HEADING, CASES = 4, 20


class PastCase(msgspec.Struct, frozen=True):
    """A goods line of the past, and what came of it."""

    #: The line.
    line: Observation

    #: Whether an irregularity was found.
    found: bool


class KeptPast(msgspec.Struct, frozen=True):
    """The past as it is kept."""

    #: How many facts of the ledger were told.
    told: int

    #: The track record.
    record: bytes

    #: Cases by heading, the oldest first.
    cases: dict[str, list[PastCase]]

    #: Lines by day and place on the axes of models, by the digest of each.
    counts: dict[bytes, dict[int, list[int]]]


class _CountedModel(NamedTuple):
    """A model for which it is counted where lines fall."""

    #: How it sees lines.
    sight: Sight

    #: The lines so far.
    counts: PlaceCounts


class Past:
    """What is known of goods lines, as far as facts were told."""

    def __init__(self, at: Installation, kept: KeptPast | None, of: IndicatorSet) -> None:
        self._at = at
        self.record = written_record.read(kept.record) if kept else TrackRecord(of)
        #: How many facts of the ledger were told.
        self.told = kept.told if kept else 0
        self._cases = {
            heading: collections.deque(cases, CASES)
            for heading, cases in (kept.cases if kept else {}).items()
        }
        self._sights: dict[bytes, Sight] = {}
        self._counted: dict[bytes, _CountedModel] = {}
        self._counts = kept.counts if kept else {}

    def sight(self, model: LoadedModel) -> Sight:
        """How a model sees lines over this past."""
        known = self._sights.get(model.digest)
        if known is None:
            seen = Sight(model, self.record, self._at.pack)
            known = self._sights[model.digest] = seen
        return known

    def cases(self, code: str) -> tuple[PastCase, ...]:
        """What came of goods of the same heading, the latest of them."""
        return tuple(self._cases.get(code[:HEADING], ()))

    def kept(self) -> KeptPast:
        """The past as it is kept."""
        cases = {heading: list(self._cases[heading]) for heading in sorted(self._cases)}
        counts = {digest: one.counts.days for digest, one in self._counted.items()}
        return KeptPast(self.told, written_record.written(self.record), cases, counts)

    def count(self, models: Iterable[LoadedModel]) -> None:
        """Count from now on where lines fall on the axes of these models, and of no others;
        of one that does not tell where lines fell before there is nothing to count.
        """
        known, self._counted = self._counted, {}
        self._sights = {}
        for model in models:
            axes = model.model.axes
            if place_counts.watched(axes):
                counts = PlaceCounts(axes, self._counts.get(model.digest))
                new = _CountedModel(self.sight(model), counts)
                self._counted[model.digest] = known.get(model.digest, new)

    def counts(self, model: LoadedModel) -> PlaceCounts | None:
        """Where lines fell on the axes of a model; None where it is not counted."""
        counted = self._counted.get(model.digest)
        return counted.counts if counted is not None else None

    def tell(self, stored: rows.EntryRow) -> None:
        """Take in a fact. One that cannot be read is left out: the audit names it."""
        self.told = stored.index + 1
        try:
            fact = facts.read(stored.body)
            self.record.advance(self._at.local(fact.at).date())
            if isinstance(fact, facts.Lodging):
                self._register(fact, stored)
            elif isinstance(fact, facts.CaseStep):
                self._learn(stored)
        except (sealing.Damaged, msgspec.DecodeError):
            return

    def _register(self, fact: facts.Lodging, stored: rows.EntryRow) -> None:
        """Take in the goods lines of a declaration; its amendments are no new ones."""
        if fact.version == 1:
            filing = recorded_lines.filing_of(fact, stored.received, self._at)
            for line in observations.of_lodging(fact, filing):
                self.record.register(line)
                for sight, counts in self._counted.values():
                    places = sight.model.places(sight.values(line))
                    counts.count(self.record.day, places)

    def _learn(self, stored: rows.EntryRow) -> None:
        """Take in the outcome that a step came to, if it came to one."""
        known = read.entries_of(stored.subject)
        before = [row for row in known if row.index < stored.index]
        lines = recorded_lines.of_declaration([*before, stored], self._at)
        if lines[0].outcome is None:
            return
        if recorded_lines.of_declaration(before, self._at)[0].outcome is not None:
            return
        for line in lines:
            assert line.outcome is not None, "a declaration has one outcome"
            self.record.learn(line.observation, line.outcome)
            case = PastCase(line.observation, line.outcome.found)
            heading = line.observation.code[:HEADING]
            self._cases.setdefault(heading, collections.deque(maxlen=CASES)).append(case)

    def catch_up(self) -> bool:
        """Take in what the ledger holds by now; whether there was anything."""
        before = self.told
        for stored in read.entries_from(before):
            self.tell(stored)
        return self.told != before

    def begin(self, day: datetime.date) -> None:
        """A day has come: what the ledger holds by now is of the past."""
        if self.record.stands_at is not None and day <= self.record.stands_at:
            return
        self.catch_up()
        self.record.advance(day)
