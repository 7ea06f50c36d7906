"""The checks of a law pack: our own pack passes, and each rule fires on a broken row."""

import datetime

import msgspec
import pytest

from openkeden.base import rates
from openkeden.lawpack.listed_codes import ListedCode
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import check
from tests import support

replace = msgspec.structs.replace


def found(**changes):
    """Findings of the lean pack with some of its sources replaced, as pairs of rule and
    offending value.
    """
    pack = Pack(replace(sources(), **changes))
    return [(one.rule, one.args["value"]) for one in check.check(pack)]


def sources():
    return support.lean_pack().sources


def first(kind, **changes):
    """A kind of source with the row of its first record changed."""
    head, *rest = getattr(sources(), kind)
    return {kind: (replace(head, row=replace(head.row, **changes)), *rest)}


def test_the_products_own_pack_has_no_finding():
    assert check.check(support.pack()) == []
    assert check.check(support.lean_pack()) == []


@pytest.mark.parametrize("kind", ["parameters", "charges", "preferences", "measures"])
@pytest.mark.parametrize("field", ["source", "act"])
def test_p1_a_row_without_source_or_act(kind, field):
    changed = first(kind, **{field: " "})
    assert found(**changed) == [("P.1", changed[kind][0].row.id)]


def test_p1_a_list_without_source():
    lists = sources().lists
    changed = {**lists, "countries": replace(lists["countries"], source="")}
    assert found(lists=changed) == [("P.1", "list countries")]


def test_p2_an_unknown_mark():
    assert found(**first("charges", mark="X")) == [("P.2", "X")]
    note, *rest = sources().notes
    assert found(notes=(replace(note, mark=""), *rest)) == [("P.2", "")]


def test_p3_an_end_before_the_start():
    changed = first("preferences", until=datetime.date(2000, 1, 1))
    assert found(**changed) == [("P.3", "2000-01-01")]


def test_p4_two_rows_of_one_key_on_one_day():
    vat = next(one for one in sources().charges if one.row.value == "16%")
    earlier = replace(
        vat, row=replace(vat.row, id="twice", since=datetime.date(2025, 12, 31))
    )
    assert ("P.4", "twice") in found(charges=(*sources().charges, earlier))
    line = sources().tariff[0]
    assert found(tariff=(*sources().tariff, line)) == [("P.4", f"{line.code}@{line.since}")]


def test_p5_a_hole_between_two_rows():
    changed = [
        replace(one, row=replace(one.row, until=datetime.date(2025, 12, 30)))
        if one.row.value == "12%"
        else one
        for one in sources().charges
    ]
    assert found(charges=tuple(changed)) == [("P.5", "kz:vat/all@2026-01-01")]


def test_p6_a_rate_that_cannot_be_read():
    line, *rest = sources().tariff
    assert found(tariff=(replace(line, rate="5 percent or so"), *rest)) == [
        ("P.6", "5 percent or so")
    ]
    assert ("P.6", "many") in found(**first("charges", value="many"))


def test_p7_a_mask_outside_the_tariff():
    head, *rest = sources().charges
    assert found(charges=(replace(head, mask="98"), *rest))[-1] == ("P.7", "98")
    measure, *others = sources().measures
    assert found(measures=(replace(measure, masks=frozenset({"010999"})), *others)) == [
        ("P.7", "010999")
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("partners", frozenset(("QQ",))),
        ("procedures", frozenset(("41",))),
        ("modes", frozenset(("33",))),
        ("direction", "XX"),
        ("document", "00000"),
    ],
)
def test_p8_a_measure_with_a_code_of_no_list(field, value):
    measure, *rest = sources().measures
    (code,) = value if isinstance(value, frozenset) else (value,)
    assert found(measures=(replace(measure, **{field: value}), *rest)) == [("P.8", code)]


def test_p8_the_unions_name_stands_for_its_members():
    measure, *rest = sources().measures
    inside = replace(
        measure, partners=frozenset(("EAEU",)), row=replace(measure.row, until=None)
    )
    outside = replace(
        measure, id="outside", partners=frozenset(("non-EAEU",)), row=inside.row
    )
    assert found(measures=(inside, *rest)) == []
    placed = Pack(replace(sources(), measures=(inside, outside))).on(support.DAY).measures
    assert placed[0].partners == {"AM", "BY", "KG", "KZ", "RU"}
    assert (placed[1].partners, placed[1].excluded_partners) == (
        frozenset(),
        {"AM", "BY", "KG", "KZ", "RU"},
    )


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("unit", "bushel", "bushel"),
        ("note", "999", "note 999"),
        ("since", datetime.date(2020, 1, 1), "edition 01 of 2020-01-01"),
    ],
)
def test_p8_a_line_with_a_unit_note_or_edition_unknown(field, value, told):
    line, *rest = sources().tariff
    assert found(tariff=(replace(line, **{field: value}), *rest)) == [("P.8", told)]


def test_p9_a_code_twice_in_a_list():
    lists = sources().lists
    twice = replace(
        lists["countries"],
        rows=(
            *lists["countries"].rows,
            ListedCode(code="KZ", name="again", mark="verified"),
        ),
    )
    assert found(lists={**lists, "countries": twice}) == [("P.9", "KZ")]


def test_p10_a_key_that_every_day_needs():
    procedures = tuple(one for one in sources().procedures if one.code != "80")
    costs = tuple(one for one in sources().costs if one.kind != "royalty")
    assert found(procedures=procedures, costs=costs) == [
        ("P.10", "procedure/80"),
        ("P.10", "cost/royalty"),
    ]


def test_p8_kinds_of_transport_are_codes_or_a_list_of_them():
    measure = next(one for one in sources().measures if one.id == "kz-potatoes-2025")
    rest = [one for one in sources().measures if one is not measure]

    def told(*modes):
        return found(measures=(replace(measure, modes=frozenset(modes)), *rest))

    assert told("road", "20") == []
    assert told("rood") == [("P.8", "rood")]
    (road,) = [
        one.modes for one in support.edition().measures if one.id == "kz-lpg-road-2025"
    ]
    assert road == {"30", "31", "32"}


def test_p11_what_a_row_cannot_say():
    measure = next(one for one in sources().measures if one.id == "kz-potatoes-2025")
    rest = [one for one in sources().measures if one is not measure]
    assert found(measures=(replace(measure, own=False), *rest)) == [("P.11", "refuse")]
    assert found(measures=(replace(measure, effect="warn"), *rest)) == []
    assert found(measures=(replace(measure, effect="quota"), *rest)) == [("P.11", "quota")]
    preference, *others = sources().preferences
    assert found(preferences=(replace(preference, factor_percent=101), *others)) == [
        ("P.11", "101")
    ]
    assert found(preferences=(replace(preference, charge="toll"), *others)) == [
        ("P.11", "toll")
    ]
    assert found(
        preferences=(replace(preference, factor_percent=5, offset=True), *others)
    ) == [("P.11", "5")]
    quote = rates.Quote("USD", 7, 100, 2, support.DAY, "NBK2")
    assert found(quotes=(quote,)) == [("P.11", "7 USD = 1.00")]


def test_p11_terms_of_a_rate_that_cannot_be_met():
    charge, *rest = sources().charges

    def told(**changes):
        return found(charges=(replace(charge, mask="6403", **changes), *rest[1:], rest[0]))

    assert ("P.11", "toll") in told(charge="toll")
    assert ("P.11", "duty") in told(charge="duty")
    for wrong in (
        "value > 5%",
        "value 5 EUR",
        "value > 5 EUR each",
        "mass",
        "cm3 > many",
        "power_kw > much",
    ):
        assert ("P.11", wrong) in told(when=(wrong,))
    assert ("P.8", "tons") in told(when=("value > 5 EUR each tons",))
    assert ("P.8", "QQ") in told(origins=frozenset({"QQ", "CN"}))
    assert ("P.8", "QQ") in told(excluded=frozenset({"QQ"}))
    gap, *others = sources().gaps
    assert found(gaps=(replace(gap, masks=("64",), charge="toll"), *others)) == [
        ("P.11", "toll")
    ]
    assert found(gaps=(replace(gap, masks=("9999",), charge="vat"), *others)) == [
        ("P.7", "9999")
    ]
    covered, *more = sources().own_goods
    other = replace(covered, preference="NONE")
    assert found(own_goods=(other, *more)) == [("P.11", "NONE")]
    for wrong in ("colour", "quota", "part 01011"):
        other = replace(covered, condition=wrong)
        assert found(own_goods=(other, *more)) == [("P.11", wrong)]
    other = replace(covered, condition="quota 99999")
    assert found(own_goods=(other, *more)) == [("P.8", "99999")]
    for rate, rule in (("120% of common", "P.11"), ("a tenth", "P.6")):
        other = replace(covered, rate=rate)
        assert found(own_goods=(other, *more)) == [(rule, rate)]


def test_p12_a_successor_that_is_no_code():
    changed = {**sources().successors, "8703800002": ("8703809999",)}
    assert found(successors=changed) == [("P.12", "8703809999")]
    changed = {**sources().successors, "8703800002": ("870380",)}
    assert found(successors=changed) == [("P.12", "870380")]
    line, *rest = sources().tariff
    assert ("P.12", "01012100") in found(tariff=(replace(line, code="01012100"), *rest))


def changed_terms(change):
    tables = sources().tables
    head, *rest = tables["terms"]["terms"]
    return {**tables, "terms": {**tables["terms"], "terms": change(head, rest)}}


def test_rows_of_terms_and_calendars_are_judged_like_any_row():
    assert found(
        tables=changed_terms(lambda head, rest: [{**head, "source": ""}, *rest])
    ) == [("P.1", "terms[0]")]
    assert found(
        tables=changed_terms(lambda head, rest: [{**head, "mark": "X"}, *rest])
    ) == [("P.2", "X")]
    early = datetime.date(2001, 1, 1)
    assert found(
        tables=changed_terms(lambda head, rest: [{**head, "until": early}, *rest])
    ) == [("P.3", str(early))]
    again = found(tables=changed_terms(lambda head, rest: [head, *rest, head]))
    assert [rule for rule, _ in again] == ["P.4"]
    without = found(
        tables=changed_terms(
            lambda head, rest: [row for row in rest if row["key"] != "release"]
        )
    )
    assert without == [("P.10", "release")]


def test_a_wrong_profile_is_told_by_its_own_rules():
    tables = sources().tables
    changed = {**tables["profiles"], "lanes": "green"}
    rules = [
        one.rule
        for one in check.check(
            Pack(replace(sources(), tables={**tables, "profiles": changed}))
        )
    ]
    assert rules
    assert all(rule.startswith("K.") for rule in rules)


def test_every_rule_is_numbered_once_and_gives_its_arguments():
    assert {rule.number for rule in check.RULES} == {f"P.{n}" for n in range(1, 13)}
    broken = Pack(replace(sources(), **first("charges", mark="X", source="", value="?")))
    by_number = {rule.number: rule for rule in check.RULES}
    for one in check.check(broken):
        rule = by_number[one.rule]
        assert "{" not in rule.message.format_map(one.args) + rule.fix.format_map(one.args)
