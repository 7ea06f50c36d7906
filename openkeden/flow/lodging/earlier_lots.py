"""Earlier lots: which declarations brought the lots of a group of filings before."""

from collections.abc import Iterable
from typing import cast

import msgspec

from openkeden.flow import facts
from openkeden.risk import lots, profiles
from openkeden.store import read, rows

#: So many kinds of earlier declarations of one lot are told apart.
KINDS = 200

#: What makes two earlier declarations of a lot alike: lane, containers, subheadings.
Alike = tuple[str, tuple[str, ...], tuple[str, ...]]


class EarlierLots:
    """The lots of a group: read once at its start, kept up to date while it is lodged.

    Alike declarations are one entry, so that a flood of them costs no more than one.
    """

    def __init__(self, brought: Iterable[lots.Brought]) -> None:
        keys: dict[bytes, None] = {}
        for lot in brought:
            keys.update(dict.fromkeys(lot.keys))
        self.added: list[rows.LotRow] = []
        self._new: list[tuple[bytes, lots.Earlier]] = []
        self._new_keys: set[bytes] = set()
        self._known: dict[bytes, dict[Alike, lots.Earlier]] = {}
        for row in read.earlier_lots(keys):
            _keep(self._known, row.key, _earlier(row))

    def of(self, brought: lots.Brought, amends: str) -> tuple[lots.Earlier, ...]:
        """The declarations that brought these lots before, alike ones as one, but
        `amends`.
        """
        known = self._without(brought, amends) if amends else self._known
        found: list[lots.Earlier] = []
        for key in brought.keys:
            found += known.get(key, {}).values()
        return tuple(found)

    def _without(
        self, brought: lots.Brought, amends: str
    ) -> dict[bytes, dict[Alike, lots.Earlier]]:
        known: dict[bytes, dict[Alike, lots.Earlier]] = {}
        for row in read.earlier_lots(brought.keys, amends):
            _keep(known, row.key, _earlier(row))
        for key, earlier in self._new:
            if earlier.registration != amends:
                _keep(known, key, earlier)
        return known

    def are_new(self, brought: lots.Brought) -> bool:
        """Whether one of these lots was added since."""
        return not self._new_keys.isdisjoint(brought.keys)

    def add(self, fact: facts.Lodging, index: int, brought: lots.Brought) -> None:
        """Take in the lots of a declaration that was registered."""
        worth = fact.assessment.worth
        containers, subheadings = (
            " ".join(brought.containers),
            " ".join(brought.subheadings),
        )
        earlier = lots.Earlier(
            fact.registration,
            cast("profiles.Lane", fact.decision.lane),
            fact.assessment.on,
            worth,
            brought.containers,
            brought.subheadings,
        )
        self._new_keys.update(brought.keys)
        for key in brought.keys:
            self.added.append(rows.LotRow(key, index, worth, containers, subheadings))
            self._new.append((key, earlier))
            _keep(self._known, key, earlier)


def _keep(
    known: dict[bytes, dict[Alike, lots.Earlier]], key: bytes, earlier: lots.Earlier
) -> None:
    """Add an earlier declaration to those alike; the newest of them speaks for all.

    Beyond `KINDS` only the lane counts: they may be of any goods.
    """
    of_key = known.setdefault(key, {})
    alike: Alike = (earlier.lane, earlier.containers, earlier.subheadings)
    if alike not in of_key and len(of_key) >= KINDS:
        alike = (earlier.lane, (), ())
        earlier = msgspec.structs.replace(earlier, containers=(), subheadings=())
    before = of_key.get(alike)
    if before is not None:
        earlier = msgspec.structs.replace(
            earlier, worth=before.worth + earlier.worth, count=before.count + earlier.count
        )
    of_key[alike] = earlier


def rows_of(fact: facts.Lodging, index: int) -> list[rows.LotRow]:
    """The rows of the lots of a version, whose lodging is at `index` in the ledger."""
    codes = {item.code[: lots.SUBHEADING] for item in fact.items}
    containers, subheadings = " ".join(fact.containers), " ".join(sorted(codes))
    worth = fact.assessment.worth
    return [rows.LotRow(key, index, worth, containers, subheadings) for key in fact.lots]


def _earlier(row: rows.EarlierLotRow) -> lots.Earlier:
    return lots.Earlier(
        row.registration,
        cast("profiles.Lane", row.lane),
        rows.day(row.registered_on),
        row.worth,
        tuple(row.containers.split()),
        tuple(row.subheadings.split()),
        row.count,
    )
