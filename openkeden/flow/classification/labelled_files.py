"""Texts of goods with their codes, from files that somebody keeps."""

import importlib.util
import pathlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from openkeden.base import classifier_usage, findings
from openkeden.base.findings import Finding, Refused
from openkeden.flow import given_files
from openkeden.formats import labelled_table
from openkeden.formats.labelled_table import RECOGNISED, LabelledTable, NamedColumns

if TYPE_CHECKING:
    from openkeden.classification.labelled_text import LabelledText

#: What training and judging need beyond the rest of the program.
_LIBRARIES: Final = ("numpy", "scipy", "sklearn")

#: The largest table that is read, in bytes.
_MOST: Final = 2 * 1024**3


def read(
    files: Iterable[pathlib.Path], named: NamedColumns = RECOGNISED
) -> LabelledTable | Refused:
    """The texts of files, one file after the other. Raises OSError."""
    texts: list[LabelledText] = []
    notices: list[Finding] = []
    wrong: list[Finding] = []
    for file in files:
        data = given_files.read(file, _MOST)
        found = (
            data
            if isinstance(data, Refused)
            else labelled_table.read(data, file.name, named)
        )
        if isinstance(found, Refused):
            wrong += found.findings
        else:
            texts += found.texts
            notices += found.notices
    return Refused(tuple(wrong)) if wrong else LabelledTable(tuple(texts), tuple(notices))


def untrainable() -> Refused | None:
    """That a library is missing, or None."""
    missing = [name for name in _LIBRARIES if importlib.util.find_spec(name) is None]
    if not missing:
        return None
    return findings.refused(classifier_usage.NO_TRAINING, "", value=", ".join(missing))
