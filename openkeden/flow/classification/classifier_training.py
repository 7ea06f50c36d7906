"""Classifiers of files: learned from texts with known codes, judged on such, and with further
texts of the nomenclature.
"""

import pathlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.classification import labelled_rules
from openkeden.classification.declared import official_texts
from openkeden.classification.declared.learned_languages import LearnedLanguage
from openkeden.classification.index import classifier_file
from openkeden.classification.index.ranker import Ranker
from openkeden.files import bundled, whole_file
from openkeden.flow.classification import (
    asked,
    building,
    labelled_files,
    loaded_classifier,
    peak_memory,
)
from openkeden.flow.classification.labelled_files import TextFiles
from openkeden.flow.law import packs
from openkeden.flow.law.packs import Pack
from openkeden.formats.labelled_table import LabelledTable

if TYPE_CHECKING:
    from openkeden.classification.learning.evaluation import ClassifierEvaluation
    from openkeden.classification.learning.question_figures import QuestionFigures
    from openkeden.classification.learning.validation import Validation

#: The name of the model that the program brings.
BUNDLED = "-"

#: Texts with known codes: in files, or read already.
Given = TextFiles | LabelledTable

#: Told what is done meanwhile.
Progress = Callable[[str], None]


class JudgedClassifier(msgspec.Struct, frozen=True):
    """A classifier judged on texts."""

    #: How good it is.
    evaluation: "ClassifierEvaluation"

    #: What is worth saying of the texts and of the model.
    notices: tuple[Finding, ...]

    #: What its questions are worth; None: no code is long enough to ask for.
    asked: "QuestionFigures | None"

    #: Megabytes that the process held at most, the model and the judging of it together;
    #: None: the system does not tell.
    memory_mb: int | None


class WrittenClassifier(msgspec.Struct, frozen=True, kw_only=True):
    """A classifier that learned and was written."""

    #: The digest of its file, in hexadecimal.
    digest: str

    #: Bytes of the file.
    size: int

    #: Texts that it was given.
    texts: int

    #: What it has learned by now in each of the languages that were taught.
    languages: tuple[LearnedLanguage, ...]

    #: What is worth saying.
    notices: tuple[Finding, ...]


def evaluate(
    model: str, given: TextFiles, law: Pack, seed: int, progress: Progress
) -> JudgedClassifier | Refused:
    """Judge a model, named by its file, on texts. Raises OSError."""
    ready = for_learning(model, given, law)
    if isinstance(ready, Refused):
        return ready
    ranker, table = ready
    day = packs.day_of(law, None)
    edition = packs.covered(law, lambda: law.on(day))
    if isinstance(edition, Refused):
        return edition
    from openkeden.classification.learning import (  # noqa: PLC0415
        evaluation,
        question_figures,
        training,
    )

    progress("judging")
    known = training.known(ranker.model)
    judged = evaluation.evaluate(ranker, table.texts, time.thread_time, seed, known)
    notices = list(table.notices)
    count = training.seen_among(ranker.model, table.texts)
    if count:
        args = {"value": count, "rows": len(table.texts)}
        notices.append(findings.of(labelled_rules.SEEN, "data", **args))
    progress("asking")
    tree = asked.nomenclature(edition.lines)
    worth = question_figures.judge(ranker, tree, table.texts, seed)
    return JudgedClassifier(judged, tuple(notices), worth, peak_memory.megabytes())


def validate(
    model: str,
    given: TextFiles,
    law: Pack,
    seed: int,
    progress: Progress,
    *,
    linear: bool,
) -> "Validation | Refused":
    """Judge what a model would learn from texts, on such as it does not learn from. Raises
    OSError.
    """
    ready = for_learning(model, given, law)
    if isinstance(ready, Refused):
        return ready
    ranker, table = ready
    from openkeden.classification.learning import training, validation  # noqa: PLC0415

    course = training.Course(seed, linear, progress)
    judged = validation.validate(ranker.model, table.texts, course, time.thread_time)
    if isinstance(judged, Refused):
        return judged
    notices = (*table.notices, *judged.notices)
    return msgspec.structs.replace(judged, notices=notices)


def train(
    model: str,
    given: Given,
    out: pathlib.Path,
    law: Pack,
    seed: int,
    progress: Progress,
    *,
    linear: bool,
) -> WrittenClassifier | Refused:
    """Learn from texts on top of a model, and write what comes of it. Raises OSError."""
    ready = for_learning(model, given, law)
    if isinstance(ready, Refused):
        return ready
    ranker, table = ready
    from openkeden.classification.learning import (  # noqa: PLC0415
        near_duplicates,
        training,
    )

    course = training.Course(seed, linear, progress)
    progress("grouping")
    groups = near_duplicates.groups_of(table.texts)
    trained = training.train(ranker.model, table.texts, groups, course)
    body = classifier_file.written(trained.model)
    whole_file.write(out, body)
    return WrittenClassifier(
        digest=classifier_file.digest(body),
        size=len(body),
        texts=len(table.texts),
        languages=trained.languages,
        notices=(*table.notices, *trained.notices),
    )


def load_texts(
    model: str, given: TextFiles, out: pathlib.Path, law: Pack
) -> WrittenClassifier | Refused:
    """Load texts of the nomenclature into a model, and write it. Raises OSError."""
    ready = _opened(model, given, law)
    if isinstance(ready, Refused):
        return ready
    ranker, table = ready
    joins = building.joins_with_official(bundled.folder("law"))
    made = official_texts.loaded(ranker.model, table.texts, joins)
    given_texts, loaded = len(table.texts), sum(made.texts.values())
    if not loaded:
        return findings.refused(labelled_rules.NONE_LOADED, "data", value=given_texts)
    notices = list(table.notices)
    if loaded < given_texts:
        args = {"value": given_texts - loaded, "rows": given_texts}
        notices.append(findings.of(labelled_rules.SOME_LOADED, "data", **args))
    body = classifier_file.written(made.model)
    whole_file.write(out, body)
    return WrittenClassifier(
        digest=classifier_file.digest(body),
        size=len(body),
        texts=loaded,
        languages=(),
        notices=tuple(notices),
    )


class GivenTexts(NamedTuple):
    """A model and the texts that are given it."""

    ranker: Ranker
    table: LabelledTable


def for_learning(model: str, given: Given, law: Pack) -> GivenTexts | Refused:
    """A model and texts, where the libraries are there that learning and judging need.
    Raises OSError.
    """
    return labelled_files.untrainable() or _opened(model, given, law)


def _opened(model: str, given: Given, law: Pack) -> GivenTexts | Refused:
    table = labelled_files.read(given) if isinstance(given, TextFiles) else given
    if isinstance(table, Refused):
        return table
    ranker = opened(model, law)
    return ranker if isinstance(ranker, Refused) else GivenTexts(ranker, table)


def opened(model: str, law: Pack) -> Ranker | Refused:
    """The model in a file, or the one that the program brings. Raises OSError."""
    if model == BUNDLED:
        return loaded_classifier.of_law(law)
    return loaded_classifier.of_file(pathlib.Path(model))
