"""The model that codes are suggested by: the one that the program ships with, as the law
names it, or one from a file.
"""

import functools
import pathlib

from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.classification.declared import learned_languages
from openkeden.classification.declared.learned_ranker import LearnedRanker
from openkeden.classification.index import classifier_file, classifier_rules
from openkeden.classification.index.ranker import Ranker
from openkeden.classification.reading.reader import Reader
from openkeden.files import bundled
from openkeden.flow import given_files
from openkeden.lawpack.pack import Pack


def of_law(pack: Pack) -> Ranker | Refused:
    """The model that a law pack names; it is read once."""
    named = pack.classifier
    if named is None:
        return findings.refused(
            classifier_rules.NONE_IN_LAW, "law", value=pack.jurisdiction
        )
    return bundled_model(named.file, named.digest)


def of_file(path: pathlib.Path) -> Ranker | Refused:
    """The model in a file that somebody made. Raises OSError where it cannot be opened."""
    data = given_files.read(path, classifier_file.LARGEST)
    return data if isinstance(data, Refused) else of_bytes(data, path.name)


def of_bytes(data: bytes, name: str, *, looked_through: bool = False) -> Ranker | Refused:
    """The model in the bytes of a file that findings call by its name."""
    model = classifier_file.read(data, name, looked_through=looked_through)
    if isinstance(model, Refused):
        return model
    reader = Reader(model.vocabulary)
    return (
        LearnedRanker(model, reader)
        if learned_languages.SECTION in model.further
        else Ranker(model, reader.read)
    )


@functools.lru_cache(maxsize=2)
def bundled_model(file: str, digest: str) -> Ranker | Refused:
    """The model in a file of the program that must have a digest."""
    data = bundled.folder("law").joinpath(*file.split("/")).read_bytes()
    if classifier_file.digest(data) != digest:
        return findings.refused(classifier_rules.OTHER_THAN_LAW, "model", value=file)
    return of_bytes(data, file, looked_through=True)
