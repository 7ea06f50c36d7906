"""Splitting a filing: two that say together what the one said, pass gate 2 as it did, and
cost no more than rounding.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.base import money
from openkeden.filing import declaration, splitting, validation
from openkeden.flow.pricing import split_filing
from tests import national_rates, support
from tests.filing import gate

PAPER = declaration.Document(code="04021", number="17/26", issued_on="2026-03-20")
#: Shoes so many that the common rate, told in pairs, is always the higher one.
KINDS = {
    national_rates.SHOES: {
        "supplementary_unit": "pair",
        "supplementary_quantity": "100000",
    },
    national_rates.TYRES: {"supplementary_unit": "pc"},
    "2501009190": {"supplementary_unit": "", "supplementary_quantity": ""},
}


def cost(kind="transport", amount="100.00", currency="USD"):
    return declaration.Cost(kind=kind, amount=amount, currency=currency)


def goods(code, n=0, **changes):
    return {"code": code, "description": f"Goods of model {n}"} | KINDS[code] | changes


def cut(filing):
    return split_filing.split(filing, national_rates.edition(), national_rates.exchange())


def passes(filing):
    return (
        validation.validate(
            filing, b"d", national_rates.edition(), national_rates.exchange()
        ).declaration
        is not None
    )


@st.composite
def mixed(draw):
    """A filing of two to six items, some conditionally released and some free, with
    costs and what else is divided or counted.
    """
    codes = [
        national_rates.SHOES,
        national_rates.TYRES,
        *draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=4)),
    ]
    rows = []
    for n, code in enumerate(draw(st.permutations(codes))):
        net = draw(st.integers(1, 10**9))
        row = goods(
            code,
            n,
            price=money.text(draw(st.integers(500_00, 10**8))),
            net_mass_kg=money.text(net, 6),
            gross_mass_kg=money.text(net + draw(st.integers(0, 10**6)), 6),
            packages=draw(st.integers(0, 50)),
            containers=draw(st.sampled_from([(), ("CSQU3054383",)])),
            documents=draw(st.sampled_from([(), (PAPER,)])) if n else (PAPER,),
        )
        rows.append(row)
    amounts, currencies = (
        st.integers(1, 10**6).map(money.text),
        st.sampled_from(["USD", "EUR", "KZT", "UZS"]),
    )
    costs = st.builds(
        cost, st.sampled_from(["transport", "insurance", "royalty"]), amounts, currencies
    )
    parts = st.builds(
        cost, st.just("duties_and_taxes"), st.integers(1, 20_00).map(money.text), currencies
    )
    heading = {
        "additions": draw(st.lists(costs, max_size=3).map(tuple)),
        "deductions": draw(st.lists(parts, max_size=1).map(tuple)),
        "container": any(row["containers"] for row in rows),
    }
    if draw(st.booleans()):
        whole = sum(money.parse(row["gross_mass_kg"], 6) for row in rows)
        heading["gross_mass_total_kg"] = money.text(
            whole + draw(st.integers(0, whole // 200)), 6
        )
    return gate.filing(items=rows, **heading)


def total(costs):
    found: dict[tuple[str, str], int] = {}
    for one in costs:
        found[one.kind, one.currency] = found.get(
            (one.kind, one.currency), 0
        ) + money.parse(one.amount)
    return found


def mass(filing):
    return money.parse(filing.gross_mass_total_kg, 6) if filing.gross_mass_total_kg else 0


def bare(item):
    return support.replace(item, number=1, documents=())


@settings(max_examples=60)
@given(mixed())
def test_the_parts_say_what_the_whole_said(filing):
    assert passes(filing)
    done = cut(filing)
    assert isinstance(done, split_filing.Split), done
    parts = [done.conditional.filing, done.free.filing]
    wanted = [
        [
            item
            for item in filing.items
            if (item.number in done.whole.conditional) is conditional
        ]
        for conditional in (True, False)
    ]
    for part, items in zip(parts, wanted, strict=True):
        assert passes(part)
        assert [bare(item) for item in part.items] == [bare(item) for item in items]
        assert {item.number for item in part.items} == set(range(1, len(items) + 1))
    assert sum(part.packages_total for part in parts) == filing.packages_total
    assert sum(money.parse(part.invoice_total) for part in parts) == money.parse(
        filing.invoice_total
    )
    assert sum(map(mass, parts)) == mass(filing)
    for side in ("additions", "deductions"):
        assert total(one for part in parts for one in getattr(part, side)) == total(
            getattr(filing, side)
        )
    assert all({*item.documents} <= {PAPER} for part in parts for item in part.items)


@settings(max_examples=60)
@given(mixed())
def test_splitting_moves_no_more_than_roundings(filing):
    done = cut(filing)
    assert isinstance(done, split_filing.Split), done
    halves = [done.conditional.assessment, done.free.assessment]
    costs = [*filing.additions, *filing.deductions]
    assert abs(
        sum(half.customs_value for half in halves) - done.whole.customs_value
    ) <= len(costs)
    # A cost is cut to a minor unit of its currency: the values move by what that is worth,
    # the charges by less.
    moved = sum(
        -(-numerator // denominator) + 1 for numerator, denominator in map(_ratio, costs)
    )
    lines = len(done.whole.charges)
    fee = next(line.amount for line in done.whole.charges if not line.item)
    assert abs(done.surplus - fee) <= moved + lines
    assert abs(sum(half.saved for half in halves) - done.whole.saved) <= moved + lines
    assert done.conditional.assessment.conditional == tuple(
        range(1, len(done.conditional.filing.items) + 1)
    )
    assert done.free.assessment.conditional == ()


def _ratio(one):
    return national_rates.exchange().ratio(one.currency)


def test_references_end_on_the_part_and_fit():
    filing = gate.filing(
        items=[goods(national_rates.SHOES), goods(national_rates.TYRES, 1)],
        reference="R" * 64,
    )
    conditional, free = splitting.split(filing, {1}, [], [])
    assert (conditional.reference, free.reference) == ("R" * 62 + "-1", "R" * 62 + "-2")


def test_a_part_with_a_deduction_keeps_its_proof():
    rows = [
        goods(national_rates.SHOES, documents=()),
        goods(national_rates.TYRES, 1, documents=(PAPER,)),
    ]
    done = cut(gate.filing(items=rows, deductions=(cost("duties_and_taxes"),)))
    assert done.conditional.filing.items[0].documents == (PAPER,)
    plain = cut(gate.filing(items=rows))
    assert plain.conditional.filing.items[0].documents == ()


def test_box_12_is_the_sum_of_box_45_or_empty():
    rows = [
        goods(national_rates.SHOES, customs_value="4700000.00"),
        goods(national_rates.TYRES, 1, customs_value="4700000.10"),
    ]
    filing = gate.filing(items=rows, customs_value_total="9400000.10")
    conditional, free = splitting.split(filing, {1}, [], [])
    assert (conditional.customs_value_total, free.customs_value_total) == (
        "4700000.00",
        "4700000.10",
    )
    half = gate.filing(
        items=[rows[0], goods(national_rates.TYRES, 1)], customs_value_total="9400000.10"
    )
    assert [part.customs_value_total for part in splitting.split(half, {1}, [], [])] == [
        "",
        "",
    ]


def test_a_cost_that_falls_on_nothing_stays_with_the_free_goods():
    filing = gate.filing(
        items=[goods(national_rates.SHOES), goods(national_rates.TYRES, 1)],
        additions=(cost(),),
    )
    conditional, free = splitting.split(filing, {1}, [[0, 0]], [])
    assert (conditional.additions, free.additions) == ((), filing.additions)


@pytest.mark.parametrize("conditional", [(), (1, 2), (3,)])
def test_a_part_without_goods_is_our_mistake(conditional):
    filing = gate.filing(
        items=[goods(national_rates.SHOES), goods(national_rates.TYRES, 1)]
    )
    with pytest.raises(ValueError, match="without goods"):
        splitting.split(filing, conditional, [], [])


@pytest.mark.parametrize(
    ("rows", "changes", "rule"),
    [
        ([goods(national_rates.SHOES)], {}, "S.1"),
        ([goods(national_rates.TYRES)], {}, "S.1"),
        (
            [goods(national_rates.SHOES), goods(national_rates.TYRES, 1)],
            {"amends": "57505/010126/0000001"},
            "S.2",
        ),
        (
            [goods(national_rates.SHOES), goods(national_rates.TYRES, 1, price="150.00")],
            {},
            "S.3",
        ),
        (
            [goods(national_rates.SHOES), goods(national_rates.TYRES, 1)],
            {"items_total": 7},
            "G5.1",
        ),
    ],
)
def test_what_should_stay_whole_says_why(rows, changes, rule):
    found = cut(gate.filing(items=rows, **changes))
    assert isinstance(found, tuple)
    assert rule in [one.rule for one in found]
