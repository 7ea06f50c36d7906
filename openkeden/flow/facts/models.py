"""Facts about risk models: proposed, put in force by a second person, withdrawn.

The file of a model is known by its SHA-256: the signed heads of the ledger sign it with the
facts that name it.
"""

from collections.abc import Mapping

from openkeden.flow.facts.fact import Fact

SUBJECT = "risk model"


class ModelProposed(Fact, frozen=True, kw_only=True, tag="model_proposed"):
    """The file of a model was taken in, for others to look at: it selects nothing yet."""

    #: SHA-256 of the file.
    digest: bytes
    #: What it is proposed as: champion or challenger.
    role: str
    #: The version that it calls itself.
    version: str
    #: What its card says of it, by name.
    figures: Mapping[str, int]

    @property
    def subject(self) -> str:
        return SUBJECT


class ModelPromoted(Fact, frozen=True, kw_only=True, tag="model_promoted"):
    """A second person put a proposed model in force."""

    #: Index of the fact that it was proposed.
    proposal: int
    digest: bytes
    role: str

    @property
    def subject(self) -> str:
        return SUBJECT


class ModelWithdrawn(Fact, frozen=True, kw_only=True, tag="model_withdrawn"):
    """Models are in force no more; without a champion profiles and chance select."""

    #: The role that is left empty; empty: both.
    role: str
    reason: str

    @property
    def subject(self) -> str:
        return SUBJECT
