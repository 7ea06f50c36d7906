"""The goods lines of all lodged declarations with what officers found, from the ledger.

A declaration stands in the version that was checked, or in its last one.
"""

import hashlib
from collections.abc import Collection, Iterable

import msgspec

from openkeden.base.findings import Refused
from openkeden.clearance import registration
from openkeden.filing import declaration, named, validation
from openkeden.flow import facts, sealing
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import history, recorded_message
from openkeden.flow.risk import observations
from openkeden.flow.risk.outcomes import CheckedCase
from openkeden.lawpack.pack import NotCovered
from openkeden.risk import inclusion
from openkeden.risk.indicators.observation import (
    HistoryLine,
    InspectionOutcome,
    Observation,
)
from openkeden.store import read, rows, snapshot


class _Recorded:
    """What is known of one declaration so far."""

    def __init__(self, at: Installation) -> None:
        self.checked = CheckedCase(lambda moment: at.local(moment).date())
        self.versions: list[tuple[Observation, ...]] = []

    def lines(self) -> list[HistoryLine]:
        """Its goods lines."""
        checked, outcome = self.checked, self.checked.outcome
        version = checked.version if outcome is not None else len(self.versions)
        observed = self.versions[version - 1]
        ppm = checked.inclusion_ppm
        if outcome is None:
            return [HistoryLine(line, None, ppm) for line in observed]
        told = {line.item for line in observed}.intersection(checked.items)
        found = [not told or line.item in told for line in observed]
        revenue = self._revenue(observed, outcome, found)
        return [
            HistoryLine(line, _of_line(outcome, found=here, revenue=added), ppm)
            for line, here, added in zip(observed, found, revenue, strict=True)
        ]

    def _revenue(
        self,
        observed: tuple[Observation, ...],
        outcome: InspectionOutcome,
        found: list[bool],
    ) -> list[int | None]:
        """What each line brought in: what became due stands with the dearest line, as
        nobody tells of which it is; else what the last version owes more than that which
        was checked.
        """
        if outcome.revenue is not None:
            values = [line.value or 0 for line in observed]
            dearest = values.index(max(values))
            return [
                outcome.revenue if place == dearest else 0 for place in range(len(values))
            ]
        last = {line.item: line.charges or 0 for line in self.versions[-1]}
        if self.versions[-1] is observed or not outcome.found:
            return [None if here else 0 for here in found]
        return [
            max(last.get(line.item, 0) - (line.charges or 0), 0) if here else 0
            for line, here in zip(observed, found, strict=True)
        ]


def _of_line(
    outcome: InspectionOutcome, *, found: bool, revenue: int | None
) -> InspectionOutcome:
    """The outcome of a declaration as that of one of its lines."""
    here = outcome.found and found
    return msgspec.structs.replace(outcome, found=here, revenue=revenue)


def lines(at: Installation, offices: Collection[str]) -> list[HistoryLine] | Refused:
    """All goods lines that were lodged at these offices, or at all where none is named;
    refused where a record is damaged.
    """
    known: dict[str, _Recorded] = {}
    with snapshot.snapshot():
        for entry in read.all_entries():
            if entry.kind not in ("lodging", "event"):
                continue
            try:
                _take(entry, known, at)
            except (sealing.Damaged, msgspec.DecodeError) as damaged:
                return registration.damaged(entry.subject, damaged)
    found: list[HistoryLine] = []
    for recorded in known.values():
        found += recorded.lines()
    return [line for line in found if not offices or line.observation.office in offices]


def of_declaration(entries: Iterable[rows.EntryRow], at: Installation) -> list[HistoryLine]:
    """The goods lines of one declaration after some of its facts. Raises Damaged, and
    DecodeError.
    """
    known: dict[str, _Recorded] = {}
    for entry in entries:
        _take(entry, known, at)
    (recorded,) = known.values()
    return recorded.lines()


def _take(entry: rows.EntryRow, known: dict[str, _Recorded], at: Installation) -> None:
    """Take in a fact about a declaration."""
    fact = sealing.whole(entry)
    assert isinstance(fact, facts.Lodging | facts.CaseStep), "the kind says so"
    recorded = known.setdefault(fact.registration, _Recorded(at))
    if isinstance(fact, facts.Lodging):
        selected = sealing.opened_lodging(fact, entry.sealed).selection
        recorded.checked.lodge(inclusion.of(selected, at.pack.profiles))
        filing = filing_of(fact, entry.received, at)
        recorded.versions.append(observations.of_lodging(fact, filing))
    for event in history.happened(fact):
        recorded.checked.act(event, fact.version)


def filing_of(fact: facts.Lodging, received: bytes, at: Installation) -> declaration.Filing:
    """The filing that a recorded message holds, what it names given by codes as on its day.

    Raises Damaged where the message is not that of the fact.
    """
    if hashlib.sha256(received).digest() != fact.digest:
        raise sealing.Damaged("its message is another one")
    message = recorded_message.again(received)
    if message is None:
        raise sealing.Damaged("its message cannot be read")
    filing, on = message.filing, fact.assessment.on
    try:
        context = validation.prepare(at.pack.on(on), at.pack.exchange_on(on))
    except NotCovered:
        return filing
    return named.read(filing, context).filing
