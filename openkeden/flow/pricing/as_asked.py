"""A question about goods as people write it, read into the form of the rules."""

import itertools
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeVar

import msgspec

from openkeden.base import written
from openkeden.base.findings import Finding
from openkeden.base.written import Written

Q = TypeVar("Q", bound=msgspec.Struct)

#: How each text of a question is read.
_HOW: Final[Mapping[str, Callable[[str], Written]]] = {
    "code": written.digits,
    **dict.fromkeys(("value", "net", "gross", "qty", "transport"), written.number),
    **dict.fromkeys(
        ("currency", "transport_currency", "procedure"),
        written.code,
    ),
    **dict.fromkeys(("origin", "destination"), written.country),
    "mode": written.digits,
    "unit": written.trimmed,
}


class TextsRead(NamedTuple):
    """The texts of a question in the form of the rules."""

    #: The texts by argument.
    texts: dict[str, str]
    #: What is said about how they were read, each at its argument.
    notices: tuple[Finding, ...]


def texts(asked: Mapping[str, str]) -> TextsRead:
    """Read the texts of a question by their arguments; those of no argument stay."""
    found = {name: _HOW[name](text) for name, text in asked.items() if name in _HOW}
    read = {name: value.text for name, value in found.items()}
    said = [_told(name, asked[name], value) for name, value in found.items()]
    return TextsRead({**asked, **read}, tuple(itertools.chain(*said)))


def _told(name: str, text: str, value: Written) -> list[Finding]:
    return [note.told(text, name) for note in value.notes]


def question(asked: Q) -> tuple[Q, tuple[Finding, ...]]:
    """Read every text of a question; what is no text stays."""
    given = {name: getattr(asked, name) for name in asked.__struct_fields__}
    read = texts({name: text for name, text in given.items() if isinstance(text, str)})
    return msgspec.structs.replace(asked, **read.texts), read.notices


def claims(given: Mapping[str, str]) -> dict[str, str]:
    """The preferences of a question, by charge."""
    return {name: written.preference(text).text for name, text in given.items()}


def rates(given: Mapping[str, str]) -> dict[str, str]:
    """Exchange rates as they may be written: `eur` to `600,5` or `100:3.93`."""
    return {written.code(name).text: _rate(text) for name, text in given.items()}


def _rate(text: str) -> str:
    units, colon, value = text.rpartition(":")
    return f"{written.number(units).text}{colon}{written.number(value).text}"
