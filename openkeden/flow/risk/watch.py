"""The watch over the models in force: what the ledger says of what they judged."""

import datetime

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import registration
from openkeden.flow import clock, facts, sealing
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import history
from openkeden.flow.people import readers
from openkeden.flow.risk import pasts, targeting
from openkeden.flow.risk.outcomes import CheckedCase
from openkeden.risk import alarms, budget, inclusion, standing, term_drift
from openkeden.risk.alarms import JudgedDeclaration, Reading
from openkeden.risk.profiles import ROLES
from openkeden.store import read, rows, snapshot

#: Digits of a code that stand for goods as an input.
_CHAPTER = 2


class _Watched:
    """A declaration up to some fact of it."""

    def __init__(self, at: Installation) -> None:
        self._at = at
        self._checked = CheckedCase(lambda moment: at.local(moment).date())
        self._lodged: facts.Lodging | None = None
        self._choice: budget.Choice | None = None

    def follow(self, stored: rows.EntryRow) -> None:
        """Take in a fact of it. The first version is what was judged."""
        fact = sealing.whole(stored)
        assert isinstance(fact, facts.Lodging | facts.CaseStep), stored.kind
        if isinstance(fact, facts.Lodging):
            selected = sealing.opened_lodging(fact, stored.sealed).selection
            self._checked.lodge(inclusion.of(selected, self._at.pack.profiles))
            if self._lodged is None:
                self._lodged, self._choice = fact, selected.choice
        for event in history.happened(fact):
            self._checked.act(event, fact.version)

    def judged(self, role: str) -> JudgedDeclaration | None:
        """What a model in this role judged of it, and what came of that."""
        choice, fact, outcome = self._choice, self._lodged, self._checked.outcome
        if choice is None or fact is None or choice.role != role:
            return None
        return JudgedDeclaration(
            on=fact.assessment.on,
            trader=fact.consignee or fact.declarant,
            inputs=_inputs(fact),
            probability_ppm=choice.probability_ppm,
            chosen=choice.chosen,
            way=outcome.way if outcome is not None else None,
            found=outcome.found if outcome is not None else None,
        )


def _inputs(fact: facts.Lodging) -> dict[str, str]:
    """What is declared, by name."""
    first = fact.items[0]
    return {
        "office": fact.office,
        "mode": fact.border_mode,
        "dispatch": fact.dispatch_country,
        "hs2": first.code[:_CHAPTER],
        "origin": first.origin,
        "procedure": first.procedure,
    }


class Watch(msgspec.Struct, frozen=True):
    """The watch over the model of a role."""

    #: What every watch comes to; of what the model looks at the largest drift first.
    readings: tuple[Reading, ...]

    #: What cannot be watched, and why.
    findings: tuple[Finding, ...]


def watch(
    role: str, officer: str, on: datetime.date | None, at: Installation
) -> Watch | Refused:
    """What every watch over the declarations of a role comes to on a day, today where none
    is named; for an officer.
    """
    if role not in ROLES:
        return findings.refused(standing.NO_ROLE, "role", value=role)
    may_not = readers.may_read(officer, at)
    if may_not is not None:
        return may_not
    try:
        judged = _judged(role, at)
    except (sealing.Damaged, msgspec.DecodeError) as damaged:
        return registration.damaged(role, damaged)
    if not judged:
        return findings.refused(standing.NOTHING_JUDGED, "role", value=role)
    today = on or at.local(clock.now()).date()
    rows = at.pack.profiles.alarms
    drift = _drift(role, today, at)
    known = (*alarms.readings(judged, rows, today), *drift.readings)
    return Watch(known, drift.findings)


def _drift(role: str, today: datetime.date, at: Installation) -> Watch:
    """How what the model in force looks at has changed since it learned."""
    used = targeting.in_force(at)
    models = {str(name): model for name, model in used.models.items()}
    if role not in models:
        return Watch((), used.wrong)
    model = models[role]
    counts = pasts.take_in(models.values(), at)[model.digest].counts(model)
    if counts is None:
        name = model.digest.hex()[: standing.SHOWN]
        return Watch((), (findings.of(standing.NO_PLACES, "model", value=name),))
    rows = at.pack.profiles.alarms
    return Watch(tuple(term_drift.readings(model.model, counts, rows, today)), ())


def _judged(role: str, at: Installation) -> list[JudgedDeclaration]:
    """The declarations that a role judged, with what is known of them now."""
    known: dict[str, _Watched] = {}
    with snapshot.snapshot():
        for stored in read.all_entries():
            if stored.kind in ("lodging", "event"):
                known.setdefault(stored.subject, _Watched(at)).follow(stored)
    found = [watched.judged(role) for watched in known.values()]
    return [judged for judged in found if judged is not None]
