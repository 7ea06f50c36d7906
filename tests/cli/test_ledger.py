"""Receipts and the ledger: got here, verified anywhere, refused when a byte is another one."""

import base64
import json
import subprocess
import sys

import pytest

from openkeden.ledger import checkpoint
from tests import founded
from tests.cli.conftest import AT


@pytest.fixture
def message(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(founded.lines(founded.shirts("A-1")).strip())
    return path


@pytest.fixture
def receipt(keden, tmp_path, message):
    """The file of the receipt of one declaration among others."""
    others = founded.lines(*[founded.lentils(f"B-{number}") for number in range(5)])
    assert keden("clear", "-", "--at", AT, stdin=others).returncode == 0
    assert keden("clear", message, "--at", AT).returncode == 0
    assert (
        keden(
            "clear", "-", "--at", AT, stdin=founded.lines(founded.lentils("B-9"))
        ).returncode
        == 0
    )
    path = tmp_path / "A-1.tlog-proof"
    assert keden("receipt", "get", "A-1", "--out", path).returncode == 0
    return path


def test_a_receipt_says_what_it_proves(keden, receipt, message):
    ran = keden("receipt", "verify", receipt, "--declaration", message, "--json")
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["ok"]) == (0, True)
    assert told["index"] == founded.ENTRIES + 6
    assert (told["fact"]["reference"], told["fact"]["registration"]) == (
        "A-1",
        "57505/020426/0000006",
    )
    assert told["fact"]["state"] == "awaiting_payment"
    assert b"verified" in keden("receipt", "verify", receipt).stdout


def test_a_receipt_keeps_the_reasons_to_itself_when_it_is_shown(keden, receipt):
    told = json.loads(keden("receipt", "verify", receipt, "--json").stdout)
    assert not {"selection", "hits", "draw", "lane", "profiles"} & set(told["fact"])


def test_the_receipt_on_standard_output_is_the_same(keden, receipt):
    assert keden("receipt", "get", "57505/020426/0000006").stdout == receipt.read_bytes()


def test_another_message(keden, receipt, message):
    message.write_bytes(message.read_bytes().replace(b"A-1", b"A-2"))
    ran = keden("receipt", "verify", receipt, "--declaration", message)
    assert ran.returncode == 1
    assert b"message" in ran.stdout


def test_every_flipped_byte_is_noticed(keden, receipt):
    """Forty places from end to end; a sentence says why, and nothing of the fact is shown."""
    whole = receipt.read_bytes()
    for place in range(0, len(whole), len(whole) // 40):
        receipt.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        ran = keden("receipt", "verify", receipt, "--json")
        told = json.loads(ran.stdout)
        assert (ran.returncode, told["ok"]) == (1, False), place
        assert told["reason"]
        assert "fact" not in told


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\x00", b"c2sp.org/tlog-proof@v1\n", b"x" * 100_000],
    ids=lambda body: ascii(body[:8]),
)
def test_what_is_no_receipt(keden, receipt, body):
    receipt.write_bytes(body)
    ran = keden("receipt", "verify", receipt)
    assert ran.returncode == 1
    assert b"not verified" in ran.stdout


def test_another_key(keden, receipt):
    stranger = checkpoint.generate(founded.key().name).verifier.text
    ran = keden("receipt", "verify", receipt, "--key", stranger)
    assert ran.returncode == 1
    assert b"not verified" in ran.stdout


@pytest.mark.parametrize("key", ["nowhere.vkey", "a+b+c", "."])
def test_a_key_that_is_none(keden, receipt, key):
    ran = keden("receipt", "verify", receipt, "--key", key)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"keden: ")


def test_a_key_file_of_other_bytes(keden, receipt, tmp_path):
    (tmp_path / "junk").write_bytes(b"\xff\xfe\x00")
    ran = keden("receipt", "verify", receipt, "--key", "junk")
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"keden: ")


def test_no_receipt_of_what_is_not_there(keden, receipt):
    ran = keden("receipt", "get", "A-404")
    assert ran.returncode == 1
    assert b"A-404" in ran.stderr


def test_a_receipt_is_verified_offline_without_installation_database_or_settings(
    receipt, tmp_path
):
    """Another process, in an empty folder, that could not configure Django if it tried;
    only the key is there.
    """
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    words = ["receipt", "verify", str(receipt), "--key", founded.key().verifier.text]
    program = (
        "import sys\nimport django\nfrom django.conf import settings\n"
        "from openkeden.cli import main\n"
        f"sys.argv = ['keden', *{words!r}]\n"
        "try:\n    main.run()\nfinally:\n    assert not settings.configured\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=empty,
        capture_output=True,
        env=founded.environment(),
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert b"57505/020426/0000006" in ran.stdout
    assert not list(empty.iterdir())


def test_verify_and_head(keden, receipt):
    told = json.loads(keden("ledger", "verify", "--json").stdout)
    size, heads = founded.ENTRIES + 8, len(founded.PEOPLE) + 3
    assert (told["ok"], told["problem"]) == (True, None)
    assert (told["size"], told["heads"]) == (size, heads)
    head = keden("ledger", "head").stdout
    signed = checkpoint.open_note(head, [founded.key().verifier])
    assert (signed.size, signed.root.hex()) == (size, told["root"])
    assert base64.b64encode(signed.root) in head


def test_a_changed_cell_is_named(keden, receipt, tmp_path):
    founded.sql(
        tmp_path / ".keden",
        (
            "UPDATE declaration SET payable = payable - 1, state = '[/x]' WHERE reference"
            " = 'A-1'"
        ),
    )
    ran = keden("ledger", "verify")
    assert ran.returncode == 1
    assert b"declaration 57505/020426/0000006 1" in ran.stdout
    assert b"[/x]" in ran.stdout
    told = json.loads(keden("ledger", "verify", "--json").stdout)
    assert (told["ok"], told["problem"]["table"], told["problem"]["expected"]) == (
        False,
        "declaration",
        "awaiting_payment",
    )


def test_an_empty_ledger(keden, tmp_path):
    founded.bare(tmp_path / "bare")
    where = ("--home", "bare")
    assert json.loads(keden("ledger", "verify", *where, "--json").stdout)["ok"] is True
    ran = keden("ledger", "head", *where)
    assert ran.returncode == 2
    assert b"empty" in ran.stderr


def test_without_a_head_from_outside_the_audit_says_what_it_cannot_see(keden, receipt):
    told = keden("ledger", "verify").stdout
    assert b"no outside head was given: a roll-back cannot be seen" in told
    head = receipt.with_name("head")
    head.write_bytes(keden("ledger", "head").stdout)
    ran = keden("ledger", "verify", "--head", head, "--receipt", receipt)
    assert ran.returncode == 0
    assert b"compared with 1 heads and 1 receipts from outside" in ran.stdout
    assert b"roll-back" not in ran.stdout


def test_a_head_from_outside_that_does_not_fit(keden, receipt):
    key = founded.key()
    receipt.with_name("head").write_text(checkpoint.sign(key.name, 2, bytes(32), key))
    ran = keden("ledger", "verify", "--head", "head", "--json")
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["count"], told["outside_heads"]) == (1, 1, 1)
    assert told["problems"][0]["table"] == "outside"
    receipt.with_name("head").write_text("junk")
    ran = keden("ledger", "verify", "--head", "head")
    assert ran.returncode == 2
    assert b"no signed head" in ran.stderr


def test_all_problems_are_listed_when_they_are_asked_for(keden, receipt, tmp_path):
    founded.sql(tmp_path / ".keden", "UPDATE declaration SET payable = payable - 1")
    assert b"more: --all lists them" in keden("ledger", "verify").stdout
    told = keden("ledger", "verify", "--all").stdout
    assert told.count(b"payable") == 7
    assert b"more:" not in told


def test_export_check_and_witness(keden, receipt, tmp_path):
    assert keden("ledger", "export", "public", "--entries").returncode == 0
    key = tmp_path / ".keden" / "log.vkey"
    ran = keden("ledger", "check-export", "public", "--key", key)
    assert ran.returncode == 0
    assert b"everything fits" in ran.stdout
    made = keden("witness", "init", "witness.example/w1", "--key", key)
    assert made.stdout.startswith(b"witness.example/w1+")
    assert keden("witness", "cosign", "public", "--out", "cosigned").returncode == 0
    witness = tmp_path / ".witness" / "witness.vkey"
    words = ("ledger", "verify", "--head", "cosigned", "--witness-key", witness)
    assert keden(*words).returncode == 0
    told = json.loads(keden("ledger", "check-export", "public", "--json").stdout)
    assert (told["ok"], told["problems"]) == (True, [])
    (tmp_path / "public" / "heads").write_bytes(b"")
    ran = keden("ledger", "check-export", "public")
    assert ran.returncode == 1
    assert b"heads" in ran.stdout
    ran = keden("ledger", "check-export", "nowhere", "--key", key)
    assert ran.returncode == 2


def test_a_witness_says_no_with_an_exit_code(keden, receipt, tmp_path):
    assert keden("ledger", "export", "first").returncode == 0
    assert keden("clear", "-", "--at", AT, stdin=founded.lines(founded.lentils("Z"))).stdout
    assert keden("ledger", "export", "second").returncode == 0
    key = tmp_path / ".keden" / "log.vkey"
    assert keden("witness", "init", "w.example/1", "--key", key).returncode == 0
    assert keden("witness", "cosign", "second").stdout
    ran = keden("witness", "cosign", "first")
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert b"U.58" in ran.stderr
