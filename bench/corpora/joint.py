"""Declarations whose codes, origins, offices and modes occur together as they do in a real
country, by many traders; each item has two documents and no unit.
"""

import random
from collections.abc import Iterator

from bench.corpora import frequencies, narrow
from bench.corpora.world import Deal, Way, World
from openkeden.filing import declaration
from openkeden.tariff.edition import Edition

#: The paper of carriage by mode of transport.
_CARRIAGE = {"20": "02013", "40": "02017", "50": "02019"}


def filings(
    law: Edition, count: int, items: int = 3, seed: int = 1
) -> Iterator[declaration.Filing]:
    """`count` declarations."""
    draw, world = random.Random(seed), World(law, seed)
    currencies = frequencies.habits()["currency"]
    for number in range(count):
        deal = world.deal(draw)
        goods = tuple([item(draw, world, deal.way, place + 1) for place in range(items)])
        yield heading(draw, world, deal, goods, f"J{number:08d}", currencies.pick(draw))


def item(draw: random.Random, world: World, way: Way, number: int) -> declaration.Item:
    """Goods that come so."""
    line = world.line(draw, way)
    net = draw.randrange(100_000, 9_000_000)
    return declaration.Item(
        number=number,
        code=line.code,
        description=f"Goods of heading {line.code[:4]}, article {draw.randrange(10**6):06d},"
        " maker Example Works",
        origin=way.origin,
        procedure="4000000",
        gross_mass_kg=f"{net * 11 // 10 / 1000:.3f}",
        net_mass_kg=f"{net / 1000:.3f}",
        price=narrow.money_text(draw.randrange(50_000, 9_000_000)),
        packages=draw.randrange(1, 90),
        package_kind="CT",
        documents=narrow.papers(draw, _CARRIAGE.get(world.mode(way), "02015")),
    )


def heading(
    draw: random.Random,
    world: World,
    deal: Deal,
    items: tuple[declaration.Item, ...],
    reference: str,
    currency: str,
) -> declaration.Filing:
    """A declaration of these goods."""
    way = deal.way
    office, mode = world.office(way), world.mode(way)
    prices = [int(goods.price.replace(".", "")) for goods in items]
    vehicle = f"{draw.randrange(1000):03d}ABC02"
    return declaration.Filing(
        reference=reference,
        direction="IM",
        procedure="40",
        office=office,
        exporter=deal.exporter,
        consignee=deal.importer,
        financial=deal.importer,
        declarant=deal.declarant,
        items=items,
        items_total=len(items),
        packages_total=sum([goods.packages for goods in items]),
        trading_country=way.origin,
        dispatch_country=way.origin,
        origin_country=way.origin,
        destination_country="KZ",
        departure_transport=vehicle,
        border_transport=vehicle,
        delivery_terms="DAP",
        delivery_place="Almaty",
        currency=currency,
        invoice_total=narrow.money_text(sum(prices)),
        nature="010",
        border_mode=mode,
        inland_mode=mode,
        border_office=office,
        goods_location=office,
        signatory="A. Example",
        declared_on="2026-04-02",
    )
