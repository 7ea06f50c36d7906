"""Every statement that reads; it gives plain rows, never instances of a model."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openkeden.store import offline, rows, statements

_DECLARATION = """
SELECT d.registration, d.version, d.declarant, d.reference, d.reference_key, d.digest, d.office,
    d.direction, d.dispatch_country, d.destination_country, d.border_mode,
    CAST(d.registered_on AS text), d.state, d.lane, d.customs_value, d.payable, d.payer, d.lodged,
    d.latest
FROM declaration d
"""
_ITEM = """
SELECT lodged, number, code, origin, procedure, gross_mass, net_mass, unit, quantity,
    customs_value, statistical_value
FROM item
"""
_EARLIER_LOT = """
SELECT g.key, g.worth, g.containers, g.subheadings, g.lane, g.count, d.registration,
    CAST(d.registered_on AS text)
FROM (
    SELECT l.key, l.containers, l.subheadings, d.lane, count(*) AS count, max(l.lodged) AS last,
        sum(CASE WHEN d.state IN ('withdrawn', 'release_refused') THEN 0 ELSE l.worth END) AS worth
    FROM lot l JOIN declaration d ON d.lodged = l.lodged
    WHERE l.key IN ({places}) AND d.state <> 'replaced' AND d.registration <> {without}
    GROUP BY l.key, l.containers, l.subheadings, d.lane
) g JOIN declaration d ON d.lodged = g.last ORDER BY g.last
"""
_TRADER = """
SELECT id, lodged, refused, irregularities, CAST(first_on AS text), CAST(last_on AS text)
FROM trader
"""
_ENTRY = """
SELECT e."index", e.kind, e.subject, e.at, e.recorded, e.body, e.received, e.sealed FROM entry e
"""

# As the indexes of these facts say it: a database takes them only then. The lodgings of a
# declaration are found by its number.
_ABOUT = """
WHERE e."index" IN (
    SELECT "index" FROM entry WHERE subject IN ({places}) AND NOT (kind = 'lodging')
    UNION ALL SELECT lodged FROM declaration WHERE registration IN ({places})
) ORDER BY e."index"
"""
_OF_LAW = "e.kind IN ('foundation', 'law', 'rates', 'rates_held')"


def declarations_by_key(
    keys: Iterable[tuple[str, str]],
) -> dict[tuple[str, str], rows.DeclarationRow]:
    """The registered declarations with these (declarant, reference as it is compared)."""
    matching = "JOIN {keys} ON d.declarant = k.column1 AND d.reference_key = k.column2"
    sql = f"{_DECLARATION} {matching}"
    return {(row[2], row[4]): _declaration(row) for row in statements.by_pairs(sql, keys)}


def refusals_by_key(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str, bytes], int]:
    """For (declarant, reference as it is compared, digest) of refused filings the index of
    the latest refusal.
    """
    sql = (
        "SELECT r.declarant, r.reference_key, r.digest, max(r.entry) FROM refusal r"
        " JOIN {keys} ON r.declarant = k.column1 AND r.reference_key = k.column2"
        " GROUP BY r.declarant, r.reference_key, r.digest"
    )
    return {
        (row[0], row[1], bytes(row[2])): row[3] for row in statements.by_pairs(sql, keys)
    }


def refusals_of(reference_key: str) -> list[int]:
    """The indices of the refusals of filings under a reference, as it is compared."""
    sql = "SELECT entry FROM refusal WHERE reference_key = ? ORDER BY entry"
    return [row[0] for row in statements.select(sql, [reference_key])]


def serials(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The last serial number given for each (office, day) that has one."""
    sql = (
        "SELECT s.office, CAST(s.day AS text), s.last FROM serial s"
        " JOIN {keys} ON s.office = k.column1 AND s.day = date(k.column2)"
    )
    return _keyed(statements.by_pairs(sql, keys))


def traders(ids: Iterable[str]) -> dict[str, rows.TraderRow]:
    """What is known of each of these declarants."""
    sql = f"{_TRADER} WHERE id IN ({{places}})"
    return {row[0]: rows.TraderRow(*row) for row in statements.by_values(sql, ids)}


def entries(indices: Iterable[int]) -> dict[int, rows.EntryRow]:
    """The facts at these indices."""
    sql = f'{_ENTRY} WHERE e."index" IN ({{places}})'
    return {row[0]: _entry(row) for row in statements.by_values(sql, indices)}


def bodies(indices: Iterable[int]) -> dict[int, rows.BodyRow]:
    """What the facts at these indices say."""
    sql = 'SELECT e."index", e.body FROM entry e WHERE e."index" IN ({places})'
    found = statements.by_values(sql, indices)
    return {row[0]: rows.BodyRow(row[0], rows.blob(row[1])) for row in found}


def bodies_of_kind(kind: str, indices: Iterable[int]) -> list[rows.BodyRow]:
    """What the facts at these indices say that are of a kind."""
    sql = (
        'SELECT e."index", e.body FROM entry e WHERE e."index" IN ({places}) AND e.kind = ?'
    )
    found = statements.by_values(sql, indices, [kind])
    return [rows.BodyRow(row[0], rows.blob(row[1])) for row in found]


def message(index: int) -> bytes:
    """The message that the fact at an index answers. Raises KeyError where there is none."""
    return entries([index])[index].received


def entries_of(subject: str) -> list[rows.EntryRow]:
    """All facts about one subject, oldest first."""
    return entries_of_each([subject]).get(subject, [])


def entries_of_each(subjects: Iterable[str]) -> dict[str, list[rows.EntryRow]]:
    """All facts about each of these subjects, oldest first."""
    found: dict[str, list[rows.EntryRow]] = {}
    for some in statements.chunks(subjects):
        sql = f"{_ENTRY}{_ABOUT}".format(places=", ".join(["?"] * len(some)))
        for row in statements.select(sql, [*some, *some]):
            found.setdefault(row[2], []).append(_entry(row))
    return found


def kinds_about(subject: str) -> set[str]:
    """The kinds of the facts about a subject that is no declaration."""
    sql = "SELECT kind FROM entry WHERE subject = ? AND NOT (kind = 'lodging')"
    return {row[0] for row in statements.select(sql, [subject])}


def first_entry() -> rows.EntryRow | None:
    """The fact that the ledger begins with."""
    found = statements.select(f'{_ENTRY} WHERE e."index" = 0')
    return _entry(found[0]) if found else None


def law_entries(kind: str, most: int = rows.LARGEST) -> list[rows.EntryRow]:
    """The facts of one of the kinds about law and rates, the latest first, so many at most."""
    sql = f'{_ENTRY} WHERE {_OF_LAW} AND e.kind = ? ORDER BY e."index" DESC LIMIT ?'
    return [_entry(row) for row in statements.select(sql, [kind, most])]


def all_entries() -> Iterator[rows.EntryRow]:
    """Every fact in the order of the ledger, a few at a time."""
    return (_entry(row) for row in statements.stream(f'{_ENTRY} ORDER BY e."index"'))


def entries_from(index: int) -> Iterator[rows.EntryRow]:
    """The facts from an index on in the order of the ledger, a few at a time."""
    sql = f'{_ENTRY} WHERE e."index" >= {int(index)} ORDER BY e."index"'
    return (_entry(row) for row in statements.stream(sql))


def versions(registration: str) -> list[rows.DeclarationRow]:
    """Every version of the declaration with this registration number, the first one first."""
    sql = f"{_DECLARATION} WHERE d.registration = ? ORDER BY d.version"
    return [_declaration(row) for row in statements.select(sql, [registration])]


def declarations_where(
    condition: str, parameters: Sequence[object]
) -> list[rows.DeclarationRow]:
    """The versions `d` of declarations that a condition of ours chooses, in its order."""
    found = statements.select(f"{_DECLARATION} WHERE {condition}", parameters)
    return [_declaration(row) for row in found]


def waiting(payer: str) -> list[rows.DeclarationRow]:
    """The declarations that wait for payment out of these accounts, in the order of
    lodging.
    """
    sql = (
        f"{_DECLARATION} WHERE d.payer = ? AND d.state = 'awaiting_payment'"
        " ORDER BY d.lodged"
    )
    return [_declaration(row) for row in statements.select(sql, [payer])]


def registrations(reference_key: str) -> list[tuple[str, str]]:
    """Registration number and declarant of every declaration with a version under this
    reference, as it is compared, in the order of lodging.
    """
    sql = (
        "SELECT registration, declarant FROM declaration WHERE reference_key = ?"
        " GROUP BY registration, declarant ORDER BY min(lodged)"
    )
    return statements.select(sql, [reference_key])


def all_items() -> Iterator[rows.ItemRow]:
    """The goods of every version of every declaration, in the order of lodging."""
    found = statements.stream(f"{_ITEM} ORDER BY lodged, number")
    return itertools.starmap(rows.ItemRow, found)


def earlier_lots(keys: Iterable[bytes], without: str = "") -> list[rows.EarlierLotRow]:
    """What declarations brought lots with these keys, alike ones in one row, but for the
    declaration `without`; replaced versions do not count.
    """
    found = statements.by_values(_EARLIER_LOT.replace("{without}", "?"), keys, [without])
    return [rows.EarlierLotRow(rows.blob(row[0]), *row[1:]) for row in found]


def all_lots() -> Iterator[rows.LotRow]:
    """Every lot, in the order of lodging."""
    sql = "SELECT key, lodged, worth, containers, subheadings FROM lot ORDER BY lodged, key"
    return (rows.LotRow(rows.blob(row[0]), *row[1:]) for row in statements.stream(sql))


def lodged_on(day: str) -> list[int]:
    """The indices of the lodgings of one day, as 2026-04-02, in order."""
    sql = "SELECT lodged FROM declaration WHERE registered_on = ? ORDER BY lodged"
    return [row[0] for row in statements.select(sql, [day])]


def all_refusals() -> Iterator[rows.RefusalRow]:
    """Every refusal, in the order of the ledger."""
    sql = "SELECT entry, declarant, reference_key, digest FROM refusal ORDER BY entry"
    return (rows.RefusalRow(*row[:3], rows.blob(row[3])) for row in statements.stream(sql))


def quota_use(shares: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """What is used up of each of these (quota, share), in millionths of the quota's unit.

    A share that nothing was ever taken from is not among them.
    """
    sql = (
        "SELECT q.quota, q.share, q.used FROM quota_use q"
        " JOIN {keys} ON q.quota = k.column1 AND q.share = k.column2"
    )
    return _keyed(statements.by_pairs(sql, shares))


def quotes() -> list[rows.QuoteRow]:
    """Every exchange rate that the user has loaded."""
    return [rows.QuoteRow(*row) for row in statements.select(offline.QUOTES)]


def latest_quote() -> int:
    """What changes when exchange rates are loaded, by whichever process; 0 before."""
    found = statements.first("SELECT max(id) FROM quote")
    return int(found[0] or 0) if found else 0


def counts() -> dict[str, int]:
    """How many declarations there are in each lane, latest versions only."""
    sql = (
        "SELECT lane, count(*) FROM declaration WHERE state <> 'replaced'"
        " GROUP BY lane ORDER BY lane"
    )
    return dict(statements.select(sql))


def _keyed(found: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str], int]:
    """Numbers by the pairs of text that they come with."""
    return {(row[0], row[1]): row[2] for row in found}


def _declaration(row: tuple[Any, ...]) -> rows.DeclarationRow:
    return rows.DeclarationRow(*row[:5], rows.blob(row[5]), *row[6:])


def _entry(row: tuple[Any, ...]) -> rows.EntryRow:
    return rows.EntryRow(*row[:5], *map(rows.blob, row[5:]))
