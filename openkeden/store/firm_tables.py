"""Statements over what belongs to firms: pages of their declarations, and of the facts about
them.
"""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from openkeden.store import read, rows, statements

# The facts lead, and no further than a feed looks at once: a declaration is looked up for
# each.
_ABOUT = """
SELECT e."index", d.reference, e.body
FROM entry e CROSS JOIN declaration d
WHERE e."index" > ? AND e."index" <= ? AND e.kind IN ('lodging', 'event', 'paper')
    AND d.registration = e.subject AND d.version = 1 AND d.declarant IN ({places})
UNION ALL
SELECT e."index", '', e.body
FROM refusal r JOIN entry e ON e."index" = r.entry
WHERE r.entry > ? AND r.entry <= ? AND r.declarant IN ({places})
ORDER BY 1 LIMIT ?
"""


class FirmFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which declarations of firms are listed; what is empty chooses nothing."""

    #: Any of these states.
    states: tuple[str, ...] = ()

    #: The lane.
    lane: str = ""

    #: The first day of registration, as 2026-04-02.
    since: str = ""

    #: The registration number, or the reference as it is compared.
    named: str = ""

    def where(self) -> tuple[str, list[object]]:
        """The condition in SQL, with its parameters."""
        parts, parameters = [], list[object]()
        if self.states:
            places = ", ".join(["?"] * len(self.states))
            parts.append(f" AND d.state IN ({places})")
            parameters += self.states
        if self.lane:
            parts.append(" AND d.lane = ?")
            parameters.append(self.lane)
        if self.since:
            parts.append(" AND d.registered_on >= ?")
            parameters.append(self.since)
        if self.named:
            parts.append(
                " AND d.registration IN (SELECT registration FROM declaration"
                " WHERE registration = ? UNION SELECT registration FROM declaration"
                " WHERE reference_key = ?)"
            )
            parameters += [self.named, self.named]
        return "".join(parts), parameters


class FirmFact(msgspec.Struct, frozen=True, gc=False):
    """A fact about what a firm declared."""

    index: int
    #: The reference of the first version; empty for a refusal.
    reference: str
    body: bytes


def page(
    firms: Iterable[str], wanted: FirmFilter, before: int, most: int
) -> list[rows.DeclarationRow]:
    """So many declarations of firms at most that were lodged before an index, the newest
    first.
    """
    found: list[rows.DeclarationRow] = []
    for some in statements.chunks(sorted(firms)):
        found += _page(some, wanted, before, most)
    return sorted(found, key=_lodged, reverse=True)[:most]


def _page(
    firms: Sequence[str], wanted: FirmFilter, before: int, most: int
) -> list[rows.DeclarationRow]:
    """The same of few firms, in no order: each is followed in its index, and no further
    than the page goes.
    """
    where, chosen = wanted.where()
    one = (
        "SELECT d.lodged FROM declaration d WHERE d.declarant = ? AND d.lodged < ?"
        f" AND d.state <> 'replaced'{where} ORDER BY d.lodged DESC LIMIT ?"
    )
    each = [f"SELECT * FROM ({one}) AS firm_{place}" for place in range(len(firms))]
    parameters: list[object] = []
    for firm in firms:
        parameters += [firm, before, *chosen, most]
    lodged = " UNION ALL ".join(each)
    return read.declarations_where(f"d.lodged IN ({lodged})", parameters)


def _lodged(row: rows.DeclarationRow) -> int:
    return row.lodged


def facts_about(
    firms: Collection[str], after: int, until: int, most: int
) -> list[FirmFact]:
    """So many facts at most about what firms declared, after an index and no later than
    another one, the oldest first.
    """
    if not firms:
        return []
    sql = _ABOUT.format(places=", ".join(["?"] * len(firms)))
    known = sorted(firms)
    parameters = [after, until, *known, after, until, *known, most]
    found = statements.select(sql, parameters)
    return [FirmFact(row[0], row[1], rows.blob(row[2])) for row in found]
