"""The register of people: what may be entered, what ends, and who may act by it."""

import datetime

import pytest

from openkeden.base.findings import Refused
from openkeden.flow import facts
from openkeden.flow.ledger import receipts, verification
from openkeden.flow.people import authority, register
from openkeden.store import read
from tests import founded

DAY = datetime.timedelta(days=1)
ON = datetime.date(2026, 4, 2)


def wanted(person="new-1", role="inspector", **changes):
    given = {"name": "New", "document": "ORDER-2"} | changes
    return register.Wanted(person=person, role=role, **given)


def appoint(at, asked, actor="admin-1", moment=founded.MOMENT):
    return register.appoint(asked, actor, moment, at)


def end(at, person, role, until=None, actor="admin-1", moment=founded.MOMENT, place=""):
    return register.end(person, role, until, "ORDER-3", actor, moment, at, place)


def may(at, person, role="inspector", moment=founded.MOMENT, **where):
    """The rules that speak against a person in a role; none where nothing does."""
    found = authority.authorised(person, role, moment, at, **where)
    return rules(found) if found is not None else []


def rules(refused):
    assert isinstance(refused, Refused), refused
    return [found.rule for found in refused.findings]


def test_who_is_entered_may_act_from_the_first_day_to_the_last(at):
    asked = wanted(since=ON + DAY, until=ON + 3 * DAY, office="57505")
    entered = appoint(at, asked)
    assert (entered.first, entered.tenure.since) == (False, ON + DAY)
    # The clock of these tests runs after the last day: by it the person acts no more.
    for days in (0, 1, 3, 4):
        assert may(at, "new-1", moment=founded.MOMENT + days * DAY) == ["PE.4"]
    assert appoint(at, wanted("new-2", office="57505")).tenure.until is None
    assert may(at, "new-2") == []
    assert may(at, "new-2", office="57505") == []
    assert may(at, "new-2", office="57506") == ["PE.4"]
    assert may(at, "new-2", moment=founded.MOMENT - DAY) == ["PE.4"]
    assert may(at, "new-2", "chief") == ["PE.4"]
    assert verification.verify(at).problem is None


def test_every_entry_is_a_fact_under_its_person(at):
    entry = appoint(at, wanted(" New-1 ")).tenure.entry
    (ended,) = end(at, "NEW-1", "inspector")
    (first, second) = [facts.read(row.body) for row in read.entries_of("person new-1")]
    assert (first.person, first.role, first.document) == ("new-1", "inspector", "ORDER-2")
    assert (second.entry, second.until, second.actor) == (entry, ON - DAY, "admin-1")
    assert ended.until == ON - DAY
    assert register.show("new-1") == (ended,)
    assert verification.verify(at).problem is None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (wanted("і.ivanov"), ["PE.1"]),
        (wanted("iva\u200bnov"), ["PE.1"]),
        (wanted("990140000017"), ["PE.1"]),
        (wanted(""), ["PE.1"]),
        (wanted("a" * 49), ["PE.1"]),
        (wanted("OpenKeden"), ["PE.1"]),
        (wanted(role="system"), ["PE.2"]),
        (wanted(role="king"), ["PE.2"]),
        (wanted(role="declarant"), ["PE.8"]),
        (wanted(role="declarant", firm=founded.PAYER, office="57505"), ["PE.8"]),
        (wanted(role="inspector", firm=founded.PAYER), ["PE.8"]),
        (wanted(role="treasury", office="57505"), ["PE.8"]),
        (wanted(since=ON - DAY), ["PE.10"]),
        (wanted(until=ON - DAY), ["PE.10"]),
        (wanted(name=" "), ["PE.15"]),
        (wanted(document=""), ["PE.15"]),
        (wanted(name="a\x1b[31m"), ["PE.15"]),
        (wanted("inspector-1", name="Other", role="chief"), ["PE.11"]),
        (wanted("inspector-1", name="Inspector-1"), ["PE.12"]),
        (wanted("treasury-1", name="Treasury-1"), ["PE.9"]),
        (wanted("trader-1", name="Trader-1"), ["PE.9"]),
        (wanted("admin-2", name="Admin-2"), ["PE.9"]),
        (wanted("inspector-1", role="administrator", name="Inspector-1"), ["PE.9"]),
        (
            wanted("", role="system", name="", since=ON - DAY),
            ["PE.1", "PE.2", "PE.10", "PE.15"],
        ),
    ],
)
def test_what_cannot_be_entered_is_told_at_once_and_writes_nothing(at, asked, expected):
    size = receipts.size()
    assert rules(appoint(at, asked)) == expected
    assert receipts.size() == size


def test_the_letter_that_is_no_id_is_named(at):
    (found,) = appoint(at, wanted("іvanov")).findings
    assert "U+0456 CYRILLIC SMALL LETTER" in found.args["reason"]


def test_one_person_may_be_an_inspector_and_the_chief_or_stand_for_two_firms(at):
    """Two different persons are asked for where it matters, by the case."""
    chief = wanted("inspector-1", role="chief", name="Inspector-1")
    assert isinstance(appoint(at, chief), register.Entered)
    broker = wanted("trader-1", role="declarant", name="Trader-1", firm=founded.OTHER)
    assert isinstance(appoint(at, broker), register.Entered)
    for firm in (founded.PAYER, founded.OTHER):
        assert may(at, "trader-1", "declarant", firm=firm) == []
    end(at, "trader-1", "declarant", place=founded.OTHER)
    assert may(at, "trader-1", "declarant", firm=founded.OTHER) == ["PE.4"]
    assert may(at, "trader-1", "declarant", firm=founded.PAYER) == []


def test_an_end_that_is_none(at):
    assert rules(end(at, "nobody", "inspector")) == ["PE.3"]
    assert rules(end(at, "inspector-1", "chief")) == ["PE.13"]
    assert rules(end(at, "inspector-1", "inspector", ON - 2 * DAY)) == ["PE.14"]
    assert rules(end(at, "inspector-1", "inspector", actor="chief-1")) == ["PE.4"]
    reasonless = register.end(
        "inspector-1", "inspector", None, " ", "admin-1", founded.MOMENT, at
    )
    assert rules(reasonless) == ["PE.15"]
    assert len(end(at, "inspector-1", "inspector")) == 1
    assert rules(end(at, "inspector-1", "inspector")) == ["PE.13"]


def test_who_was_ended_may_be_entered_again(at):
    end(at, "inspector-1", "inspector")
    again = wanted("inspector-1", name="Inspector-1")
    assert isinstance(appoint(at, again), register.Entered)
    assert may(at, "inspector-1") == []
    assert verification.verify(at).problem is None


def test_an_administrator_is_always_left(at):
    assert len(end(at, "admin-2", "administrator")) == 1
    for until in (None, ON + 1000 * DAY):
        assert rules(end(at, "admin-1", "administrator", until)) == ["PE.6"]
    for_a_while = wanted("admin-3", role="administrator", until=ON + 30 * DAY)
    assert isinstance(appoint(at, for_a_while), register.Entered)
    assert rules(end(at, "admin-1", "administrator")) == ["PE.6"]
    later = wanted("admin-5", role="administrator", since=ON + 1000 * DAY)
    assert isinstance(appoint(at, later), register.Entered)
    assert rules(end(at, "admin-1", "administrator")) == ["PE.6"]
    for_good = wanted("admin-4", role="administrator")
    assert isinstance(appoint(at, for_good), register.Entered)
    assert len(end(at, "admin-1", "administrator", actor="admin-4")) == 1


def test_the_first_of_a_register_is_an_administrator_who_enters_himself(tmp_path):
    at = founded.bare(tmp_path / "bare")
    for asked, actor in (
        (wanted("one", role="inspector"), "one"),
        (wanted("one", role="administrator"), "two"),
        (wanted("one", role="administrator", until=ON + DAY), "one"),
        (wanted("one", role="administrator", since=ON + DAY), "one"),
    ):
        assert rules(appoint(at, asked, actor)) == ["PE.7"]
    first = appoint(at, wanted("one", role="administrator"), "One")
    # The foundation and the law in use are recorded ahead of it.
    assert (first.first, first.tenure.entry) == (True, 2)
    second = appoint(at, wanted("two", role="administrator"), "two")
    assert rules(second) == ["PE.3", "PE.5"]
    assert verification.verify(at).problem is None


def test_without_a_register_nobody_acts(tmp_path):
    at = founded.bare(tmp_path / "bare")
    assert may(at, "treasury-1", "treasury") == ["PE.3"]
