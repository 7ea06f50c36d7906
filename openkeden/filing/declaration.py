"""The goods declaration of the EAEU: a `Filing` as it was sent, a `Declaration` once it
passed.

Field names are the standard's English; each field gives its box (графа) of the paper form.
Money and quantities arrive as decimal text and become integers in `Declaration` (see
`base.money`).
"""

import datetime
from collections.abc import Mapping
from typing import Annotated, Final

import msgspec

from openkeden.filing.fields import box, part

# The longest texts that are taken in. What a box may hold is for the rules.
Code = Annotated[str, msgspec.Meta(max_length=50)]
Reference = Annotated[str, msgspec.Meta(max_length=64)]
Number = Annotated[str, msgspec.Meta(max_length=100)]
Place = Annotated[str, msgspec.Meta(max_length=250)]
Name = Annotated[str, msgspec.Meta(max_length=500)]
Text = Annotated[str, msgspec.Meta(max_length=10_000)]

#: The box of what stands on no goods declaration, but on the value declaration beside it.
VALUE_DECLARATION: Final = "value declaration"


class Party(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True
):
    """A person of boxes 2, 8, 9 or 14."""

    name: Annotated[Name, part("The full name of a firm, or of a person.")]
    country: Annotated[Code, part("Two letters of the country where it is established.")]
    id: Annotated[Code, part("The number in the register of persons: BIN, IIN or INN.")] = (
        ""
    )
    address: Annotated[Name, part("The address in one text.")] = ""


class Document(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True
):
    """A document of box 40 or 44."""

    code: Annotated[Code, part("Five digits of the kind of document.")]
    number: Annotated[Number, part("The number that the document bears.")]
    issued_on: Annotated[Code, part("The date of the document, as 2026-04-02.")] = ""


class Cost(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True
):
    """An addition to the price or a deduction from it (EAEU Customs Code art. 40).

    It stands on the value declaration, and is shared among the items by gross mass or by
    price, as the code list `costs` says of its kind.
    """

    kind: Annotated[
        Code, part("The kind of cost, such as transport, insurance or royalty.")
    ]
    amount: Annotated[Code, part("The amount as decimal text.", unit="its currency")]
    currency: Annotated[Code, part("Three letters of the currency.")]


class Preferences(
    msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True
):
    """The preferences of box 36; an empty one claims none."""

    fee: Annotated[Code, part("The preference claimed for the customs fee.")] = ""
    duty: Annotated[Code, part("The preference claimed for the duty.")] = ""
    excise: Annotated[Code, part("The preference claimed for excise.")] = ""
    vat: Annotated[Code, part("The preference claimed for value added tax.")] = ""


class Item(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """One goods line."""

    number: Annotated[int, box("32", "Its number in the declaration, from 1.")]
    code: Annotated[Code, box("33", "Ten digits of the commodity nomenclature.")]
    description: Annotated[
        Text, box("31", "What the goods are, so that the code can be checked.")
    ]
    origin: Annotated[
        Code, box("34", "Two letters of the country of origin; 00 if not known.")
    ]
    procedure: Annotated[
        Code,
        box(
            "37",
            "Two digits of the procedure, two of the one before, three of the feature.",
        ),
    ]
    gross_mass_kg: Annotated[Code, box("35", "The mass with its packing.", unit="kg")]
    net_mass_kg: Annotated[Code, box("38", "The mass without the packing.", unit="kg")]
    price: Annotated[
        Code,
        box("42", "What is paid for the goods of this line.", unit="currency of box 22"),
    ]
    packages: Annotated[int, box("31", "How many packages; 0 where goods share one.")] = 0
    package_kind: Annotated[Code, box("31", "Two letters of the kind of package.")] = ""
    containers: Annotated[
        tuple[Code, ...], box("31", "The numbers of the containers that hold the goods.")
    ] = ()
    quota: Annotated[Number, box("39", "The quota that the goods are charged to.")] = ""
    previous: Annotated[
        tuple[Document, ...], box("40", "The declarations and documents that went before.")
    ] = ()
    supplementary_quantity: Annotated[
        Code, box("41", "The quantity in the unit of the tariff.", unit="unit of box 41")
    ] = ""
    supplementary_unit: Annotated[Code, box("41", "The unit that the tariff asks for.")] = (
        ""
    )
    valuation_method: Annotated[
        Code,
        box("43", "The method by which the goods are valued: 1 for the transaction value."),
    ] = "1"
    documents: Annotated[
        tuple[Document, ...], box("44", "The documents that come with the goods.")
    ] = ()
    customs_value: Annotated[
        Code,
        box("45", "The customs value as the declarant makes it.", unit="national currency"),
    ] = ""
    statistical_value: Annotated[
        Code, box("46", "The value for the statistics of trade.")
    ] = ""
    preferences: Annotated[
        Preferences, box("36", "What is claimed for fee, duty, excise and value added tax.")
    ] = Preferences()
    attributes: Annotated[
        Mapping[Code, Place],
        box(
            "31",
            "What a rate or measure asks of the goods, such as litres; numbers as text.",
        ),
    ] = {}


class Filing(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """A goods declaration as sent."""

    reference: Annotated[
        Reference, box("A", "The declarant's own reference, which it gives only once.")
    ]
    direction: Annotated[
        Code, box("1", "IM for goods brought in, EX for goods sent out, TR for transit.")
    ]
    procedure: Annotated[Code, box("1", "Two digits of the customs procedure.")]
    office: Annotated[
        Code, box("A", "The code of the customs office where goods are declared.")
    ]
    declarant: Annotated[
        Party, box("14", "The person who declares, or for whom it is done.")
    ]
    items: Annotated[tuple[Item, ...], part("The goods lines, at least one.")]
    currency: Annotated[Code, box("22", "Three letters of the currency of the invoice.")]
    invoice_total: Annotated[
        Code, box("22", "The sum of the prices of all items.", unit="currency of box 22")
    ]
    declared_on: Annotated[Code, box("54", "The day of declaring, as 2026-04-02.")]
    items_total: Annotated[int, box("5", "How many items the declaration has.")]
    packages_total: Annotated[int, box("6", "How many packages all items have together.")]
    exporter: Annotated[Party | None, box("2", "The person who sends the goods.")] = None
    consignee: Annotated[Party | None, box("8", "The person who receives the goods.")] = (
        None
    )
    financial: Annotated[Party | None, box("9", "The person who settles the deal.")] = None
    feature: Annotated[
        Code, box("7", "The feature of declaring, such as a preliminary one.")
    ] = ""
    trading_country: Annotated[
        Code, box("11", "Two letters of the country of the other party to the contract.")
    ] = ""
    dispatch_country: Annotated[
        Code, box("15", "Two letters of the country that the goods are sent from.")
    ] = ""
    origin_country: Annotated[
        Code, box("16", "Two letters of the country that all items come from.")
    ] = ""
    destination_country: Annotated[
        Code, box("17", "Two letters of the country that the goods go to.")
    ] = ""
    departure_transport: Annotated[
        Name, box("18", "The vehicle in which the goods leave or arrive.")
    ] = ""
    border_transport: Annotated[Name, box("21", "The vehicle that crosses the border.")] = (
        ""
    )
    container: Annotated[bool, box("19", "Whether the goods move in containers.")] = False
    delivery_terms: Annotated[Code, box("20", "Three letters of the delivery terms.")] = ""
    delivery_place: Annotated[Place, box("20", "The place that the terms name.")] = ""
    exchange_rate: Annotated[
        Code,
        box("23", "The official rate as the declarant found it.", unit="national currency"),
    ] = ""
    nature: Annotated[
        Code, box("24", "Three digits of the nature of the deal, then two of its feature.")
    ] = ""
    border_mode: Annotated[
        Code, box("25", "Two digits of the mode of transport at the border.")
    ] = ""
    inland_mode: Annotated[
        Code, box("26", "Two digits of the mode of transport inside the country.")
    ] = ""
    border_office: Annotated[Code, box("29", "The code of the office at the border.")] = ""
    goods_location: Annotated[Place, box("30", "Where the goods can be inspected.")] = ""
    customs_value_total: Annotated[
        Code,
        box("12", "The sum of the customs values of all items.", unit="national currency"),
    ] = ""
    gross_mass_total_kg: Annotated[
        Code, box("35", "The sum of the gross masses of all items.", unit="kg")
    ] = ""
    additions: Annotated[
        tuple[Cost, ...],
        box(VALUE_DECLARATION, "What the customs value adds to the price."),
    ] = ()
    deductions: Annotated[
        tuple[Cost, ...],
        box(VALUE_DECLARATION, "What the price holds and the value does not."),
    ] = ()
    guarantee: Annotated[Place, box("52", "The guarantee that secures the payments.")] = ""
    deferral: Annotated[Number, box("48", "The decision that puts off the payments.")] = ""
    signatory: Annotated[Place, box("54", "Who signs for the declarant.")] = ""
    amends: Annotated[
        Number,
        box("A", "The registration number of the declaration that this one replaces."),
    ] = ""


#: The records that a message is made of, the declaration first.
RECORDS: Final = (Filing, Item, Party, Document, Cost, Preferences)


class Goods(msgspec.Struct, frozen=True):
    """An item that passed: money in minor units, quantities in millionths."""

    #: The item as it was filed.
    item: Item
    #: Its price in minor units of the currency of the invoice.
    price: int
    #: Its mass with packing, in millionths of a kilogram.
    gross_mass_kg: int
    #: Its mass without packing, in millionths of a kilogram.
    net_mass_kg: int
    #: How much of each unit it has, in millionths.
    quantities: Mapping[str, int]


class Amount(msgspec.Struct, frozen=True, gc=False):
    """An addition or deduction that passed."""

    #: The kind of cost.
    kind: str
    #: The amount in minor units of its currency.
    amount: int
    #: The currency.
    currency: str


class Declaration(msgspec.Struct, frozen=True):
    """A filing that passed every rule, with all its numbers as integers."""

    #: The filing as it was sent.
    filing: Filing
    #: The SHA-256 of the bytes as received.
    digest: bytes
    #: The day whose law was asked.
    registered_on: datetime.date
    #: Its items.
    goods: tuple[Goods, ...]
    #: The sum of the invoice in minor units of its currency.
    invoice_total: int
    #: What is added to the price.
    additions: tuple[Amount, ...]
    #: What is deducted from it.
    deductions: tuple[Amount, ...]
