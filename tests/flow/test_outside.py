"""Heads and receipts kept elsewhere: they show what fits in itself and is not what it was."""

import pathlib
import shutil

import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.flow import installation, installation_files
from openkeden.flow.ledger import outside, receipts, verification
from openkeden.ledger import checkpoint
from tests import founded, on_postgres

WITNESS = checkpoint.generate("witness.example/w1", checkpoint.WITNESS)


class Kept:
    """What somebody kept of a house outside of it: two heads and two receipts."""

    def __init__(self, at, folder: pathlib.Path) -> None:
        self.folder = folder
        for number in (1, 2):
            answer = founded.lodge_one(at, founded.lentils(f"A-{number}"))
            (folder / f"head-{number}").write_text(receipts.head())
            (folder / f"receipt-{number}").write_text(receipts.of(answer.entry))
        for number in range(3):
            founded.lodge_one(at, founded.shirts(f"B-{number}"))

    def evidence(self, *names: str, witness: str = "") -> outside.Evidence:
        heads = [self.folder / name for name in names if name.startswith("head")]
        given = [self.folder / name for name in names if name.startswith("receipt")]
        read = outside.read(heads, given, [witness] if witness else [])
        assert isinstance(read, outside.Evidence), read
        return read


ALL = ("head-1", "head-2", "receipt-1", "receipt-2")


@pytest.fixture
def kept(at, tmp_path):
    (tmp_path / "kept").mkdir()
    return Kept(at, tmp_path / "kept")


def problems(at, evidence) -> list[tuple[str, str]]:
    opened = installation.open_to_audit(at.home)
    told = verification.verify(opened, evidence=evidence).problems
    return [(problem.record.rpartition("/")[2], problem.column) for problem in told]


def roll_back(at, facts: int) -> None:
    """Leave only the first facts, in all tables: what an owner can do without the key."""
    connections["default"].close()
    old = at.home.parent / "old"
    again = founded.found(old)
    for number in range(1, facts):
        founded.lodge_one(again, founded.lentils(f"A-{number}"))
    connections["default"].close()
    at.heads_file.unlink()
    if on_postgres.is_on():
        on_postgres.put_back(at.home, old)
        return
    for path in at.home.glob(f"{installation_files.DATABASE_FILE}*"):
        path.unlink()
    for path in old.glob(f"{installation_files.DATABASE_FILE}*"):
        shutil.copy(path, at.home)


def test_what_was_kept_fits(at, kept):
    evidence = kept.evidence(*ALL)
    verdict = verification.verify(at, evidence=evidence)
    assert verdict.problems == ()
    assert (verdict.outside_heads, verdict.outside_receipts) == (2, 2)


def test_a_file_of_many_heads(at, kept):
    whole = at.heads_file.read_bytes()
    (kept.folder / "heads").write_bytes(whole + b"torn")
    verdict = verification.verify(at, evidence=kept.evidence("heads"))
    assert (verdict.problems, verdict.outside_heads) == ((), verdict.heads)


def test_a_roll_back_is_shown_by_heads_and_receipts_alone(at, kept):
    roll_back(at, 2)
    assert problems(at, None) == [], "it fits in itself"
    assert problems(at, kept.evidence("head-1", "receipt-1")) != [], (
        "another day, other facts"
    )
    assert ("head-2, head 1", "size") in problems(at, kept.evidence("head-2"))
    assert ("receipt-2", "size") in problems(at, kept.evidence("receipt-2"))


def test_a_head_between_two_heads_of_the_ledger_is_compared_too(at, kept):
    """The owner signed another grouping for somebody else: it still has to be a beginning."""
    root = verification.log.root_at(4)
    note = checkpoint.sign(at.key.name, 4, root, at.key)
    (kept.folder / "head-4").write_text(note)
    assert problems(at, kept.evidence("head-4")) == []
    other = checkpoint.sign(at.key.name, 4, bytes(32), at.key)
    (kept.folder / "head-4").write_text(other)
    assert problems(at, kept.evidence("head-4")) == [("head-4, head 1", "root")]


def test_a_receipt_of_another_fact_at_its_place(at, kept):
    stranger = founded.found(at.home.parent / "stranger")
    answer = founded.lodge_one(stranger, founded.shirts("A-1"))
    (kept.folder / "receipt-x").write_text(receipts.of(answer.entry))
    told = problems(at, kept.evidence("receipt-x"))
    assert [column.partition(" ")[0] for _, column in told] == ["root", "fact"]


def test_what_the_key_of_the_ledger_did_not_sign(at, kept):
    stranger = checkpoint.generate(at.key.name)
    note = checkpoint.sign(stranger.name, 2, bytes(32), stranger)
    (kept.folder / "head-x").write_text(note)
    (kept.folder / "receipt-x").write_text("c2sp.org/tlog-proof@v1\n")
    told = problems(at, kept.evidence("head-x", "receipt-x"))
    assert told == [("head-x, head 1", "note"), ("receipt-x", "receipt")]


def test_a_head_that_a_witness_signed(at, kept):
    note = (kept.folder / "head-2").read_text()
    (kept.folder / "head-w").write_text(checkpoint.cosign(note, WITNESS, 1_700_000_000))
    key = WITNESS.verifier.text
    assert problems(at, kept.evidence("head-w", witness=key)) == []
    told = problems(at, kept.evidence("head-2", "head-w", witness=key))
    assert told == [("head-2, head 1", "note")]
    other = checkpoint.generate("witness.example/w2", checkpoint.WITNESS).verifier.text
    assert problems(at, kept.evidence("head-w", witness=other)) != []


def test_a_witness_alone_vouches_for_no_head(at, kept):
    """Somebody else's head with the witness's line under it."""
    stranger = checkpoint.generate("stranger.example/log")
    note = checkpoint.sign(stranger.name, 2, bytes(32), stranger)
    cosigned = checkpoint.cosign(note, WITNESS, 1_700_000_000)
    (kept.folder / "head-s").write_text(cosigned)
    told = problems(at, kept.evidence("head-s", witness=WITNESS.verifier.text))
    assert ("head-s, head 1", "note") in told


@pytest.mark.parametrize("body", [b"", b"junk", b"\x00" * 100, b"a\n1\n\n"])
def test_a_file_without_a_head(tmp_path, body):
    (tmp_path / "x").write_bytes(body)
    refused = outside.read([tmp_path / "x"], [], [])
    assert isinstance(refused, Refused)
    assert [finding.rule for finding in refused.findings] == ["U.55"]


@pytest.mark.parametrize("key", ["a+b+c", founded.key().verifier.text])
def test_a_key_that_is_no_witness_s(key):
    refused = outside.read([], [], [key])
    assert isinstance(refused, Refused)
    assert [finding.rule for finding in refused.findings] == ["U.9"]


@pytest.mark.parametrize(
    ("limit", "name"), [("HEADS_BYTES", "head-1"), ("RECEIPT_BYTES", "receipt-1")]
)
def test_what_is_longer_than_is_read_is_refused_not_cut(at, kept, monkeypatch, limit, name):
    monkeypatch.setattr(outside, limit, 100)
    path = [kept.folder / name]
    heads, given = (path, []) if limit == "HEADS_BYTES" else ([], path)
    refused = outside.read(heads, given, [])
    assert isinstance(refused, Refused)
    assert [finding.rule for finding in refused.findings] == ["U.30"]
