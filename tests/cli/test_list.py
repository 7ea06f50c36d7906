"""`keden list`, `keden act` without an action, and what `keden status` says of documents,
terms and next steps.
"""

import json

import pytest

from tests import founded
from tests.cli.conftest import AT

LATE = "2026-04-06T10:00+05:00"


@pytest.fixture
def lodged(keden, tmp_path):
    """A-1 waits for its payment, documents are asked of A-2."""
    filings = founded.lines(founded.shirts("A-1"), founded.shoes("A-2"))
    (tmp_path / "a.jsonl").write_bytes(filings)
    keden.told = keden("clear", "a.jsonl", "--at", AT)
    assert keden.told.returncode == 0
    return keden


def test_the_list_says_what_each_waits_for(lodged):
    told = lodged("list", "--at", AT).stdout.decode()
    first, second = told.split("57505/020426/0000002")
    assert "missing, KZT" in first
    assert "A-1" in first
    assert "awaiting payment" in first
    assert "4 028 944.10" in first
    assert "A-2" in second
    assert "04021 commercial invoice" in second
    assert "overdue" not in told
    late = lodged("list", "--at", LATE, "--overdue").stdout.decode()
    assert late.count("overdue") == 2


def test_the_list_as_json_and_a_page(lodged):
    view = json.loads(lodged("list", "--json", "--limit", "1", "--at", AT).stdout)
    assert (len(view["declarations"]), view["more"], view["currency"]) == (1, 1, "KZT")
    first = view["declarations"][0]
    assert (first["reference"], first["waits_for"]) == ("A-1", "declarant")
    assert "lane" not in first
    seen = lodged("list", "--json", "--officer", "inspector-1", "--lane", "yellow")
    assert [line["lane"] for line in json.loads(seen.stdout)["declarations"]] == ["yellow"]
    assert b"1 more" in lodged("list", "--limit", "1", "--at", AT).stdout
    assert lodged("list", "--lane", "red").returncode == 1
    assert lodged("list", "--state", "lost").returncode == 1


def test_a_short_registration_number_is_understood(lodged):
    whole = lodged("status", "57505/020426/0000001")
    assert lodged("status", "57505/020426/1").stdout == whole.stdout
    assert lodged("status", " a-1").stdout == whole.stdout
    assert lodged("status", "57505/020426/3").returncode == 1


def test_act_without_an_action_says_what_is_possible(lodged):
    ran = lodged("act", "A-1", "--at", AT)
    told = ran.stdout.decode()
    assert ran.returncode == 0
    assert "confirm_payment: confirm payment (treasury)" in told
    assert "amount=amount  amount in national currency" in told
    assert "payer=text  BIN of who pays, where it is not the declarant, optional" in told
    assert "  release:" not in told
    assert "keden amend 57505/020426/0000001 FILE --actor ID" in told
    assert "items=numbers" not in told
    view = json.loads(lodged("act", "A-1", "--at", AT, "--json").stdout)
    able = {action["action"]: action for action in view["actions"]}
    assert able["withdraw"]["roles"] == ["declarant"]
    assert [one["required"] for one in able["confirm_payment"]["arguments"]] == [
        True,
        True,
        False,
    ]


def test_act_help_lists_arguments(keden):
    told = keden("act", "--help").stdout.decode()
    assert "  supply_documents (declarant) documents=codes" in told
    assert "  report_inspection (inspector) act=text result=conforms|breach" in told
    assert "  extend_term (chief) working_days=count reason=text" in told


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("suply_documents", "supply_documents"), ("Withdraw", "withdraw")],
)
def test_l_25_a_mistyped_action_gets_the_closest(lodged, typed, meant):
    ran = lodged("act", "A-1", typed)
    assert ran.returncode == 2
    assert f"Do you mean {meant}?".encode() in ran.stderr


def test_arguments_are_read_strictly_and_all_at_once(lodged):
    words = ("--role", "treasury", "--actor", "treasury-1", "--at", AT)
    args = ("--arg", "amount=ten", "--arg", "until=2026-04-10", "--arg", "document")
    ran = lodged("act", "A-1", "confirm_payment", *words, *args)
    told = " ".join(ran.stderr.decode().split())
    assert ran.returncode == 2
    assert "an amount of national currency, such as 2200864.56" in told
    assert "confirm_payment takes amount=amount, document=text, payer=text" in told
    assert "document cannot be used: it is not written as name=value" in told
    chief = ("--role", "chief", "--actor", "chief-1", "--at", AT)
    half = ("--arg", "working_days=1.5", "--arg", "reason=x")
    ran = lodged("act", "A-2", "extend_term", *chief, *half)
    assert (ran.returncode, b"a whole number, such as 10" in ran.stderr) == (2, True)


def test_a_term_is_extended_by_days_not_by_cents(lodged):
    """Working days were read as an amount, a hundredfold."""
    chief = ("--role", "chief", "--actor", "chief-1", "--at", AT)
    said = ("--arg", "working_days=2", "--arg", "reason=more papers come")
    ran = lodged("act", "A-2", "extend_term", *chief, *said)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"term extended (chief chief-1) by how many working days: 2" in ran.stdout


def test_documents_by_name_missing_given_and_not_asked_for(lodged):
    who = ("--role", "declarant", "--actor", "trader-1", "--at", AT)
    asked = lodged("status", "A-2").stdout.decode()
    assert "Documents missing: 04021 commercial invoice, 03011 contract of sale" in asked
    wrong = lodged("act", "A-2", "supply_documents", *who, "--arg", "documents=xxxx,04021")
    assert (wrong.returncode, b"L.26" in wrong.stderr) == (1, True)
    assert b"xxxx is no kind of document" in wrong.stderr
    given = lodged("act", "A-2", "supply_documents", *who, "--arg", "documents=04021,01191")
    told = given.stdout.decode()
    assert given.returncode == 0
    assert "Documents missing: 03011 contract of sale" in told
    assert (
        "Documents given: 04021 commercial invoice, "
        "01191 certificate or declaration of conformity (not asked for)"
    ) in told
    assert "documents given (declarant trader-1) codes of kinds of documents: 04021" in told
    view = json.loads(lodged("status", "A-2", "--json", "--lang", "ru").stdout)
    first = view["document_kinds"][0]
    assert (first["code"], first["name"], first["missing"]) == (
        "04021",
        "счёт-фактура (инвойс)",
        False,
    )


def test_what_officers_say_to_each_other_is_for_officers(lodged):
    who = ("--role", "inspector", "--actor", "inspector-1", "--at", AT)
    said = ("--arg", "reason=tip from the bank")
    assert lodged("act", "A-2", "order_inspection", *who, *said).returncode == 0
    assert b"tip from the bank" not in lodged("status", "A-2").stdout
    assert b"tip from the bank" not in lodged("status", "A-2", "--json").stdout
    told = lodged("status", "A-2", "--officer", "inspector-1").stdout
    assert b"reason: tip from the bank" in told


def test_l_28_to_l_31_the_next_step_with_amount_and_term(lodged):
    told = lodged.told.stdout.decode()
    assert (
        "A-1: green, awaiting payment, 57505/020426/0000001, Payable 4 028 944.10 KZT"
        in told
    )
    assert "4 028 944.10 KZT must be paid or secured by 2026-04-02 13:30." in told
    assert (
        "supply_documents --role declarant --actor ID --arg documents=03011,04021" in told
    )
    late = lodged("status", "A-2").stdout.decode()
    assert "Due: 2026-04-03 14:30 (overdue)" in late
    assert "it is too late for it now" in late


def test_the_same_file_again_says_how_it_stands_today(lodged):
    ended = lodged("withdraw", "A-1", "--actor", "trader-1", "--at", AT)
    assert ended.returncode == 0
    again = lodged("clear", "a.jsonl", "--at", AT).stdout.decode()
    assert "A-1: green, awaiting payment (now: withdrawn), 57505/020426/0000001" in again
    assert "must be paid" not in again
    view = json.loads(
        lodged("clear", "a.jsonl", "--at", AT, "--json").stdout.split(b"\n")[0]
    )
    assert (view["state"], view["state_now"], view["next"]) == (
        "awaiting_payment",
        "withdrawn",
        [],
    )


def test_refused_tries_stand_beside_the_declaration(keden, tmp_path):
    (tmp_path / "bad.jsonl").write_bytes(founded.lines(founded.bad("A-1")))
    (tmp_path / "good.jsonl").write_bytes(founded.lines(founded.shirts("A-1")))
    assert keden("clear", "bad.jsonl", "--at", AT).returncode == 1
    assert keden("clear", "good.jsonl", "--at", AT).returncode == 0
    told = keden("status", "A-1").stdout.decode()
    assert "Refused before: 1" in told
    assert "G5.1" in told
    assert len(json.loads(keden("status", "A-1", "--json").stdout)["refused"]) == 1
