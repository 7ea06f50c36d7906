"""Separation of duties: acts of which no one person does both in one declaration, and roles
that no one person holds at once.

An office works with two inspectors, a chief and the treasury. Where both inspectors have
inspected, an inspector without an office of his own takes over.
"""

from openkeden.base.separations import Duties, Separation
from openkeden.clearance import lifecycle

#: Who keeps the register of people, takes in law and rates, opens seeds and makes copies.
ADMINISTRATOR = "administrator"

#: Who acts on no declaration: an auditor reads all, each time for a purpose; an analyst why
#: declarations were selected; a supervisor the worklists of offices.
READERS = ("auditor", "analyst", "supervisor")

_RELEASE = frozenset({"release", "release_items", "release_on_security", "close_check"})
_MONEY = frozenset({"confirm_payment", "secure"})
_ORDER = frozenset({"ask_documents", "order_inspection"})


def _actions(*roles: str) -> frozenset[str]:
    """All that any of these roles may do."""
    rows = [row for row in lifecycle.TABLE.rows if set(roles) & set(row.roles)]
    return frozenset([row.action for row in rows])


#: The actions of persons who hold an office, and those of the declarant and his broker.
OF_OFFICERS = _actions(lifecycle.INSPECTOR, lifecycle.CHIEF, lifecycle.TREASURY)
OF_DECLARANTS = _actions(lifecycle.DECLARANT)

SEPARATIONS = (
    Separation(
        OF_DECLARANTS,
        OF_OFFICERS,
        "who acts for the declarant decides nothing about the declaration",
    ),
    Separation(frozenset({"report_inspection"}), _RELEASE, "who inspects does not release"),
    Separation(_MONEY, _RELEASE, "who books money does not release"),
    Separation(
        frozenset({"propose_waiver"}),
        frozenset({"confirm_waiver"}),
        "who proposes a waiver does not confirm one",
    ),
    Separation(
        frozenset({"propose_annulment"}),
        frozenset({"annul_release"}),
        "who proposes an annulment does not confirm one",
    ),
    Separation(
        frozenset({"confirm_waiver"}),
        _RELEASE | _ORDER,
        "who waives control neither asks for it nor releases",
    ),
    Separation(
        frozenset({"extend_term"}),
        _ORDER | {"report_inspection"},
        "who permits a longer time limit does not use it",
    ),
    Separation(
        _RELEASE, frozenset({"annul_release"}), "who releases does not take it back alone"
    ),
)

DUTIES = Duties(SEPARATIONS)

#: Roles that no one person holds at once: what the one does, the other answers for.
INCOMPATIBLE = (
    (ADMINISTRATOR, lifecycle.DECLARANT),
    (ADMINISTRATOR, lifecycle.INSPECTOR),
    (ADMINISTRATOR, lifecycle.CHIEF),
    (ADMINISTRATOR, lifecycle.TREASURY),
    (lifecycle.DECLARANT, lifecycle.INSPECTOR),
    (lifecycle.DECLARANT, lifecycle.CHIEF),
    (lifecycle.DECLARANT, lifecycle.TREASURY),
    (lifecycle.TREASURY, lifecycle.INSPECTOR),
    (lifecycle.TREASURY, lifecycle.CHIEF),
    *[("auditor", role) for role in lifecycle.ROLES if role != lifecycle.SYSTEM],
    *[("auditor", role) for role in (ADMINISTRATOR, *READERS[1:])],
    *[(role, lifecycle.DECLARANT) for role in READERS[1:]],
)


def acts_markdown() -> str:
    """The separated acts as a Markdown table."""
    lines = ["| no person does | and | because |", "|---|---|---|"]
    for separation in SEPARATIONS:
        one, other = _names(separation.one), _names(separation.other)
        lines.append(f"| {one} | {other} | {separation.why} |")
    return "\n".join(lines)


def _names(actions: frozenset[str]) -> str:
    if actions == OF_OFFICERS:
        return "any act of an officer or the treasury"
    if actions == OF_DECLARANTS:
        return "any act of the declarant"
    ordered = [name for name in lifecycle.ACTIONS if name in actions]
    return ", ".join([f"`{name}`" for name in ordered])


def roles_markdown() -> str:
    """The incompatible roles as a Markdown table."""
    lines = ["| role | not together with |", "|---|---|"]
    for role in dict.fromkeys([pair[0] for pair in INCOMPATIBLE]):
        others = [other for one, other in INCOMPATIBLE if one == role]
        lines.append(f"| {role} | {', '.join(others)} |")
    return "\n".join(lines)
