"""Checks over HTTP: findings and sums, no lane, nothing recorded."""

import pytest

from openkeden.store import log
from tests.api.own_cases import Keys, lodged_today
from tests.founded import OTHER, bad, lines, of, rows, shirts, shoes


@pytest.fixture
def keys(at):
    return Keys(at)


def check(client, body, media_type="application/json"):
    return client.post("/checks", body, content_type=media_type)


def test_a_check_says_what_filing_would_come_to(keys):
    size = log.size()
    reply = check(keys["mine"], lines(shirts("A-1")).strip())
    assert reply.status == 200
    assert (reply.json["would"], reply.json["status"]) == ("register", "passed")
    assert reply.json["payable"] != "0.00"
    assert "lane" not in reply.json
    refused = check(keys["mine"], lines(bad("A-2")).strip()).json
    assert (refused["would"], refused["status"]) == ("refuse", "refused")
    assert refused["findings"]
    assert log.size() == size


def test_a_batch_is_checked_in_order(keys):
    told = check(
        keys["mine"], rows(shirts("A-1"), bad("A-2"), shoes("A-3")), "text/csv"
    ).json
    assert [one["would"] for one in told["answers"]] == ["register", "refuse", "register"]
    assert (told["register"], told["refuse"]) == (2, 1)


def test_what_is_lodged_is_said_to_be_to_its_own_firm_alone(keys, at):
    filing = shirts("A-1")
    lodged_today(at, filing)
    assert check(keys["mine"], lines(filing).strip()).json["status"] == "lodged"
    told = check(keys["other"], lines(filing).strip()).json
    assert told["would"] == "refuse"
    assert [one["rule"] for one in told["findings"]] == ["PE.16"]
    assert (
        check(keys["other"], lines(of(OTHER, filing)).strip()).json["would"] == "register"
    )


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe\x00", b"<a>", b"[" * 10_000])
def test_what_cannot_be_read_is_told(keys, body):
    reply = check(keys["mine"], body)
    told = reply.json
    assert reply.status == 400 or told["refuse"] == 1


def test_a_check_needs_its_scope(keys):
    assert check(keys["reads"], b"{}").status == 403
    assert keys["mine"].post("/checks", b"x", content_type="image/png").status == 415
