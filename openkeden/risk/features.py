"""The facts that risk selection rests on, each defined once: its kind, its meaning, how it
is read.

Profiles state conditions over facts by name (`FACTS`). The origin of goods is a fact, the
nationality of a person is not: selection may not rest on it.
"""

import datetime
import operator
from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from openkeden.assessment import charges
from openkeden.filing import declaration

#: What a fact is: text, several texts, yes or no, a whole number, minor national units,
#: millionths, or a ratio. `share` is a plain ratio, `price` one of minor national units to
#: a whole kilogram or unit; both are a pair (numerator, denominator) of integers, the
#: denominator 0 where there is nothing to divide by.
Kind = Literal["text", "texts", "flag", "count", "money", "quantity", "share", "price"]
Value = str | int | bool | tuple[int, int] | tuple[str, ...]

_MILLION = 1_000_000


class Record(msgspec.Struct, frozen=True, gc=False):
    """What one trader has lodged before a declaration."""

    #: Declarations lodged.
    lodged: int = 0

    #: Irregularities found in them.
    irregularities: int = 0

    #: Refusals of their release.
    refused: int = 0

    #: The day of the first declaration.
    first_on: datetime.date | None = None

    #: The day of the last declaration.
    last_on: datetime.date | None = None


class History(msgspec.Struct, frozen=True, gc=False):
    """The records of the traders of a declaration."""

    #: The record of the declarant.
    declarant: Record = Record()

    #: The record of the consignee.
    consignee: Record = Record()

    #: The declarant's class as authorised operator; empty: none.
    trusted: str = ""


class View(msgspec.Struct, gc=False):
    """What facts are read from: a declaration, and one of its items with its value."""

    #: The declaration.
    declared: declaration.Declaration

    #: Its assessment.
    assessed: charges.Assessment

    #: The records of its traders.
    history: History

    #: The item that facts of items are read from.
    goods: declaration.Goods

    #: The customs value of that item.
    valued: charges.Valued


class Feature(msgspec.Struct, frozen=True):
    """A named fact."""

    #: The type of its value.
    kind: Kind

    #: Whether it is a fact of one item, not of the whole declaration.
    of_item: bool

    #: What it says, in words.
    meaning: str

    #: How it is read.
    read: Callable[[View], Value]


def _days_since(day: datetime.date | None, view: View) -> int:
    return (view.declared.registered_on - day).days if day else 0


def _zeros(price: int) -> int:
    """Trailing decimal zeros of the whole units of a price in minor units.

    None where there are minor units.
    """
    if price % 100 or not price:
        return 0
    digits = str(price // 100)
    return len(digits) - len(digits.rstrip("0"))


def _exporter_abroad(view: View) -> bool:
    filing = view.declared.filing
    return (
        filing.exporter is not None and filing.exporter.country != filing.dispatch_country
    )


def _per_unit(view: View) -> tuple[int, int]:
    """Customs value to the quantity in the supplementary unit of box 41.

    The denominator is 0 where the line has none.
    """
    unit = view.goods.item.supplementary_unit
    return view.valued.value * _MILLION, view.goods.quantities.get(unit, 0)


def _claimed(view: View) -> bool:
    claims = view.goods.item.preferences
    return bool(claims.duty or claims.vat or claims.excise or claims.fee)


def _documents(view: View) -> tuple[str, ...]:
    return tuple([document.code for document in view.goods.item.documents])


def _whole(kind: Kind, meaning: str, read: Callable[[View], Value]) -> Feature:
    return Feature(kind, False, meaning, read)


def _item(kind: Kind, meaning: str, read: Callable[[View], Value]) -> Feature:
    return Feature(kind, True, meaning, read)


def _record(party: str, of: Callable[[View], Record]) -> dict[str, Feature]:
    """The facts of one trader's record."""
    return {
        f"{party}.lodged": _whole(
            "count", "declarations lodged before", lambda view: of(view).lodged
        ),
        f"{party}.irregularities": _whole(
            "count", "irregularities found before", lambda view: of(view).irregularities
        ),
        f"{party}.refused": _whole(
            "count", "releases refused before", lambda view: of(view).refused
        ),
        f"{party}.new": _whole(
            "flag", "nothing lodged before", lambda view: not of(view).lodged
        ),
        f"{party}.days_known": _whole(
            "count",
            "days since the first declaration, 0 where none",
            lambda view: _days_since(of(view).first_on, view),
        ),
        f"{party}.days_idle": _whole(
            "count",
            "days since the last declaration, 0 where none",
            lambda view: _days_since(of(view).last_on, view),
        ),
        f"{party}.irregular_share": _whole(
            "share",
            "irregularities to declarations",
            lambda view: (of(view).irregularities, of(view).lodged),
        ),
        f"{party}.refused_share": _whole(
            "share",
            "refusals to declarations",
            lambda view: (of(view).refused, of(view).lodged),
        ),
    }


#: Boxes of the declaration that are facts as they stand, by the name of their field.
_TEXTS = {
    "direction": "box 1.1",
    "procedure": "box 1.2",
    "feature": "box 7",
    "trading_country": "box 11",
    "dispatch_country": "box 15",
    "origin_country": "box 16",
    "destination_country": "box 17",
    "delivery_terms": "box 20",
    "delivery_place": "box 20",
    "currency": "box 22",
    "nature": "box 24",
    "border_mode": "box 25",
    "inland_mode": "box 26",
    "border_office": "box 29",
    "office": "box A",
}


FACTS: Mapping[str, Feature] = {
    **{
        field: _whole("text", box, operator.attrgetter(f"declared.filing.{field}"))
        for field, box in _TEXTS.items()
    },
    "declarant.id": _whole(
        "text", "box 14", lambda view: view.declared.filing.declarant.id
    ),
    "consignee.id": _whole(
        "text",
        "box 8",
        lambda view: (
            view.declared.filing.consignee.id if view.declared.filing.consignee else ""
        ),
    ),
    "trusted": _whole(
        "text",
        "class of authorised operator, empty: none",
        lambda view: view.history.trusted,
    ),
    "container": _whole("flag", "box 19", lambda view: view.declared.filing.container),
    "amends": _whole(
        "flag",
        "it amends a registered declaration",
        lambda view: bool(view.declared.filing.amends),
    ),
    "deferral": _whole(
        "flag", "box 48 is filled", lambda view: bool(view.declared.filing.deferral)
    ),
    "guarantee": _whole(
        "flag", "box 52 is filled", lambda view: bool(view.declared.filing.guarantee)
    ),
    "transport_changes": _whole(
        "flag",
        "box 18 differs from box 21",
        lambda view: (
            view.declared.filing.departure_transport
            != view.declared.filing.border_transport
        ),
    ),
    "trading_not_dispatch": _whole(
        "flag",
        "box 11 differs from box 15",
        lambda view: (
            view.declared.filing.trading_country != view.declared.filing.dispatch_country
        ),
    ),
    "destination_is_dispatch": _whole(
        "flag",
        "box 17 is the country of box 15",
        lambda view: (
            view.declared.filing.destination_country
            == view.declared.filing.dispatch_country
            != ""
        ),
    ),
    "exporter_not_dispatch": _whole(
        "flag", "the country of box 2 differs from box 15", _exporter_abroad
    ),
    "items": _whole("count", "goods lines", lambda view: len(view.declared.goods)),
    "packages": _whole("count", "box 6", lambda view: view.declared.filing.packages_total),
    "customs_value": _whole("money", "box 12", lambda view: view.assessed.customs_value),
    "payable": _whole(
        "money", "all charges after preferences", lambda view: view.assessed.payable
    ),
    "payable_share": _whole(
        "share",
        "charges to customs value",
        lambda view: (view.assessed.payable, view.assessed.customs_value),
    ),
    **_record("declarant", operator.attrgetter("history.declarant")),
    **_record("consignee", operator.attrgetter("history.consignee")),
    "item.code": _item("text", "box 33", lambda view: view.goods.item.code),
    "item.origin": _item("text", "box 34", lambda view: view.goods.item.origin),
    "item.procedure": _item("text", "box 37", lambda view: view.goods.item.procedure),
    "item.valuation_method": _item(
        "text", "box 43", lambda view: view.goods.item.valuation_method
    ),
    "item.package_kind": _item(
        "text", "box 31.2", lambda view: view.goods.item.package_kind
    ),
    "item.description": _item("text", "box 31.1", lambda view: view.goods.item.description),
    "item.description_length": _item(
        "count", "characters of box 31.1", lambda view: len(view.goods.item.description)
    ),
    "item.packages": _item("count", "box 31.2", lambda view: view.goods.item.packages),
    "item.documents": _item("texts", "codes of box 44", _documents),
    "item.preference_duty": _item(
        "text", "box 36, duty", lambda view: view.goods.item.preferences.duty
    ),
    "item.preference_vat": _item(
        "text", "box 36, value added tax", lambda view: view.goods.item.preferences.vat
    ),
    "item.preference_claimed": _item("flag", "box 36 claims any preference", _claimed),
    "item.origin_not_dispatch": _item(
        "flag",
        "box 34 differs from box 15",
        lambda view: view.goods.item.origin != view.declared.filing.dispatch_country,
    ),
    "item.gross_mass_kg": _item(
        "quantity", "box 35", lambda view: view.goods.gross_mass_kg
    ),
    "item.net_mass_kg": _item("quantity", "box 38", lambda view: view.goods.net_mass_kg),
    "item.gross_to_net": _item(
        "share",
        "box 35 to box 38",
        lambda view: (view.goods.gross_mass_kg, view.goods.net_mass_kg),
    ),
    "item.price_zeros": _item(
        "count",
        "trailing zeros of box 42 in whole units of its currency",
        lambda view: _zeros(view.goods.price),
    ),
    "item.value": _item("money", "box 45", lambda view: view.valued.value),
    "item.value_share": _item(
        "share",
        "box 45 to box 12",
        lambda view: (view.valued.value, view.assessed.customs_value),
    ),
    "item.value_per_kg": _item(
        "price",
        "box 45 to a net kilogram",
        lambda view: (view.valued.value * _MILLION, view.goods.net_mass_kg),
    ),
    "item.value_per_unit": _item(
        "price", "box 45 to a supplementary unit of box 41", _per_unit
    ),
}
