"""Standing of risk models: which were proposed, which are in force, and what may become of
them. Two people put a model in force.
"""

from collections.abc import Mapping

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.risk.profiles import ROLES, Role

UNKNOWN = findings.Rule(
    number="M.53",
    message="{value} is not the beginning of the digest of one proposed model.",
    fix="`keden risk model list` shows those that were proposed.",
)
ONE_PERSON = findings.Rule(
    number="M.54",
    message="{value} proposed this model and may not put it in force.",
    fix="Have another person look at its card and promote it.",
)
IN_FORCE = findings.Rule(
    number="M.55",
    message="The model {value} is in force already as {role}.",
    fix="Nothing needs to be done.",
)
NOTHING = findings.Rule(
    number="M.56",
    message="No model is in force as {value}.",
    fix="Nothing needs to be done: profiles and chance select.",
)
NO_CHAMPION = findings.Rule(
    number="M.57",
    message="The model {value} cannot be a challenger: no champion is in force.",
    fix="Propose and promote it, or another one, as champion first.",
)
NO_REASON = findings.Rule(
    number="M.58",
    message="'{value}' is no reason to withdraw a model.",
    fix="Say in a few words why; the ledger keeps it.",
)
PROPOSED = findings.Rule(
    number="M.59",
    message="The model {value} is proposed as {role} already, by entry {entry}.",
    fix="Another person puts it in force: `keden risk model promote {value}`.",
)
NO_ROLE = findings.Rule(
    number="M.60",
    message="{value} is nothing that a model can be in force as.",
    fix="Use champion or challenger.",
)
UNUSABLE = findings.Rule(
    number="M.61",
    message="The model {value} cannot be used: {reason}.",
    fix="Bring its file back from a copy, or withdraw the model; until then profiles and"
    " chance select.",
    severity="warning",
)
NOTHING_JUDGED = findings.Rule(
    number="M.62",
    message="No declaration was judged by a {value} yet: there is nothing to watch.",
    fix="Lodge declarations while a model is in force; `keden risk model list` shows them.",
)
NO_PLACES = findings.Rule(
    number="M.67",
    message="The model {value} does not say where the lines that it learned from fell:"
    " whether what it looks at drifts cannot be told.",
    fix="Train it again with this program: `keden risk train` or `keden risk retrain`.",
    severity="notice",
)
RULES = (
    UNKNOWN,
    ONE_PERSON,
    IN_FORCE,
    NOTHING,
    NO_CHAMPION,
    NO_REASON,
    PROPOSED,
    NO_ROLE,
    UNUSABLE,
    NOTHING_JUDGED,
    NO_PLACES,
)

#: Letters of a digest that are shown, and that must be given at least.
SHOWN, LEAST = 16, 4


def unknown(digest: str) -> Finding:
    """That no such model was proposed."""
    return findings.of(UNKNOWN, "model", value=digest)


class ProposedModel(msgspec.Struct, frozen=True):
    """A model that was proposed."""

    #: Index of the fact.
    entry: int

    #: SHA-256 of its file.
    digest: bytes

    #: What it was proposed as.
    role: Role

    #: The version that it calls itself.
    version: str

    #: Who proposed it.
    actor: str

    #: What its card says of it, by name.
    figures: Mapping[str, int]

    @property
    def name(self) -> str:
        """The beginning of its digest."""
        return self.digest.hex()[:SHOWN]


class ModelStanding:
    """The models of an installation after some facts."""

    def __init__(self) -> None:
        #: Those that were proposed, by the index of their facts.
        self.proposed: dict[int, ProposedModel] = {}
        #: Those that are in force, by role.
        self.in_force: dict[Role, ProposedModel] = {}

    @property
    def contested(self) -> bool:
        """Whether there is a challenger beside the champion."""
        return len(self.in_force) == len(ROLES)

    def propose(self, model: ProposedModel) -> None:
        """A model is proposed."""
        self.proposed[model.entry] = model

    def promote(self, entry: int) -> None:
        """A proposed model is put in force; a challenger that becomes the champion leaves
        its place.
        """
        model = self.proposed[entry]
        challenger = self.in_force.get("challenger")
        if challenger is not None and challenger.digest == model.digest:
            del self.in_force["challenger"]
        self.in_force[model.role] = model

    def withdraw(self, role: str) -> None:
        """A role is left empty; without a champion there is no challenger."""
        if role == "challenger":
            del self.in_force["challenger"]
        else:
            self.in_force.clear()

    def found(self, digest: str) -> ProposedModel | Finding:
        """The latest proposal of the model whose digest begins so."""
        start = digest.strip().lower()
        known = [
            one for one in self.proposed.values() if one.digest.hex().startswith(start)
        ]
        if len(start) < LEAST or len({one.digest for one in known}) != 1:
            return unknown(digest)
        return known[-1]

    def against_proposal(self, digest: bytes, role: str) -> Finding | None:
        """Why a model may not be proposed as this."""
        if role not in ROLES:
            return findings.of(NO_ROLE, "role", value=role)
        for entry, model in self.proposed.items():
            if (model.digest, model.role) == (digest, role):
                told = {"value": model.name, "role": role, "entry": entry}
                return findings.of(PROPOSED, "model", **told)
        return None

    def against_promotion(self, model: ProposedModel, actor: str) -> Finding | None:
        """Why a person may not put a proposed model in force."""
        if model.actor == actor:
            return findings.of(ONE_PERSON, "actor", value=actor)
        champion = self.in_force.get("champion")
        held = self.in_force.get(model.role)
        if held is not None and held.digest == model.digest:
            return findings.of(IN_FORCE, "model", value=model.name, role=model.role)
        if model.role == "challenger" and champion is None:
            return findings.of(NO_CHAMPION, "model", value=model.name)
        if champion is not None and champion.digest == model.digest:
            return findings.of(IN_FORCE, "model", value=model.name, role="champion")
        return None

    def against_withdrawal(self, role: str, reason: str) -> Finding | None:
        """Why a role cannot be left empty; both, where it is empty."""
        if role and role not in ROLES:
            return findings.of(NO_ROLE, "role", value=role)
        if not any(role in ("", held) for held in self.in_force):
            return findings.of(NOTHING, "role", value=role or "champion")
        if not reason.strip():
            return findings.of(NO_REASON, "reason", value=reason)
        return None
