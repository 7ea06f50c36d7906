"""The figures of an assessment rebuilt: all exact for what was assessed, and the first that
was changed is named.
"""

import datetime
import fractions
import functools
import io

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openkeden import formats
from openkeden.assessment import assess, charges, explain, explained, plans
from openkeden.base import money
from openkeden.filing import declaration, validation
from openkeden.flow import bundled_samples
from tests import support

AMOUNTS = st.integers(1, 10**9).map(money.text)
MASSES = st.integers(1, 10**12).map(lambda mass: money.text(mass, 6))
CURRENCIES = st.sampled_from(["USD", "EUR", "KZT", "AMD", "UZS", "CNY"])


@functools.cache
def plan() -> plans.Plan:
    return plans.Plan(support.edition(), support.exchange())


def declared(filing: declaration.Filing) -> declaration.Declaration:
    made = validation.validate(filing, b"", support.edition(), support.exchange())
    assert made.declaration is not None, made.findings
    return made.declaration


def rebuilt(
    filing: declaration.Filing,
) -> tuple[tuple[explained.ExplainedFigure, ...], charges.Assessment]:
    made = declared(filing)
    assessed = assess.assess(made, plan())
    return explain.explain(made, assessed, support.edition(), support.exchange()), assessed


def figure(
    lines: tuple[explained.ExplainedFigure, ...], name: str, item: int = 1, code: str = ""
) -> explained.ExplainedFigure:
    (found,) = [
        line
        for line in lines
        if (line.figure, line.item) == (name, item) and code in ("", line.code)
    ]
    return found


def filing(items: list[declaration.Item], **changes: object) -> declaration.Filing:
    """A filing of these items with totals that follow them."""
    prices = money.text(sum(money.parse(item.price) for item in items))
    packages = sum(item.packages for item in items)
    totals = {
        "invoice_total": prices,
        "items_total": len(items),
        "packages_total": packages,
    }
    return support.filing(items=tuple(items), **(totals | changes))


def samples() -> list[declaration.Filing]:
    read = [
        one.filing
        for body in bundled_samples.samples()
        for one in formats.read(io.BytesIO(body))
    ]
    law, exchange = support.edition(), support.exchange()
    return [
        one
        for one in read
        if validation.validate(one, b"", law, exchange).declaration is not None
    ]


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.reference)
def test_every_sample_is_exact(sample: declaration.Filing) -> None:
    lines, assessed = rebuilt(sample)
    assert explain.difference(lines) is None
    assert lines[-1].amount == assessed.payable
    stated = [line for line in lines if line.figure == "amount"]
    assert len(stated) == len(assessed.charges)


def test_a_specific_rate_shows_its_steps() -> None:
    lines, _ = rebuilt(support.filing())
    (step,) = figure(lines, "computed", code="2010").steps
    quote = support.exchange().quotes["EUR"]
    assert (step.unit, step.quantity, step.quote) == ("pair", 1_000_000_000, quote)
    worth = fractions.Fraction(125 * 1000 * quote.value, quote.nominal * 10**quote.decimals)
    assert step.amount == round(worth)


@settings(max_examples=60)
@given(
    rows=st.lists(st.tuples(AMOUNTS, MASSES), min_size=1, max_size=4),
    currency=CURRENCIES,
    costs=st.lists(
        st.tuples(
            st.sampled_from(["insurance", "royalty", "packing"]), AMOUNTS, CURRENCIES
        ),
        max_size=3,
    ),
    deduction=st.none() | AMOUNTS,
)
def test_what_was_assessed_is_rebuilt(rows, currency, costs, deduction) -> None:
    invoice = declaration.Document("04021", "1")
    items = [
        support.item(
            number=place,
            price=price,
            net_mass_kg=mass,
            gross_mass_kg=mass,
            documents=(invoice,),
        )
        for place, (price, mass) in enumerate(rows, 1)
    ]
    deductions = (
        (declaration.Cost("inland_transport", deduction, currency),) if deduction else ()
    )
    additions = tuple(declaration.Cost(*cost) for cost in costs)
    asked = filing(items, currency=currency, additions=additions, deductions=deductions)
    made = validation.validate(
        asked, b"", support.edition(), support.exchange()
    ).declaration
    assume(made is not None)
    assessed = assess.assess(made, plan())
    lines = explain.explain(made, assessed, support.edition(), support.exchange())
    assert explain.difference(lines) is None
    numerator, denominator = support.exchange().ratio(currency)
    for goods in made.goods:
        line = figure(lines, "price", goods.item.number)
        assert abs(
            line.amount - fractions.Fraction(goods.price * numerator, denominator)
        ) <= fractions.Fraction(1, 2)
    for place, kind in enumerate(made.additions):
        total = support.exchange().convert(kind.amount, kind.currency)
        each = [line for line in lines if line.figure == "addition"][
            place :: len(made.additions)
        ]
        assert sum(line.amount for line in each) == total


def test_a_deduction_without_room_falls_on_the_others() -> None:
    invoice = declaration.Document("04021", "1")
    items = [
        support.item(
            number=1,
            price="10.00",
            gross_mass_kg="1000",
            net_mass_kg="1000",
            documents=(invoice,),
        ),
        support.item(
            number=2,
            price="9990.00",
            gross_mass_kg="1000",
            net_mass_kg="1000",
            documents=(invoice,),
        ),
    ]
    lines, _ = rebuilt(
        filing(items, deductions=(declaration.Cost("inland_transport", "1000.00", "USD"),))
    )
    assert explain.difference(lines) is None
    first, second = (figure(lines, "deduction", number) for number in (1, 2))
    if first.share.by == "mass":
        assert first.share.spilled
        assert first.amount == figure(lines, "price", 1).amount
    assert first.amount + second.amount == first.share.total


def _changed(assessed: charges.Assessment, place: int, field: str) -> charges.Assessment:
    lines = list(assessed.charges)
    lines[place] = msgspec.structs.replace(
        lines[place], **{field: getattr(lines[place], field) + 1}
    )
    return msgspec.structs.replace(assessed, charges=tuple(lines))


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (0, "base"),
        (0, "computed"),
        (0, "amount"),
        (1, "base"),
        (1, "computed"),
        (1, "amount"),
        (2, "computed"),
    ],
)
def test_a_changed_charge_is_named(place: int, field: str) -> None:
    made = declared(support.filing())
    assessed = assess.assess(made, plan())
    changed = _changed(assessed, place, field)
    wrong = explain.difference(
        explain.explain(made, changed, support.edition(), support.exchange())
    )
    assert wrong is not None
    charge = assessed.charges[place]
    assert (wrong.figure, wrong.item, wrong.code) == (field, charge.item, charge.code)
    assert wrong.stored == wrong.amount + 1


@pytest.mark.parametrize("field", ["price", "value"])
def test_a_changed_value_is_named(field: str) -> None:
    made = declared(support.filing())
    assessed = assess.assess(made, plan())
    item = msgspec.structs.replace(
        assessed.items[0], **{field: getattr(assessed.items[0], field) - 1}
    )
    changed = msgspec.structs.replace(assessed, items=(item,))
    wrong = explain.difference(
        explain.explain(made, changed, support.edition(), support.exchange())
    )
    assert wrong is not None
    assert (wrong.figure, wrong.amount - wrong.stored) == (field, 1)


@pytest.mark.parametrize("field", ["customs_value", "payable"])
def test_a_changed_total_is_named(field: str) -> None:
    made = declared(support.filing())
    assessed = assess.assess(made, plan())
    changed = msgspec.structs.replace(assessed, **{field: getattr(assessed, field) + 1})
    wrong = explain.difference(
        explain.explain(made, changed, support.edition(), support.exchange())
    )
    assert wrong is not None
    assert wrong.figure == field


def test_another_exchange_rate_is_a_difference() -> None:
    made = declared(support.filing())
    assessed = assess.assess(made, plan())
    other = support.exchange(support.DAY - datetime.timedelta(days=1))
    if other.quotes["USD"].value == support.exchange().quotes["USD"].value:
        pytest.fail("the two days have one rate: choose others")
    wrong = explain.difference(explain.explain(made, assessed, support.edition(), other))
    assert wrong is not None
    assert wrong.figure == "price"


def test_a_small_consignment_shows_what_was_compared() -> None:
    lines, _ = rebuilt(filing([support.item(price="100.00")]))
    payable = figure(lines, "amount", code="5010")
    assert payable.relief == explained.DE_MINIMIS
    assert payable.amount == 0
    *worth, limit = payable.parts
    assert limit.name == "threshold"
    assert (
        sum(part.amount for part in worth)
        <= limit.amount
        == support.exchange().convert(200_00, "EUR")
    )


def test_a_preference_shows_what_it_leaves() -> None:
    item = support.item(
        code="5602290000",
        supplementary_quantity="",
        supplementary_unit="",
        origin="IN",
        preferences=declaration.Preferences(duty="GSP"),
        documents=(declaration.Document("06013", "IN-1", "2026-03-01"),),
    )
    lines, _ = rebuilt(support.filing(items=(item,), origin_country="IN"))
    payable, computed = (
        figure(lines, "amount", code="2010"),
        figure(lines, "computed", code="2010"),
    )
    assert (payable.relief, payable.percent) == ("GSP", 75)
    assert abs(payable.amount * 100 - computed.amount * 75) <= 100
