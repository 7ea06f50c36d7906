"""The customs fee in the base of value added tax: where the law adds it, to that of the
first item.
"""

import itertools
from fractions import Fraction

import pytest

from openkeden.assessment import assess, charges, explain, plans
from openkeden.base import money
from openkeden.filing import declaration, validation
from openkeden.tariff.edition import Preference
from tests import national_rates, support
from tests.filing import gate

DUTY, VAT, FEE = "2010", "5010", "1010"
#: By a rate on pairs, or a lower one of per cent; by a plain per cent; by one that asks for
#: a mass.
SHOES: dict[str, object] = {}
TYRES = {
    "code": national_rates.TYRES,
    "description": "Tyres of cars, new",
    "supplementary_unit": "pc",
}
SHIRTS = {
    "code": national_rates.SHIRTS,
    "description": "Men's shirts of cotton",
    "supplementary_unit": "pc",
}
ORDERS = list(itertools.permutations([SHOES, TYRES, SHIRTS]))
EDITIONS = [support.edition(), national_rates.edition()]


def law_of(known, included: str):
    row = support.replace(known.parameter("vat.base.includes_fee"), value=included)
    return support.replace(
        known, parameters={**known.parameters, "vat.base.includes_fee": row}
    )


def declared(law, *items):
    made = validation.validate(gate.filing(items=list(items)), b"", law, support.exchange())
    assert made.declaration is not None, made.findings
    return made.declaration


def both(known, included, *items):
    """The assessment, and the lines that explain it."""
    law = law_of(known, included)
    made = declared(law, *items)
    assessed = assess.assess(made, plans.Plan(law, support.exchange()))
    return assessed, explain.explain(made, assessed, law, support.exchange())


def fee_of(assessed: charges.Assessment) -> int:
    (fee,) = [line for line in assessed.charges if line.code == FEE]
    return fee.amount


def bases(assessed: charges.Assessment) -> list[int]:
    return [line.base for line in assessed.charges if line.code == VAT]


def expected(assessed: charges.Assessment, first: int) -> list[int]:
    """The value of each item with its duty, and `first` on that of the first."""
    found = []
    for valued in assessed.items:
        duties = [
            line.amount
            for line in assessed.charges
            if (line.item, line.code) == (valued.number, DUTY)
        ]
        found.append(valued.value + sum(duties))
    return [found[0] + first, *found[1:]]


@pytest.mark.parametrize("known", EDITIONS, ids=["common rates", "lower rates"])
@pytest.mark.parametrize("items", [*ORDERS, (TYRES,), (SHOES,)], ids=len)
def test_the_fee_enters_the_base_of_the_first_item_only(known, items):
    without, _ = both(known, "false", *items)
    assert bases(without) == expected(without, 0)
    within, _ = both(known, "true", *items)
    assert fee_of(within) == fee_of(without) > 0
    assert bases(within) == expected(within, fee_of(within))
    taxes = [
        Fraction(line.base * 16, 100) - line.amount
        for line in within.charges
        if line.code == VAT
    ]
    assert all(abs(tax) <= Fraction(1, 2) for tax in taxes)
    more = money.half_up(fee_of(within) * 16, 100)
    assert within.payable - without.payable in (more - 1, more, more + 1)


@pytest.mark.parametrize("known", EDITIONS, ids=["common rates", "lower rates"])
@pytest.mark.parametrize("items", [*ORDERS, (TYRES,), (SHOES,)], ids=len)
@pytest.mark.parametrize("included", ["false", "true"])
def test_explaining_tells_the_fee_in_the_base_of_the_first_item_only(
    known, items, included
):
    assessed, lines = both(known, included, *items)
    assert explain.difference(lines) is None
    told = [line for line in lines if (line.figure, line.code) == ("base", VAT)]
    assert [line.amount for line in told] == bases(assessed)
    fees = [[part.amount for part in line.parts if part.name == FEE] for line in told]
    assert fees == [
        [fee_of(assessed)] if included == "true" else [],
        *[[] for _ in items[1:]],
    ]
    assert all(
        part.name != FEE for line in lines if line.code == DUTY for part in line.parts
    )


@pytest.mark.parametrize(
    ("assessed_by", "explained_by"), [("true", "false"), ("false", "true")]
)
def test_explaining_by_the_other_rule_is_a_difference(assessed_by, explained_by):
    assessed, _ = both(support.edition(), assessed_by, TYRES, SHOES)
    law = law_of(support.edition(), explained_by)
    lines = explain.explain(declared(law, TYRES, SHOES), assessed, law, support.exchange())
    wrong = explain.difference(lines)
    assert wrong is not None
    assert (wrong.figure, wrong.item, wrong.code) == ("base", 1, VAT)
    assert abs(wrong.amount - wrong.stored) == fee_of(assessed)


@pytest.mark.parametrize("included", ["false", "true"])
def test_a_fee_that_is_halved_enters_with_the_half(included):
    known = support.edition()
    row = known.parameter("vat.base.includes_fee")
    half = Preference(code="HALF", charge="fee", factor_percent=50, row=row)
    law = support.replace(known, preferences={**known.preferences, "HALF": half})
    halved = TYRES | {"preferences": declaration.Preferences(fee="HALF")}
    assessed, lines = both(law, included, halved, SHOES)
    whole, _ = both(law, included, TYRES, SHOES)
    assert fee_of(assessed) == money.half_up(fee_of(whole), 2)
    assert bases(assessed) == expected(
        assessed, fee_of(assessed) if included == "true" else 0
    )
    assert explain.difference(lines) is None


@pytest.mark.parametrize("known", EDITIONS, ids=["common rates", "lower rates"])
def test_the_fee_enters_the_base_though_a_small_consignment_owes_no_tax(known):
    assessed, lines = both(
        known, "true", SHOES | {"price": "100.00"}, TYRES | {"price": "50.00"}
    )
    assert [line.amount for line in assessed.charges if line.code == VAT] == [0, 0]
    assert bases(assessed) == expected(assessed, fee_of(assessed))
    assert explain.difference(lines) is None
