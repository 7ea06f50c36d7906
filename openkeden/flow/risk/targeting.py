"""Targeting: what the models in force bring to the selection of a group of filings, each in
its turn.

Where no model is in force there is none, and profiles and chance select. So they do where
the file of a model is not the one that was put in force: the selection says so.
"""

import datetime
import functools
import struct
import weakref
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from openkeden.assessment import charges
from openkeden.base.findings import Finding, Refused
from openkeden.filing import declaration
from openkeden.flow import facts
from openkeden.flow.installation import Installation, LawOfDay
from openkeden.flow.risk import (
    explanations,
    model_files,
    model_register,
    observations,
    pasts,
)
from openkeden.flow.risk.loaded_model import LoadedModel
from openkeden.risk import budget, lots, selection
from openkeden.risk.desks import Desk, Desks, Turn
from openkeden.risk.profiles import InspectionBudget, Role
from openkeden.store import desk_table, log, rows


class InForce(msgspec.Struct, frozen=True):
    """The models in force."""

    #: Each by its role; none where one of them cannot be used.
    models: Mapping[Role, LoadedModel]

    #: SHA-256 of one that cannot be used.
    lacking: bytes = b""

    #: Why it cannot be.
    wrong: tuple[Finding, ...] = ()


_NONE = InForce({})


def in_force(at: Installation) -> InForce:
    """The models in force; a challenger without its champion is not."""
    known = model_register.standing_now().in_force
    if "champion" not in known:
        return _NONE
    models: dict[Role, LoadedModel] = {}
    for role, proposed in known.items():
        loaded = model_files.load(at.home, proposed.digest)
        if isinstance(loaded, Refused):
            return InForce({}, proposed.digest, loaded.findings)
        models[role] = loaded
    return InForce(models)


class _FormedOpinion(NamedTuple):
    """An opinion that was formed before its turn."""

    #: What the declaration owed then.
    of: charges.Assessment

    #: The opinion.
    opinion: budget.Opinion


class AimedGroup:
    """The models in force at a group of filings, with the desks of their offices."""

    def __init__(
        self, at: Installation, used: InForce, day: LawOfDay, known: Iterable[Desk]
    ) -> None:
        #: SHA-256 of a model that cannot be used.
        self.lacking = used.lacking
        self._models, self._day = used.models, day
        latest = at.local(facts.moment(log.latest().at)).date()
        self._pasts = pasts.on(max(day.on, latest), used.models.values(), at)
        self._digests = {role: model.digest for role, model in used.models.items()}
        self._desks = Desks(known)
        self._changed: dict[tuple[str, Role], Desk] = {}
        #: Opinions that were formed before their turn.
        self._opinions: dict[tuple[Role, int], _FormedOpinion] = {}
        policy = day.profiles.policy
        self._row = functools.cache(lambda office: policy.budget(office, day.on))
        self._floor_ppm = policy.floor_ppm(day.on)

    def aim(
        self,
        brought: lots.Brought,
        declared: declaration.Declaration,
        assessed: charges.Assessment,
    ) -> budget.Aim | None:
        """What the models bring to a filing; None where its office has no budget."""
        row: InspectionBudget | None = self._row(declared.filing.office)
        if row is None or not self._models:
            return None
        turn = Turn(
            self._day.on,
            declared.filing.office,
            brought.keys,
            self._day.seed,
            row,
            self._floor_ppm,
        )

        def opinion(role: Role) -> budget.Opinion:
            known = self._opinions.get((role, id(assessed)))
            if known is not None and known.of is assessed:
                return known.opinion
            return self._opinion(role, declared, assessed)

        return self._desks.aim(turn, self._digests, opinion)

    def look_at(
        self,
        brought: lots.Brought,
        declared: declaration.Declaration,
        assessed: charges.Assessment,
    ) -> None:
        """Form the opinion of a declaration of the group before its turn: it hangs on no
        other of them.
        """
        row = self._row(declared.filing.office)
        if row is not None and self._models:
            contested = len(self._models) > 1
            role = budget.role_of(self._day.seed, brought.keys, row, contested=contested)
            said = self._opinion(role, declared, assessed)
            self._opinions[role, id(assessed)] = _FormedOpinion(assessed, said)

    def _opinion(
        self,
        role: Role,
        declared: declaration.Declaration,
        assessed: charges.Assessment,
    ) -> budget.Opinion:
        """What the model of a role says of a declaration."""
        model = self._models[role]
        score = self._pasts[model.digest].sight(model).score
        seen = observations.of_declared("", declared, assessed)
        return model.whole({line.item: score(line) for line in seen})

    def explain(
        self,
        aim: budget.Aim,
        brought: lots.Brought,
        declared: declaration.Declaration,
        assessed: charges.Assessment,
    ) -> explanations.Explained:
        """Why a model chose a declaration."""
        model = self._models[aim.role]
        known = self._pasts[model.digest]
        values = known.sight(model).values
        seen = observations.of_declared("", declared, assessed)
        lines = {line.item: values(line) for line in seen}
        seed, bar = self._day.seed, aim.bar.utility

        def passes(opinion: budget.Opinion) -> bool:
            found = budget.utility(opinion, aim.row, seed, brought.keys)
            return bar is None or found <= bar

        return explanations.of(model, known, aim.opinion.item, lines, declared, passes)

    def passed(self, office: str, selected: selection.Selection) -> None:
        """Count a declaration that was registered."""
        if selected.choice is not None:
            desk = self._desks.passed(office, selected.choice)
            self._changed[office, desk.role] = desk

    def write(self, cursor: Any) -> None:
        """Write down what the desks have come to."""
        desk_table.put(cursor, [row_of(desk) for desk in self._changed.values()])


#: The day for which each installation is ready.
_ready: "weakref.WeakKeyDictionary[Installation, datetime.date]" = (
    weakref.WeakKeyDictionary()
)


def make_ready(at: Installation, on: datetime.date) -> None:
    """Take in what earlier days left, before the first group of a day holds up others."""
    if _ready.get(at) == on:
        return
    models = in_force(at).models.values()
    pasts.take_in(models, at)
    if models:
        pasts.forget_others(models, at)
    _ready[at] = on


def of_group(at: Installation, day: LawOfDay, offices: Iterable[str]) -> AimedGroup | None:
    """What models bring to filings of these offices; None where none is in force."""
    used = in_force(at)
    if used is _NONE:
        return None
    found = desk_table.of_offices(dict.fromkeys(offices))
    return AimedGroup(at, used, day, [desk_of(row) for row in found])


def desk_of(row: rows.DeskRow) -> Desk:
    """A desk as it was written down."""
    return Desk(
        row.office,
        msgspec.convert(row.role, Role),
        row.model,
        datetime.date.fromisoformat(row.day),
        row.seen,
        row.left,
        tuple([int(count) for count in row.days.split()]),
        [utility for (utility,) in struct.iter_unpack(">q", row.utilities)],
    )


def row_of(desk: Desk) -> rows.DeskRow:
    """A desk as it is written down."""
    assert desk.day is not None, "a desk is written after a declaration"
    return rows.DeskRow(
        desk.office,
        desk.role,
        desk.model,
        desk.day.isoformat(),
        desk.seen,
        desk.left,
        " ".join([str(count) for count in desk.days]),
        struct.pack(f">{len(desk.utilities)}q", *desk.utilities),
    )
