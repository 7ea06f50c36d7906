"""What a duty expression depends on: quantities, currencies and indices, a preference
programme, and things outside the declaration.
"""

import msgspec

from openkeden.tariff.duty.nodes import (
    UNITS_OF_ACCOUNT,
    Conditional,
    Expression,
    Fixed,
    On,
    Programmes,
    Reference,
    Specific,
    Table,
    parts,
)


class Needs(msgspec.Struct, frozen=True):
    """What is needed to compute a rate."""

    #: Keys of quantities, as `kg` or `kg[drained]`.
    units: frozenset[str]

    #: Currencies and indices to be quoted.
    currencies: frozenset[str]


def needs(expression: Expression) -> Needs:
    """The quantities, currencies and indices that computing may need, on any branch."""
    units: set[str] = set()
    currencies: set[str] = set()
    _collect(expression, units, currencies)
    return Needs(frozenset(units), frozenset(currencies))


def _collect(expression: Expression, units: set[str], currencies: set[str]) -> None:
    if isinstance(expression, Specific):
        units.add(expression.measure)
    if isinstance(expression, Specific | Fixed):
        currencies.add(expression.currency)
    for part in parts(expression):
        _collect(part, units, currencies)


def obstacles(expression: Expression) -> tuple[str, ...]:
    """Why an expression cannot be computed from a declaration alone, a reason for each
    node.

    There are none if it can.
    """
    own = _obstacle(expression)
    if own:
        return (own,)
    reasons: list[str] = []
    for part in parts(expression):
        reasons += obstacles(part)
    return tuple(reasons)


def _obstacle(expression: Expression) -> str:
    """What the node itself depends on outside the declaration; empty: nothing."""
    match expression:
        case On(_, part):
            return f"depends on the value of: {part}"
        case Conditional(_, condition):
            return f"depends on a condition: {condition}"
        case Reference(to):
            return f"depends on another rate: {to}"
        case Table(name):
            return f"depends on table {name}"
        case Programmes():
            return "depends on the preference programme claimed"
        case Specific(_, currency) | Fixed(_, currency) if currency in UNITS_OF_ACCOUNT:
            return f"depends on the worth of the unit of account {currency}"
    return ""


def claimed(expression: Expression, programme: str) -> Expression | None:
    """The rate that `programme` may claim under an expression of programmes; None if none."""
    if not isinstance(expression, Programmes):
        return expression
    for claim in expression.claims:
        if programme in claim.programmes:
            return claim.rate
    return None
