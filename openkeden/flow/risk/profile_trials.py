"""Try risk profiles: what those of a file, or those in force, would have selected among the
declarations that were lodged here, or among declarations of a file.
"""

import datetime
import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final

import msgspec

from openkeden import formats
from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import people, registration
from openkeden.flow import facts, given_files, sealing
from openkeden.flow.installation import Installation, LawOfDay
from openkeden.flow.lodging import checking, intake, preparation, recorded_message
from openkeden.flow.lodging.batch import declarant_of
from openkeden.flow.lodging.filed import Filed, lots_of
from openkeden.flow.lodging.law_alone import LawAlone
from openkeden.flow.people import senders
from openkeden.flow.risk import trial_models
from openkeden.flow.risk.past import Past
from openkeden.flow.risk.trial_models import TrialModel
from openkeden.lawpack import unheld_profiles
from openkeden.lawpack.imports import toml_text
from openkeden.lawpack.pack import Pack
from openkeden.risk import features, policy_file, profile_trial, profiles, selection
from openkeden.store import log, read, rows

_NOBODY: Final = senders.Sender(people.UNNAMED)
_LAW_ALONE: Final = LawAlone()
_NO_RECORD: Final = features.Record()

#: What a figure of progress is told to: how many facts were read.
Told = Callable[[int], None]


class TriedProfiles(msgspec.Struct, frozen=True):
    """Profiles, and what they would have done."""

    #: The counts.
    trial: profile_trial.Trial

    #: The national currency.
    currency: str

    #: How many declarations could not be tried: they cannot be read, or the law at hand
    #: refuses them.
    left_out: int

    #: What is to be told of the profiles.
    findings: tuple[Finding, ...]

    #: The version of the model that was asked now; empty: scores are those recorded.
    model: str = ""


def policy(path: pathlib.Path | None, pack: Pack) -> profiles.Policy | Refused:
    """The policy that is tried: the tables of a file, with those in force for what it
    leaves out.
    """
    if path is None:
        return pack.profiles
    body = given_files.read(path)
    if isinstance(body, Refused):
        return body
    try:
        tables = toml_text.read(body.decode())
    except ValueError as error:
        return findings.refused(
            policy_file.UNREADABLE, "file", value=str(path), reason=error
        )
    made, wrong = policy_file.policy({**pack.sources.tables["profiles"], **tables})
    if made is None:
        return Refused(tuple(wrong))
    return unheld_profiles.guarded(made, pack.gaps)


def stored(
    path: pathlib.Path | None,
    at: Installation,
    told: Told,
    model: pathlib.Path | None = None,
) -> TriedProfiles | Refused:
    """Try profiles on every version of a declaration that was lodged, by the law of its day
    as it is at hand and by what was known of its trader then; beside them a model, else the
    scores that were recorded.
    """
    chosen = policy(path, at.pack)
    if isinstance(chosen, Refused):
        return chosen
    asked = trial_models.of_file(model) if model else None
    if isinstance(asked, Refused):
        return asked
    judge = TrialModel(asked, at.pack, Past(at, None, asked.settings)) if asked else None
    trying = _Trying(chosen, judge)
    past = _TrialPast()
    for row in read.all_entries():
        told(row.index + 1)
        refused = past.take(row, trying, at)
        if refused is not None:
            return refused
        if judge is not None:
            judge.tell(row)
    return trying.counted(at.currency, past.outcomes)


def facts_held() -> int:
    """How many facts there are to read."""
    return log.size()


def of_streams(
    path: pathlib.Path | None,
    streams: Iterable[BinaryIO],
    now: datetime.datetime,
    at: checking.Desk,
    model: pathlib.Path | None = None,
) -> TriedProfiles | Refused:
    """Try profiles on declarations as if they were lodged at a moment by traders of whom
    nothing is known; beside them a model, else that in force.
    """
    pack = checking.law_pack(at)
    chosen = policy(path, pack)
    day = checking.law_of(now, at)
    if isinstance(chosen, Refused):
        return chosen
    if isinstance(day, Refused):
        return day
    asked = trial_models.asked(model, at)
    if isinstance(asked, Refused):
        return asked
    judge = TrialModel(asked.model, pack) if asked.model else None
    trying = _Trying(chosen, judge, asked.wrong)
    for message in _messages(streams):
        if isinstance(message, formats.Unread):
            trying.left_out += 1
        else:
            trying.add(message, now, day, features.History())
    return trying.counted(checking.currency(at), {})


def _messages(
    streams: Iterable[BinaryIO],
) -> Iterator[formats.Received | formats.Unread]:
    limits = formats.Limits(message_bytes=intake.MESSAGE_BYTES)
    for stream in streams:
        yield from formats.read(stream, limits)


#: A version of a declaration: its registration number and which it is.
_Version = tuple[str, int]


class _Trying:
    """Tries declaration after declaration."""

    def __init__(
        self,
        policy: profiles.Policy,
        model: TrialModel | None,
        warned: tuple[Finding, ...] = (),
    ) -> None:
        self._policy = profile_trial.quiet(policy)
        self._model, self._warned = model, warned
        self._compiled: dict[datetime.date, selection.Compiled] = {}
        self._tried: list[tuple[_Version | None, profile_trial.Tried]] = []
        self.left_out = 0

    def add(
        self,
        received: formats.Received,
        now: datetime.datetime,
        day: LawOfDay,
        history: features.History,
        version: _Version | None = None,
        **recorded: Any,
    ) -> None:
        """Try one; `recorded` is what became of it."""
        brought = lots_of(received.filing, day)
        filed = Filed(received, _NOBODY, now, day, _LAW_ALONE, brought)
        valued = preparation.value(filed, preparation.validate(filed))
        if isinstance(valued, Refused):
            self.left_out += 1
            return
        compiled = self._of_day(day)
        tried = profile_trial.try_one(valued.declared, valued.assessed, compiled, history)
        if self._model is not None:
            self._model.begin(day.on)
            recorded["score"] = self._model.score(valued.declared, valued.assessed)
        tried = msgspec.structs.replace(tried, **recorded)
        self._tried.append((version, tried))

    def _of_day(self, day: LawOfDay) -> selection.Compiled:
        known = self._compiled.get(day.on)
        if known is None:
            known = selection.compile_profiles(self._policy, day.exchange)
            self._compiled[day.on] = known
        return known

    def counted(self, currency: str, outcomes: Mapping[_Version, bool]) -> TriedProfiles:
        """What was tried, with what inspections found."""
        tried = [
            msgspec.structs.replace(one, found=outcomes.get(version)) if version else one
            for version, one in self._tried
        ]
        told = list(self._warned)
        for day in self._compiled.values():
            told += [one for one in day.findings if one not in told]
        trial = profile_trial.count(tried, self._policy)
        asked = self._model.version if self._model else ""
        return TriedProfiles(trial, currency, self.left_out, tuple(told), asked)


class _TrialPast:
    """What the facts of the ledger tell up to one of them."""

    def __init__(self) -> None:
        self._records: dict[str, features.Record] = {}
        self._declarants: dict[_Version, str] = {}
        #: Whether the inspection of a version found a breach.
        self.outcomes: dict[_Version, bool] = {}

    def take(self, row: rows.EntryRow, trying: _Trying, at: Installation) -> Refused | None:
        """Take in the next fact; a lodging is tried before it counts."""
        fact = facts.read(row.body)
        match fact:
            case facts.Lodging():
                refused = self._try(fact, row, trying, at)
                self._lodged(fact, at)
                return refused
            case facts.CaseStep():
                self._stepped(fact)
        return None

    def _try(
        self, fact: facts.Lodging, row: rows.EntryRow, trying: _Trying, at: Installation
    ) -> Refused | None:
        received = recorded_message.again(row.received)
        day = at.day(fact.at)
        if received is None or isinstance(day, Refused):
            trying.left_out += 1
            return None
        try:
            score = _score(fact, row.sealed)
        except sealing.Damaged as damaged:
            return registration.damaged(row.subject, damaged)
        trying.add(
            received,
            fact.at,
            day,
            self._history(received),
            (fact.registration, fact.version),
            took=fact.decision.lane,
            score=score,
        )
        return None

    def _history(self, received: formats.Received) -> features.History:
        consignee = received.filing.consignee
        return features.History(
            self._records.get(declarant_of(received.filing), _NO_RECORD),
            self._records.get(consignee.id if consignee else "", _NO_RECORD),
        )

    def _lodged(self, fact: facts.Lodging, at: Installation) -> None:
        on = at.local(fact.at).date()
        self._declarants[fact.registration, fact.version] = fact.declarant
        known = self._records.get(fact.declarant, features.Record(first_on=on))
        self._records[fact.declarant] = msgspec.structs.replace(
            known, lodged=known.lodged + 1, last_on=on
        )

    def _stepped(self, fact: facts.CaseStep) -> None:
        version = (fact.registration, fact.version)
        for event in fact.events:
            if event.action == "report_inspection":
                found = event.text("result") == "breach"
                self.outcomes[version] = self.outcomes.get(version, False) or found
        breaches, refusals = facts.marks(fact)
        if breaches or refusals:
            declarant = self._declarants[version]
            known = self._records[declarant]
            self._records[declarant] = msgspec.structs.replace(
                known,
                irregularities=known.irregularities + breaches,
                refused=known.refused + refusals,
            )


def _score(fact: facts.Lodging, sealed: bytes) -> int | None:
    """The score that a model gave, per mille; None where none was asked. Raises Damaged."""
    if not fact.sealed:
        return None
    judged = sealing.opened_lodging(fact, sealed).selection.model
    return None if judged is None else judged.score
