"""Receipts of any fact: the newest, the one asked for, with and without its sealed part."""

import json
import pathlib

import pytest

from openkeden.flow import facts
from openkeden.ledger import checkpoint, entry, merkle, proof
from openkeden.store import read
from tests import founded
from tests.cli.conftest import AT

LATER = "2026-04-02T11:30+05:00"


@pytest.fixture
def lodged(keden):
    """Two versions of one declaration, one whose documents were asked for, and a refusal."""
    keden("clear", "-", "--at", AT, stdin=founded.lines(founded.shirts("A-1")))
    first = told(keden, "A-1")
    again = founded.shirts("A-2", amends=first["fact"]["registration"])
    sent = founded.lines(again, founded.shoes("S-1"), founded.bad("B-1"))
    keden("clear", "-", "--at", AT, stdin=sent)
    ran = keden(
        *("act", "S-1", "propose_waiver", "--role", "inspector"),
        *("--actor", "inspector-1", "--device", "d1", "--at", LATER),
        *("--arg", "reason=a known importer, SECRET"),
    )
    assert ran.returncode == 0, ran.stderr
    return keden


def told(keden, *words: object, verify: tuple = ()) -> dict:
    """What the receipt that these words get proves."""
    got = keden("receipt", "get", *words)
    assert got.returncode == 0, got.stderr
    return proved(keden, got.stdout, *verify)


def proved(keden, receipt: bytes, *words: object, code: int = 0) -> dict:
    pathlib.Path("got.tlog-proof").write_bytes(receipt)
    ran = keden("receipt", "verify", "got.tlog-proof", "--json", *words)
    assert ran.returncode == code, ran.stdout + ran.stderr
    return json.loads(ran.stdout)


def index(kind: str) -> int:
    return [row.index for row in read.all_entries() if row.kind == kind][-1]


def test_the_newest_fact_unless_another_is_asked_for(lodged):
    newest = told(lodged, "S-1")
    assert (newest["kind"], newest["fact"]["state"]) == ("event", "documents_asked")
    assert newest["fact"]["event 1"] == "propose_waiver by inspector-1 as inspector"
    lodging = told(lodged, "S-1", "--lodging")
    assert (lodging["kind"], lodging["fact"]["reference"]) == ("lodging", "S-1")
    assert lodging["index"] < newest["index"]
    by_entry = told(lodged, "S-1", "--entry", lodging["index"])
    assert by_entry["index"] == lodging["index"]


def test_each_version_has_its_receipt(lodged):
    assert told(lodged, "A-1")["fact"]["version"] == "2"
    for version, reference in (("1", "A-1"), ("2", "A-2")):
        fact = told(lodged, "a-1", "--version", version)["fact"]
        assert (fact["version"], fact["reference"]) == (version, reference)


def test_a_receipt_says_of_which_moment_it_speaks(lodged):
    newest = told(lodged, "S-1")
    assert newest["at"] == "2026-04-02T11:30:00+05:00"
    assert newest["recorded"] != newest["at"]
    assert newest["size"] == newest["index"] + 1
    assert "later" in newest["later"]
    shown = lodged("receipt", "verify", "got.tlog-proof").stdout.decode()
    for said in (
        "kind: event",
        "at: 2026-04-02 11:30:00+05:00",
        "recorded: ",
        "recorded later",
    ):
        assert said in shown


@pytest.mark.parametrize("kind", ["appointment", "seed", "refusal", "lodging", "event"])
def test_every_kind_of_fact_has_a_receipt_with_plain_words(lodged, kind):
    at = index(kind)
    said = told(lodged, "--entry", at)
    assert (said["index"], said["kind"]) == (at, kind)
    assert said["fact"]
    assert all(isinstance(value, str) for value in said["fact"].values())


def test_a_deposit_has_a_receipt_for_its_payer(keden, tmp_path):
    at = founded.found(tmp_path / ".keden")
    founded.pay_in(at)
    said = told(keden, "--entry", index("deposit"))
    assert said["fact"]["payer"] == founded.PAYER
    assert said["fact"]["amount"] == "1000000000.00"


@pytest.mark.parametrize(
    ("words", "rule", "code"),
    [
        (("A-404",), "A-404", 1),
        (("--entry", "999"), "999", 1),
        (("--entry", "-1"), "-1", 1),
        (("A-1", "--entry", "0"), "not about", 1),
        (("A-1", "--version", "3"), "1 to 2", 1),
        ((), "It is not said", 2),
        (("--lodging",), "It is not said", 2),
        (("--entry", "1", "--lodging"), "one of", 2),
        (("A-1", "--version", "1", "--lodging"), "one of", 2),
        (("A-1", "--sealed", "x"), "goes with --officer", 2),
        (("A-1", "--officer", "inspector-1"), "goes with --officer", 2),
        (("--entry", "0", "--sealed", "x", "--officer", "inspector-1"), "sealed", 1),
    ],
)
def test_what_has_no_receipt(lodged, words, rule, code):
    ran = lodged("receipt", "get", *words)
    assert ran.returncode == code
    assert rule in ran.stderr.decode()
    assert not ran.stdout


def test_an_officer_opens_what_the_receipt_does_not_tell(lodged, tmp_path):
    """The receipt is the same for trader and officer; the sealed part is another file."""
    for words, secret in ((("S-1",), "SECRET"), (("S-1", "--lodging"), "contribution")):
        plain = lodged("receipt", "get", *words).stdout
        got = lodged(
            *("receipt", "get", *words, "--sealed", "s", "--officer", "inspector-1")
        )
        assert (got.returncode, got.stdout) == (0, plain)
        assert secret.encode() not in plain
        assert secret not in json.dumps(proved(lodged, plain))
        opened = proved(lodged, plain, "--sealed", "s")
        assert secret in json.dumps(opened["sealed"])
        (tmp_path / "s").write_bytes((tmp_path / "s").read_bytes() + b" ")
        assert "sealed" in proved(lodged, plain, "--sealed", "s", code=1)["reason"]


@pytest.mark.parametrize(
    "person", ["trader-1", "treasury-1", "admin-1", "nobody", "ivanov"]
)
def test_the_sealed_part_is_for_officers_of_the_register(lodged, tmp_path, person):
    ran = lodged("receipt", "get", "S-1", "--sealed", "s", "--officer", person)
    assert ran.returncode == 1
    assert b"PE." in ran.stderr
    assert not (tmp_path / "s").exists()
    ran = lodged("status", "S-1", "--officer", person, "--json")
    assert ran.returncode == 1
    assert "reasons" not in json.loads(ran.stdout)


def test_the_message_is_found_inside_a_list(keden, tmp_path):
    """After others, in every format, behind a byte order mark, before a line feed."""
    first, second = founded.shirts("A-1"), founded.shirts("A-2")
    mark = b"\xef\xbb\xbf"
    array = (
        b"[" + founded.lines(first).strip() + b", " + founded.lines(second).strip() + b"]"
    )
    files = {
        "lines.jsonl": founded.lines(first, second),
        "table.csv": founded.rows(first, second),
        "array.json": array,
        "marked.jsonl": mark + founded.lines(first, second) + b"\n\n",
        "marked.json": mark + array + b"\n",
    }
    for name, body in files.items():
        home = ("--home", tmp_path / name.replace(".", "-"))
        (tmp_path / name).write_bytes(body)
        assert keden("clear", name, "--at", AT, *home).returncode == 0
        got = keden("receipt", "get", "A-2", *home).stdout
        (tmp_path / "got").write_bytes(got)
        words = ("receipt", "verify", "got", "--declaration", name, "--json", *home)
        ran = keden(*words)
        assert ran.returncode == 0, (name, ran.stdout)
        assert json.loads(ran.stdout)["message"], name


def test_a_receipt_of_version_1_is_still_verified(tmp_path, keden):
    """What was given before facts had sealed parts proves as much as ever."""
    golden = founded.ROOT / "tests" / "golden" / "facts" / "v1" / "lodging.json"
    body = golden.read_bytes().removesuffix(b"\n")
    key = founded.key()
    frontier, _ = merkle.grow(merkle.Frontier(), [entry.leaf_hash(body)], lambda *_: b"")
    note = checkpoint.sign(key.name, 1, frontier.root(), key)
    receipt = proof.write(proof.Receipt(index=0, path=(), note=note, body=body))
    said = proved(keden, receipt.encode(), "--key", key.verifier.text)
    assert said["fact"]["registration"] == "57505/020426/0000001"
    assert said["at"] == said["recorded"]
    assert not said["sealed"]
    assert isinstance(facts.read(body), facts.Lodging)
