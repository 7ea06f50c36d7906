"""Money at the command line: deposits, accounts, reversals and mandates, and what they end
with.
"""

import json

import pytest

from tests import founded
from tests.cli.conftest import AT

ORDER = ("--bank", "KKMFKZ2A", "--date", "2026-04-01", "--at", AT)
WHO = ("--actor", "treasury-1")
SECOND = ("--actor", "treasury-2")


@pytest.fixture
def house(keden):
    """A declaration waits for its payment."""
    filings = founded.lines(founded.shirts("A-1"))
    assert keden("clear", "-", "--at", AT, stdin=filings).returncode == 0
    return keden


def deposit(house, amount, number, *words):
    return house(
        "deposit", founded.PAYER, amount, "--document", number, *ORDER, *WHO, *words
    )


def waits(house) -> dict:
    told = json.loads(house("account", founded.PAYER, "--json").stdout)
    (waiting,) = told["waiting"]
    return waiting


def test_a_deposit_tells_what_it_paid_and_what_is_left(house):
    ran = deposit(house, "1.50", "PO-0")
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"990140000017: Advance 1.50 KZT (Entry ")
    missing = waits(house)["missing"]
    ran = deposit(house, missing, "PO-1")
    paid, left = ran.stdout.decode().splitlines()
    assert paid.startswith("57505/020426/0000001 A-1: Paid ")
    assert paid.endswith(", released")
    assert left.startswith("990140000017: Advance 1.50 KZT (Entry ")
    assert deposit(house, missing, "PO-1").stdout == ran.stdout, "the same again"
    other = deposit(house, "7", "PO-1")
    assert (other.returncode, b"AC.6" in other.stderr) == (1, True)
    told = json.loads(deposit(house, "9", "G-1", "--guarantee", "--json").stdout)
    assert (told["kind"], told["balance"]) == ("guarantee", "9.00")


@pytest.mark.parametrize(
    "amount", ["-5", "1e6", "1,000", "1.005", "NaN", "", "99999999999999999999"]
)
def test_an_amount_that_is_none(house, amount):
    words = ("--document", "PO-1", *ORDER, *WHO, founded.PAYER, "--", amount)
    ran = house("deposit", *words)
    assert ran.returncode == 2
    assert ran.stderr


def test_what_is_wrong_with_a_document_is_told_at_once(house):
    words = ("--document", " ", "--bank", "x", "--date", "2026-04-03", "--at", AT)
    ran = house("deposit", "123", "0", *words, *WHO)
    assert ran.returncode == 1
    for rule in (b"AC.1", b"AC.2", b"AC.3", b"AC.4", b"AC.5"):
        assert rule in ran.stderr


def test_an_account_shows_entries_and_what_waits(house):
    deposit(house, "12.00", "PO-1")
    told = house("account", founded.PAYER).stdout.decode()
    assert "Advance: 12.00" in told
    assert "Received from banks: -12.00" in told
    assert "PO-1" in told
    assert "Waits for payment: 57505/020426/0000001 A-1, missing 4 028 944.10 KZT" in told
    assert "Amount, KZT" in told
    assert told == house("account", "show", founded.PAYER).stdout.decode()
    assert house("account", "990140000018").returncode == 1


def test_a_reversal_by_two_persons(house):
    deposit(house, "12.00", "PO-1")
    told = json.loads(house("account", founded.PAYER, "--json").stdout)
    entry = told["entries"][0]["entry"]
    words = ("--reason", "typed twice", "--at", AT)
    ran = house("account", "reverse", entry, *words, *WHO)
    assert ran.returncode == 0
    proposal = ran.stdout.split()[-1].decode()
    assert house("account", "confirm", proposal, "--at", AT, *WHO).returncode == 1
    done = house("account", "confirm", proposal, "--at", AT, *SECOND)
    assert done.stdout.startswith(b"reversed: document PO-1, 12.00 KZT (entry ")
    told = json.loads(house("account", founded.PAYER, "--json").stdout)
    assert (told["balances"]["advance"], told["currency"]) == ("0.00", "KZT")
    assert json.loads(house("ledger", "verify", "--json").stdout)["ok"] is True


def test_a_mandate_given_listed_and_withdrawn(house):
    given = house(
        *("mandate", "give", founded.OTHER, "--holder", founded.PAYER),
        *("--limit", "100.00", "--since", "2026-04-02", "--until", "2026-12-31"),
        *("--document", "P-1", "--actor", "trader-2", "--at", AT),
    )
    assert given.returncode == 0, given.stderr
    line = given.stdout.decode()
    assert line.endswith(
        "150240019999 → 990140000017, 2026-04-02 – 2026-12-31, 0.00 / 100.00 KZT\n"
    )
    (known,) = json.loads(house("mandate", "list", "--json").stdout)
    assert (known["left"], known["currency"]) == ("100.00", "KZT")
    words = ("--reason", "over", "--actor", "trader-2", "--at", AT)
    ended = house("mandate", "withdraw", known["id"], *words)
    assert ended.stdout.decode().endswith(", withdrawn\n")
    assert house("mandate", "list", "--of", founded.PAYER).stdout == ended.stdout
    assert house("mandate", "withdraw", "x", *words).returncode == 1


def test_one_document_by_four_processes_is_booked_once(tmp_path):
    home = tmp_path / "home"
    founded.found(home)
    founded.connections["default"].close()
    words = ("deposit", founded.PAYER, "5.00", "--document", "PO-1", *ORDER, *WHO)
    ran = founded.at_once(*[(*words, "--home", home)] * 4, folder=tmp_path)
    assert [one.returncode for one in ran] == [0, 0, 0, 0]
    assert len({one.stdout for one in ran}) == 1, ran
    assert founded.sql(home, "SELECT balance FROM account WHERE kind = 'advance'") == [
        (500,)
    ]
