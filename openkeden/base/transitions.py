"""A table of transitions in, the one that a state, an action and a role allow out; and what the table as a whole says.

For every part whose cases have a life: the table is data, this is all of the engine.
"""

from collections.abc import Iterable, Mapping

import msgspec


class Transition(msgspec.Struct, frozen=True):
    """In `state`, any of `roles` may do `action`; the case is then in `to`.

    `needs` names the conditions that must hold besides; their meaning is the part's own.
    """

    state: str
    action: str
    roles: tuple[str, ...]
    to: str
    needs: tuple[str, ...] = ()


class TransitionTable(msgspec.Struct, frozen=True):
    """Transitions in their written order, and the same by state, action and role."""

    rows: tuple[Transition, ...]
    index: Mapping[tuple[str, str, str], Transition]


def table(rows: Iterable[Transition]) -> TransitionTable:
    """Make the table. Raises ValueError when two rows speak of one state, action and role."""
    ordered = tuple(rows)
    index: dict[tuple[str, str, str], Transition] = {}
    for row in ordered:
        for role in row.roles:
            key = (row.state, row.action, role)
            if key in index:
                raise ValueError(f"two rows for {key}")
            index[key] = row
    return TransitionTable(ordered, index)


def find(table: TransitionTable, state: str, action: str, role: str) -> Transition | None:
    """The transition that this role may make with this action in this state."""
    return table.index.get((state, action, role))


def actions(table: TransitionTable, state: str, role: str | None = None) -> tuple[str, ...]:
    """Actions possible in the state, for one role or for any, in the table's order."""
    found = [
        row.action
        for row in table.rows
        if row.state == state and (role is None or role in row.roles)
    ]
    return tuple(dict.fromkeys(found))


def roles(table: TransitionTable, state: str, action: str) -> tuple[str, ...]:
    """Roles that may do the action in the state; none when nobody may."""
    return tuple(
        role
        for row in table.rows
        if row.state == state and row.action == action
        for role in row.roles
    )


def states(table: TransitionTable) -> tuple[str, ...]:
    """Every state that a row leaves or enters, in the order of appearance."""
    return tuple(dict.fromkeys(state for row in table.rows for state in (row.state, row.to)))


def dead_ends(table: TransitionTable) -> frozenset[str]:
    """States that no row leaves for another one."""
    return frozenset(states(table)) - {row.state for row in table.rows if row.to != row.state}


def reachable(table: TransitionTable, start: str) -> frozenset[str]:
    """States that some sequence of actions leads to from `start`, itself among them."""
    return _closure(start, [(row.state, row.to) for row in table.rows])


def stranded(table: TransitionTable, ends: Iterable[str]) -> frozenset[str]:
    """States from which no sequence of actions leads to any of `ends`."""
    back = [(row.to, row.state) for row in table.rows]
    saved = frozenset().union(*[_closure(end, back) for end in ends])
    return frozenset(states(table)) - saved


def _closure(start: str, arcs: list[tuple[str, str]]) -> frozenset[str]:
    found, fresh = {start}, {start}
    while fresh:
        fresh = {to for state, to in arcs if state in fresh} - found
        found |= fresh
    return frozenset(found)


def mermaid(table: TransitionTable, start: str, ends: Iterable[str]) -> str:
    """The table as a Mermaid state diagram: one arrow between two states, actions that stay in a state left out."""
    labels: dict[tuple[str, str], list[str]] = {}
    for row in table.rows:
        if row.state != row.to:
            known = labels.setdefault((row.state, row.to), [])
            known += [row.action] if row.action not in known else []
    arrows = [f"    {state} --> {to}: {', '.join(names)}" for (state, to), names in labels.items()]
    return "\n".join(
        [
            "stateDiagram-v2",
            f"    [*] --> {start}",
            *arrows,
            *[f"    {end} --> [*]" for end in ends],
        ]
    )
