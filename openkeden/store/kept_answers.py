"""Every statement about answers kept for whoever sends a request again."""

from typing import Any

import msgspec

from openkeden.store import rows, statements

_KEEP = """
INSERT INTO kept_answer (person, key, digest, status, headers, body, at)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""


class KeptAnswerRow(msgspec.Struct, frozen=True, gc=False):
    """An answer that is kept: see `models.KeptAnswerTable`."""

    person: str
    key: str
    digest: bytes
    status: int
    headers: str
    body: bytes
    at: int


def of(person: str, key: str) -> KeptAnswerRow | None:
    """The answer to a request of a person by its key."""
    sql = (
        "SELECT person, key, digest, status, headers, body, at FROM kept_answer"
        " WHERE person = ? AND key = ?"
    )
    row = statements.first(sql, [person, key])
    if row is None:
        return None
    return KeptAnswerRow(*row[:2], rows.blob(row[2]), *row[3:5], rows.blob(row[5]), row[6])


def keep(cursor: Any, given: KeptAnswerRow) -> None:
    """Keep an answer; none under its key is kept."""
    cursor.execute(_KEEP, msgspec.structs.astuple(given))


def drop(cursor: Any, person: str, key: str) -> None:
    """Give up the answer under a key."""
    cursor.execute("DELETE FROM kept_answer WHERE person = ? AND key = ?", [person, key])


def drop_before(cursor: Any, moment: int) -> int:
    """Give up the answers that were given before a moment; how many there were."""
    cursor.execute("DELETE FROM kept_answer WHERE at < ?", [moment])
    return int(cursor.rowcount)
