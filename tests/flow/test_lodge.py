"""Lodging: one answer for each filing, the same however often it is sent, and nothing drawn or numbered twice."""

import datetime
import io

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openkeden import formats
from openkeden.feeds import lawpack
from openkeden.flow import answers, audit, books, facts, lodge, receipts
from openkeden.store import read
from tests import house

DAY = datetime.timedelta(days=1)


def told(given: list[answers.Answer]) -> list[tuple]:
    return [(answer.reference, answer.status, answer.registration, answer.entry, answer.findings) for answer in given]


def left(payer: str = house.PAYER, kind: str = books.ADVANCE) -> int:
    return read.balances([(payer, kind)])[payer, kind]


def sound(at) -> None:
    verdict = audit.verify(at)
    assert verdict.problem is None, verdict.problem


def test_same_batch_twice_is_cleared_once(at):
    house.pay_in(at)
    batch = [house.shirts("A-1"), house.bad("A-2"), house.shoes("A-3"), house.lentils("A-4")]
    first = house.lodge_all(at, *batch)
    size, balance = receipts.size(), left()
    again = house.lodge_all(at, *batch, moment=house.MOMENT + datetime.timedelta(hours=1))
    assert again == first
    assert [answer.status for answer in first] == ["registered", "refused", "registered", "registered"]
    assert (receipts.size(), left()) == (size, balance)
    assert balance == house.PLENTY - first[0].payable
    sound(at)


def test_same_key_with_other_content_is_refused_and_not_recorded(at):
    first = house.lodge_one(at, house.shirts("A-1"))
    size, head = receipts.size(), receipts.head()
    other = house.lodge_one(at, house.shirts("A-1", delivery_place="Dostyk"))
    assert (other.status, house.rules(other), other.entry) == ("refused", ["I.1"], -1)
    assert other.findings[0].args["known"] == first.registration
    assert (receipts.size(), receipts.head()) == (size, head)


def test_the_same_reference_of_two_declarants_is_two_declarations(at):
    given = house.lodge_all(at, house.shirts("A-1"), house.of(house.OTHER, house.shirts("A-1")))
    assert len({answer.registration for answer in given}) == 2


@pytest.mark.parametrize("first", ["lines", "rows"])
def test_same_content_in_another_format_gets_the_earlier_answer(at, first):
    filing = house.shirts("A-1")
    bodies = [house.lines(filing), house.rows(filing)]
    if first == "rows":
        bodies.reverse()
    one, two = [lodge.lodge(house.read(body), house.ACTOR, house.MOMENT, at)[0] for body in bodies]
    assert one.status == two.status == "registered"
    assert (one.registration, one.entry) == (two.registration, two.entry)


def test_same_content_in_other_spacing_gets_the_earlier_answer(at):
    body = house.lines(house.shirts("A-1"))
    spaced = body.replace(b'":', b'" : ')
    assert spaced != body
    one, two = [lodge.lodge(house.read(sent), house.ACTOR, house.MOMENT, at)[0] for sent in (body, spaced)]
    assert one.entry == two.entry


def test_a_key_twice_within_one_batch(at):
    house.pay_in(at)
    filing = house.shirts("A-1")
    one, two, other = house.lodge_all(at, filing, filing, house.shirts("A-1", delivery_place="Dostyk"))
    assert (one.registration, one.entry) == (two.registration, two.entry)
    assert house.rules(other) == ["I.1"]
    assert left() == house.PLENTY - one.payable
    assert len(list(read.all_declarations())) == 1
    sound(at)


def test_a_bad_filing_stops_no_other(at):
    given = house.lodge_all(at, house.lentils("A-1"), house.bad("A-2"), house.lentils("A-3"))
    assert [answer.status for answer in given] == ["registered", "refused", "registered"]
    assert [answer.registration[-7:] for answer in given if answer.registration] == ["0000001", "0000002"]
    assert house.rules(given[1]) == ["G5.1"]


@pytest.mark.parametrize("price", ["999999999999999999.99", "300000000000000.00"])
def test_a_value_too_large_to_keep_stops_no_other(at, price):
    items = (msgspec.structs.replace(house.samples()["IMP-2"].items[0], price=price),)
    huge = house.shirts("A-2", invoice_total=price, items=items)
    given = house.lodge_all(at, house.lentils("A-1"), huge, house.lentils("A-3"))
    assert [answer.status for answer in given] == ["registered", "refused", "registered"]
    sound(at)


def test_a_refusal_is_recorded_once_and_the_corrected_filing_registered(at):
    one, two = house.lodge_one(at, house.bad("A-1")), house.lodge_one(at, house.bad("A-1"))
    assert (one.status, one.entry) == ("refused", two.entry)
    assert len(list(read.all_refusals())) == 1
    corrected = house.lodge_one(at, house.shirts("A-1"))
    assert corrected.status == "registered"
    assert house.rules(house.lodge_one(at, house.bad("A-1"))) == ["I.1"]
    sound(at)


def test_a_refusal_twice_in_one_batch_is_one_fact(at):
    one, two = house.lodge_all(at, house.bad("A-1"), house.bad("A-1"))
    assert one == answers.of_refusal(_refusal(at, one.entry), one.entry, "line 1")
    assert (two.entry, two.where) == (one.entry, "line 2")
    assert len(list(read.all_refusals())) == 1


def _refusal(at, index):
    return facts.read(read.entries([index])[index].body)


def test_serials_run_by_office_and_day_without_gaps(at):
    other = {"office": "55302"}
    today = [house.lentils("A-1"), house.lentils("A-2", **other), house.bad("A-3"), house.lentils("A-4")]
    given = house.lodge_all(at, *today)
    given += house.lodge_all(at, house.lentils("A-5"), moment=house.MOMENT + DAY)
    given += house.lodge_all(at, house.lentils("A-6"), house.lentils("A-7", **other))
    assert [answer.registration for answer in given] == [
        "57505/020426/0000001",
        "55302/020426/0000001",
        "",
        "57505/020426/0000002",
        "57505/030426/0000001",
        "57505/020426/0000003",
        "55302/020426/0000002",
    ]
    sound(at)


def test_the_day_of_registration_is_the_local_one(at):
    """19:00 UTC on the 1st is the 2nd in Kazakhstan."""
    eve = datetime.datetime(2026, 4, 1, 19, 0, tzinfo=datetime.UTC)
    assert house.lodge_one(at, house.lentils("A-1"), moment=eve).registration == "57505/020426/0000001"
    before = eve - datetime.timedelta(microseconds=1)
    assert (
        house.lodge_one(at, house.lentils("A-2", declared_on="2026-04-01"), moment=before).registration
        == "57505/010426/0000001"
    )


def test_the_advance_is_drawn_to_the_last_tiyn(at):
    payable = house.lodge_one(at, house.shirts("probe")).payable
    house.pay_in(at, 2 * payable)
    one, two, three = house.lodge_all(at, house.shirts("A-1"), house.shirts("A-2"), house.shirts("A-3"))
    assert [one.state, two.state, three.state] == ["released", "released", "awaiting_payment"]
    assert left() == 0
    sound(at)


def test_one_tiyn_too_little_releases_nothing(at):
    payable = house.lodge_one(at, house.shirts("probe")).payable
    house.pay_in(at, payable - 1)
    assert house.lodge_one(at, house.shirts("A-1")).state == "awaiting_payment"
    assert left() == payable - 1
    house.pay_in(at, 1)
    assert house.lodge_one(at, house.shirts("A-2")).state == "released"
    assert left() == 0


def test_each_payer_draws_on_its_own_account(at):
    house.pay_in(at)
    mine, others = house.lodge_all(at, house.shirts("A-1"), house.of(house.OTHER, house.shirts("A-2")))
    assert (mine.state, others.state) == ("released", "awaiting_payment")
    house.pay_in(at, payer=house.OTHER)
    assert house.lodge_one(at, house.of(house.OTHER, house.shirts("A-3"))).state == "released"
    assert left() == house.PLENTY - mine.payable
    assert left(house.OTHER) == house.PLENTY - mine.payable
    sound(at)


def test_the_person_of_box_9_pays(at):
    house.pay_in(at, payer=house.OTHER)
    financial = house.of(house.OTHER, house.shirts("A-1")).financial
    answer = house.lodge_one(at, house.shirts("A-1", financial=financial))
    assert answer.state == "released"
    assert left(house.OTHER) == house.PLENTY - answer.payable


def test_a_guarantee_is_held_where_no_advance_covers(at):
    house.pay_in(at, 1)
    house.pay_in(at, kind=books.GUARANTEE)
    answer = house.lodge_one(at, house.shirts("A-1"))
    assert answer.state == "released"
    assert (left(), left(kind=books.GUARANTEE)) == (1, house.PLENTY - answer.payable)
    sound(at)


def test_a_red_or_yellow_declaration_draws_nothing(at):
    house.pay_in(at)
    assert house.lodge_one(at, house.shoes("A-1")).state == "documents_asked"
    assert left() == house.PLENTY


def test_messages_that_cannot_be_read_are_answered_in_their_place(at):
    body = house.lines(house.lentils("A-1")) + b"{]\n" + house.lines(house.bad("A-2"), house.lentils("A-3"))
    stream = formats.read(io.BytesIO(body))
    given = list(lodge.lodge_all(stream, house.ACTOR, house.MOMENT, at, group=2))
    assert [(answer.status, answer.where) for answer in given] == [
        ("registered", "line 1"),
        ("unreadable", "line 2"),
        ("refused", "line 3"),
        ("registered", "line 4"),
    ]
    assert receipts.size() == 4


@pytest.mark.parametrize("year", [1995, 2199])
def test_a_day_without_law_is_refused_before_anything_is_written(at, year):
    size = receipts.size()
    with pytest.raises(lawpack.NotCovered):
        house.lodge_one(at, house.shirts("A-1"), moment=house.MOMENT.replace(year=year))
    assert receipts.size() == size
    assert house.lodge_one(at, house.shirts("A-1")).status == "registered"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_however_filings_are_split_into_groups_the_answers_are_the_same(tmp_path_factory, data):
    """Grouping is for the disk alone: what is answered and what is left in the account does not depend on it."""
    picked = data.draw(st.lists(st.sampled_from(range(6)), min_size=1, max_size=10))
    group = data.draw(st.integers(1, 10))
    batch = [_filing(number) for number in picked]
    outcomes = []
    for size in (group, len(batch)):
        at = house.found(tmp_path_factory.mktemp("home"))
        house.pay_in(at, 5_000_000_00)
        given = list(lodge.lodge_all(house.read(house.lines(*batch)), house.ACTOR, house.MOMENT, at, group=size))
        outcomes.append((told(given), left(), [answer.state for answer in given]))
        sound(at)
    assert outcomes[0] == outcomes[1]


def _filing(number):
    made = (house.shirts("A"), house.shirts("B"), house.shoes("C"), house.bad("D"), house.lentils("E"))
    return made[number] if number < len(made) else house.shirts("A", delivery_place="Dostyk")
