"""The subjects of the rules: exactly the fields of a filing that each group of rules may
read.

A rule whose subject is hashable (`Header`, `Handling`, `ItemCodes`, `People`, `Party`, `Document`)
depends on nothing else of the filing, so the fast path asks it once for each subject and
remembers the answer.
"""

import msgspec

from openkeden.base import codes, money, names
from openkeden.filing import declaration
from openkeden.tariff import measures
from openkeden.tariff.lot import Lot

IMPORT, EXPORT, TRANSIT = "IM", "EX", "TR"

#: The cost kind that brings the goods to the place of arrival.
CARRIAGE = "transport"
#: The method of value that rests on the price and uses additions (EAEU CC art. 39).
TRANSACTION = "1"

#: Stands for the country of a party that gives none.
UNSTATED = "-"

#: Box 34 where the country of origin is not known.
UNKNOWN_ORIGIN = "00"

#: The two sides of the value declaration, as the parameters `costs.<kind>.side` name them.
ADDITION, DEDUCTION = "addition", "deduction"

#: The boxes of the parties by role, in the order of the form.
BOX_OF_ROLE = {"exporter": "2", "consignee": "8", "financial": "9", "declarant": "14"}


class Header(msgspec.Struct, frozen=True, gc=False):
    """The codes and dates of a declaration as a whole, and which of its parts are there
    (`has_`).

    `exporter`, `consignee` and `declarant` are countries, empty where nobody is named.
    """

    direction: str = ""
    procedure: str = ""
    office: str = ""
    feature: str = ""
    trading_country: str = ""
    dispatch_country: str = ""
    origin_country: str = ""
    destination_country: str = ""
    delivery_terms: str = ""
    currency: str = ""
    exchange_rate: str = ""
    nature: str = ""
    border_mode: str = ""
    inland_mode: str = ""
    border_office: str = ""
    declared_on: str = ""
    amends: str = ""
    exporter: str = ""
    consignee: str = ""
    declarant: str = ""
    has_financial: bool = False
    has_departure_transport: bool = False
    has_border_transport: bool = False
    has_delivery_place: bool = False
    has_goods_location: bool = False
    has_signatory: bool = False
    has_guarantee: bool = False
    has_carriage: bool = False
    has_reference: bool = False
    by_transaction: bool = False


def header(filing: declaration.Filing) -> Header:
    """The header of a filing."""
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
        names.comparable(filing.reference) != "",
        bool(filing.items) and filing.items[0].valuation_method == TRANSACTION,
    )


class ItemCodes(msgspec.Struct, frozen=True, gc=False):
    """The codes of one item, the kinds of its documents, and how the header says it moves.

    `holder` is who is answerable for its measures, given only where one of them depends on
    a register of persons.
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

    @property
    def lot(self) -> Lot:
        """The goods as the law sees them; their procedure is that of box 37."""
        return Lot(
            code=self.code,
            origin=self.origin,
            attributes=dict(self.attributes),
            direction=self.direction,
            partner=self.destination_country if self.direction == EXPORT else self.origin,
            procedure=self.procedure,
            mode=self.border_mode,
            documents=frozenset(self.documents),
            person=self.holder,
        )


def holder_of(filing: declaration.Filing) -> str:
    """The BIN of who is answerable for measures on the goods; empty where it has none.

    That is the exporter of an export, else the consignee.
    """
    party = filing.exporter if filing.direction == EXPORT else filing.consignee
    return party.id if party is not None else ""


def importer_of(filing: declaration.Filing) -> str:
    """Whether a person or a firm imports the goods, by the number of the consignee; empty
    where it does not tell.
    """
    return codes.holder_kind(filing.consignee.id) if filing.consignee is not None else ""


def item_codes(
    filing: declaration.Filing, item: declaration.Item, index: measures.Index | None = None
) -> ItemCodes:
    """The codes of `item` in its filing, with its holder where a measure of `index` asks
    for it.
    """
    holder = ""
    if index is not None and index.asks_who(item.code):
        holder = holder_of(filing)
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
    """One of the four preferences of box 36."""

    #: The charge that it is claimed for.
    charge: str
    #: The code of the preference.
    code: str
    #: What it depends on.
    line: ItemCodes


def claims(codes: ItemCodes) -> list[PreferenceClaim]:
    """The preferences that an item claims."""
    fields = declaration.Preferences.__struct_fields__
    claimed = [(name, getattr(codes.preferences, name)) for name in fields]
    return [PreferenceClaim(name, code, codes) for name, code in claimed if code]


class Numbers(msgspec.Struct, frozen=True, gc=False):
    """An item with its numbers, None where empty or unreadable.

    Money is in minor units, quantities and masses are in millionths.
    """

    item: declaration.Item
    #: Its place in the list of items, from 1.
    place: int
    codes: ItemCodes
    gross_mass: int | None
    net_mass: int | None
    price: int | None
    #: Box 41.
    quantity: int | None
    #: Box 45.
    customs_value: int | None
    #: Box 39: what is left of a quota.
    quota: int | None
    #: Box 46.
    statistical_value: int | None


def numbers(item: declaration.Item, place: int, codes: ItemCodes) -> Numbers:
    """The numbers of an item at its place, with its codes."""
    return Numbers(
        item,
        place,
        codes,
        quantity(item.gross_mass_kg),
        quantity(item.net_mass_kg),
        amount(item.price),
        quantity(item.supplementary_quantity) if item.supplementary_quantity else None,
        amount(item.customs_value) if item.customs_value else None,
        quantity(item.quota) if item.quota else None,
        amount(item.statistical_value) if item.statistical_value else None,
    )


def amount(text: str) -> int | None:
    """Money in minor units, or None where the text is not a valid amount."""
    try:
        return money.parse(text)
    except ValueError:
        return None


def quantity(text: str) -> int | None:
    """A quantity in millionths, or None where the text is not a valid quantity."""
    try:
        return money.parse(text, money.QUANTITY_DIGITS)
    except ValueError:
        return None


class Charged(msgspec.Struct, frozen=True):
    """An entry of the value declaration."""

    cost: declaration.Cost
    #: Its amount in minor units of its currency, None where unreadable.
    amount: int | None
    #: Addition or deduction.
    side: str
    #: Where it stands in the filing, such as `additions[0].`.
    path: str
    #: Whether box 44 of any item names a document.
    documented: bool
    #: Whether any item is valued by method 1.
    by_transaction: bool


def charged(filing: declaration.Filing) -> tuple[Charged, ...]:
    """The additions of a filing, then its deductions."""
    if not filing.additions and not filing.deductions:
        return ()
    documented = any(item.documents for item in filing.items)
    by_transaction = any(item.valuation_method == TRANSACTION for item in filing.items)
    entries = [(ADDITION, place, cost) for place, cost in enumerate(filing.additions)]
    entries += [(DEDUCTION, place, cost) for place, cost in enumerate(filing.deductions)]
    made = []
    for side, place, cost in entries:
        path = f"{side}s[{place}]."
        read = amount(cost.amount)
        made.append(Charged(cost, read, side, path, documented, by_transaction))
    return tuple(made)


class Totals(msgspec.Struct, frozen=True, gc=False):
    """A filing with its totals as stated, beside the sums of its items.

    A stated total is None where it is empty or unreadable. A sum is None while one of its
    numbers is not known, and where no total is stated to compare it with.
    """

    filing: declaration.Filing
    #: The additions and deductions.
    costs: tuple[Charged, ...]
    #: Box 22, in minor units of the currency of the invoice.
    invoice: int | None
    #: The total of box 35, in millionths of a kilogram.
    stated_gross_mass: int | None
    #: Box 12, in minor units of national currency.
    stated_customs_value: int | None
    #: The sums of the items, in the same units.
    prices: int | None
    gross_mass: int | None
    customs_value: int | None
    packages: int
    containers: int


def totals(
    filing: declaration.Filing, items: tuple[Numbers, ...], costs: tuple[Charged, ...]
) -> Totals:
    """The totals of a filing and the sums over its items."""
    invoice = amount(filing.invoice_total)
    mass = quantity(filing.gross_mass_total_kg)
    value = amount(filing.customs_value_total)
    return Totals(
        filing,
        costs,
        invoice,
        mass,
        value,
        total([row.price for row in items]),
        None if mass is None else total([row.gross_mass for row in items]),
        None if value is None else total([row.customs_value for row in items]),
        sum([item.packages for item in filing.items]),
        sum([len(item.containers) for item in filing.items]),
    )


def total(parts: list[int | None]) -> int | None:
    """The sum of numbers, None while one of them is not known."""
    return None if None in parts else sum(filter(None, parts))


class People(msgspec.Struct, frozen=True, gc=False):
    """The parties of a declaration, each in its role."""

    exporter: declaration.Party | None
    consignee: declaration.Party | None
    financial: declaration.Party | None
    declarant: declaration.Party

    def named(self) -> list[tuple[str, declaration.Party]]:
        """The parties that are there, with their roles."""
        parties = (self.exporter, self.consignee, self.financial, self.declarant)
        roles = zip(BOX_OF_ROLE, parties, strict=True)
        return [(role, party) for role, party in roles if party is not None]


def people(filing: declaration.Filing) -> People:
    """The parties of a filing."""
    return People(filing.exporter, filing.consignee, filing.financial, filing.declarant)


class Subjects(msgspec.Struct, frozen=True, gc=False):
    """A filing as the rules read it: made once, its numbers read once."""

    filing: declaration.Filing
    header: Header
    people: People
    items: tuple[Numbers, ...]
    costs: tuple[Charged, ...]
    totals: Totals


def of(filing: declaration.Filing, index: measures.Index) -> Subjects:
    """Make the subjects of a filing; `index` holds the measures that may ask for a holder."""
    asking = index if index.personal else None
    items = tuple(
        [
            numbers(item, place, item_codes(filing, item, asking))
            for place, item in enumerate(filing.items, 1)
        ]
    )
    costs = charged(filing)
    sums = totals(filing, items, costs)
    return Subjects(filing, header(filing), people(filing), items, costs, sums)
