"""The book of typed inputs: how people write a value, and what is read, or which rule says
why it is not.

In the file a character that nobody sees is written as `\\u00a0`.
"""

import csv
import json
import pathlib
import re
from typing import NamedTuple

import msgspec

from openkeden.filing import declaration
from tests import support

#: A unit that the code of the filing is not counted in is read, and refused.
UNIT = "items[0].supplementary_unit"
BOOK = pathlib.Path(__file__).with_name("spellings.csv")


class Spelling(NamedTuple):
    """A value as somebody writes it."""

    #: The field of the filing, as findings name it.
    field: str
    #: What is written.
    written: str
    #: What is read; empty where it is not.
    read: str
    #: The rule that says how it was read, or why not; empty where nothing is said.
    rule: str


def book() -> list[Spelling]:
    """Every spelling of the book."""
    with BOOK.open(encoding="utf-8", newline="") as file:
        rows = [Spelling(**row) for row in csv.DictReader(file)]
    return [row._replace(written=_seen(row.written)) for row in rows]


def _seen(text: str) -> str:
    return re.sub(
        r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))",
        lambda found: chr(int(found[1] or found[2], 16)),
        text,
    )


def steps(field: str) -> list[str | int]:
    """The way to a field: `items[0].code` is items, 0, code."""
    parts = re.findall(r"[a-z_]+|\d+", field)
    return [int(part) if part.isdigit() else part for part in parts]


def tree(spelling: Spelling) -> dict[str, object]:
    """A filing that passes, as plain values, with the spelling in its place."""
    shipped = support.filing(
        items=(support.item(containers=("CSQU3054383",)),), container=True
    )
    made = json.loads(msgspec.json.encode(shipped))
    *way, last = steps(spelling.field)
    place = made
    for step in way:
        place = place[step]
    place[last] = spelling.written
    return dict(made)


def at(filing: declaration.Filing, field: str) -> object:
    """The value of a field."""
    value: object = filing
    for step in steps(field):
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value
