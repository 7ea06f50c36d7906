"""A filing in, the subjects of the rules out: exactly the fields that each group of rules may read.

A rule whose subject is hashable (`Heading`, `Line`, `Party`, `Document`) depends on nothing else of the filing, so
gate 2 asks it once for each subject and remembers that it held.
"""

from collections.abc import Iterable

import msgspec

from openkeden.base import money
from openkeden.filing import declaration

IMPORT, EXPORT, TRANSIT = "IM", "EX", "TR"

#: The cost kind that brings the goods to the place of arrival, and the method of value that uses additions (art. 39).
CARRIAGE = "transport"
TRANSACTION = "1"

#: Stands for the country of a party that gives none.
UNSTATED = "-"

#: Box 34 where the country of origin is not known.
UNKNOWN_ORIGIN = "00"

#: The two sides of the value declaration, as the parameters `costs.<kind>.side` name them.
ADDITION, DEDUCTION = "addition", "deduction"

ROLES = ("exporter", "consignee", "financial", "declarant")
BOX_OF_ROLE = {"exporter": "2", "consignee": "8", "financial": "9", "declarant": "14"}


class Header(msgspec.Struct, frozen=True, gc=False):
    """The codes and dates of a declaration as a whole, and which of its parts are there (in `has_`)."""

    direction: str
    procedure: str
    office: str
    feature: str
    trading_country: str
    dispatch_country: str
    origin_country: str
    destination_country: str
    delivery_terms: str
    currency: str
    exchange_rate: str
    nature: str
    border_mode: str
    inland_mode: str
    border_office: str
    declared_on: str
    amends: str
    exporter: str
    consignee: str
    declarant: str
    has_financial: bool
    has_departure_transport: bool
    has_border_transport: bool
    has_delivery_place: bool
    has_goods_location: bool
    has_signatory: bool
    has_guarantee: bool
    has_carriage: bool
    has_reference: bool
    by_transaction: bool


def heading(filing: declaration.Filing) -> Header:
    """The heading of a filing; `exporter`, `consignee` and `declarant` are countries, empty where nobody is named."""
    exporter, consignee = filing.exporter, filing.consignee
    return Header(
        filing.direction,
        filing.procedure,
        filing.office,
        filing.feature,
        filing.trading_country,
        filing.dispatch_country,
        filing.origin_country,
        filing.destination_country,
        filing.delivery_terms,
        filing.currency,
        filing.exchange_rate,
        filing.nature,
        filing.border_mode,
        filing.inland_mode,
        filing.border_office,
        filing.declared_on,
        filing.amends,
        (exporter.country or UNSTATED) if exporter is not None else "",
        (consignee.country or UNSTATED) if consignee is not None else "",
        filing.declarant.country,
        filing.financial is not None,
        filing.departure_transport != "",
        filing.border_transport != "",
        filing.delivery_place != "",
        filing.goods_location != "",
        filing.signatory != "",
        filing.guarantee != "",
        bool(filing.additions) and any(cost.kind == CARRIAGE for cost in filing.additions),
        filing.reference != "",
        bool(filing.items) and filing.items[0].valuation_method == TRANSACTION,
    )


class ItemCodes(msgspec.Struct, frozen=True, gc=False):
    """The codes of one item, the kinds of its documents, and what the heading says about its movement.

    `holder` is who is answerable for its measures, given only where one of them depends on a register of persons.
    """

    direction: str
    heading_procedure: str
    destination_country: str
    border_mode: str
    code: str
    origin: str
    procedure: str
    valuation_method: str
    package_kind: str
    supplementary_unit: str
    preferences: declaration.Preferences
    has_packages: bool
    has_quota: bool
    has_previous: bool
    documents: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    holder: str = ""


def holder_of(filing: declaration.Filing) -> str:
    """Who is answerable for measures on the goods: the exporter of an export, else the consignee; empty without BIN."""
    party = filing.exporter if filing.direction == EXPORT else filing.consignee
    return party.id if party is not None else ""


def line(filing: declaration.Filing, item: declaration.Item, *, holder: str = "") -> ItemCodes:
    """The codes of `item` in its filing; with the `holder` where a measure depends on who that is."""
    return ItemCodes(
        filing.direction,
        filing.procedure,
        filing.destination_country,
        filing.border_mode,
        item.code,
        item.origin,
        item.procedure,
        item.valuation_method,
        item.package_kind,
        item.supplementary_unit,
        item.preferences,
        item.packages > 0,
        item.quota != "",
        bool(item.previous),
        tuple([document.code for document in item.documents]) if item.documents else (),
        tuple(item.attributes.items()) if item.attributes else (),
        holder,
    )


class PreferenceClaim(msgspec.Struct, frozen=True):
    """One of the four preferences of box 36: the `charge` it is claimed for, its code, and what it depends on."""

    charge: str
    code: str
    line: ItemCodes


def claims(subject: ItemCodes) -> list[PreferenceClaim]:
    """The preferences that an item claims."""
    fields = declaration.Preferences.__struct_fields__
    claimed = [(name, getattr(subject.preferences, name)) for name in fields]
    return [PreferenceClaim(name, code, subject) for name, code in claimed if code]


class Numbers(msgspec.Struct, frozen=True):
    """An item with its numbers read, None where empty or unreadable, and `place`, its place in the list from 1.

    Money in minor units, quantities in millionths; `needs` are the units that its charges are computed in.
    """

    item: declaration.Item
    place: int
    direction: str
    gross_mass: int | None
    net_mass: int | None
    price: int | None
    quantity: int | None
    customs_value: int | None
    needs: frozenset[str]


def numbers(filing: declaration.Filing, place: int, needs: frozenset[str]) -> Numbers:
    """The numbers of the item at `place` of its filing."""
    item = filing.items[place - 1]
    return Numbers(
        item,
        place,
        filing.direction,
        quantity(item.gross_mass_kg),
        quantity(item.net_mass_kg),
        amount(item.price),
        quantity(item.supplementary_quantity),
        amount(item.customs_value),
        needs,
    )


def amount(text: str) -> int | None:
    """Money in minor units, or None where the text is no such number."""
    try:
        return money.parse(text)
    except ValueError:
        return None


def quantity(text: str) -> int | None:
    """A quantity in millionths, or None where the text is no such number."""
    try:
        return money.parse(text, money.QUANTITY_DIGITS)
    except ValueError:
        return None


class Totals(msgspec.Struct, frozen=True):
    """A filing beside the sums of its items; a sum is None while one of its numbers cannot be read."""

    filing: declaration.Filing
    packages: int
    prices: int | None
    gross_mass: int | None
    customs_value: int | None
    containers: int


def totals(filing: declaration.Filing, items: Iterable[Numbers]) -> Totals:
    """The sums over the items of a filing."""
    rows = list(items)
    return Totals(
        filing,
        sum([row.item.packages for row in rows]),
        _sum([row.price for row in rows]),
        _sum([row.gross_mass for row in rows]),
        _sum([row.customs_value for row in rows]),
        sum([len(row.item.containers) for row in rows]),
    )


def _sum(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


class People(msgspec.Struct, frozen=True, gc=False):
    """The parties of a declaration, each in its role."""

    exporter: declaration.Party | None
    consignee: declaration.Party | None
    financial: declaration.Party | None
    declarant: declaration.Party

    def named(self) -> list[tuple[str, declaration.Party]]:
        """The parties that are there, with their roles."""
        roles = [(role, getattr(self, role)) for role in ROLES]
        return [(role, party) for role, party in roles if party is not None]


def people(filing: declaration.Filing) -> People:
    """The parties of a filing."""
    return People(filing.exporter, filing.consignee, filing.financial, filing.declarant)


class Charged(msgspec.Struct, frozen=True):
    """An entry of the value declaration on its `side`; whether documents and a method 1 item stand beside it."""

    cost: declaration.Cost
    side: str
    documented: bool
    by_transaction: bool


def charged(filing: declaration.Filing) -> list[tuple[str, Charged]]:
    """The additions and deductions of a filing, each with its path."""
    documented = any(item.documents for item in filing.items)
    by_transaction = any(item.valuation_method == TRANSACTION for item in filing.items)
    return [
        (f"{name}[{place}].", Charged(cost, side, documented, by_transaction))
        for name, side, costs in (
            ("additions", ADDITION, filing.additions),
            ("deductions", DEDUCTION, filing.deductions),
        )
        for place, cost in enumerate(costs)
    ]
