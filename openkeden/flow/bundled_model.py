"""Bundled risk model: learned from a generated world (`make model`), and put in force by two
fictional people for the samples alone.
"""

from collections.abc import Iterable
from importlib import resources
from typing import Final

import msgspec

from openkeden.base.findings import Refused
from openkeden.flow import bundled_samples, recording
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import explanation
from openkeden.flow.risk import model_register
from openkeden.risk.model import model_file
from openkeden.risk.selection import Selection

#: The file of the model; its card lies beside it, with the ending md.
NAME: Final = "world.risk"


class Targeted(msgspec.Struct, frozen=True):
    """How samples were selected with the model in force."""

    #: The digest of the model, in hexadecimal.
    digest: str

    #: The references of those that the model chose, each with its selection.
    by_model: tuple[tuple[str, Selection], ...]

    #: The references of those that chance chose.
    by_chance: tuple[str, ...]


def content() -> bytes:
    """The bytes of its file."""
    return (resources.files("openkeden") / "samples" / NAME).read_bytes()


def put_in_force(at: Installation, late: str = "") -> Refused | None:
    """Propose it and promote it, once; another process may do so meanwhile. What a model
    was in force for before is left as it is.
    """
    if model_register.ever_promoted():
        return None
    body = content()
    digest = model_file.digest(body)
    proposer, chief = [
        recording.By(person, bundled_samples.MOMENT, late)
        for person in (bundled_samples.ADMINISTRATOR, bundled_samples.CHIEF)
    ]
    made = model_register.propose(body, NAME, "champion", proposer, at)
    known = [one.digest.hex() for one in model_register.standing_now().proposed.values()]
    if isinstance(made, Refused) and digest not in known:
        return made
    promoted = model_register.promote(digest, chief, at)
    if isinstance(promoted, Refused) and not model_register.ever_promoted():
        return promoted
    return None


def targeted(samples: Iterable[bundled_samples.Sample], at: Installation) -> Targeted:
    """How the samples that were registered with it in force were selected."""
    digest = model_file.digest(content())
    by_model, by_chance = [], []
    for sample in samples:
        if sample.answer.status != "registered":
            continue
        reference = sample.answer.reference
        selected = explanation.selected(reference, bundled_samples.INSPECTOR, at)
        if isinstance(selected, Refused) or selected.choice is None:
            continue
        if selected.choice.model.hex() == digest and selected.choice.chosen:
            by_model.append((reference, selected))
        if selected.draw.chosen:
            by_chance.append(reference)
    return Targeted(digest, tuple(by_model), tuple(by_chance))
