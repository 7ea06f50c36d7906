"""Rates that the list of a preference has of its own: the lower of two is charged, told and
rebuilt.
"""

import msgspec
import pytest

from openkeden.assessment import assess, explain, list_rates, notices, plans
from openkeden.base import money, validity
from openkeden.filing import declaration, validation
from openkeden.tariff.preference_goods import CoveredGoods, PreferenceList
from openkeden.views import figure_text
from tests import support
from tests.filing import gate

FELT = {
    "code": "5602290000",
    "description": "Felt in rolls of 20 m",
    "origin": "RS",
    "supplementary_quantity": "",
    "supplementary_unit": "",
    "gross_mass_kg": "1000",
    "net_mass_kg": "1000",
    "price": "1000000.00",
    "preferences": declaration.Preferences(duty="FTRS"),
    "documents": (declaration.Document("06017", "RS-1", "2026-03-01"),),
}


def law(rate):
    """The law with this rate in the list of Serbia for felt, of which the tariff asks 10%."""
    held = support.edition()
    row = validity.Row(since=support.DAY, act="list of Serbia", mark="verified")
    goods = CoveredGoods("FTRS", row.provision("test:felt", "5602"), rate)
    granted = msgspec.structs.replace(
        held.preferences["FTRS"], goods=PreferenceList((goods,), listed=False)
    )
    return msgspec.structs.replace(held, preferences={"FTRS": granted})


def exchange(*, without=""):
    held = support.exchange()
    quotes = {name: quote for name, quote in held.quotes.items() if name != without}
    return msgspec.structs.replace(held, quotes=quotes)


def cleared(rate, quoted):
    sent = gate.filing(FELT, origin_country="RS", currency="KZT")
    validated = validation.validate(sent, b"d" * 32, law(rate), quoted)
    assert validated.declaration is not None, validated.findings
    plan = plans.Plan(law(rate), quoted)
    return validated.declaration, assess.assess(validated.declaration, plan), plan


def rebuilt(rate, quoted):
    declared, assessed, plan = cleared(rate, quoted)
    lines = explain.explain(declared, assessed, plan.law, quoted)
    assert explain.difference(lines) is None
    (line,) = [one for one in lines if (one.figure, one.code) == ("amount", "2010")]
    return line


@pytest.mark.parametrize(
    ("rate", "amount"),
    [
        ("4%", "40000.00"),
        ("11.3%", "100000.00"),
        ("0.1 EUR/kg", "55106.00"),
        ("4% min 1 EUR/kg", "100000.00"),
        ("50% of common", "50000.00"),
    ],
)
def test_the_lower_of_the_list_and_the_tariff_is_charged(rate, amount):
    _, assessed, _ = cleared(rate, exchange())
    line = assessed.charges[0]
    assert (line.rate, money.text(line.computed)) == ("10%", "100000.00")
    assert money.text(line.amount) == amount
    assert line.rows[1:] == ("eaeu:preference/FTRS@2021-07-10", "test:felt@2026-04-02")
    assert money.text(rebuilt(rate, exchange()).amount) == amount


def test_the_rate_of_exchange_that_it_took_is_recorded():
    _, assessed, _ = cleared("0.1 EUR/kg", exchange())
    assert [quote.currency for quote in assessed.quotes] == ["EUR"]


def test_it_is_shown_beside_the_common_rate():
    line = rebuilt("4%", exchange())
    text = next(figure_text.text(line, figure_text.Words("en"), {}))
    assert text.endswith("preference FTRS (free trade with Serbia): lower(10%, 4%)")


def test_V36_10():
    declared, assessed, plan = cleared("4%", exchange())
    (told,) = [
        one
        for one in notices.notices(declared, assessed, plan)
        if one.rule == list_rates.OWN_RATE.number
    ]
    assert (told.severity, told.path) == ("notice", "items[0].preferences")
    args = {"value": "1", "rate": "4%", "common": "10%", "act": "list of Serbia"}
    assert {name: told.args[name] for name in args} == args
    assert told.args["amount"] == "40000.00"


def test_V36_11():
    """Without a rate of exchange the common rate is charged, and that is told."""
    quoted = exchange(without="EUR")
    declared, assessed, plan = cleared("0.1 EUR/kg", quoted)
    assert money.text(assessed.charges[0].amount) == "100000.00"
    found = notices.notices(declared, assessed, plan)
    (told,) = [one for one in found if one.rule == list_rates.NOT_COMPUTED.number]
    assert (told.severity, told.args["names"]) == ("warning", "EUR")
    assert money.text(rebuilt("0.1 EUR/kg", quoted).amount) == "100000.00"


def test_nothing_is_told_of_a_share_of_the_common_rate():
    declared, assessed, plan = cleared("50% of common", exchange())
    rules = {one.rule for one in notices.notices(declared, assessed, plan)}
    assert rules.isdisjoint({rule.number for rule in list_rates.RULES})
