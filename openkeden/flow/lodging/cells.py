"""The cell of a table that a finding on a declaration speaks of."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from openkeden import formats
from openkeden.base.findings import Finding

_ITEM: Final = re.compile(r"items\[(?P<place>\d+)\]\.?")


def cell(path: str, rows: Sequence[int]) -> str:
    """Row and column of a field of a declaration whose items stand in these rows; empty
    where it stands in no table.

    >>> cell("items[1].documents[0].number", (2, 3)), cell("currency", (2, 3))
    ('row 3, column item.documents', 'row 2, column currency')
    """
    if not rows:
        return ""
    item = _ITEM.match(path)
    place = int(item["place"]) if item else 0
    field = f"item.{path[item.end() :]}" if item else path
    row = f"row {rows[place if place < len(rows) else 0]}"
    column = formats.column_of(field)
    return f"{row}, column {column}" if column else row


def placed(found: Iterable[Finding], rows: Sequence[int]) -> tuple[Finding, ...]:
    """Findings on a declaration, each at its cell where it stands in a table."""
    if not rows:
        return tuple(found)
    return tuple([_at_cell(one, rows) for one in found])


def _at_cell(found: Finding, rows: Sequence[int]) -> Finding:
    return msgspec.structs.replace(found, path=cell(found.path, rows))
