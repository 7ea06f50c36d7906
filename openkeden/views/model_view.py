"""Risk models of an installation as programs see them."""

from collections.abc import Iterable, Mapping

import msgspec

from openkeden.flow.risk.model_register import KnownModels
from openkeden.risk.standing import ProposedModel
from openkeden.views import finding_view


class RiskModelView(msgspec.Struct, frozen=True, kw_only=True):
    """A risk model that was proposed."""

    #: SHA-256 of its file in hexadecimal.
    digest: str

    #: The version that it calls itself.
    version: str

    #: What it was proposed as: champion or challenger.
    role: str

    #: Whether it is in force.
    in_force: bool

    #: Index of the fact that it was proposed.
    entry: int

    #: Who proposed it.
    actor: str

    #: What its card says of it, by name.
    figures: Mapping[str, int]


class ModelsView(msgspec.Struct, frozen=True, kw_only=True):
    """The risk models of an installation."""

    #: Every proposal, the oldest first.
    models: tuple[RiskModelView, ...]

    #: Why a model in force cannot be used.
    findings: tuple[finding_view.FindingView, ...]


def of(known: KnownModels, language: str) -> ModelsView:
    """The view of all models."""
    in_force = [model.entry for model in known.in_force]
    views = [of_model(one, in_force=one.entry in in_force) for one in known.proposed]
    return ModelsView(
        models=tuple(views), findings=finding_view.each(known.wrong, language)
    )


def of_model(model: ProposedModel, *, in_force: bool) -> RiskModelView:
    """The view of one model."""
    return RiskModelView(
        digest=model.digest.hex(),
        version=model.version,
        role=model.role,
        in_force=in_force,
        entry=model.entry,
        actor=model.actor,
        figures=model.figures,
    )


def of_each(models: Iterable[ProposedModel], *, in_force: bool) -> ModelsView:
    """The view of models that were put in force, or withdrawn, together."""
    views = [of_model(model, in_force=in_force) for model in models]
    return ModelsView(models=tuple(views), findings=())
