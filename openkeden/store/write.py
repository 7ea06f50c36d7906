"""Every statement that writes, each over many rows at once, inside the transaction of its caller."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection, transaction

from openkeden.store import rows

_DECLARATION = """
INSERT INTO declaration (registration, version, declarant, reference, digest, office, registered_on, state, lane,
                         customs_value, payable, lodged, latest)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_STATE = "UPDATE declaration SET state = %s, latest = %s WHERE registration = %s AND version = %s"
_REFUSAL = "INSERT INTO refusal (entry, declarant, reference, digest) VALUES (%s, %s, %s, %s)"
_SERIAL = """
INSERT INTO serial (office, day, last) VALUES (%s, %s, %s)
ON CONFLICT (office, day) DO UPDATE SET last = excluded.last
"""
_BALANCE = """
INSERT INTO account (payer, kind, balance) VALUES (%s, %s, %s)
ON CONFLICT (payer, kind) DO UPDATE SET balance = excluded.balance
"""
_TRADER = """
INSERT INTO trader (id, lodged, refused, irregularities, first_on, last_on) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET lodged = excluded.lodged, refused = excluded.refused,
    irregularities = excluded.irregularities, first_on = excluded.first_on, last_on = excluded.last_on
"""
_QUOTE = """
INSERT INTO quote (authority, currency, effective_on, nominal, value, decimals) VALUES (%s, %s, %s, %s, %s, %s)
"""
_QUOTA_USE = """
INSERT INTO quota_use (quota, share, used) VALUES (%s, %s, %s)
ON CONFLICT (quota, share) DO UPDATE SET used = excluded.used
"""


@contextlib.contextmanager
def group() -> Iterator[Any]:
    """One durable transaction, the only writer while it lasts; gives the cursor. All of it is kept, or none."""
    with transaction.atomic(), connection.cursor() as cursor:
        yield cursor


def declarations(cursor: Any, new: Iterable[rows.DeclarationRow]) -> None:
    cursor.executemany(_DECLARATION, [msgspec.structs.astuple(row) for row in new])


def states(cursor: Any, changes: Iterable[tuple[str, int, str, int]]) -> None:
    """Set the state of declarations: (state, index of the latest fact, registration, version)."""
    cursor.executemany(_STATE, list(changes))


def refusals(cursor: Any, new: Iterable[rows.RefusalRow]) -> None:
    cursor.executemany(_REFUSAL, [msgspec.structs.astuple(row) for row in new])


def serials(cursor: Any, last: Mapping[tuple[str, str], int]) -> None:
    cursor.executemany(_SERIAL, [(office, day, number) for (office, day), number in last.items()])


def balances(cursor: Any, now: Mapping[tuple[str, str], int]) -> None:
    cursor.executemany(_BALANCE, [(payer, kind, amount) for (payer, kind), amount in now.items()])


def traders(cursor: Any, known: Iterable[rows.TraderRow]) -> None:
    cursor.executemany(_TRADER, [msgspec.structs.astuple(row) for row in known])


def quotes(cursor: Any, new: Sequence[rows.QuoteRow]) -> None:
    cursor.executemany(_QUOTE, [msgspec.structs.astuple(row) for row in new])


def quota_use(cursor: Any, now: Mapping[tuple[str, str], int]) -> None:
    cursor.executemany(_QUOTA_USE, [(quota, share, used) for (quota, share), used in now.items()])
