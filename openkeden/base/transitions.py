"""Tables of transitions: in a state, who may do what, and which state follows.

The table is data. Here it is looked up, checked as a whole and drawn; `cases` runs it.
"""

from collections.abc import Iterable, Mapping

import msgspec


class Transition(msgspec.Struct, frozen=True):
    """One row of a table."""

    #: The state that the case is in.
    state: str

    #: What is done.
    action: str

    #: Any of these roles may do it.
    roles: tuple[str, ...]

    #: The state that follows.
    to: str

    #: The conditions that must hold besides; their meaning is the part's own.
    needs: tuple[str, ...] = ()


class TransitionTable(msgspec.Struct, frozen=True):
    """All transitions of one kind of case. Made by `table`."""

    #: Transitions in their written order.
    rows: tuple[Transition, ...]

    #: The same by state, action and role.
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
    found: list[str] = []
    for row in table.rows:
        if row.state == state and row.action == action:
            found += row.roles
    return tuple(found)


def states(table: TransitionTable) -> tuple[str, ...]:
    """Every state that a row leaves or enters, in the order of appearance."""
    found: list[str] = []
    for row in table.rows:
        found += (row.state, row.to)
    return tuple(dict.fromkeys(found))


def dead_ends(table: TransitionTable) -> frozenset[str]:
    """States that no row leaves for another one."""
    left = {row.state for row in table.rows if row.to != row.state}
    return frozenset(states(table)) - left


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
    """The table as a Mermaid state diagram: one arrow between two states.

    Actions that stay in a state are left out.
    """
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    for (state, to), names in _arrows(table).items():
        lines.append(f"    {state} --> {to}: {', '.join(names)}")
    lines += [f"    {end} --> [*]" for end in ends]
    return "\n".join(lines)


def _arrows(table: TransitionTable) -> dict[tuple[str, str], list[str]]:
    """The actions that lead from one state to another, each named once."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in table.rows:
        names = arrows.setdefault((row.state, row.to), [])
        if row.action not in names:
            names.append(row.action)
    return {ends: names for ends, names in arrows.items() if ends[0] != ends[1]}


def markdown(table: TransitionTable, order: Iterable[str]) -> str:
    """The table in Markdown: state, action, who, conditions, next state; states in this
    order.
    """
    lines = ["| state | action | who | conditions | next state |", "|---|---|---|---|---|"]
    for state in order:
        lines += [_line(row) for row in table.rows if row.state == state]
    return "\n".join(lines)


def _line(row: Transition) -> str:
    to = "stays" if row.to == row.state else f"`{row.to}`"
    roles, needs = ", ".join(row.roles), ", ".join(row.needs)
    return f"| `{row.state}` | `{row.action}` | {roles} | {needs} | {to} |"
