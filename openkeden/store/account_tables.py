"""Statements over accounts, postings, payment documents and mandates."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from openkeden.store import rows, statements

_POSTING = "p.entry, p.line, p.payer, p.debit, p.credit, p.amount, p.document, p.mandate"
_DOCUMENT = (
    "SELECT number, bank, CAST(issued AS text), payer, kind, amount, entry"
    " FROM payment_document"
)
_MANDATE = (
    "SELECT m.entry, m.payer, m.holder, m.most, CAST(m.since AS text),"
    " CAST(m.until AS text), m.document, m.used, m.ended FROM mandate m"
)
_POST = """
INSERT INTO posting (entry, line, payer, debit, credit, amount, document, mandate)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_BALANCE = """
INSERT INTO account (payer, kind, balance) VALUES (?, ?, ?)
ON CONFLICT (payer, kind) DO UPDATE SET balance = excluded.balance
"""
_BOOK = """
INSERT INTO payment_document (number, bank, issued, payer, kind, amount, entry)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_GIVE = """
INSERT INTO mandate (entry, payer, holder, most, since, until, document, used, ended)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def balances(payers: Iterable[str]) -> dict[tuple[str, str], int]:
    """The balance of every account of these payers by payer and kind, in minor units."""
    sql = "SELECT payer, kind, balance FROM account WHERE payer IN ({places})"
    return {(row[0], row[1]): row[2] for row in statements.by_values(sql, payers)}


def all_postings() -> Iterator[rows.PostingRow]:
    """Every posting, in the order of the ledger."""
    sql = f"SELECT {_POSTING} FROM posting p ORDER BY p.entry, p.line"
    return itertools.starmap(rows.PostingRow, statements.stream(sql))


def movements(payer: str) -> list[rows.MovementRow]:
    """All postings of a payer with what their entries say, oldest first."""
    sql = (
        f"SELECT {_POSTING}, e.kind, e.subject, e.at FROM posting p"
        ' JOIN entry e ON e."index" = p.entry WHERE p.payer = ?'
        " ORDER BY p.entry, p.line"
    )
    return [
        rows.MovementRow(rows.PostingRow(*row[:8]), *row[8:])
        for row in statements.select(sql, [payer])
    ]


def movements_before(payer: str, entry: int, most: int) -> list[rows.MovementRow]:
    """The postings of a payer by so many entries at most before an index, the newest entry
    first.
    """
    sql = (
        f"SELECT {_POSTING}, e.kind, e.subject, e.at FROM posting p"
        ' JOIN entry e ON e."index" = p.entry WHERE p.payer = ? AND p.entry IN ('
        "SELECT DISTINCT entry FROM posting WHERE payer = ? AND entry < ?"
        " ORDER BY entry DESC LIMIT ?) ORDER BY p.entry DESC, p.line"
    )
    return [
        rows.MovementRow(rows.PostingRow(*row[:8]), *row[8:])
        for row in statements.select(sql, [payer, payer, entry, most])
    ]


def booked(payer: str, document: str, account: str) -> int:
    """What stands on an account of a payer under a document."""
    sql = (
        "SELECT coalesce(sum(CASE WHEN credit = ? THEN amount ELSE -amount END), 0)"
        " FROM posting WHERE payer = ? AND document = ? AND ? IN (debit, credit)"
    )
    return int(statements.select(sql, [account, payer, document, account])[0][0])


def balance_before(payer: str, kind: str, entry: int) -> int:
    """The balance that an account had before an entry."""
    sql = (
        "SELECT coalesce(sum(CASE WHEN credit = ? THEN amount ELSE -amount END), 0)"
        " FROM posting WHERE payer = ? AND entry < ? AND ? IN (debit, credit)"
    )
    return int(statements.select(sql, [kind, payer, entry, kind])[0][0])


def committed_with(entry: int) -> int:
    """The first index after the entries that were committed together with this one."""
    return int(
        statements.select("SELECT min(size) FROM head WHERE size > ?", [entry])[0][0]
    )


def documents_alike(number: str, bank: str) -> list[rows.DocumentRow]:
    """All documents of a bank that bear a number, whoever paid."""
    sql = f"{_DOCUMENT} WHERE number = ? AND bank = ? ORDER BY entry"
    return [rows.DocumentRow(*row) for row in statements.select(sql, [number, bank])]


def documents_of(number: str, payer: str, kind: str) -> list[rows.DocumentRow]:
    """The documents of a payer that bear a number."""
    sql = f"{_DOCUMENT} WHERE number = ? AND payer = ? AND kind = ? ORDER BY entry"
    return [rows.DocumentRow(*row) for row in statements.select(sql, [number, payer, kind])]


def mandates_between(
    pairs: Iterable[tuple[str, str]],
) -> dict[tuple[str, str], list[rows.MandateRow]]:
    """The mandates of each (payer, holder), oldest first; an empty list where there is
    none.
    """
    found: dict[tuple[str, str], list[rows.MandateRow]] = {pair: [] for pair in pairs}
    matching = "JOIN {keys} ON m.payer = k.column1 AND m.holder = k.column2"
    for row in statements.by_pairs(f"{_MANDATE} {matching} ORDER BY m.entry", found):
        found[row[1], row[2]].append(_mandate(row))
    return found


def mandate(entry: int) -> rows.MandateRow | None:
    """The mandate that an entry gave."""
    found = statements.select(f"{_MANDATE} WHERE m.entry = ?", [entry])
    return _mandate(found[0]) if found else None


def mandates_of(person: str) -> list[rows.MandateRow]:
    """The mandates that a person gave or holds; all mandates where nobody is named."""
    sql = f"{_MANDATE} WHERE ? IN ('', m.payer, m.holder) ORDER BY m.entry"
    return [_mandate(row) for row in statements.select(sql, [person])]


def post(cursor: Any, new: Iterable[rows.PostingRow]) -> None:
    """Add postings."""
    statements.each(cursor, _POST, statements.tuples(new))


def set_balances(cursor: Any, now: Mapping[tuple[str, str], int]) -> None:
    """Set the balance of accounts by payer and kind, in minor units."""
    statements.each(cursor, _BALANCE, [(*key, balance) for key, balance in now.items()])


def book(cursor: Any, document: rows.DocumentRow) -> None:
    """Add a document."""
    cursor.execute(_BOOK, msgspec.structs.astuple(document))


def unbook(cursor: Any, entry: int) -> None:
    """Take away the document of an entry: it was wrong."""
    cursor.execute("DELETE FROM payment_document WHERE entry = ?", [entry])


def give(cursor: Any, given: rows.MandateRow) -> None:
    """Add a mandate."""
    cursor.execute(_GIVE, msgspec.structs.astuple(given))


def set_used(cursor: Any, now: Mapping[str, int]) -> None:
    """Set what stands under mandates, by their ids."""
    sql = "UPDATE mandate SET used = ? WHERE entry = ?"
    statements.each(cursor, sql, [(used, int(name)) for name, used in now.items()])


def end_mandate(cursor: Any, entry: int, ended: int) -> None:
    """Withdraw a mandate by the fact at an index."""
    cursor.execute("UPDATE mandate SET ended = ? WHERE entry = ?", [ended, entry])


def _mandate(row: tuple[Any, ...]) -> rows.MandateRow:
    return rows.MandateRow(*row)
