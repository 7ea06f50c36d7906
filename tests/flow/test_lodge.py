"""Lodging: one answer for each filing, the same however often it is sent, and nothing drawn
or numbered twice.
"""

import datetime
import gc
import io

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openkeden import formats
from openkeden.accounting.chart import ADVANCE, GUARANTEE
from openkeden.flow import facts, sealing
from openkeden.flow.ledger import receipts, verification
from openkeden.flow.lodging import answers, lodge
from openkeden.flow.money import mandates
from openkeden.store import account_tables, read
from tests import founded

DAY = datetime.timedelta(days=1)


def told(given: list[answers.Answer]) -> list[tuple]:
    return [
        (
            answer.reference,
            answer.status,
            answer.registration,
            answer.entry,
            answer.findings,
        )
        for answer in given
    ]


def left(payer: str = founded.PAYER, kind: str = ADVANCE) -> int:
    return account_tables.balances([payer])[payer, kind]


def sound(at) -> None:
    verdict = verification.verify(at)
    assert verdict.problem is None, verdict.problem


def test_same_batch_twice_is_cleared_once(at):
    founded.pay_in(at)
    batch = [
        founded.shirts("A-1"),
        founded.bad("A-2"),
        founded.shoes("A-3"),
        founded.lentils("A-4"),
    ]
    first = founded.lodge_all(at, *batch)
    size, balance = receipts.size(), left()
    again = founded.lodge_all(
        at, *batch, moment=founded.MOMENT + datetime.timedelta(hours=1)
    )
    assert again == first
    assert [answer.status for answer in first] == [
        "registered",
        "refused",
        "registered",
        "registered",
    ]
    assert (receipts.size(), left()) == (size, balance)
    assert balance == founded.PLENTY - first[0].payable
    sound(at)


def test_same_key_with_other_content_is_refused_and_not_recorded(at):
    first = founded.lodge_one(at, founded.shirts("A-1"))
    size, head = receipts.size(), receipts.head()
    other = founded.lodge_one(at, founded.shirts("A-1", delivery_place="Dostyk"))
    assert (other.status, founded.rules(other), other.entry) == ("refused", ["I.1"], -1)
    assert other.findings[0].args["known"] == first.registration
    assert (receipts.size(), receipts.head()) == (size, head)


def test_the_same_reference_of_two_declarants_is_two_declarations(at):
    given = founded.lodge_all(
        at, founded.shirts("A-1"), founded.of(founded.OTHER, founded.shirts("A-1"))
    )
    assert len({answer.registration for answer in given}) == 2


@pytest.mark.parametrize("first", ["lines", "rows"])
def test_same_content_in_another_format_gets_the_earlier_answer(at, first):
    filing = founded.shirts("A-1")
    bodies = [founded.lines(filing), founded.rows(filing)]
    if first == "rows":
        bodies.reverse()
    one, two = [
        lodge.lodge(founded.read(body), founded.ACTOR, founded.MOMENT, at)[0]
        for body in bodies
    ]
    assert one.status == two.status == "registered"
    assert (one.registration, one.entry) == (two.registration, two.entry)


def test_same_content_in_other_spacing_gets_the_earlier_answer(at):
    body = founded.lines(founded.shirts("A-1"))
    spaced = body.replace(b'":', b'" : ')
    assert spaced != body
    one, two = [
        lodge.lodge(founded.read(sent), founded.ACTOR, founded.MOMENT, at)[0]
        for sent in (body, spaced)
    ]
    assert one.entry == two.entry


def test_a_key_twice_within_one_batch(at):
    founded.pay_in(at)
    filing = founded.shirts("A-1")
    one, two, other = founded.lodge_all(
        at, filing, filing, founded.shirts("A-1", delivery_place="Dostyk")
    )
    assert (one.registration, one.entry) == (two.registration, two.entry)
    assert founded.rules(other) == ["I.1"]
    assert left() == founded.PLENTY - one.payable
    assert len(founded.declarations()) == 1
    sound(at)


def test_a_bad_filing_stops_no_other(at):
    given = founded.lodge_all(
        at, founded.lentils("A-1"), founded.bad("A-2"), founded.lentils("A-3")
    )
    assert [answer.status for answer in given] == ["registered", "refused", "registered"]
    assert [answer.registration[-7:] for answer in given if answer.registration] == [
        "0000001",
        "0000002",
    ]
    assert founded.rules(given[1]) == ["G5.1"]


@pytest.mark.parametrize("price", ["999999999999999999.99", "300000000000000.00"])
def test_a_value_too_large_to_keep_stops_no_other(at, price):
    items = (msgspec.structs.replace(founded.samples()["IMP-2"].items[0], price=price),)
    huge = founded.shirts("A-2", invoice_total=price, items=items)
    given = founded.lodge_all(at, founded.lentils("A-1"), huge, founded.lentils("A-3"))
    assert [answer.status for answer in given] == ["registered", "refused", "registered"]
    sound(at)


def test_a_refusal_is_recorded_once_and_the_corrected_filing_registered(at):
    one, two = (
        founded.lodge_one(at, founded.bad("A-1")),
        founded.lodge_one(at, founded.bad("A-1")),
    )
    assert (one.status, one.entry) == ("refused", two.entry)
    assert len(list(read.all_refusals())) == 1
    corrected = founded.lodge_one(at, founded.shirts("A-1"))
    assert corrected.status == "registered"
    assert founded.rules(founded.lodge_one(at, founded.bad("A-1"))) == ["I.1"]
    sound(at)


def test_a_refusal_twice_in_one_batch_is_one_fact(at):
    one, two = founded.lodge_all(at, founded.bad("A-1"), founded.bad("A-1"))
    assert one == answers.of_refusal(_refusal(at, one.entry), one.entry, "line 1")
    assert (two.entry, two.where) == (one.entry, "line 2")
    assert len(list(read.all_refusals())) == 1


def _refusal(at, index):
    return facts.read(read.entries([index])[index].body)


def test_serials_run_by_office_and_day_without_gaps(at):
    other = {"office": "55302"}
    today = [
        founded.lentils("A-1"),
        founded.lentils("A-2", **other),
        founded.bad("A-3"),
        founded.lentils("A-4"),
    ]
    given = founded.lodge_all(at, *today)
    given += founded.lodge_all(at, founded.lentils("A-5"), moment=founded.MOMENT + DAY)
    late = (founded.lentils("A-6"), founded.lentils("A-7", **other))
    given += founded.lodge_all(at, *late, late="filed by hand")
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
    assert (
        founded.lodge_one(at, founded.lentils("A-1"), moment=eve).registration
        == "57505/020426/0000001"
    )
    before = eve - datetime.timedelta(microseconds=1)
    assert (
        founded.lodge_one(
            at,
            founded.lentils("A-2", declared_on="2026-04-01"),
            moment=before,
            late="filed by hand",
        ).registration
        == "57505/010426/0000001"
    )


def test_the_advance_is_drawn_to_the_last_tiyn(at):
    payable = founded.lodge_one(at, founded.shirts("A-0")).payable
    founded.pay_in(at, 3 * payable)
    given = founded.lodge_all(
        at, founded.shirts("A-1"), founded.shirts("A-2"), founded.shirts("A-3")
    )
    assert [one.state for one in given] == ["released", "released", "awaiting_payment"]
    assert left() == 0
    sound(at)


def test_one_tiyn_too_little_releases_nothing(at):
    payable = founded.lodge_one(at, founded.shirts("A-1")).payable
    founded.pay_in(at, payable - 1)
    assert founded.declared("A-1").state == "awaiting_payment"
    assert left() == payable - 1
    founded.pay_in(at, 1)
    assert founded.declared("A-1").state == "released"
    assert left() == 0


def test_each_payer_draws_on_its_own_account(at):
    founded.pay_in(at)
    mine, others = founded.lodge_all(
        at, founded.shirts("A-1"), founded.of(founded.OTHER, founded.shirts("A-2"))
    )
    assert (mine.state, others.state) == ("released", "awaiting_payment")
    founded.pay_in(at, payer=founded.OTHER)
    assert founded.declared("A-2").state == "released"
    assert left() == founded.PLENTY - mine.payable
    assert left(founded.OTHER) == founded.PLENTY - mine.payable
    sound(at)


def test_the_person_of_box_9_pays_as_far_as_it_gave_a_mandate(at):
    founded.pay_in(at, payer=founded.OTHER)
    financial = msgspec.structs.replace(
        founded.of(founded.OTHER, founded.shirts("A-1")).financial, name="Another LLP"
    )
    waiting = founded.lodge_one(at, founded.shirts("A-1", financial=financial))
    assert (waiting.state, founded.rules(waiting)) == (
        "awaiting_payment",
        ["AC.13"],
    )
    day = founded.MOMENT.date()
    asked = mandates.asked(
        founded.OTHER, founded.PAYER, 2 * waiting.payable, day, day, "P-1"
    )
    giver = mandates.Giver.declarant
    given = mandates.give(asked, giver, "trader-2", founded.MOMENT, at)
    assert isinstance(given, mandates.MandateGiven)
    other = founded.lodge_one(
        at, founded.shirts("A-2", financial=financial, delivery_place="Dostyk")
    )
    assert (founded.declared("A-1").state, other.state) == ("released", "released")
    assert left(founded.OTHER) == founded.PLENTY - 2 * waiting.payable


def test_a_guarantee_is_held_where_no_advance_covers(at):
    founded.pay_in(at, 1)
    founded.pay_in(at, kind=GUARANTEE)
    answer = founded.lodge_one(at, founded.shirts("A-1"))
    assert answer.state == "released"
    assert (left(), left(kind=GUARANTEE)) == (1, founded.PLENTY - answer.payable)
    sound(at)


def test_a_red_or_yellow_declaration_draws_nothing(at):
    founded.pay_in(at)
    assert founded.lodge_one(at, founded.shoes("A-1")).state == "documents_asked"
    assert left() == founded.PLENTY


def test_messages_that_cannot_be_read_are_answered_in_their_place(at):
    body = (
        founded.lines(founded.lentils("A-1"))
        + b"{]\n"
        + founded.lines(founded.bad("A-2"), founded.lentils("A-3"))
    )
    stream = formats.read(io.BytesIO(body))
    given = list(lodge.lodge_all(stream, founded.ACTOR, founded.MOMENT, at, group=2))
    assert [(answer.status, answer.where) for answer in given] == [
        ("registered", "line 1"),
        ("unreadable", "line 2"),
        ("refused", "line 3"),
        ("registered", "line 4"),
    ]
    assert receipts.size() == founded.ENTRIES + 4


@pytest.mark.parametrize("year", [1995, 2199])
def test_a_day_without_law_is_refused_before_anything_is_written(at, year):
    size = receipts.size()
    answer = founded.lodge_one(
        at, founded.shirts("A-1"), moment=founded.MOMENT.replace(year=year)
    )
    assert (answer.status, answer.entry) == ("refused", -1)
    assert [finding.rule for finding in answer.findings] == ["U.5"]
    assert receipts.size() == size
    assert founded.lodge_one(at, founded.shirts("A-1")).status == "registered"


@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_however_filings_are_split_into_groups_the_answers_are_the_same(
    tmp_path_factory, data
):
    """Grouping is for the disk alone: what is answered and what is left in the account does
    not depend on it.
    """
    picked = data.draw(st.lists(st.sampled_from(range(6)), min_size=1, max_size=10))
    group = data.draw(st.integers(1, 10))
    batch = [_filing(number) for number in picked]
    outcomes = []
    for size in (group, len(batch)):
        at = founded.found(tmp_path_factory.mktemp("home"))
        founded.pay_in(at, 5_000_000_00)
        given = list(
            lodge.lodge_all(
                founded.read(founded.lines(*batch)),
                founded.ACTOR,
                founded.MOMENT,
                at,
                group=size,
            )
        )
        outcomes.append((told(given), left(), [answer.state for answer in given]))
        sound(at)
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize("group", [1, 2, 4, 10])
def test_a_trader_is_new_until_he_has_lodged_whatever_the_group(at, group):
    """KZ.trader.new: a high sum, and fewer than three declarations of the consignee."""
    batch = [founded.sample("IMP-13", f"A-{number}") for number in range(6)]
    given = lodge.lodge_all(
        founded.read(founded.lines(*batch)),
        founded.ACTOR,
        founded.MOMENT,
        at,
        group=group,
    )
    struck = []
    for answer in given:
        selected = sealing.selection_of(read.entries([answer.entry])[answer.entry])
        struck.append("KZ.trader.new" in [hit.profile for hit in selected.hits])
    assert struck == [True] * 3 + [False] * 3
    sound(at)


def _filing(number):
    made = (
        founded.shirts("A"),
        founded.shirts("B"),
        founded.shoes("C"),
        founded.bad("D"),
        founded.lentils("E"),
    )
    return (
        made[number] if number < len(made) else founded.shirts("A", delivery_place="Dostyk")
    )


def test_countries_by_their_names_are_recorded_by_their_codes(at):
    """Box 34 and box 14 as people write them: read, said and recorded as what was read."""
    shirts = founded.shirts("A-1")
    (item,) = shirts.items
    goods = msgspec.structs.replace(item, origin="Бангладеш")
    declarant = msgspec.structs.replace(shirts.declarant, country="Қазақстан")
    written = {"items": (goods,), "declarant": declarant, "dispatch_country": "Bangladesh"}
    named = founded.lodge_one(at, msgspec.structs.replace(shirts, **written))
    plain = founded.lodge_one(at, founded.shirts("A-2"))
    assert named.status == "registered", named.findings
    assert (named.totals, named.payable) == (plain.totals, plain.payable)
    said = [one.path for one in named.findings if one.rule == "F.58"]
    assert said == ["dispatch_country", "declarant.country", "items[0].origin"]
    facts_of = [
        facts.read(read.entries_of(one.registration)[0].body) for one in (named, plain)
    ]
    assert facts_of[0].dispatch_country == facts_of[1].dispatch_country == "BD"
    assert facts_of[0].items == facts_of[1].items


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was(at, was_on):
    given = gc.isenabled()
    try:
        gc.enable() if was_on else gc.disable()
        founded.lodge_one(at, founded.shirts("A-1"))
        assert gc.isenabled() == was_on
    finally:
        gc.enable() if given else gc.disable()
