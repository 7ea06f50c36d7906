"""Every statement about what the models of an office had to choose from."""

from collections.abc import Iterable
from typing import Any

from openkeden.store import rows, statements

_DESK = """
SELECT office, role, model, CAST(day AS text), seen, "left", days, utilities FROM desk
WHERE office IN ({places}) ORDER BY office, role
"""
_PUT = """
INSERT INTO desk (office, role, model, day, seen, "left", days, utilities)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (office, role) DO UPDATE SET model = excluded.model, day = excluded.day,
    seen = excluded.seen, "left" = excluded."left", days = excluded.days,
    utilities = excluded.utilities
"""


def of_offices(offices: Iterable[str]) -> list[rows.DeskRow]:
    """The desks of these offices."""
    return [_row(row) for row in statements.by_values(_DESK, offices)]


def put(cursor: Any, desks: Iterable[rows.DeskRow]) -> None:
    """Set what desks have come to."""
    statements.each(cursor, _PUT, statements.tuples(desks))


def _row(row: tuple[Any, ...]) -> rows.DeskRow:
    office, role, model, day, seen, left, days, utilities = row
    kept = rows.blob(utilities)
    return rows.DeskRow(office, role, rows.blob(model), day, seen, left, days, kept)
