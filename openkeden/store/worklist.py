"""Statements that list declarations: the open ones, and a page of the others."""

from typing import Final

import msgspec

from openkeden.store import read, rows, statements
from openkeden.store.states import ENDED, OPEN

# As the index of open declarations says it: a database takes that index only then.
_IS_OPEN: Final = f"d.state IN ({', '.join([repr(state) for state in OPEN])})"
_IS_ENDED: Final = f"d.state IN ({', '.join([repr(state) for state in ENDED])})"


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which declarations are listed; what is empty chooses nothing."""

    #: Any of these states.
    states: tuple[str, ...] = ()

    #: Any of these offices.
    offices: tuple[str, ...] = ()

    #: The lane.
    lane: str = ""

    #: The declarant, by number or by the key of a name.
    declarant: str = ""

    #: The day of registration, as 2026-04-02.
    on: str = ""

    def where(self, kind: str) -> tuple[str, list[object]]:
        """The condition in SQL, with its parameters."""
        parts, parameters = [kind], list[object]()
        for column, any_of in (("state", self.states), ("office", self.offices)):
            if any_of:
                places = ", ".join(["?"] * len(any_of))
                parts.append(f"d.{column} IN ({places})")
                parameters += any_of
        equal = {
            "lane": self.lane,
            "declarant": self.declarant,
            "registered_on": self.on,
        }
        for column, value in equal.items():
            if value:
                parts.append(f"d.{column} = ?")
                parameters.append(value)
        return " AND ".join(parts), parameters


def open_ones(wanted: Filter) -> list[rows.DeclarationRow]:
    """The open declarations, in the order of lodging."""
    where, parameters = wanted.where(_IS_OPEN)
    return read.declarations_where(f"{where} ORDER BY d.lodged", parameters)


def ended(wanted: Filter, most: int) -> list[rows.DeclarationRow]:
    """The declarations that have ended, the newest first, so many at most."""
    where, parameters = wanted.where(_IS_ENDED)
    page = f"{where} ORDER BY d.lodged DESC LIMIT ?"
    return read.declarations_where(page, [*parameters, most])


def count_ended(wanted: Filter) -> int:
    """How many declarations have ended."""
    where, parameters = wanted.where(_IS_ENDED)
    sql = f"SELECT count(*) FROM declaration d WHERE {where}"
    found = statements.first(sql, parameters)
    assert found is not None, "a count is one row"
    return int(found[0])
