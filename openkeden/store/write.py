"""Every statement that writes, each over many rows, inside the transaction of its caller."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connections, transaction

from openkeden.store import rows, statements

_DECLARATION = """
INSERT INTO declaration (registration, version, declarant, reference, reference_key, digest,
    office, direction, dispatch_country, destination_country, border_mode, registered_on, state,
    lane, customs_value, payable, payer, lodged, latest)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_ITEM = """
INSERT INTO item (lodged, number, code, origin, procedure, gross_mass, net_mass, unit, quantity,
    customs_value, statistical_value)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_LOT = (
    "INSERT INTO lot (key, lodged, worth, containers, subheadings) VALUES (?, ?, ?, ?, ?)"
)
_STATE = (
    "UPDATE declaration SET state = ?, latest = ? WHERE registration = ? AND version = ?"
)
_REFUSAL = (
    "INSERT INTO refusal (entry, declarant, reference_key, digest) VALUES (?, ?, ?, ?)"
)
_SERIAL = """
INSERT INTO serial (office, day, last) VALUES (?, ?, ?)
ON CONFLICT (office, day) DO UPDATE SET last = excluded.last
"""
_TRADER = """
INSERT INTO trader (id, lodged, refused, irregularities, first_on, last_on)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET lodged = excluded.lodged, refused = excluded.refused,
    irregularities = excluded.irregularities, first_on = excluded.first_on,
    last_on = excluded.last_on
"""
_QUOTE = """
INSERT INTO quote (authority, currency, effective_on, nominal, value, decimals)
VALUES (?, ?, ?, ?, ?, ?)
"""
_QUOTA_USE = """
INSERT INTO quota_use (quota, share, used) VALUES (?, ?, ?)
ON CONFLICT (quota, share) DO UPDATE SET used = excluded.used
"""

#: The lock that the one writer of a database on a server holds. It is taken by itself, ahead
#: of all that is read, so that each statement after it sees what the writer before wrote.
THE_WRITER = 0x6B6564656E


@contextlib.contextmanager
def group() -> Iterator[Any]:
    """One durable transaction, the only writer while it lasts; gives the cursor.

    All that is written in it is kept, or nothing.
    """
    database = connections["default"]
    if database.vendor != "sqlite":
        # The connection may have been lost since; here a new one still does.
        statements.first("SELECT 1")
    with transaction.atomic(), database.wrap_database_errors:
        cursor = statements.cursor()
        if database.vendor != "sqlite":
            cursor.execute(f"SELECT pg_advisory_xact_lock({THE_WRITER})")
        yield cursor


def declarations(cursor: Any, new: Iterable[rows.DeclarationRow]) -> None:
    """Add versions of declarations."""
    statements.each(cursor, _DECLARATION, statements.tuples(new))


def items(cursor: Any, new: Iterable[rows.ItemRow]) -> None:
    """Add the goods of versions of declarations."""
    statements.each(cursor, _ITEM, statements.tuples(new))


def lots(cursor: Any, new: Iterable[rows.LotRow]) -> None:
    """Add the lots that versions of declarations bring."""
    statements.each(cursor, _LOT, statements.tuples(new))


def states(cursor: Any, changes: Iterable[tuple[str, int, str, int]]) -> None:
    """Set the state of declarations: (state, index of the latest fact, registration,
    version).
    """
    statements.each(cursor, _STATE, list(changes))


def refusals(cursor: Any, new: Iterable[rows.RefusalRow]) -> None:
    """Add refused filings."""
    statements.each(cursor, _REFUSAL, statements.tuples(new))


def serials(cursor: Any, last: Mapping[tuple[str, str], int]) -> None:
    """Set the last serial number given by each (office, day)."""
    statements.each(cursor, _SERIAL, _keyed(last))


def traders(cursor: Any, known: Iterable[rows.TraderRow]) -> None:
    """Set what is known of declarants."""
    statements.each(cursor, _TRADER, statements.tuples(known))


def quotes(cursor: Any, new: Sequence[rows.QuoteRow]) -> None:
    """Add exchange rates."""
    statements.each(cursor, _QUOTE, statements.tuples(new))


def quota_use(cursor: Any, now: Mapping[tuple[str, str], int]) -> None:
    """Set what is used up of each (quota, share), in millionths of the quota's unit."""
    statements.each(cursor, _QUOTA_USE, _keyed(now))


def _keyed(numbers: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    return [(*key, number) for key, number in numbers.items()]
