"""Lower rates of one country: when they are applied, what is recorded of them, and what the
trader is told.
"""

import datetime
from fractions import Fraction

import msgspec
import pytest

from openkeden import locale
from openkeden.assessment import assess, charges, explain, notices, plans
from openkeden.assessment.national_rates import PROCEDURES, RULES
from openkeden.base import money
from openkeden.filing import declaration, validation
from tests import national_rates, support
from tests.filing import gate

SHOES, TYRES, SHIRTS = national_rates.SHOES, national_rates.TYRES, national_rates.SHIRTS
TYRE = {"code": TYRES, "description": "Tyres of cars, new", "supplementary_unit": "pc"}
SHIRT = {
    "code": SHIRTS,
    "description": "Men's shirts of cotton",
    "supplementary_unit": "pc",
}
WANTED = {"preferences": declaration.Preferences(duty="TARIFF")}


def declared(*rows, law=None, **changes):
    validated = validation.validate(
        gate.filing(items=list(rows), **changes),
        b"d" * 32,
        law or national_rates.edition(),
        national_rates.exchange(),
    )
    assert validated.declaration is not None, validated.findings
    return validated.declaration


def assessed(given, law=None):
    return assess.assess(
        given, plans.Plan(law or national_rates.edition(), national_rates.exchange())
    )


def told(given, law=None):
    law = law or national_rates.edition()
    plan = plans.Plan(law, national_rates.exchange())
    return told_by(given, assessed(given, law), plan)


def told_by(given, made, plan):
    mine = {one.number for one in RULES}
    return tuple([one for one in notices.notices(given, made, plan) if one.rule in mine])


def lines(assessment):
    return {(line.item, line.code): line for line in assessment.charges}


def with_rate(code, text):
    """The edition with one lower rate only, for a code that the tests choose."""
    old = national_rates.edition().national_rates[SHOES]
    row = support.replace(old.row, value=text)
    lower = support.replace(old, rate=assess.duty.parse(text), row=row)
    return support.replace(national_rates.edition(), national_rates={code: lower})


def half_up(exact: Fraction) -> int:
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def test_the_lower_rate_is_charged_and_the_saving_is_recorded():
    given = declared({})
    got, common = assessed(given), assessed(given, support.edition())
    value = got.customs_value
    duty = half_up(Fraction(value) * 5 / 100)
    vat = half_up(Fraction(value + duty) * 16 / 100)
    assert (lines(got)[1, "2010"].amount, lines(got)[1, "5010"].amount) == (duty, vat)
    full = lines(common)[1, "2010"]
    saved = common.payable - got.payable
    assert saved > 0
    assert got.reduced == (charges.ReducedItem(1, "1.25 EUR/pair", full.amount, saved),)
    assert (got.conditional, got.saved) == ((1,), saved)
    assert saved == (full.amount - duty) + (lines(common)[1, "5010"].amount - vat)


def test_the_line_names_the_row_of_the_list_first_and_the_common_row_after_it():
    line = lines(assessed(declared({})))[1, "2010"]
    assert (line.rate, line.rows[0]) == ("5%", f"kz:national_rate/{SHOES}@2026-01-01")
    assert line.rows[1] == national_rates.edition().lines[SHOES].row
    row = national_rates.pack().row(line.rows[0])
    assert row is not None
    assert (row.value, row.act, row.mark) == ("5%", "test row", "open")


def test_every_figure_can_be_rebuilt():
    given = declared(
        {},
        TYRE,
        additions=(declaration.Cost(kind="transport", amount="500.00", currency="USD"),),
    )
    got = assessed(given)
    assert got.conditional == (1,)
    assert (
        explain.difference(
            explain.explain(given, got, national_rates.edition(), national_rates.exchange())
        )
        is None
    )


def test_a_claim_of_the_common_rate_leaves_the_goods_free():
    got, common = (
        assessed(declared(WANTED)),
        assessed(declared({}, law=support.edition()), support.edition()),
    )
    assert (got.payable, got.reduced) == (common.payable, ())
    assert lines(got)[1, "2010"].preference == "TARIFF"
    assert told(declared(WANTED)) == ()


def test_any_preference_on_the_duty_is_counted_from_the_common_rate():
    given = declared(
        {
            "origin": "RS",
            "preferences": declaration.Preferences(duty="FTRS"),
            "documents": (
                declaration.Document(code="06017", number="1", issued_on="2026-03-01"),
            ),
        },
        origin_country="RS",
    )
    got = assessed(given)
    assert (lines(got)[1, "2010"].rate, lines(got)[1, "2010"].amount, got.reduced) == (
        "1.25 EUR/pair",
        0,
        (),
    )


@pytest.mark.parametrize("code", ["10", "70", "80"])
def test_other_procedures_know_no_lower_rate(code):
    plan = plans.Plan(national_rates.edition(), national_rates.exchange())
    assert plan.procedure(code).national_rates == {}
    assert plan.procedure("40").national_rates.keys() == {SHOES, SHIRTS}


def test_a_pack_without_the_parameter_applies_none():
    known = national_rates.edition()
    bare = {key: row for key, row in known.parameters.items() if key != PROCEDURES}
    law = support.replace(known, parameters=bare)
    assert assessed(declared({}), law).reduced == ()


def test_small_consignments_owe_nothing_and_are_not_tied():
    given = declared({"price": "150.00"})
    assert (
        lines(assessed(given))[1, "2010"].amount,
        assessed(given).reduced,
        told(given),
    ) == (
        0,
        (),
        (),
    )


@pytest.mark.parametrize(
    ("rate", "conditional"),
    [("9.99%", True), ("10%", False), ("12%", False), ("free", True)],
)
def test_a_rate_that_saves_nothing_is_not_applied(rate, conditional):
    law = with_rate(TYRES, rate)
    got = assessed(declared(TYRE), law)
    assert (got.conditional == (1,)) is conditional
    assert lines(got)[1, "2010"].rate == (
        "10%" if not conditional else assess.duty.text(assess.duty.parse(rate))
    )


def test_a_quantity_that_is_not_stated_leaves_the_common_rate_and_says_so():
    given = declared(SHIRT)
    assert assessed(given).reduced == ()
    (found,) = told(given)
    assert (found.rule, found.severity, found.args["lacking"], found.args["decline"]) == (
        "V36.3",
        "warning",
        "l",
        "TARIFF",
    )
    stated = declared(SHIRT | {"attributes": {"litres": "12"}})
    assert assessed(stated).conditional == (1,)
    assert [one.rule for one in told(stated)] == ["V36.1"]


def test_a_currency_without_a_rate_leaves_the_common_rate():
    known = national_rates.exchange()
    quotes = {name: quote for name, quote in known.quotes.items() if name != "GBP"}
    plan = plans.Plan(
        with_rate(TYRES, "0.01 GBP/pc"), support.replace(known, quotes=quotes)
    )
    given = declared(TYRE)
    assert assess.assess(given, plan).reduced == ()
    (found,) = told_by(given, assess.assess(given, plan), plan)
    assert (found.rule, found.args["lacking"]) == ("V36.3", "GBP")


def test_the_quotes_of_both_rates_are_recorded():
    law = with_rate(SHOES, "0.01 GBP/pair")
    assert [quote.currency for quote in assessed(declared({}), law).quotes] == [
        "EUR",
        "GBP",
        "USD",
    ]


def test_the_trader_is_told_which_goods_are_tied_and_that_they_are_mixed():
    found = told(declared({}, TYRE))
    assert [(one.rule, one.path) for one in found] == [
        ("V36.1", "items[0].code"),
        ("V36.2", "items"),
    ]
    assert (found[1].args["value"], found[1].args["free"]) == ("1", "2")
    assert found[0].args["saved"] == money.text(assessed(declared({}, TYRE)).saved)
    catalogue = locale.Catalogue(RULES)
    said = catalogue.text(found[0], "en")
    assert "5% in place of 1.25 EUR/pair" in said.message
    assert "TARIFF" in said.fix
    assert "{" not in said.message + said.fix


def test_items_without_a_lower_rate_are_told_nothing():
    assert told(declared(TYRE)) == ()
    assert told(declared({}), support.edition()) == ()


def test_an_assessment_without_tied_goods_is_written_as_before():
    plain = assessed(declared(TYRE))
    written = msgspec.json.encode(plain)
    assert b"reduced" not in written
    assert msgspec.json.decode(written, type=charges.Assessment) == plain
    conditional = assessed(declared({}))
    assert (
        msgspec.json.decode(msgspec.json.encode(conditional), type=charges.Assessment)
        == conditional
    )


def test_rates_hold_for_their_days():
    day = datetime.date(2026, 7, 1)
    assert national_rates.edition(day).national_rates[SHOES].row.value == "4%"
    assert (
        national_rates.edition(day - datetime.timedelta(days=1))
        .national_rates[SHOES]
        .row.value
        == "5%"
    )
    assert SHOES not in national_rates.edition(datetime.date(2025, 12, 31)).national_rates


def test_charges_of_goods_without_a_lower_rate_are_those_of_the_common_law():
    given = declared(TYRE, {**TYRE, "description": "Other tyres of cars"})
    common = assessed(given, support.edition())
    assert support.replace(assessed(given), edition=common.edition) == common
