"""Every statement about the register of people."""

from collections.abc import Iterable, Sequence
from typing import Any

from openkeden.store import rows, statements

_APPOINTMENT = """
SELECT entry, person, name, role, office, firm, CAST(since AS text),
    CAST(until AS text), ended
FROM appointment
"""
_ADD = """
INSERT INTO appointment (entry, person, name, role, office, firm, since, until, ended)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_END = "UPDATE appointment SET until = ?, ended = ? WHERE entry = ?"


def of_person(person: str) -> list[rows.AppointmentRow]:
    """The appointments of a person, the oldest first."""
    return _select(f"{_APPOINTMENT} WHERE person = ? ORDER BY entry", [person])


def everybody() -> list[rows.AppointmentRow]:
    """Every appointment, the oldest first."""
    return _select(f"{_APPOINTMENT} ORDER BY entry", [])


def add(cursor: Any, new: Iterable[rows.AppointmentRow]) -> None:
    """Add appointments."""
    statements.each(cursor, _ADD, statements.tuples(new))


def end(cursor: Any, ends: Iterable[tuple[str, int, int]]) -> None:
    """End appointments: (last day, index of the fact that ends it, entry)."""
    statements.each(cursor, _END, list(ends))


def _select(sql: str, values: Sequence[object]) -> list[rows.AppointmentRow]:
    return [rows.AppointmentRow(*row) for row in statements.select(sql, values)]
