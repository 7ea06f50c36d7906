"""A check before filing: the findings and sums of lodging, with nothing recorded and nothing
told of chance.
"""

import io

import msgspec
import pytest

from openkeden.flow.law import packs
from openkeden.flow.lodging import checking, lodge
from openkeden.flow.lodging.checked import Checked
from openkeden.store import log
from tests import founded
from tests.flow import test_quota

MOST = 1 << 24
WORD = founded.samples()


def checked(
    at, *filings, moment=founded.MOMENT, actor="", group=lodge.GROUP
) -> list[Checked]:
    before, stream = checking.Foregoing(), io.BytesIO(founded.lines(*filings))
    asked = (stream, actor, moment, at, MOST, before)
    return list(checking.check_stream(*asked, group=group))


def checked_files(at, *filings, moment=founded.MOMENT) -> list[Checked]:
    """Check filings that stand each in a file of its own."""
    before, found = checking.Foregoing(), []
    for number, filing in enumerate(filings, 1):
        stream = io.BytesIO(founded.lines(filing))
        asked = (stream, "", moment, at, MOST, before, f"{number}.jsonl")
        found += checking.check_stream(*asked)
    return found


def one(at, filing, **more) -> Checked:
    return checked(at, filing, **more)[0]


def rules(found: Checked) -> list[str]:
    return [finding.rule for finding in found.findings]


@pytest.fixture
def alone(tmp_path):
    """The law where there is no installation."""
    return checking.desk(tmp_path / "nothing")


def said(answer) -> tuple[object, ...]:
    kept = (answer.reference, answer.customs_value, answer.totals, answer.payable)
    return (*kept, answer.findings, answer.tied, answer.saved)


def test_every_sample_is_checked_as_it_is_lodged(at):
    filings = list(founded.samples().values())
    before = checked(at, *filings)
    lodged = founded.lodge_all(at, *filings)
    assert [said(answer) for answer in before] == [said(answer) for answer in lodged]
    refused = [answer.status == "refused" for answer in lodged]
    assert [answer.status == "refused" for answer in before] == refused
    assert 0 < sum(refused) < len(refused)


def test_nothing_is_recorded(at):
    before = log.size(), founded.sql(at, "SELECT count(*) FROM refusal")
    checked(at, founded.shirts("A-1"), founded.bad("A-2"))
    assert (log.size(), founded.sql(at, "SELECT count(*) FROM refusal")) == before
    assert founded.lodge_one(at, founded.bad("A-2")).entry == log.size() - 1


def test_the_sums_of_each_item_come_to_the_whole(at):
    answer = one(at, WORD["IMP-14"])
    assert [item.number for item in answer.items] == [1, 2, 3]
    assert sum(item.customs_value for item in answer.items) == answer.customs_value
    by_item = sum(sum(item.charges.values()) for item in answer.items)
    assert by_item + answer.totals["1010"] == answer.payable


def test_chance_changes_nothing(tmp_path):
    """Whatever the draw: a check of many spellings of one lot tells them apart in nothing."""
    at = founded.found(tmp_path / "chance", chance=True)
    filings = [founded.shirts(f"A-{number}") for number in range(60)]
    alike = [msgspec.structs.replace(one, reference="") for one in checked(at, *filings)]
    assert all(
        (answer.findings, answer.totals, answer.status)
        == (alike[0].findings, alike[0].totals, alike[0].status)
        for answer in alike
    )
    told = {field.name for field in msgspec.structs.fields(Checked)}
    assert not told & {"lane", "state", "documents", "due", "score", "draw", "registration"}


def test_goods_that_documents_are_asked_for_pass_like_others(at):
    """Of shoes that are too cheap papers are asked: the check does not foretell it."""
    answer = one(at, founded.shoes("A-1"))
    lodged = founded.lodge_one(at, founded.shoes("A-1"))
    assert (answer.status, lodged.state) == ("passed", "documents_asked")
    assert answer.findings == lodged.findings


def test_i_31_what_is_lodged_is_said_to_be(at):
    lodged = founded.lodge_one(at, founded.shirts("A-1"))
    answer = one(at, founded.shirts("A-1"))
    assert (answer.status, rules(answer)) == ("lodged", ["I.31"])
    assert answer.findings[0].args["value"] == lodged.registration
    assert answer.payable == lodged.payable


def test_another_filing_under_a_lodged_reference_would_be_refused(at):
    founded.lodge_one(at, founded.shirts("A-1"))
    answer = one(at, founded.shirts("A-1", delivery_place="Dostyk"))
    assert (answer.status, rules(answer)) == ("refused", ["I.1"])


def test_i_32_two_filings_of_one_reference(alone):
    first, second, third = checked(
        alone,
        founded.shirts("A-1"),
        founded.shirts("A-1", delivery_place="Dostyk"),
        founded.shirts("A-1"),
    )
    assert [first.status, second.status, third.status] == ["passed", "refused", "passed"]
    assert rules(second) == ["I.32"]
    assert second.findings[0].args["where"] == first.where


def test_i_32_names_the_other_file(alone):
    filings = founded.shirts("A-1"), founded.shirts("A-1", delivery_place="Dostyk")
    first, second, third = checked_files(alone, *filings, filings[0])
    assert [first.status, second.status, third.status] == ["passed", "refused", "passed"]
    assert second.findings[0].args["where"] == f"1.jsonl, {first.where}"


def test_files_see_those_before_them(at):
    """Quotas: as in one file that holds all of them, and as they are lodged."""
    test_quota.ready(at)
    half = test_quota.VOLUME // 2
    filings = [test_quota.beef(f"Q-{number}", half) for number in range(3)]
    found = checked_files(at, *filings, moment=test_quota.MOMENT)
    together = checked(at, *filings, moment=test_quota.MOMENT)
    assert list(map(said, found)) == list(map(said, together))
    assert [one.status for one in found] == ["passed", "passed", "refused"]
    alike = [answer.findings for answer in test_quota.lodge(at, *filings)]
    assert alike == [answer.findings for answer in found]


def test_accounts_pay_for_the_files_in_their_order(at):
    payable = one(at, founded.shirts("A-1")).payable
    founded.pay_in(at, payable + 1)
    first, second = checked_files(at, founded.shirts("A-1"), founded.shirts("A-2"))
    assert (first.uncovered, second.uncovered) == (0, payable - 1)


def test_an_amendment_is_checked_against_what_it_amends(at):
    number = founded.lodge_one(at, founded.shirts("A-1")).registration
    good = founded.shirts("A-2", amends=number, delivery_place="Dostyk")
    assert one(at, good).status == "passed"
    assert rules(one(at, founded.shirts("A-2", amends="57505/020426/0000009"))) == ["I.2"]
    assert rules(one(at, founded.of(founded.OTHER, good))) == ["I.2"]
    asked = founded.lodge_one(at, founded.shoes("B-1"))
    late = founded.shoes("B-2", amends=asked.registration)
    assert rules(one(at, late)) == ["L.7"]


def test_i_33_an_amendment_without_an_installation(alone):
    answer = one(alone, founded.shirts("A-2", amends="57505/020426/0000001"))
    assert (answer.status, rules(answer)) == ("passed", ["I.33"])


def test_what_the_version_before_did_not_pay_is_missing(at):
    waiting = founded.lodge_one(at, founded.shirts("B-1"))
    changed = founded.shirts("B-2", amends=waiting.registration, delivery_place="Dostyk")
    assert one(at, changed).uncovered == waiting.payable


@pytest.mark.parametrize("group", [lodge.GROUP, 1])
def test_accounts_pay_for_the_filings_in_their_order(at, group):
    payable = one(at, founded.shirts("A-1")).payable
    founded.pay_in(at, payable + 1)
    filings = founded.shirts("A-1"), founded.shirts("A-2")
    first, second = checked(at, *filings, group=group)
    assert (first.uncovered, second.uncovered) == (0, payable - 1)


def test_without_an_installation_nobody_knows_what_is_missing(alone):
    answer = one(alone, founded.shirts("A-1"))
    assert (answer.status, answer.uncovered) == ("passed", None)
    assert isinstance(alone, packs.Pack)


@pytest.mark.parametrize("group", [lodge.GROUP, 1])
def test_quotas_are_used_up_by_the_filings_before(at, group):
    test_quota.ready(at)
    most = test_quota.VOLUME
    filings = [test_quota.beef("Q-1", most - 10), test_quota.beef("Q-2", 11)]
    first, second = checked(at, *filings, moment=test_quota.MOMENT, group=group)
    assert (first.status, second.status) == ("passed", "refused")
    alike = [answer.findings for answer in test_quota.lodge(at, *filings)]
    assert alike == [first.findings, second.findings]


@pytest.mark.parametrize("group", [lodge.GROUP, 1])
def test_the_same_filing_again_takes_nothing_more(at, group):
    test_quota.ready(at)
    filing = test_quota.beef("Q-1", test_quota.VOLUME)
    found = checked(at, filing, filing, moment=test_quota.MOMENT, group=group)
    assert [one.status for one in found] == ["passed", "passed"]
    assert found[0].uncovered == found[1].uncovered


@pytest.mark.parametrize("group", [lodge.GROUP, 1])
def test_two_amendments_of_one_declaration_give_its_quota_back_once(at, group):
    test_quota.ready(at)
    (lodged,) = test_quota.lodge(at, test_quota.beef("Q-1", 100))
    number = lodged.registration
    filings = [
        test_quota.beef("Q-2", 10, amends=number),
        test_quota.beef("Q-3", 20, amends=number),
        test_quota.beef("Q-4", test_quota.VOLUME - 20),
        test_quota.beef("Q-5", 1),
    ]
    found = checked(at, *filings, moment=test_quota.MOMENT, group=group)
    assert [one.status for one in found] == ["passed", "passed", "passed", "refused"]
    alike = [answer.status for answer in test_quota.lodge(at, *filings)]
    assert alike == ["registered", "registered", "registered", "refused"]


def test_i_34_the_use_of_a_quota_is_not_known_without_an_installation(at):
    test_quota.ready(at)
    answer = one(at.pack, test_quota.beef("Q-1", 100), moment=test_quota.MOMENT)
    assert (answer.status, rules(answer)[0]) == ("passed", "I.34")
    assert answer.findings[0].args["value"] == test_quota.QUOTA


def test_who_has_no_power_learns_it(at):
    assert rules(one(at, founded.shirts("A-1"), actor="trader-2")) == ["PE.16"]
    assert one(at, founded.shirts("A-1"), actor="trader-1").status == "passed"
    assert one(at, founded.shirts("A-1"), actor="nobody-7").status == "refused"


def test_a_day_that_the_law_does_not_hold(at, alone):
    long_ago = founded.MOMENT.replace(year=1990)
    for desk in (at, alone):
        assert rules(one(desk, founded.shirts("A-1"), moment=long_ago)) == ["U.5"]
