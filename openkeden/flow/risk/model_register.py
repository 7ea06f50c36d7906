"""The register of risk models: proposed by an administrator, put in force by a chief, taken
back by a chief.
"""

from collections.abc import Iterable

import msgspec

from openkeden.base import identities
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import lifecycle, people
from openkeden.flow import facts, recording
from openkeden.flow.facts import models
from openkeden.flow.installation import Installation
from openkeden.flow.people.authority import authorised
from openkeden.flow.risk import model_files, pasts
from openkeden.risk import standing
from openkeden.risk.profiles import Role
from openkeden.risk.standing import ModelStanding, ProposedModel
from openkeden.store import read

#: A model selects at all offices: a chief of one of them does not put it in force.
EVERYWHERE = "all offices"

#: Letters of a digest that are shown.
SHOWN = standing.SHOWN

#: Facts about models.
ModelFact = facts.ModelProposed | facts.ModelPromoted | facts.ModelWithdrawn


class KnownModels(msgspec.Struct, frozen=True):
    """What is known of the models of an installation."""

    #: Every proposal, the oldest first.
    proposed: tuple[ProposedModel, ...]

    #: The models in force.
    in_force: tuple[ProposedModel, ...]

    #: Why models in force cannot be used.
    wrong: tuple[Finding, ...]


def known(at: Installation) -> KnownModels:
    """All models of an installation."""
    now = standing_now()
    in_force = tuple(now.in_force.values())
    wrong: list[Finding] = []
    for model in in_force:
        loaded = model_files.load(at.home, model.digest)
        if isinstance(loaded, Refused):
            wrong += loaded.findings
    return KnownModels(tuple(now.proposed.values()), in_force, tuple(wrong))


def standing_now() -> ModelStanding:
    """The models of the opened installation."""
    found = ModelStanding()
    for row in read.entries_of(models.SUBJECT):
        fact = facts.read(row.body)
        assert isinstance(fact, ModelFact), row.kind
        follow(found, fact, row.index)
    return found


def ever_promoted() -> bool:
    """Whether a model was ever in force in the opened installation."""
    facts_of = [facts.read(row.body) for row in read.entries_of(models.SUBJECT)]
    return any(isinstance(fact, facts.ModelPromoted) for fact in facts_of)


def follow(found: ModelStanding, fact: ModelFact, index: int) -> None:
    """Take in what a fact changes. Raises LookupError where it does not follow."""
    match fact:
        case facts.ModelProposed():
            found.propose(proposed(fact, index))
        case facts.ModelPromoted():
            found.promote(fact.proposal)
        case facts.ModelWithdrawn():
            found.withdraw(fact.role)


def proposed(fact: facts.ModelProposed, index: int) -> ProposedModel:
    """A proposal, whose fact is at an index."""
    role = msgspec.convert(fact.role, Role)
    return ProposedModel(
        index, fact.digest, role, fact.version, fact.actor, dict(fact.figures)
    )


def propose(
    content: bytes, name: str, role: str, by: recording.By, at: Installation
) -> ProposedModel | Refused:
    """Take in the file of a model, which is to become what `role` says; findings call it by
    its name.
    """
    model = model_files.read(content, name)
    if isinstance(model, Refused):
        return model
    refused = authorised(by.actor, people.ADMINISTRATOR, by.now, at)
    if refused is not None:
        return refused
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        wrong = standing_now().against_proposal(model.digest, role)
        if wrong is not None:
            return Refused((wrong,))
        model_files.keep(at.home, model.digest, content)
        fact = facts.ModelProposed(
            **act.stamp(by.actor),
            digest=model.digest,
            role=role,
            version=model.version,
            figures=model.figures,
        )
        return proposed(fact, act.append(fact))


def promote(digest: str, by: recording.By, at: Installation) -> ProposedModel | Refused:
    """Put in force the proposed model whose digest begins so; two people do it.

    What it looks at of the past is made out before, so that the next declaration does not
    wait for that.
    """
    refused = authorised(by.actor, lifecycle.CHIEF, by.now, at, EVERYWHERE)
    if refused is not None:
        return refused
    _look_back(digest, at)
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        known = standing_now()
        model = known.found(digest)
        if isinstance(model, Finding):
            return Refused((model,))
        wrong = known.against_promotion(model, identities.normal(by.actor))
        if wrong is not None:
            return Refused((wrong,))
        loaded = model_files.load(at.home, model.digest)
        if isinstance(loaded, Refused):
            return loaded
        fact = facts.ModelPromoted(
            **act.stamp(by.actor),
            proposal=model.entry,
            digest=model.digest,
            role=model.role,
        )
        act.append(fact)
        return model


def _look_back(digest: str, at: Installation) -> None:
    """Take in the past for the models that are in force once one is promoted."""
    known = standing_now()
    model = known.found(digest)
    if isinstance(model, Finding):
        return
    known.promote(model.entry)
    loaded = [model_files.load(at.home, one.digest) for one in known.in_force.values()]
    pasts.take_in([one for one in loaded if not isinstance(one, Refused)], at)


def withdraw(
    role: str, reason: str, by: recording.By, at: Installation
) -> Iterable[ProposedModel] | Refused:
    """Leave a role empty, both where none is named; the models that were in force."""
    refused = authorised(by.actor, lifecycle.CHIEF, by.now, at, EVERYWHERE)
    if refused is not None:
        return refused
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        known = standing_now()
        wrong = known.against_withdrawal(role, reason)
        if wrong is not None:
            return Refused((wrong,))
        before = tuple(known.in_force.values())
        told = reason.strip()
        act.append(facts.ModelWithdrawn(**act.stamp(by.actor), role=role, reason=told))
        known.withdraw(role)
        left = known.in_force.values()
        return tuple([model for model in before if model not in left])
