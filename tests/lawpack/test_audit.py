"""The audit of a law pack: rows by mark, what ends soon, what has lost its codes, duties
that nothing charges.
"""

import datetime

import msgspec
import pytest

from openkeden.base import validity
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import audit
from openkeden.lawpack.sources import Sources, keyed_rows
from tests import support

replace = msgspec.structs.replace
SPRING = datetime.date(2026, 4, 2)


def sources() -> Sources:
    return support.pack().sources


def found(on=SPRING, days=60, **changes) -> audit.Audit:
    return audit.audit(Pack(replace(sources(), **changes)), on, days)


def told(**changes) -> list[tuple[str, str]]:
    return [(one.rule, one.args["value"]) for one in found(**changes).findings]


#: The parameter of the pack whose rows end with what was known of it.
ENDED = ("P.15", "refinancing_rate")


def of_law(findings):
    """The rules and places of findings, but for what the pack is known to lack."""
    found = [(one.rule, one.path) for one in findings]
    return [one for one in found if one != ENDED]


def test_the_products_own_pack_lacks_one_rate_and_every_row_has_a_mark():
    clean = audit.audit(support.pack(), SPRING, 60)
    assert [(one.rule, one.path) for one in clean.findings] == [ENDED]
    assert (clean.refused, clean.gaps) == (False, support.pack().gaps)
    assert clean.marks["tariff"] == {
        "verified": len(sources().tariff) - 26,
        "secondary": 26,
        "memory": 0,
        "open": 0,
    }
    assert clean.marks["notes"] == {
        "verified": 107,
        "secondary": 19,
        "memory": 0,
        "open": 1,
    }
    assert clean.count == sum(sum(marks.values()) for marks in clean.marks.values())
    assert all(set(marks) == set(validity.MARKS) for marks in clean.marks.values())


def test_what_ends_within_the_days_and_whether_something_follows():
    ending = {one.row: one for one in found(datetime.date(2025, 12, 1)).ending}
    assert ending["kz:vat/all@2018-01-01"].follows
    assert ending["kz:mci@2025-01-01"].follows
    note = ending["note 80"]
    bearing = [
        row
        for row in sources().tariff
        if row.note == "80" and (not row.until or row.until >= datetime.date(2025, 12, 1))
    ]
    assert (str(note.until), note.codes, note.follows) == (
        "2025-12-31",
        len(bearing),
        False,
    )
    split = ending["8703800002@2022-04-10"]
    assert (str(split.until), split.follows, split.mark) == ("2026-01-21", True, "verified")
    assert [one.until for one in ending.values()] == sorted(
        one.until for one in ending.values()
    )


def test_no_day_before_and_none_after_the_span_is_told():
    for days in (0, 30, 365):
        last = SPRING + datetime.timedelta(days)
        assert all(SPRING <= one.until <= last for one in found(days=days).ending)


def test_p13_a_row_whose_codes_have_all_ended():
    charge, *_ = sources().charges
    stale = replace(charge, mask="8703800002", row=replace(charge.row, until=None))
    assert ("P.13", "8703800002") in told(charges=(*sources().charges, stale))
    assert ("P.13", "8703800002") not in told(
        charges=(*sources().charges, stale), on=datetime.date(2026, 1, 21)
    )


def test_p14_a_key_that_every_day_must_have_runs_out():
    late = audit.audit(support.pack(), datetime.date(2026, 11, 24), 60)
    ((rule, _),) = of_law(late.findings)
    (found,) = [one for one in late.findings if one.rule == rule]
    assert (rule, found.args["value"], found.args["since"]) == ("P.14", "mci", "2027-01-01")
    assert not late.refused
    soon = audit.audit(support.pack(), datetime.date(2026, 11, 24), 30)
    assert of_law(soon.findings) == []


def test_p15_a_parameter_that_ended_without_another():
    last = sources().parameters[-1]
    ended = replace(last, row=replace(last.row, until=last.row.since))
    assert told(parameters=(*sources().parameters[:-1], ended), on=SPRING) == (
        [("P.15", last.key), ENDED] if last.row.since < SPRING else [ENDED]
    )
    first = next(one for one in sources().parameters if one.key == "national_rates.years")
    others = tuple(one for one in sources().parameters if one.key != "national_rates.years")
    early = replace(first, row=replace(first.row, until=datetime.date(2026, 3, 1)))
    assert told(parameters=(*others, early)) == [("P.15", "national_rates.years"), ENDED]


@pytest.mark.parametrize("mark", list(validity.MARKS))
def test_rows_are_listed_by_mark(mark):
    listed = audit.marked(sources(), mark, SPRING)
    assert listed
    assert {row.mark for row in listed} == {mark}
    assert [row.id for row in listed] == sorted({row.id for row in listed})
    ended = {
        row.id
        for _, _, row in keyed_rows(sources())
        if row.until is not None and row.until < SPRING
    }
    assert ended.isdisjoint(row.id for row in listed)


def test_regimes_of_persons_are_dated_rows():
    held = {one.code: one.row for one in sources().regimes}
    assert held["parcel"].value == "15% min 2 EUR/kg"
    shop = held["ecommerce"]
    assert (shop.value, shop.since, shop.mark) == (
        "5% min 1 EUR/kg",
        datetime.date(2026, 7, 1),
        "open",
    )
    assert "ecommerce" not in support.edition().regimes
    assert "ecommerce" in support.edition(datetime.date(2026, 7, 1)).regimes


def test_every_rule_is_numbered_once_and_gives_its_arguments():
    assert [rule.number for rule in audit.RULES] == [f"P.{n}" for n in range(13, 16)]
    by_number = {rule.number: rule for rule in audit.RULES}
    charge, *_ = sources().charges
    stale = replace(charge, mask="8703800002", row=replace(charge.row, until=None))
    findings = [
        one
        for one in found(charges=(*sources().charges, stale)).findings
        if one.rule in by_number
    ]
    late = audit.audit(support.pack(), datetime.date(2026, 11, 24), 60).findings
    for one in (*findings, *late):
        rule = by_number[one.rule]
        assert "{" not in rule.message.format_map(one.args) + rule.fix.format_map(one.args)
