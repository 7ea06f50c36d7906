"""Models in the verification of the ledger: who put them in force, what they chose, and
what that leaves of each day's inspections.
"""

import contextlib
import datetime
import functools
from collections.abc import Callable, Iterator

import msgspec

from openkeden.base.findings import Finding, Refused
from openkeden.flow import facts, installation, sealing
from openkeden.flow.facts import models
from openkeden.flow.ledger.problems import Problem
from openkeden.flow.ledger.wrong_fact import WrongFact
from openkeden.flow.risk import (
    model_files,
    model_register,
    observations,
    pasts,
    recorded_lines,
    targeting,
)
from openkeden.flow.risk.loaded_model import LoadedModel
from openkeden.lawpack.pack import NotCovered
from openkeden.risk import budget, profiles, selection, standing
from openkeden.risk.desks import Desks, Turn
from openkeden.store import read, rows
from openkeden.store.expected_rows import ExpectedTable

#: What the sealed part of a lodging holds where a model was in force.
_MARKS = (b'"choice"', b'"lacking"')


class ModelFacts:
    """The models that facts speak of, fed one by one in the order of the ledger.

    `day` gives the day of a moment here.
    """

    def __init__(
        self,
        at: installation.Installation,
        day: Callable[[datetime.datetime], datetime.date],
    ) -> None:
        self._at, self._day = at, day
        self._policy = at.pack.profiles
        self._row = functools.lru_cache(maxsize=1024)(self._policy.budget)
        self._standing = standing.ModelStanding()
        self._desks = Desks()
        self._models = _promoted(at)
        self._pasts = pasts.begun(self._models.values(), at)

    def check(self, index: int, fact: facts.AnyFact, sealed: bytes) -> Iterator[WrongFact]:
        """What does not fit a fact with its sealed part."""
        stored = read.entries([index]).get(index) if self._pasts else None
        match fact:
            case facts.ModelProposed() | facts.ModelPromoted() | facts.ModelWithdrawn():
                yield from self._changed(index, fact)
            case facts.Lodging() if self._concerns(sealed):
                yield from self._selected(fact, sealed, stored)
        if stored is not None:
            for known in pasts.each(self._pasts):
                known.tell(stored)

    def desks(self) -> ExpectedTable[rows.DeskRow]:
        """What the table of desks must hold."""
        table = ExpectedTable("desk", rows.DeskRow, ("office", "role"))
        for desk in self._desks.all():
            if desk.day is not None:
                table.put(targeting.row_of(desk))
        return table

    def files(self) -> Iterator[Problem]:
        """Models in force whose files are not those that were proposed."""
        for role, model in self._standing.in_force.items():
            loaded = model_files.load(self._at.home, model.digest)
            if isinstance(loaded, Refused):
                wrong = loaded.findings[0]
                told = wrong.args.get("reason", wrong.rule)
                yield Problem("model", f"{role} {model.name}", "", told, "its file")

    def _changed(self, index: int, fact: model_register.ModelFact) -> Iterator[WrongFact]:
        """Why a fact about a model does not follow from those before it."""
        against = self._against(fact)
        if against is None:
            model_register.follow(self._standing, fact, index)
        else:
            yield WrongFact(against.path, against.args["value"], f"see {against.rule}")

    def _against(self, fact: model_register.ModelFact) -> Finding | None:
        known = self._standing
        match fact:
            case facts.ModelProposed():
                return known.against_proposal(fact.digest, fact.role)
            case facts.ModelPromoted():
                model = known.proposed.get(fact.proposal)
                if model is None or (model.digest, model.role) != (fact.digest, fact.role):
                    return standing.unknown(fact.digest.hex())
                return known.against_promotion(model, fact.actor)
            case facts.ModelWithdrawn():
                return known.against_withdrawal(fact.role, fact.reason)

    def _concerns(self, sealed: bytes) -> bool:
        """Whether a lodging has to do with models."""
        return bool(self._standing.in_force) or any(mark in sealed for mark in _MARKS)

    def _selected(
        self, fact: facts.Lodging, sealed: bytes, stored: rows.EntryRow | None
    ) -> Iterator[WrongFact]:
        """Compare what a model chose with what the facts before it lead to."""
        try:
            selected = sealing.opened_lodging(fact, sealed).selection
        except sealing.Damaged:
            return  # the check of draws tells it
        on = self._day(fact.at)
        row, choice = self._row(fact.office, on), selected.choice
        is_due = row is not None and "champion" in self._standing.in_force
        if choice is None:
            if is_due and not selected.lacking:
                yield WrongFact("choice", "none", "that of the model in force")
            return
        if row is None or choice.role not in self._standing.in_force:
            yield WrongFact("choice", choice.model.hex(), "none: no such model is in force")
            return
        seed, floor_ppm = self._at.seed(on), self._policy.floor_ppm(on)
        turn = Turn(on, fact.office, fact.lots, seed, row, floor_ppm)
        opinion = self._opinion(fact, choice, stored)
        yield from self._chose(turn, selected, choice, opinion)

    def _chose(
        self,
        turn: Turn,
        selected: selection.Selection,
        choice: budget.Choice,
        opinion: budget.Opinion,
    ) -> Iterator[WrongFact]:
        digests = {role: one.digest for role, one in self._standing.in_force.items()}
        aim = self._desks.aim(turn, digests, lambda _: opinion)
        if selected.policy == self._policy.version:
            yield from _differences(selected, choice, aim)
        else:
            # Budgets of another law: what they left is as it was recorded.
            self._desks.desk(turn.office, choice.role).left = choice.bar.left
        self._desks.passed(turn.office, choice)

    def _opinion(
        self, fact: facts.Lodging, choice: budget.Choice, stored: rows.EntryRow | None
    ) -> budget.Opinion:
        """What the model says again; what was recorded, where its file, the message or the
        words of another law pack cannot be used.
        """
        told = self._standing.in_force[choice.role]
        model = self._models.get(told.digest)
        recorded = budget.Opinion(told.version, choice.probability_ppm, choice.revenue, 0)
        if model is None or stored is None or self._was_other_law(fact, model):
            return recorded
        known = self._pasts[model.digest]
        known.record.advance(self._day(fact.at))
        try:
            filing = recorded_lines.filing_of(fact, stored.received, self._at)
        except sealing.Damaged:
            return recorded
        lines = observations.of_lodging(fact, filing)
        values = known.sight(model).values
        return model.judge({line.item: values(line) for line in lines})

    def _was_other_law(self, fact: facts.Lodging, model: LoadedModel) -> bool:
        """Whether a model compared texts by what another law pack held of words."""
        if not model.compares_texts:
            return False
        assessed = fact.assessment
        try:
            return self._at.pack.on(assessed.on).version != assessed.edition
        except NotCovered:
            return True


def _promoted(at: installation.Installation) -> dict[bytes, LoadedModel]:
    """The models that were ever put in force, whose files can be used."""
    found: dict[bytes, LoadedModel] = {}
    for row in read.entries_of(models.SUBJECT):
        with contextlib.suppress(msgspec.DecodeError):
            fact = facts.read(row.body)
            if isinstance(fact, facts.ModelPromoted):
                loaded = model_files.load(at.home, fact.digest)
                if isinstance(loaded, LoadedModel):
                    found[fact.digest] = loaded
    return found


def _differences(
    selected: selection.Selection, choice: budget.Choice, aim: budget.Aim
) -> Iterator[WrongFact]:
    """What of a choice is not what it has to be."""
    drawn = selected.draw
    certain = choice.inclusion_ppm == profiles.MILLION
    rules = budget.Rules(
        stopped=choice.stopped,
        checked=certain and not choice.chosen,
        drawn_is_checked=choice.inclusion_ppm > 0,
    )
    derived = budget.choose(aim, drawn, rules)
    for name in choice.__struct_fields__:
        stored, expected = getattr(choice, name), getattr(derived, name)
        if stored != expected:
            yield WrongFact(f"choice.{name}", str(stored), str(expected))
    if drawn.probability_ppm != aim.chance_ppm:
        share = str(drawn.probability_ppm)
        yield WrongFact("draw.probability_ppm", share, str(aim.chance_ppm))
    said = selected.model.version if selected.model is not None else ""
    if said != aim.opinion.version:
        yield WrongFact("model.version", said, aim.opinion.version)
