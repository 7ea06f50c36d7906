"""What the fields of a declaration say of themselves, and that the rules name the same
boxes.
"""

import re

import msgspec
import pytest

from openkeden import locale
from openkeden.filing import declaration, fields, rules, subjects
from openkeden.flow import catalogue

FIELDS = [(record, field) for record in declaration.RECORDS for field in fields.of(record)]
NAMES = [f"{record.__name__}.{field.name}" for record, field in FIELDS]

#: Fields that have no box of their own: the goods lines, which have one for each of their
#: fields.
WITHOUT_BOX = {"items"}
#: Records whose fields stand in the box of the field that holds the record.
PARTS = {declaration.Party, declaration.Document, declaration.Cost, declaration.Preferences}

#: Rules whose box is not that of the field they point to, and why.
OTHER_BOX = {
    "G20.4": "the delivery terms say whether a carriage belongs to the additions",
    "G20.5": "the delivery terms say whether a carriage belongs to the additions",
    "G41.8": "boxes 31 and 41 give the same quantity differently",
    "G44.42": "the paper of box 44 is that of the code",
    "G47.1": "the payments of box 47 cannot be computed for the code",
    "G47.2": "the payments of box 47 cannot be computed without the attribute",
}

#: The record of what each group of rules asks, and the box where its fields have none.
GROUPS = {
    rules.CHECKS.header: declaration.Filing,
    rules.CHECKS.people: declaration.Filing,
    rules.CHECKS.totals: declaration.Filing,
    rules.CHECKS.handling: declaration.Item,
    rules.CHECKS.goods: declaration.Item,
    rules.CHECKS.item: declaration.Item,
    rules.CHECKS.party: declaration.Party,
    rules.CHECKS.document: declaration.Document,
    rules.CHECKS.cost: declaration.Cost,
}


def _box(record: type[msgspec.Struct], name: str) -> str:
    return {field.name: field.box for field in fields.of(record)}[name]


@pytest.mark.parametrize(("record", "field"), FIELDS, ids=NAMES)
def test_every_field_is_described(
    record: type[msgspec.Struct], field: fields.Field
) -> None:
    assert re.fullmatch(r"[A-Z].+\.", field.sentence)
    assert len(field.sentence) <= 100
    if record in PARTS or field.name in WITHOUT_BOX:
        assert field.box == ""
    else:
        assert re.fullmatch(r"A|[1-9]\d?|value declaration", field.box)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_field_has_a_label_and_no_label_is_left_over(language: str) -> None:
    words = locale.names(language)
    for record in declaration.RECORDS:
        names = [field.name for field in fields.of(record)]
        assert sorted(words[record.__name__.lower()]) == sorted(names)
    assert sorted(words["records"]) == sorted(
        one.__name__.lower() for one in declaration.RECORDS
    )


def test_the_type_of_a_field_is_that_of_its_text_without_the_description() -> None:
    types = {field.name: field.type for field in fields.of(declaration.Item)}
    assert types["code"] == declaration.Code
    assert types["number"] is int
    assert types["documents"] == tuple[declaration.Document, ...]
    assert fields.longest(types["description"]) == 10_000
    assert fields.longest(types["number"]) is None


def test_records_and_entries_of_lists() -> None:
    assert fields.record(declaration.Party | None) is declaration.Party
    assert fields.record(declaration.Preferences) is declaration.Preferences
    assert fields.record(int) is None
    assert fields.element(tuple[declaration.Cost, ...]) is declaration.Cost
    assert fields.element(declaration.Code) is None


def test_numbers_of_a_unit_say_which() -> None:
    units = {field.name: field.unit for field in fields.of(declaration.Item) if field.unit}
    assert units == {
        "gross_mass_kg": "kg",
        "net_mass_kg": "kg",
        "price": "currency of box 22",
        "supplementary_quantity": "unit of box 41",
        "customs_value": "national currency",
    }


def test_the_box_of_a_rule_is_that_of_the_field_it_points_to() -> None:
    wrong = {}
    for checks, record in GROUPS.items():
        for check in checks:
            box = _box(record, check.at.partition(".")[0])
            if box not in ("", check.rule.box):
                wrong[check.rule.number] = (check.at, check.rule.box, box)
    assert set(wrong) == set(OTHER_BOX), wrong


def test_the_boxes_of_parts_are_those_of_the_fields_that_hold_them() -> None:
    for role, box in subjects.BOX_OF_ROLE.items():
        assert _box(declaration.Filing, role) == box
    assert {check.rule.box for check in rules.CHECKS.cost} == {
        _box(declaration.Filing, "additions")
    }
    claims = ("preferences", "origin")
    assert {check.rule.box for check in rules.CHECKS.claim} == {
        _box(declaration.Item, name) for name in claims
    }
    assert {check.rule.box for check in rules.CHECKS.container} == {
        _box(declaration.Item, "containers")
    }
    shared = ", ".join([_box(declaration.Item, name) for name in ("previous", "documents")])
    assert {check.rule.box for check in rules.CHECKS.document} == {shared}


def test_every_box_that_any_rule_names_is_that_of_a_field_or_of_the_payments() -> None:
    named = {
        box
        for rule in catalogue.catalogue().rules.values()
        for box in rule.box.split(", ")
        if box
    }
    assert named - {field.box for _, field in FIELDS} == {"47"}
