"""Charges that may be less than computed, and those of importers of one kind."""

import datetime

import pytest

from openkeden.assessment import completeness, doubtful_charges, notices
from openkeden.filing import declaration
from openkeden.flow.pricing import persons, price
from openkeden.views import missing_view, price_view
from tests import support
from tests.assessment import test_notices

DEVICE = {
    "code": "9022140000",
    "description": "Apparatus of X-rays for medical use",
    "supplementary_quantity": "1",
    "supplementary_unit": "pc",
}
CAR = {
    "code": "8703800008",
    "description": "Electric passenger car",
    "price": "200000.00",
    "supplementary_quantity": "1",
    "supplementary_unit": "pc",
}
ASKED = {
    "code": CAR["code"],
    "value": CAR["price"],
    "currency": "USD",
    "origin": "CN",
    "net": "2500",
    "qty": "1",
    "on": support.DAY,
}


def of_rule(number, told):
    return [args for rule, _, args in told if rule == number]


def test_V47_10():
    """A list of lower rates that is not held is told, with the dearer rate charged."""
    (args,) = of_rule("V47.10", test_notices.told(DEVICE))
    assert (args["charge"], args["key"]) == ("vat", "vat.medical_list")
    assert of_rule("V47.1", test_notices.told(DEVICE)) == []


@pytest.mark.parametrize(
    ("code", "day", "key", "lowers"),
    [
        ("9018908400", "2026-01-01", "vat.medical_list", True),
        ("9018908400", "2025-12-31", None, None),
        ("8713100000", "2026-01-01", "vat.medical_list", True),
        ("3004900002", "2026-01-01", "vat.medical_list_medicines", False),
        ("3004900002", "2025-12-31", "vat.medicines_before_2026", True),
        ("4902100000", "2025-12-31", "vat.medicines_before_2026", True),
        ("4902100000", "2026-01-01", None, None),
    ],
)
def test_the_list_of_lower_vat_on_both_sides_of_its_day(code, day, key, lowers):
    law = support.edition(datetime.date.fromisoformat(day))
    found = {gap.key: gap.lowers for gap in law.gaps_of(code) if gap.charge == "vat"}
    assert found == ({} if key is None else {key: lowers})


def test_a_total_that_may_be_less_says_so_and_not_at_least():
    landed = price.duty(
        code="9022140000",
        value="9000",
        currency="USD",
        origin="CN",
        net="300",
        on=support.DAY,
    )
    (missing,) = landed.missing
    assert (missing.charge, missing.lowers) == ("vat", True)
    shown = missing_view.total("100.00 KZT", landed.findings, "en")
    assert shown == "100.00 KZT, may differ (may be less: value added tax)"
    view = price_view.of_goods(landed)
    assert (view.complete, [one.lowers for one in view.missing]) == (False, [True])


def test_a_total_that_may_be_less_and_more_says_both():
    kinds = (doubtful_charges.LOWER_NOT_HELD, notices.NOT_HELD)
    told = [
        notices.findings.of(rule, "", charge=charge, key=charge, gap="", value="")
        for rule, charge in zip(kinds, ("vat", "excise"), strict=True)
    ]
    assert [one.lowers for one in completeness.missing(told)] == [True, False]
    shown = missing_view.total("1.00", told, "en")
    assert shown == "1.00, may differ (not included: excise; may be less: value added tax)"


def test_V47_11():
    """Who imports is not told by the number: the charge is taken, and that is said."""
    unknown = declaration.Party(name="A. Example", country="KZ", id="990170000010")
    (args,) = of_rule("V47.11", test_notices.told(CAR, consignee=unknown))
    assert (args["charge"], args["importer"]) == ("excise", "person")
    assert args["amount"] == "9501800.00"
    for known in (test_notices.PERSON, support.filing().consignee):
        assert of_rule("V47.11", test_notices.told(CAR, consignee=known)) == []


def test_a_question_without_importer_is_priced_at_the_dearer_rate():
    asked = price.duty(**ASKED)
    assert [one.rule for one in asked.findings if one.rule == "V47.11"]
    firm = price.duty(**ASKED, attributes={"importer": "firm"})
    person = price.duty(**ASKED, attributes={"importer": "person"})
    assert asked.total == person.total > firm.total
    for known in (firm, person):
        assert not [one for one in known.findings if one.rule == "V47.11"]


def test_V47_12():
    """A person who brings a dear car is told of the excise that the regime does not take."""
    asked = {name: ASKED[name] for name in ("currency", "net", "qty", "on")}
    asked |= {"code": "8703231940", "regime": "car"}
    engine = {"age_years": "1", "engine_cm3": "1995"}
    dear = persons.price(**asked, value="200000", attributes=engine)
    (told,) = [one for one in dear.findings if one.rule == "V47.12"]
    assert told.args["amount"] == "9501800.00"
    plain = persons.price(**asked, value="20000", attributes=engine)
    assert not [one for one in plain.findings if one.rule == "V47.12"]
