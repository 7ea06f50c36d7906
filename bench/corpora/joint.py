"""Declarations whose codes, origins, offices and modes occur together as they do in a real
country, by many traders; each item has two documents and no unit.
"""

import random
from collections.abc import Iterator

from bench.corpora import frequencies, plain
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
        goods = [item(draw, world, deal.way, place + 1) for place in range(items)]
        currency = currencies.pick(draw)
        of = consignment(draw, world, deal, f"J{number:08d}", currency)
        yield plain.filing(of, tuple(goods))


def item(draw: random.Random, world: World, way: Way, number: int) -> declaration.Item:
    """Goods that come so."""
    carriage = _CARRIAGE.get(world.mode(way), "02015")
    return plain.item(draw, world.line(draw, way), number, way.origin, carriage)


def consignment(
    draw: random.Random, world: World, deal: Deal, reference: str, currency: str
) -> plain.Consignment:
    """A consignment of a deal, on some vehicle."""
    return plain.Consignment(
        reference=reference,
        exporter=deal.exporter,
        importer=deal.importer,
        declarant=deal.declarant,
        origin=deal.way.origin,
        office=world.office(deal.way),
        mode=world.mode(deal.way),
        vehicle=f"{draw.randrange(1000):03d}ABC02",
        place="Almaty",
        currency=currency,
    )
