"""Declarations for measuring: three items each, codes and amounts varied, all of them
clean.
"""

import random
from collections.abc import Iterator

import msgspec

from openkeden.filing import declaration
from openkeden.tariff import duty
from openkeden.tariff.edition import ChargeRate, Edition, TariffLine

_TRADERS = ("990140000017", "970640000120", "020540003342", "150240019999")


def codes(
    law: Edition, count: int = 400, *, percent_only: bool = False
) -> list[TariffLine]:
    """Lines, evenly over the tariff, that need only value or net mass and that nothing
    touches: no measure that a declaration is asked for, and no rate with conditions.
    """
    usable = [line for line in law.lines.values() if _is_plain(line)]
    rates = _charge_rates(law)
    masks = [rate.mask for rate in rates if not rate.open]
    for measure in law.measures:
        if measure.effect != "advise":
            masks += measure.masks
    if percent_only:
        usable = [line for line in usable if isinstance(line.rate, duty.Percent)]
        masks += [rate.mask for rate in rates if rate.mask]
    usable = [line for line in usable if not line.code.startswith(tuple(masks))]
    return usable[:: max(1, len(usable) // count)][:count]


def _is_plain(line: TariffLine) -> bool:
    """Whether its duty needs only value or net mass."""
    return not line.unit and duty.needs(line.rate).units <= {"kg"}


def _charge_rates(law: Edition) -> list[ChargeRate]:
    rates: list[ChargeRate] = []
    for rows in law.charge_rates.values():
        rates += rows
    return rates


def declarations(
    law: Edition, count: int, items: int = 3, seed: int = 1, *, percent_only: bool = False
) -> Iterator[bytes]:
    """`count` declarations as JSON, one a line, about 2.5 kB each for three items."""
    draw = random.Random(seed)
    lines = codes(law, percent_only=percent_only)
    encoder = msgspec.json.Encoder()
    for number in range(count):
        yield encoder.encode(_filing(draw, lines, number, items))


def _filing(
    draw: random.Random, lines: list[TariffLine], number: int, items: int
) -> declaration.Filing:
    prices = [draw.randrange(50_000, 9_000_000) for _ in range(items)]
    packages = [draw.randrange(1, 90) for _ in range(items)]
    trader = declaration.Party(
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
        exporter=declaration.Party(
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
        invoice_total=_money(sum(prices)),
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
        price=_money(price),
        packages=packages,
        package_kind="CT",
        documents=(
            declaration.Document(
                code="04021", number=f"INV-{draw.randrange(10**5)}", issued_on="2026-03-20"
            ),
            declaration.Document(
                code="02015", number=f"CMR-{draw.randrange(10**5)}", issued_on="2026-03-25"
            ),
        ),
    )


def _money(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
