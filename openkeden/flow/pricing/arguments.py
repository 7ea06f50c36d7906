"""Findings against a question, placed at its arguments: who asks a price has no boxes and
no items of a declaration.
"""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from openkeden.assessment import price_rules
from openkeden.base.findings import Finding
from openkeden.filing.rules import (
    absent_codes,
    costs,
    countries,
    header,
    item_codes,
    items,
    transaction,
    transport,
)

#: Fields of a declaration whose argument has another name.
_NAMES: Final = {
    "price": "value",
    "net_mass_kg": "net",
    "gross_mass_kg": "gross",
    "supplementary_quantity": "qty",
    "supplementary_unit": "unit",
    "border_mode": "mode",
    "destination_country": "destination",
    "dispatch_country": "origin",
    "additions[0].amount": "transport",
    "additions[0].currency": "transport_currency",
}

#: What a value breaks that is not one of its kind: no amount, quantity, rate of exchange,
#: or word of a list.
_NOT_OF_ITS_KIND: Final = frozenset(
    {price_rules.UNREADABLE.number, price_rules.UNUSABLE.number}
    | {
        check.rule.number
        for check in (
            costs.cost_unreadable,
            costs.cost_currency_unknown,
            countries.destination_country_unknown,
            header.procedure_unknown,
            absent_codes.code_form,
            item_codes.origin_unknown,
            items.gross_unreadable,
            items.net_unreadable,
            items.price_unreadable,
            items.quantity_unreadable,
            transaction.currency_unknown,
            transport.border_mode_unknown,
        )
    }
)

_ITEM: Final = re.compile(r"items\[\d+\]\.")


def named(found: Iterable[Finding], at: str = "") -> tuple[Finding, ...]:
    """Findings on fields of a declaration, each at the argument that fills the field; `at`
    leads to it.
    """
    return tuple([_at(one, f"{at}{_argument(one.path)}") for one in found])


def within(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that lead to their item already, as `named` has them."""
    placed = []
    for one in found:
        item = _ITEM.match(one.path)
        start = item.end() if item else 0
        placed.append(_at(one, one.path[:start] + _argument(one.path[start:])))
    return tuple(placed)


def of_one(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings on the only goods that there are: their item is not named."""
    return tuple([_at(one, _ITEM.sub("", one.path)) for one in found])


#: Arguments whose option on the command line has another name: one that may be given
#: several times is named for one of them.
_OPTIONS: Final = {
    "attributes": "attribute",
    "law": "country",
    "preferences": "preference",
    "rates": "rate",
}


def by_option(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings on arguments, each at the option of the command that gives it."""
    return tuple([msgspec.structs.replace(one, path=option(one.path)) for one in found])


def unreadable(found: Iterable[Finding]) -> bool:
    """Whether the value of an option is not one of its kind, so that the question cannot be
    asked.
    """
    options = [one for one in found if one.path.startswith("--")]
    return any(one.rule in _NOT_OF_ITS_KIND for one in options)


def option(path: str) -> str:
    """The option of the command for an argument; another path as it is."""
    argument, point, rest = path.partition(".")
    name = _OPTIONS.get(argument, argument).replace("_", "-")
    return f"--{name}{point and '='}{rest}" if name.replace("-", "").isalpha() else path


def _at(found: Finding, path: str) -> Finding:
    return msgspec.structs.replace(found, path=path, box="")


def _argument(field: str) -> str:
    if field.startswith("preferences."):
        return "preferences"
    return _NAMES.get(field, field)
