"""What a trader is told beside the figures: charges set off, rates that are not held; and
how the figures show it.
"""

import msgspec

from openkeden.assessment import assess, charges, explain, notices, plans
from openkeden.assessment.explained import Begun, BegunItem
from openkeden.base.validity import Provision
from openkeden.filing import declaration, validation
from openkeden.tariff import conditions, duty
from openkeden.tariff.edition import ChargeRate
from openkeden.tariff.lot import Lot
from tests import support
from tests.filing import gate

NONE = declaration.Preferences()
CATTLE = {
    "code": "0102294900",
    "description": "Calves of a milk breed, alive",
    "supplementary_quantity": "20",
    "supplementary_unit": "pc",
    "documents": (declaration.Document("01201", "KZ-1"),),
    "preferences": declaration.Preferences(vat="OFFSET"),
}
CAR = {
    "code": "8703249098",
    "description": "Car with an engine of 3,498 cm3",
    "supplementary_quantity": "2",
    "supplementary_unit": "pc",
    "attributes": {"engine_cm3": "6996"},
}
PERSON = declaration.Party(name="A. Example", country="KZ", id="860315350502")
BEER = {
    "code": "2203000100",
    "description": "Beer in bottles",
    "supplementary_quantity": "100",
    "supplementary_unit": "l",
}


def assessed(*rows, law=None, **changes):
    law = law or support.edition()
    validated = validation.validate(
        gate.filing(items=list(rows), **changes), b"d" * 32, law, support.exchange()
    )
    assert validated.declaration is not None, validated.findings
    plan = plans.Plan(law, support.exchange())
    return validated.declaration, assess.assess(validated.declaration, plan), plan


def told(*rows, **changes):
    return [
        (one.rule, one.severity, one.args)
        for one in notices.notices(*assessed(*rows, **changes))
    ]


def explained(*rows, law=None, **changes):
    declared, made, plan = assessed(*rows, law=law, **changes)
    lines = explain.explain(declared, made, plan.law, plan.exchange)
    assert explain.difference(lines) is None
    return made, lines


def test_a_charge_that_is_set_off_is_computed_told_and_not_payable():
    made, lines = explained(CATTLE)
    vat = next(line for line in made.charges if line.code == "5010")
    assert (vat.amount, vat.preference) == (0, "OFFSET")
    assert vat.computed > 0
    ((rule, severity, args),) = told(CATTLE)
    assert (rule, severity) == ("V36.4", "notice")
    assert args["amount"].replace(".", "") == str(vat.computed)
    payable = next(line for line in lines if (line.figure, line.code) == ("amount", "5010"))
    assert (payable.offset, payable.percent) == (True, 0)


def test_a_preference_that_remits_is_not_told_as_set_off():
    assert told({**CATTLE, "preferences": declaration.Preferences(vat="DIPV")}) == []


def test_what_is_not_held_is_told_of_the_goods_that_it_touches():
    ((rule, severity, args),) = told(BEER, {})
    assert (rule, severity, args["value"], args["charge"]) == (
        "V47.1",
        "warning",
        BEER["code"],
        "excise",
    )
    assert told({}) == []
    stored = {**BEER, "procedure": "7000000"}
    assert told(stored, procedure="70") == []


def test_a_gap_that_is_filled_is_told_no_more():
    law = support.edition()
    full = msgspec.structs.replace(
        law, gaps=tuple(gap for gap in law.gaps if gap.key != "excise.alcohol")
    )
    assert told(BEER, law=full) == []


def test_a_line_whose_note_is_not_known_is_told():
    petrol = {
        "code": "2710124110",
        "supplementary_quantity": "1",
        "supplementary_unit": "1000l",
    }
    assert [(rule, args["gap"]) for rule, _, args in told(petrol)] == [
        ("V47.1", "note 114 unknown")
    ]


def test_a_rate_with_conditions_shows_what_met_them():
    made, lines = explained({**CAR, "price": "500000.00"}, consignee=PERSON)
    excise = next(
        line for line in lines if (line.figure, line.code) == ("computed", "4010")
    )
    assert excise.rate == "10% + 100 KZT/cm3"
    (condition,) = excise.conditions
    assert (condition.text, condition.holds) == ("value >= 18000 MCI each pc", True)
    assert (condition.limit, condition.stated, condition.quantity) == (
        77_850_000_00,
        made.items[0].value,
        2_000_000,
    )


def test_a_condition_that_the_goods_do_not_meet_makes_the_figure_wrong():
    declared, made, plan = assessed({**CAR, "price": "500000.00"}, consignee=PERSON)
    cheap = msgspec.structs.replace(declared.goods[0], price=100_00)
    lines = explain.explain(
        msgspec.structs.replace(declared, goods=(cheap,)), made, plan.law, plan.exchange
    )
    excise = next(
        line for line in lines if (line.figure, line.code) == ("computed", "4010")
    )
    assert not excise.conditions[0].holds
    assert not excise.exact


def test_protective_duties_come_between_duty_and_excise_and_into_the_base_of_vat():
    rows = [
        Provision(id=f"t:{key}", value=rate, since=support.DAY)
        for key, rate in (("special", "7%"), ("excise", "3%"))
    ]
    law = support.edition()
    rates = {
        key: (ChargeRate(charge=key, mask="6403", rate=duty.parse(row.value), row=row),)
        for key, row in zip(("special", "excise"), rows, strict=True)
    }
    made, lines = explained(
        {}, law=msgspec.structs.replace(law, charge_rates={**law.charge_rates, **rates})
    )
    assert [line.code for line in made.charges] == ["2010", "2030", "4010", "5010", "1010"]
    *before, vat, _ = made.charges
    assert vat.base == made.customs_value + sum(line.amount for line in before)
    base = next(line for line in lines if (line.figure, line.code) == ("base", "5010"))
    assert [part.name for part in base.parts] == ["value", "2010", "2030", "4010"]


def test_rates_that_some_goods_have_of_their_own_are_told():
    def rate(text, **terms):
        row = Provision(id=f"t:{text}", value=text, since=support.DAY)
        return ChargeRate(
            charge="antidumping", mask="6403", rate=duty.parse(text), row=row, **terms
        )

    rates = (
        rate("20%", when=(conditions.parse("producer = A"),)),
        rate("4.5%", when=(conditions.parse("producer = B"),)),
        rate("44.65%"),
    )
    law = support.edition()
    law = msgspec.structs.replace(
        law, charge_rates={**law.charge_rates, "antidumping": rates}
    )
    ((rule, severity, args),) = told({}, law=law)
    assert (rule, severity) == ("V47.2", "notice")
    assert (args["rate"], args["least"], args["names"]) == ("44.65%", "4.5%", "producer")
    assert told({"attributes": {"producer": "B"}}, law=law) == []
    assert told({"attributes": {"producer": "C"}}, law=law) == []


def test_nothing_is_told_of_codes_that_say_nothing():
    law = support.edition()
    plan = plans.Plan(law, support.exchange())
    rates = [line.rate for line in law.lines.values()]
    rates += [row.rate for rows in law.charge_rates.values() for row in rows]
    units = {unit for rate in rates for unit in duty.needs(rate).units}
    quantities = dict.fromkeys({"kg", *units}, 10**6)
    for procedure, direction in (("40", "IM"), ("10", "EX")):
        codes = [
            code for code in law.lines if plan.says_nothing(procedure, direction, code)
        ]
        assert 0 < len(codes) < len(law.lines)
        lots = [
            Lot(code, "CN", {}, quantities, direction, procedure=procedure)
            for code in codes
        ]
        items = [charges.ChargedItem(n, lot, NONE) for n, lot in enumerate(lots, 1)]
        begun = [
            BegunItem(item.number, "1", 10**6, "KZT", 10**6, quantities) for item in items
        ]
        owed = assess.charges_on(Begun(tuple(begun), (), ()), items, plan)
        told_of = [
            *notices.on_items(procedure, items, owed, plan),
            *notices.unheld(items, direction, plan),
        ]
        assert {one.rule for one in told_of} <= {notices.UNLIKELY.number}
