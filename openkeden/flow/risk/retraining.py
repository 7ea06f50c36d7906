"""Retraining: a model learned from all that officers found here, proposed for others to look
at.
"""

import pathlib
import tempfile

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.clearance import people
from openkeden.flow import recording
from openkeden.flow.classification.shipped_texts import TextDistances
from openkeden.flow.installation import Installation
from openkeden.flow.people.authority import authorised
from openkeden.flow.risk import (
    compared_lines,
    model_files,
    model_register,
    models,
    recorded_lines,
)
from openkeden.flow.risk.history_files import HistoryFile
from openkeden.risk import history_rules
from openkeden.risk.standing import ProposedModel


class RetrainedModel(msgspec.Struct, frozen=True):
    """A model that was learned and proposed."""

    #: The proposal.
    proposed: ProposedModel

    #: Where its card stands.
    card: pathlib.Path


def retrain(
    role: str,
    seed: int,
    by: recording.By,
    at: Installation,
    progress: models.Progress,
) -> RetrainedModel | Refused:
    """Learn a model from the goods lines of the ledger and what was found in them, and
    propose it. Raises OSError.
    """
    refused = authorised(by.actor, people.ADMINISTRATOR, by.now, at)
    refused = refused or models.untrainable()
    if refused is not None:
        return refused
    lines = recorded_lines.lines(at, ())
    if isinstance(lines, Refused):
        return lines
    if not lines:
        return findings.refused(history_rules.NO_HISTORY, "home", value=at.home)
    lines = compared_lines.of_history(lines, TextDistances(at.pack))
    with tempfile.TemporaryDirectory(prefix="keden-") as folder:
        history, file = (pathlib.Path(folder) / name for name in ("past.csv", "new.model"))
        refused = HistoryFile(tuple(lines), None).write(history)
        if refused is not None:
            return refused
        today = at.local(by.now).date()
        learned = models.train(
            [history], models.DEFAULT_MAP, file, today, seed, at.pack, progress
        )
        if isinstance(learned, Refused):
            return learned
        made = model_register.propose(file.read_bytes(), file.name, role, by, at)
        if isinstance(made, Refused):
            return made
        card = model_files.keep_card(at.home, made.digest, learned.card.read_bytes())
    return RetrainedModel(made, card)
