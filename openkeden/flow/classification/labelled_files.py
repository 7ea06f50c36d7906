"""Texts of goods with their codes, from files that somebody keeps."""

import importlib.util
import pathlib
from typing import TYPE_CHECKING, Final

import msgspec

from openkeden.base import classifier_usage, findings
from openkeden.base.findings import Finding, Refused
from openkeden.flow import given_files
from openkeden.formats import labelled_table
from openkeden.formats.labelled_table import LabelledTable, NamedColumns

if TYPE_CHECKING:
    from openkeden.classification.labelled_text import LabelledText

#: What training and judging need beyond the rest of the program.
_LIBRARIES: Final = ("numpy", "scipy", "sklearn")

#: The largest table that is read, in bytes.
_MOST: Final = 2 * 1024**3


class TextFiles(msgspec.Struct, frozen=True):
    """Files of texts with their codes."""

    #: The files.
    files: tuple[pathlib.Path, ...]

    #: The names of the columns of texts and of codes; empty: they are recognised.
    text: str = ""
    code: str = ""


def read(given: TextFiles) -> LabelledTable | Refused:
    """The texts of files, one file after the other. Raises OSError."""
    named = NamedColumns(given.text, given.code)
    texts: list[LabelledText] = []
    notices: list[Finding] = []
    wrong: list[Finding] = []
    for file in given.files:
        found = _read(file, named)
        if isinstance(found, Refused):
            wrong += found.findings
        else:
            texts += found.texts
            notices += found.notices
    return Refused(tuple(wrong)) if wrong else LabelledTable(tuple(texts), tuple(notices))


def _read(file: pathlib.Path, named: NamedColumns) -> LabelledTable | Refused:
    data = given_files.read(file, _MOST)
    if isinstance(data, Refused):
        return data
    return labelled_table.read(data, file.name, named)


def untrainable() -> Refused | None:
    """That a library is missing, or None."""
    missing = [name for name in _LIBRARIES if importlib.util.find_spec(name) is None]
    if not missing:
        return None
    return findings.refused(classifier_usage.NO_TRAINING, "", value=", ".join(missing))
