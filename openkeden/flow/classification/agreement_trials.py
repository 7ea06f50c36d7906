"""Trials of text against code: how well planted wrong codes are found on texts that somebody
keeps.
"""

from typing import TYPE_CHECKING

import msgspec

from openkeden.base.findings import Finding, Refused
from openkeden.flow.classification import classifier_training
from openkeden.flow.classification.classifier_training import Progress
from openkeden.flow.classification.labelled_files import TextFiles
from openkeden.flow.law.packs import Pack

if TYPE_CHECKING:
    from openkeden.classification.labelled_text import LabelledText
    from openkeden.classification.learning.planted_codes import AgreementFigures


class AgreementTrial(msgspec.Struct, frozen=True):
    """What came of a trial."""

    #: How well wrong codes were found.
    figures: "AgreementFigures"

    #: What is worth saying of the texts.
    notices: tuple[Finding, ...]


def measure(
    model: str, given: TextFiles, law: Pack, seed: int, progress: Progress
) -> AgreementTrial | Refused:
    """Plant wrong codes in texts, of near-duplicates with one code in one of them, and look
    for them by the distance of code from text. Raises OSError.
    """
    ready = classifier_training.for_learning(model, given, law)
    if isinstance(ready, Refused):
        return ready
    ranker, table = ready
    from openkeden.classification.learning import (  # noqa: PLC0415
        near_duplicates,
        planted_codes,
    )

    progress("grouping")
    groups = near_duplicates.groups_of(table.texts).tolist()
    kept: dict[tuple[int, tuple[str, ...]], LabelledText] = {}
    for group, text in zip(groups, table.texts, strict=True):
        kept.setdefault((group, text.codes), text)
    progress("judging")
    figures = planted_codes.measure(ranker, list(kept.values()), seed=seed)
    return AgreementTrial(figures, table.notices)
