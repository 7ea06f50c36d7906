"""Declarations that hardly differ: one heading, four traders, 400 lines of the tariff. After
the first of them no subject is met for the first time.
"""

import random
from collections.abc import Iterator

from bench.corpora import untouched
from openkeden.filing import declaration
from openkeden.filing.declaration import Document, Party
from openkeden.tariff.edition import Edition, TariffLine

_TRADERS = ("990140000017", "970640000120", "020540003342", "150240019999")


def lines_used(
    law: Edition, count: int = 400, *, percent_only: bool = False
) -> list[TariffLine]:
    """Lines evenly over the tariff."""
    usable = untouched.percent_lines(law) if percent_only else untouched.lines(law)
    return usable[:: max(1, len(usable) // count)][:count]


def filings(
    law: Edition, count: int, items: int = 3, seed: int = 1, *, percent_only: bool = False
) -> Iterator[declaration.Filing]:
    """`count` declarations, about 2.5 kB each for three items."""
    draw = random.Random(seed)
    lines = lines_used(law, percent_only=percent_only)
    for number in range(count):
        yield _filing(draw, lines, number, items)


def _filing(
    draw: random.Random, lines: list[TariffLine], number: int, items: int
) -> declaration.Filing:
    prices = [draw.randrange(50_000, 9_000_000) for _ in range(items)]
    packages = [draw.randrange(1, 90) for _ in range(items)]
    trader = Party(
        name="Example Trade LLP",
        country="KZ",
        id=draw.choice(_TRADERS),
        address="1 Example Street, Almaty",
    )
    goods = tuple(
        _item(draw, draw.choice(lines), place + 1, prices[place], packages[place])
        for place in range(items)
    )
    return declaration.Filing(
        reference=f"B{number:08d}",
        direction="IM",
        procedure="40",
        office="57505",
        exporter=Party(
            name="Example Exporter Co Ltd", country="CN", address="2 Example Road, Urumqi"
        ),
        consignee=trader,
        financial=trader,
        declarant=trader,
        items=goods,
        items_total=items,
        packages_total=sum(packages),
        trading_country="CN",
        dispatch_country="CN",
        origin_country="CN",
        destination_country="KZ",
        departure_transport="123ABC02",
        border_transport="123ABC02",
        delivery_terms="DAP",
        delivery_place="Khorgos",
        currency="USD",
        invoice_total=money_text(sum(prices)),
        nature="010",
        border_mode="30",
        inland_mode="30",
        border_office="57505",
        goods_location="57505",
        signatory="A. Example",
        declared_on="2026-04-02",
    )


def _item(
    draw: random.Random, line: TariffLine, number: int, price: int, packages: int
) -> declaration.Item:
    net = draw.randrange(100_000, 9_000_000)
    return declaration.Item(
        number=number,
        code=line.code,
        description=f"Goods of heading {line.code[:4]}, article {draw.randrange(10**6):06d},"
        " maker Example Works",
        origin="CN",
        procedure="4000000",
        gross_mass_kg=f"{net * 11 // 10 / 1000:.3f}",
        net_mass_kg=f"{net / 1000:.3f}",
        price=money_text(price),
        packages=packages,
        package_kind="CT",
        documents=papers(draw),
    )


def papers(draw: random.Random, carriage: str = "02015") -> tuple[Document, ...]:
    """An invoice and a paper of carriage."""
    return (
        Document("04021", f"INV-{draw.randrange(10**5)}", "2026-03-20"),
        Document(carriage, f"CMR-{draw.randrange(10**5)}", "2026-03-25"),
    )


def money_text(minor: int) -> str:
    """Minor units as decimal text."""
    return f"{minor // 100}.{minor % 100:02d}"
