"""Declarations that hardly differ: one heading, four traders, 400 lines of the tariff. After
the first of them no subject is met for the first time.
"""

import random
from collections.abc import Iterator

from bench.corpora import percentages, plain
from openkeden.filing import declaration
from openkeden.filing.declaration import Party
from openkeden.tariff.edition import Edition, TariffLine
from openkeden.world import untouched

_TRADERS = [
    Party("Example Trade LLP", "KZ", number, "1 Example Street, Almaty")
    for number in ("990140000017", "970640000120", "020540003342", "150240019999")
]
_EXPORTER = Party("Example Exporter Co Ltd", "CN", address="2 Example Road, Urumqi")


def lines_used(
    law: Edition, count: int = 400, *, percent_only: bool = False
) -> list[TariffLine]:
    """Lines evenly over the tariff."""
    usable = percentages.percent_lines(law) if percent_only else untouched.lines(law)
    return usable[:: max(1, len(usable) // count)][:count]


def filings(
    law: Edition, count: int, items: int = 3, seed: int = 1, *, percent_only: bool = False
) -> Iterator[declaration.Filing]:
    """`count` declarations, about 2.5 kB each for three items."""
    draw = random.Random(seed)
    lines = lines_used(law, percent_only=percent_only)
    for number in range(count):
        trader = draw.choice(_TRADERS)
        goods = [
            plain.item(draw, draw.choice(lines), place + 1, "CN") for place in range(items)
        ]
        yield plain.filing(_consignment(number, trader), tuple(goods))


def _consignment(number: int, trader: Party) -> plain.Consignment:
    return plain.Consignment(
        reference=f"B{number:08d}",
        exporter=_EXPORTER,
        importer=trader,
        declarant=trader,
        origin="CN",
        office="57505",
        mode="30",
        vehicle="123ABC02",
        place="Khorgos",
    )
