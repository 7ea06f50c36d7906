"""Earlier lots: which declarations brought the lots of a group of filings before."""

from collections.abc import Iterable
from typing import cast

from openkeden.flow import facts
from openkeden.risk import lots, profiles
from openkeden.store import read, rows


class EarlierLots:
    """The lots of a group: read once at its start, kept up to date while it is lodged."""

    def __init__(self, brought: Iterable[lots.Brought]) -> None:
        keys: dict[bytes, None] = {}
        for lot in brought:
            keys.update(dict.fromkeys(lot.keys))
        self.added: list[rows.LotRow] = []
        self._known: dict[bytes, dict[str, lots.Earlier]] = {}
        for row in read.earlier_lots(keys):
            self._keep(row.key, _earlier(row))

    def of(self, brought: lots.Brought, amends: str) -> tuple[lots.Earlier, ...]:
        """The declarations that brought these lots before, each once, but `amends`."""
        found: dict[str, lots.Earlier] = {}
        for key in brought.keys:
            known = self._known.get(key)
            if known is not None:
                found |= known
        found.pop(amends, None)
        return tuple(found.values())

    def add(self, fact: facts.Lodging, index: int) -> None:
        """Take in the lots of a declaration that was registered."""
        new = rows_of(fact, index)
        self.added += new
        for row in new:
            earlier = lots.Earlier(
                fact.registration,
                cast("profiles.Lane", fact.decision.lane),
                fact.assessment.on,
                fact.assessment.worth,
                fact.containers,
                tuple(row.subheadings.split()),
            )
            self._keep(row.key, earlier)

    def _keep(self, key: bytes, earlier: lots.Earlier) -> None:
        """Keep the latest version of each declaration."""
        self._known.setdefault(key, {})[earlier.registration] = earlier


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
    )
