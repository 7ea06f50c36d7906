"""A program that uses the library as its users do: it is type checked with the package, and
run.
"""

import datetime
import decimal
from typing import assert_type

import openkeden


def shoes() -> decimal.Decimal:
    """What a pair of shoes costs to clear."""
    price = openkeden.duty(
        code="6403999600",
        value=decimal.Decimal("10.00"),
        currency="USD",
        origin="CN",
        net=1,
        qty=1,
        on=datetime.date(2026, 4, 2),
    )
    assert_type(price, openkeden.PriceView)
    return assert_type(price.total, decimal.Decimal)


def parcel() -> decimal.Decimal:
    """What a shirt by post owes."""
    owed = openkeden.duty(
        regime="parcel",
        code="6109100000",
        value="300.00",
        currency="EUR",
        net=5,
        on="2026-04-02",
    )
    assert_type(owed, openkeden.PersonalPriceView)
    return owed.charges[0].amount


def consignment() -> dict[str, decimal.Decimal]:
    """What each of the goods of a consignment costs to clear."""
    items: list[openkeden.GoodsItem] = [
        {"code": "6403999600", "value": 10000, "net": 1000, "qty": 1000},
        {"code": "6109100000", "value": "5000.00", "net": 500, "currency": "EUR"},
    ]
    price = openkeden.duty(
        items=items, currency="USD", origin="CN", transport=300, on="2026-04-02"
    )
    assert_type(price, openkeden.ConsignmentPriceView)
    return {item.code: item.total for item in price.items}


def reasons() -> list[str]:
    """Why goods of no code have no price."""
    try:
        openkeden.duty(
            code="0", value=1, currency="KZT", origin="CN", net=1, on="2026-04-02"
        )
    except openkeden.Unpriced as refused:
        return [found.rule for found in refused.findings]
    return []
