"""A plain declaration: what all corpora fill alike, around what differs."""

import random

import msgspec

from openkeden.filing import declaration
from openkeden.filing.declaration import Document, Party
from openkeden.tariff.edition import TariffLine


class Consignment(msgspec.Struct, frozen=True):
    """What differs from one declaration to another besides its goods."""

    #: The declarant's own reference.
    reference: str
    #: Who sends the goods.
    exporter: Party
    #: Who receives the goods, and pays for them.
    importer: Party
    #: Who declares them.
    declarant: Party
    #: Two letters of the country that the goods are from, and come from.
    origin: str
    #: The code of the office.
    office: str
    #: The code of the mode of transport.
    mode: str
    #: The means of transport.
    vehicle: str
    #: Where the goods are delivered.
    place: str
    #: The currency of the prices.
    currency: str = "USD"


def item(
    draw: random.Random, line: TariffLine, number: int, origin: str, carriage: str = "02015"
) -> declaration.Item:
    """Goods of a line, with an invoice and a paper of carriage, without any unit."""
    net = draw.randrange(100_000, 9_000_000)
    return declaration.Item(
        number=number,
        code=line.code,
        description=f"Goods of heading {line.code[:4]}, article {draw.randrange(10**6):06d},"
        " maker Example Works",
        origin=origin,
        procedure="4000000",
        gross_mass_kg=f"{net * 11 // 10 / 1000:.3f}",
        net_mass_kg=f"{net / 1000:.3f}",
        price=money_text(draw.randrange(50_000, 9_000_000)),
        packages=draw.randrange(1, 90),
        package_kind="CT",
        documents=_papers(draw, carriage),
    )


def filing(of: Consignment, items: tuple[declaration.Item, ...]) -> declaration.Filing:
    """The declaration of a consignment."""
    prices = [int(goods.price.replace(".", "")) for goods in items]
    return declaration.Filing(
        reference=of.reference,
        direction="IM",
        procedure="40",
        office=of.office,
        exporter=of.exporter,
        consignee=of.importer,
        financial=of.importer,
        declarant=of.declarant,
        items=items,
        items_total=len(items),
        packages_total=sum([goods.packages for goods in items]),
        trading_country=of.origin,
        dispatch_country=of.origin,
        origin_country=of.origin,
        destination_country="KZ",
        departure_transport=of.vehicle,
        border_transport=of.vehicle,
        delivery_terms="DAP",
        delivery_place=of.place,
        currency=of.currency,
        invoice_total=money_text(sum(prices)),
        nature="010",
        border_mode=of.mode,
        inland_mode=of.mode,
        border_office=of.office,
        goods_location=of.office,
        signatory="A. Example",
        declared_on="2026-04-02",
    )


def money_text(minor: int) -> str:
    """Minor units as decimal text."""
    return f"{minor // 100}.{minor % 100:02d}"


def _papers(draw: random.Random, carriage: str) -> tuple[Document, ...]:
    return (
        Document("04021", f"INV-{draw.randrange(10**5)}", "2026-03-20"),
        Document(carriage, f"CMR-{draw.randrange(10**5)}", "2026-03-25"),
    )
