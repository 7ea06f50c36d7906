"""Papers over HTTP: by content, kept before they are named, given back as they were sent."""

import pathlib
import tarfile

import pytest

from openkeden.flow import backups, facts
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import paper_files, papers
from openkeden.store import log, read
from tests.api.own_cases import Keys, act, asked_for, tag_of
from tests.founded import keden

PDF, PNG = b"%PDF-1.7\n" + bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(9)


@pytest.fixture
def keys(at):
    return Keys(at)


@pytest.fixture
def address(at, keys):
    return asked_for(at, "S-1")


def send(client, address, body=PDF, kind="04021", name="", key="key-00001", **headers):
    return client.post(
        f"{address}/papers?kind={kind}&name={name}",
        body,
        content_type=headers.pop("content_type", "application/pdf"),
        idempotency_key=key,
        **headers,
    )


def files(at) -> list[pathlib.Path]:
    return [path for path in (at.home / "papers").rglob("*") if path.is_file()]


def test_a_paper_is_given_back_as_it_was_sent(keys, at, address):
    client = keys["mine"]
    sent = send(client, address, name="inv%20%D1%8F.pdf")
    assert sent.status == 201, sent.json
    assert sent.json["media_type"] == "application/pdf"
    assert sent.json["entry"] == log.size() - 1
    place = sent.headers["Location"].removeprefix("/api/v1")
    reply = client.get(place)
    assert reply.body == PDF
    assert reply.headers["Content-Type"] == "application/pdf"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    told = "attachment; filename*=UTF-8''inv%20%D1%8F.pdf"
    assert reply.headers["Content-Disposition"] == told
    listed = client.get(f"{address}/papers").json["papers"]
    assert listed == [sent.json]
    assert keys["other"].get(place).status == 404
    assert keys["other"].get(f"{address}/papers").status == 404
    assert send(keys["other"], address).status == 404
    assert len(files(at)) == 1


def test_a_paper_is_what_its_content_says(keys, address):
    sent = send(keys["mine"], address, PNG)
    assert sent.json["media_type"] == "image/png"
    for body in (b"", b"MZ\x90", b"<html>", b"PK\x03\x04", b" %PDF-"):
        size = log.size()
        reply = send(keys["mine"], address, body, key="key-00002")
        assert (reply.status, reply.json["findings"][0]["rule"]) == (422, "U.221")
        assert log.size() == size
    other = send(keys["mine"], address, PDF, content_type="text/html")
    assert other.status == 415


def test_all_that_is_wrong_with_a_paper_is_told_at_once(keys, at, address):
    reply = send(keys["mine"], address, b"MZ", kind="99999", name="a/b")
    assert [one["rule"] for one in reply.json["findings"]] == ["U.221", "L.26", "U.223"]
    assert files(at) == []
    missing = keys["mine"].post(
        f"{address}/papers",
        PDF,
        content_type="application/pdf",
        idempotency_key="key-00001",
    )
    assert (missing.status, missing.json["findings"][0]["rule"]) == (400, "U.184")


def test_a_paper_is_bounded(keys, at, address):
    reply = send(keys["mine"], address, b"%PDF-" + bytes(paper_files.MOST))
    assert (reply.status, reply.json["findings"][0]["rule"]) == (413, "U.188")
    assert files(at) == []


def test_a_paper_sent_again_is_the_one_that_is_known(keys, at, address):
    first = send(keys["mine"], address)
    size = log.size()
    again = send(keys["mine"], address)
    assert again.body == first.body
    assert again.headers["Idempotent-Replay"] == "true"
    anew = send(keys["mine"], address, key="key-00002")
    assert anew.json == first.json
    other = send(keys["mine"], address, PNG)
    assert (other.status, other.json["findings"][0]["rule"]) == (409, "U.196")
    assert log.size() == size


def test_a_declaration_has_no_more_papers_than_are_bounded(keys, address, monkeypatch):
    monkeypatch.setattr(papers, "_MOST", 1)
    assert send(keys["mine"], address).status == 201
    reply = send(keys["mine"], address, PNG, key="key-00002")
    assert (reply.status, reply.json["findings"][0]["rule"]) == (422, "U.222")


def test_papers_are_named_in_the_act_that_supplies_them(keys, address):
    client, digests = keys["mine"], []
    for place, kind in enumerate(client.get(address).json["documents"]):
        key = f"paper-{place:04}"
        sent = send(client, address, PDF + kind.encode(), kind, key=key)
        digests.append(sent.json["sha256"])
    tag = tag_of(client, address)
    said = {"papers": [*digests, "0" * 64]}
    headers = {"if_match": tag, "idempotency_key": "key-00009"}
    wrong = client.post(f"{address}/actions/supply_documents", said, **headers)
    assert (wrong.status, wrong.json["findings"][0]["rule"]) == (404, "U.197")
    right = client.post(
        f"{address}/actions/supply_documents", {"papers": digests}, **headers
    )
    assert (right.status, right.json["state"]) == (200, "under_check")
    assert right.json["documents"] == []


def test_nothing_is_sent_for_what_has_ended(keys, address):
    client = keys["mine"]
    assert act(client, address, "withdraw", tag_of(client, address)).status == 200
    reply = send(client, address, key="key-00002")
    assert (reply.status, reply.json["findings"][0]["rule"]) == (422, "L.1")


def test_a_paper_is_a_fact_that_the_audit_holds_against_its_file(keys, at, address):
    sent = send(keys["mine"], address).json
    fact = facts.read(read.entries([sent["entry"]])[sent["entry"]].body)
    assert isinstance(fact, facts.Paper)
    assert (fact.actor, fact.sha256.hex(), fact.size) == ("trader-1", sent["sha256"], 265)
    assert verification.verify(at).problems == ()
    (file,) = files(at)
    file.write_bytes(PDF + b"x")
    (problem,) = verification.verify(at).problems
    assert problem.column == "sha256"
    reply = keys["mine"].get(f"{address}/papers/{sent['sha256']}")
    assert (reply.status, reply.json["findings"][0]["rule"]) == (500, "I.22")
    file.unlink()
    (problem,) = verification.verify(at).problems
    assert problem.stored == "no file"
    assert keys["mine"].get(f"{address}/papers/{sent['sha256']}").status == 500


def test_an_officer_sees_which_papers_there_are_and_where(keys, at, address):
    sent = send(keys["mine"], address, name="invoice.pdf").json
    assert keys["mine"].get(address).json["papers"] == [sent]
    assert (at.home / sent["file"]).read_bytes() == PDF
    number = address.removeprefix("/declarations/")
    shown = keden("status", number, "--home", at.home, folder=at.home.parent)
    told = f"Paper: 04021 {sent['kind_name']} invoice.pdf, {sent['file']}"
    assert told in shown.stdout.decode()


def test_a_paper_that_cannot_be_kept_is_named_by_no_fact(keys, at, address):
    (at.home / "papers").write_bytes(b"no folder")
    size = log.size()
    reply = send(keys["mine"], address)
    assert (reply.status, reply.json["findings"][0]["rule"]) == (500, "U.192")
    assert log.size() == size
    (at.home / "papers").unlink()
    assert send(keys["mine"], address).status == 201


def test_a_back_up_holds_papers(keys, at, address, tmp_path):
    sent = send(keys["mine"], address).json
    backups.take(at.home, tmp_path / "kept.tar")
    with tarfile.open(tmp_path / "kept.tar") as kept:
        assert kept.extractfile(sent["file"]).read() == PDF
