"""Customs values: methods, shares of additions and deductions that lose nothing."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.assessment import valuation
from openkeden.base import money
from openkeden.filing import declaration
from tests import support

SHARES = {"transport": "mass", "insurance": "price", "inland_transport": "mass"}
AMOUNTS = st.integers(1, 10**12)


def _goods(number: int, price: int, mass: int, **item: object) -> declaration.Goods:
    return declaration.Goods(
        support.item(number=number, **item), price, mass, mass, {"kg": mass}
    )


def _declared(
    goods: list[declaration.Goods],
    additions: Sequence[int] = (),
    deductions: Sequence[int] = (),
) -> declaration.Declaration:
    kinds = ("transport", "insurance")
    return declaration.Declaration(
        support.filing(currency="KZT"),
        bytes(32),
        support.DAY,
        tuple(goods),
        0,
        tuple(
            declaration.Amount(kinds[n % 2], amount, "KZT")
            for n, amount in enumerate(additions)
        ),
        tuple(
            declaration.Amount("inland_transport", amount, "KZT") for amount in deductions
        ),
    )


@given(
    items=st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6),
    additions=st.lists(AMOUNTS, max_size=3),
    part=st.fractions(0, 1),
)
@settings(max_examples=200)
def test_the_items_sum_to_price_and_costs(
    items: list[tuple[int, int]], additions: list[int], part
) -> None:  # type: ignore[no-untyped-def]
    whole = sum(price for price, _ in items) + sum(additions)
    deduction = int(whole * part)
    goods = [_goods(n, price, mass) for n, (price, mass) in enumerate(items, 1)]
    declared = _declared(goods, additions, [deduction] if deduction else [])
    valued = valuation.value(declared, support.exchange(), SHARES)
    assert sum(one.value for one in valued) == whole - deduction
    assert all(
        one.value >= 0 and one.value == one.price + one.additions - one.deductions
        for one in valued
    )


def test_a_deduction_takes_no_item_below_zero() -> None:
    goods = [
        _goods(1, 1_000_000_00, money.parse("100", 6)),
        _goods(2, 10_000_00, money.parse("900", 6)),
    ]
    valued = valuation.value(_declared(goods, [], [100_000_00]), support.exchange(), SHARES)
    assert [one.value for one in valued] == [910_000_00, 0]


def test_another_method_takes_the_declared_value_and_no_costs() -> None:
    goods = [
        _goods(1, 0, 10**6, valuation_method="6", customs_value="900000.00"),
        _goods(2, 500_00, 10**6),
    ]
    valued = valuation.value(_declared(goods, [77_00]), support.exchange(), SHARES)
    assert [(one.additions, one.value) for one in valued] == [
        (0, 900_000_00),
        (77_00, 577_00),
    ]
