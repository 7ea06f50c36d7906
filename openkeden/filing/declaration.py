"""The goods declaration of the EAEU: `Filing` is what somebody sent, `Declaration` what passed every rule.

Field names are the standard's English; each docstring line gives the box (графа) of the paper form. Money and
quantities arrive as decimal text and become integers in `Declaration` (see `openkeden.base.money`).
"""

import datetime
from collections.abc import Mapping
from typing import Annotated

import msgspec

# The longest texts that are taken in: they bound what is stored and shown; what a box may hold is for the rules.
Code = Annotated[str, msgspec.Meta(max_length=50)]
Reference = Annotated[str, msgspec.Meta(max_length=64)]
Number = Annotated[str, msgspec.Meta(max_length=100)]
Place = Annotated[str, msgspec.Meta(max_length=250)]
Name = Annotated[str, msgspec.Meta(max_length=500)]
Text = Annotated[str, msgspec.Meta(max_length=10_000)]


class Party(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """A person of boxes 2, 8, 9 or 14: `id` is the number of a firm or person (BIN, IIN, INN), empty if none."""

    name: Name
    country: Code
    id: Code = ""
    address: Name = ""


class Document(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True
):
    """A document of box 40 or 44: code of its kind, number, and its date as YYYY-MM-DD."""

    code: Code
    number: Number
    issued_on: Code = ""


class Cost(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """An addition to the price or a deduction from it (EAEU Customs Code art. 40), from the value declaration.

    `kind` is of the code list `costs` (transport, insurance, royalty, inland_transport ...); it is shared among the
    items by gross mass or by price, as that list says.
    """

    kind: Code
    amount: Code
    currency: Code


class Preferences(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True
):
    """Box 36: the preference claimed for fees, duty, excise and VAT; empty means none."""

    fee: Code = ""
    duty: Code = ""
    excise: Code = ""
    vat: Code = ""


class Item(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """One goods line.

    number: box 32; code: box 33, ten digits; description: box 31.1; origin: box 34; procedure: box 37, four digits
    (declared, previous) and three of feature; gross_mass_kg, net_mass_kg: boxes 35, 38; packages, package_kind:
    box 31.2; containers: box 31.3; quota: box 39; previous: box 40; supplementary_quantity, supplementary_unit:
    box 41; price: box 42 in the currency of box 22; valuation_method: box 43; documents: box 44; customs_value:
    box 45 in national currency, when declared; statistical_value: box 46; preferences: box 36; attributes: what the
    rate or a measure asks of the goods (`engine_cm3`, `litres`, `sex`, `age`, `purpose` ...), numbers as
    decimal text.
    """

    number: int
    code: Code
    description: Text
    origin: Code
    procedure: Code
    gross_mass_kg: Code
    net_mass_kg: Code
    price: Code
    packages: int = 0
    package_kind: Code = ""
    containers: tuple[Code, ...] = ()
    quota: Number = ""
    previous: tuple[Document, ...] = ()
    supplementary_quantity: Code = ""
    supplementary_unit: Code = ""
    valuation_method: Code = "1"
    documents: tuple[Document, ...] = ()
    customs_value: Code = ""
    statistical_value: Code = ""
    preferences: Preferences = Preferences()
    attributes: Mapping[Code, Place] = {}


class Filing(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """A goods declaration as sent.

    reference: the declarant's own reference, unique for the declarant; direction: box 1.1, `IM`, `EX` or `TR`;
    procedure: box 1.2; feature: box 7; office: box A, the office of declaring; exporter, consignee, financial,
    declarant: boxes 2, 8, 9, 14; items_total, packages_total: boxes 5, 6; trading_country, dispatch_country,
    origin_country, destination_country: boxes 11, 15, 16, 17; departure_transport, border_transport: boxes 18, 21;
    container: box 19; delivery_terms, delivery_place: box 20; currency, invoice_total: box 22; exchange_rate: box 23,
    as declared; nature: box 24; border_mode, inland_mode: boxes 25, 26; border_office: box 29; goods_location:
    box 30; customs_value_total: box 12, when declared; gross_mass_total_kg: sum of box 35, when declared; additions,
    deductions: the value declaration; guarantee: box 52; deferral: box 48; signatory, declared_on: box 54;
    amends: the registration number that this filing amends.
    """

    reference: Reference
    direction: Code
    procedure: Code
    office: Code
    declarant: Party
    items: tuple[Item, ...]
    currency: Code
    invoice_total: Code
    declared_on: Code
    items_total: int
    packages_total: int
    exporter: Party | None = None
    consignee: Party | None = None
    financial: Party | None = None
    feature: Code = ""
    trading_country: Code = ""
    dispatch_country: Code = ""
    origin_country: Code = ""
    destination_country: Code = ""
    departure_transport: Name = ""
    border_transport: Name = ""
    container: bool = False
    delivery_terms: Code = ""
    delivery_place: Place = ""
    exchange_rate: Code = ""
    nature: Code = ""
    border_mode: Code = ""
    inland_mode: Code = ""
    border_office: Code = ""
    goods_location: Place = ""
    customs_value_total: Code = ""
    gross_mass_total_kg: Code = ""
    additions: tuple[Cost, ...] = ()
    deductions: tuple[Cost, ...] = ()
    guarantee: Place = ""
    deferral: Number = ""
    signatory: Place = ""
    amends: Number = ""


class Goods(msgspec.Struct, frozen=True):
    """An item that passed: the filed `item` and its numbers, money in minor units, quantities in millionths."""

    item: Item
    price: int
    gross_mass_kg: int
    net_mass_kg: int
    quantities: Mapping[str, int]


class Amount(msgspec.Struct, frozen=True, gc=False):
    """An addition or deduction that passed, in minor units of its currency."""

    kind: str
    amount: int
    currency: str


class Declaration(msgspec.Struct, frozen=True):
    """A filing that passed every rule of the day `registered_on`, with all its numbers as integers.

    `digest` is the SHA-256 of the bytes as received; `warnings` are findings that do not refuse.
    """

    filing: Filing
    digest: bytes
    registered_on: datetime.date
    goods: tuple[Goods, ...]
    invoice_total: int
    additions: tuple[Amount, ...]
    deductions: tuple[Amount, ...]
