"""Permissions: who may do and see what, as one table. What is not in it, nobody may.

What may be done to a declaration comes from the table of its life, in `clearance.lifecycle`,
with the states and conditions that stand there; this one adds what may be done and seen
besides.
"""

import datetime
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.base.transitions import Transition
from openkeden.clearance import access_keys, lifecycle, people
from openkeden.clearance.people import Tenure
from openkeden.flow.access.callers import Scope

#: Whose a matter must be: of the office of who acts, of the firm that he acts for, or
#: anybody's.
Whose = Literal["office", "firm", "any"]


class Permission(msgspec.Struct, frozen=True, kw_only=True):
    """Who may do something."""

    #: The roles that may.
    roles: tuple[str, ...]

    #: Roles that may where they say for which purpose, which is recorded first.
    for_a_purpose: tuple[str, ...] = ()

    #: What a key needs for it; None: no key does it, a person must.
    scope: Scope | None = None


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """What something is done to, as far as it is known."""

    #: The office of a declaration; empty where it is of none.
    office: str = ""

    #: The declarant or payer; empty where it is nobody's.
    firm: str = ""

    #: The state of a declaration; empty where that does not matter.
    state: str = ""

    #: For which purpose it is seen; empty where none was said.
    purpose: str = ""


_DECLARANT, _OFFICERS = lifecycle.DECLARANT, (lifecycle.INSPECTOR, lifecycle.CHIEF)

#: What a key needs for the acts of a declarant: those that file, and the others.
_FILING: Final = frozenset({"file", "amend"})


def _people(rows: Iterable[Transition]) -> tuple[str, ...]:
    """The roles of people that may do what these rows say."""
    roles = itertools.chain.from_iterable([row.roles for row in rows])
    return tuple([role for role in dict.fromkeys(roles) if role != lifecycle.SYSTEM])


def _of_the_life() -> dict[str, Permission]:
    """What people may do to a declaration, by the table of its life."""
    found = {}
    for action in lifecycle.ACTIONS:
        rows = [row for row in lifecycle.TABLE.rows if row.action == action]
        roles = _people(rows)
        scope: Scope | None = None
        if _DECLARANT in roles:
            scope = "file" if action in _FILING else "act"
        if roles:
            found[action] = Permission(roles=roles, scope=scope)
    return found


#: What may be done and seen besides acting on a declaration.
_BESIDES: Final[Mapping[str, Permission]] = {
    "check": Permission(roles=(_DECLARANT,), scope="cost"),
    "see_case": Permission(
        roles=(_DECLARANT, *_OFFICERS, people.SUPERVISOR),
        for_a_purpose=(people.AUDITOR,),
        scope="read",
    ),
    "see_money": Permission(
        roles=(_DECLARANT, lifecycle.TREASURY),
        for_a_purpose=(people.AUDITOR,),
        scope="money",
    ),
    "take_receipt": Permission(roles=(_DECLARANT, *_OFFICERS), scope="receipts"),
    "set_hooks": Permission(roles=(_DECLARANT,), scope="hooks"),
    "see_list": Permission(roles=(*_OFFICERS, people.SUPERVISOR)),
    "see_reasons": Permission(
        roles=(*_OFFICERS, people.ANALYST), for_a_purpose=(people.AUDITOR,)
    ),
    "book_money": Permission(roles=(lifecycle.TREASURY,)),
    "keep_register": Permission(roles=(people.ADMINISTRATOR,)),
    "give_key": Permission(roles=(people.ADMINISTRATOR,)),
    "have_key": Permission(roles=(_DECLARANT,)),
}

TABLE: Final[Mapping[str, Permission]] = {**_of_the_life(), **_BESIDES}


def may(
    held: Sequence[Tenure],
    person: str,
    action: str,
    of: Matter,
    days: Sequence[datetime.date],
) -> Finding | None:
    """Why a person who holds these may not do something on all of these days; None where he
    may.
    """
    allowed = TABLE.get(action)
    roles = _roles(allowed, action, of) if allowed is not None else ()
    against = [people.may_act(held, person, role, days, _place(role, of)) for role in roles]
    if None in against:
        return None
    if against:
        return against[0]
    return findings.of(
        access_keys.NOT_ALLOWED, "action", value=action, state=of.state or "-"
    )


def _roles(allowed: Permission, action: str, of: Matter) -> tuple[str, ...]:
    """The roles that may do something in the state of a matter."""
    if of.state and action in lifecycle.ACTIONS:
        rows = lifecycle.TABLE.rows
        return _people(
            [row for row in rows if (row.state, row.action) == (of.state, action)]
        )
    return allowed.for_a_purpose if of.purpose.strip() else allowed.roles


def _place(role: str, of: Matter) -> str:
    """The office or the firm that somebody in a role must be appointed for."""
    return of.firm if role == _DECLARANT else of.office


def for_keys() -> Mapping[str, Scope]:
    """What keys may do, each with the scope that it needs."""
    return {name: one.scope for name, one in TABLE.items() if one.scope is not None}


def markdown() -> str:
    """The table as Markdown, but for what the life of a declaration says."""
    lines = ["| what | who | with a purpose | scope of a key |", "|---|---|---|---|"]
    for name, one in _BESIDES.items():
        who, purpose = ", ".join(one.roles), ", ".join(one.for_a_purpose)
        lines.append(f"| `{name}` | {who} | {purpose} | {one.scope or '-'} |")
    return "\n".join(lines)
