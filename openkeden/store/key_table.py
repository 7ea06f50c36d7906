"""Every statement about the keys of programs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openkeden.store import rows, statements

_KEYS = """
SELECT k.entry, k.id, k.person, k.scopes, CAST(k.since AS text), CAST(k.until AS text),
    k.label, k.issued, k.replaces, k.revoked, k.digest, coalesce(u.hour, 0), coalesce(u.network, '')
FROM api_key k LEFT JOIN api_key_use u ON u.id = k.id
"""
_ADD = """
INSERT INTO api_key (entry, id, person, scopes, since, until, label, issued, replaces,
    revoked, digest)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_REVOKE = "UPDATE api_key SET revoked = ? WHERE entry = ?"
_USED = """
INSERT INTO api_key_use (id, hour, network) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET hour = excluded.hour, network = excluded.network
WHERE excluded.hour >= api_key_use.hour
"""
#: A number that grows with each change of keys, their use and the register of people.
_VERSION = """
SELECT (SELECT coalesce(max(entry), 0) FROM api_key),
    (SELECT coalesce(max(revoked), 0) FROM api_key),
    (SELECT coalesce(sum(hour), 0) FROM api_key_use),
    (SELECT coalesce(max(entry), 0) FROM appointment),
    (SELECT coalesce(max(ended), 0) FROM appointment)
"""


def everything() -> list[rows.StoredKey]:
    """Every key, the oldest first."""
    return _select(f"{_KEYS} ORDER BY k.entry", [])


def of_id(id_: str) -> rows.StoredKey | None:
    """The key that is named so; None where there is none."""
    found = _select(f"{_KEYS} WHERE k.id = ?", [id_])
    return found[0] if found else None


def digests() -> Iterator[tuple[Any, ...]]:
    """What each key is named by, with the digest as it is stored."""
    return statements.stream("SELECT id, digest FROM api_key ORDER BY entry")


def version() -> tuple[Any, ...]:
    """What changes whenever keys or the register of people change."""
    return statements.first(_VERSION) or ()


def add(cursor: Any, row: rows.KeyRow, digest: bytes) -> None:
    """Add a key."""
    statements.each(cursor, _ADD, [(*statements.tuples([row])[0], digest)])


def revoke(cursor: Any, index: int, entry: int) -> None:
    """Say which fact revoked the key that was issued by the one at `entry`."""
    statements.each(cursor, _REVOKE, [(index, entry)])


def used(cursor: Any, uses: Iterable[tuple[str, int, str]]) -> None:
    """Keep the last use of keys: (id, hour, network)."""
    statements.each(cursor, _USED, list(uses))


def _select(sql: str, values: Sequence[object]) -> list[rows.StoredKey]:
    return [_stored(row) for row in statements.select(sql, values)]


def _stored(row: tuple[Any, ...]) -> rows.StoredKey:
    *derived, digest, hour, network = row
    return rows.StoredKey(rows.KeyRow(*derived), rows.blob(digest), hour, network)
