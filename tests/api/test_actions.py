"""Acts over HTTP: on the state that was read, once, and by the declarant alone."""

import concurrent.futures
import datetime

import pytest
from django.db import connections

from openkeden.api import interface, routes, service
from openkeden.flow import clock
from openkeden.flow.access import repeats
from openkeden.flow.service.writer import Writer
from openkeden.store import log
from tests.api.http import Client
from tests.api.own_cases import CALLERS, Keys, act, asked_for, lodged_today, tag_of
from tests.founded import lines, lodge_one, shirts, shoes

DOCUMENTS = ["04021", "03011"]


@pytest.fixture
def keys(at):
    return Keys(at)


@pytest.fixture
def address(at, keys):
    return asked_for(at, "S-1")


def wanted(client, address):
    return client.get(address).json["documents"]


def test_what_may_be_done_is_the_table_read_for_the_declarant(keys, address):
    told = keys["mine"].get(f"{address}/actions").json
    able = {one["action"]: one for one in told["actions"]}
    assert able.keys() == {"supply_documents", "withdraw", "amend_details"}
    assert all(one["allowed"] and not one["against"] for one in able.values())
    (argument,) = able["supply_documents"]["arguments"]
    assert (argument["name"], argument["kind"]) == ("documents", "codes")
    assert able["withdraw"]["address"] == f"/api/v1{address}/actions/withdraw"


def test_an_amendment_is_asked_for_where_versions_are(keys, at):
    answer = lodged_today(at, shirts("A-1"))
    address = f"/declarations/{answer.registration}"
    able = keys["mine"].get(f"{address}/actions").json["actions"]
    assert [one["action"] for one in able] == ["amend", "withdraw", "amend_details"]
    assert able[0]["address"] == f"/api/v1{address}/versions"
    assert able[0]["arguments"] == []


def test_what_stands_against_an_action_is_told_beforehand(keys, at):
    answer = lodge_one(at, shoes("S-1"), late="entered by hand")
    address = f"/declarations/{answer.registration}"
    told = keys["mine"].get(f"{address}/actions").json["actions"]
    able = {one["action"]: one for one in told}
    assert not able["supply_documents"]["allowed"]
    assert [one["rule"] for one in able["supply_documents"]["against"]] == ["L.5"]
    assert able["withdraw"]["allowed"]
    tag = tag_of(keys["mine"], address)
    tried = act(keys["mine"], address, "supply_documents", tag, documents=["04021"])
    assert tried.json["findings"][0]["rule"] == "L.5"


def test_an_act_is_done_on_the_state_that_was_read(keys, address):
    client = keys["mine"]
    tag = tag_of(client, address)
    reply = act(client, address, "supply_documents", tag, documents=wanted(client, address))
    assert reply.status == 200, reply.json
    assert reply.json["state"] == "under_check"
    assert reply.headers["ETag"] != tag
    assert reply.headers["ETag"] == tag_of(client, address)


def test_an_act_says_on_which_state_it_was_decided(keys, address):
    client, size = keys["mine"], log.size()
    tag = tag_of(client, address)
    missing = client.post(f"{address}/actions/withdraw", {}, idempotency_key="key-00001")
    assert (missing.status, missing.json["findings"][0]["rule"]) == (428, "U.193")
    stale = act(client, address, "withdraw", '"entry-1"')
    assert (stale.status, stale.json["findings"][0]["rule"]) == (412, "U.194")
    assert stale.json["now"]["state"] == "documents_asked"
    assert stale.headers["ETag"] == tag
    for key in ("", "short", "x" * 65, "with blank"):
        reply = act(client, address, "withdraw", tag, key)
        assert (reply.status, reply.json["findings"][0]["rule"]) == (428, "U.195")
    assert log.size() == size


def test_an_act_sent_again_has_the_same_answer(keys, address):
    client = keys["mine"]
    tag, documents = tag_of(client, address), wanted(client, address)
    first = act(client, address, "supply_documents", tag, documents=documents)
    size = log.size()
    again = act(client, address, "supply_documents", tag, documents=documents)
    assert again.body == first.body
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first.headers
    other = act(client, address, "supply_documents", tag, documents=documents[:1])
    assert (other.status, other.json["findings"][0]["rule"]) == (409, "U.196")
    another = act(client, address, "withdraw", tag)
    assert another.status == 409
    assert log.size() == size


def test_what_was_refused_may_be_sent_corrected_under_the_same_key(keys, address):
    client = keys["mine"]
    tag = tag_of(client, address)
    wrong = act(client, address, "supply_documents", tag, documents=["no kind"])
    assert (wrong.status, wrong.json["findings"][0]["rule"]) == (422, "L.26")
    documents = wanted(client, address)
    right = act(client, address, "supply_documents", tag, documents=documents)
    assert right.status == 200


def test_answers_are_kept_for_a_time(keys, address):
    client = keys["mine"]
    tag = tag_of(client, address)
    assert act(client, address, "withdraw", tag).status == 200
    assert repeats.forget(clock.now()) == 0
    assert repeats.forget(clock.now() + repeats.KEPT + datetime.timedelta(days=1)) == 1
    assert act(client, address, "withdraw", tag).status == 412


@pytest.mark.parametrize(
    ("action", "status", "rule"),
    [
        ("release", 403, "U.220"),
        ("confirm_payment", 403, "U.220"),
        ("annul_release", 403, "U.220"),
        ("select_lane", 403, "U.220"),
        ("amend", 422, "I.6"),
        ("file", 422, "I.6"),
        ("relaese", 404, "L.25"),
        ("present_goods", 422, "L.1"),
    ],
)
def test_only_the_declarants_acts_are_done_with_a_key(keys, address, action, status, rule):
    size, tag = log.size(), tag_of(keys["mine"], address)
    reply = act(keys["mine"], address, action, tag)
    assert (reply.status, reply.json["findings"][0]["rule"]) == (status, rule)
    stranger = act(keys["other"], address, action, tag)
    assert (stranger.status, stranger.json["findings"][0]["rule"]) == (404, "U.197")
    assert act(keys["reads"], address, action, tag).status == 403
    assert log.size() == size


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"arguments": 1}',
        b'{"arguments": {"reason": 1.5}}',
        b'{"arguments": {"reason": true}}',
        b'{"more": 1}',
    ],
)
def test_a_bad_act_is_told(keys, address, body):
    size = log.size()
    reply = keys["mine"].post(
        f"{address}/actions/withdraw",
        body,
        content_type="application/json",
        if_match=tag_of(keys["mine"], address),
        idempotency_key="key-00001",
    )
    assert reply.status == 400
    assert log.size() == size


def test_of_many_acts_at_once_one_is_done(keys, address):
    client = keys["mine"]
    tag, size = tag_of(client, address), log.size()

    def one(place: int) -> int:
        try:
            return act(keys["mine"], address, "withdraw", tag, f"key-{place:05}").status
        finally:
            connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        statuses = sorted(pool.map(one, range(16)))
    assert statuses == [200] + [412] * 15
    assert log.size() == size + 1


def test_the_same_act_many_times_at_once_has_one_answer(keys, address):
    client = keys["mine"]
    tag, size = tag_of(client, address), log.size()

    def one(_place: int):
        try:
            return act(keys["mine"], address, "withdraw", tag)
        finally:
            connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(one, range(16)))
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body for reply in replies}) == 1
    assert log.size() == size + 1


def test_acts_through_the_one_writer_are_done_in_turn(at, keys, address):
    tag, size, writer = tag_of(keys["mine"], address), log.size(), Writer()
    shared = service.Service(at, writer)
    application = interface.Application(at, routes.ROUTES, CALLERS.get, shared)

    def one(place: int) -> int:
        client = Client(application, "mine")
        try:
            return act(client, address, "withdraw", tag, f"key-{place:05}").status
        finally:
            connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        statuses = sorted(pool.map(one, range(16)))
    writer.end()
    assert statuses == [200] + [412] * 15
    assert log.size() == size + 1
    late = act(Client(application, "mine"), address, "withdraw", tag, "key-00099")
    assert (late.status, "Retry-After" in late.headers) == (503, True)


def amended(client, address, filing, tag, key="key-00001"):
    return client.post(
        f"{address}/versions",
        lines(filing),
        content_type="application/json",
        if_match=tag,
        idempotency_key=key,
    )


def test_a_declaration_is_amended_by_a_whole_filing(keys, at):
    first = lodged_today(at, shirts("A-1"))
    address, client = f"/declarations/{first.registration}", keys["mine"]
    tag, changed = tag_of(client, address), shirts("A-1", signatory="B. Example")
    stale = amended(client, address, changed, '"entry-1"')
    assert stale.status == 412
    reply = amended(client, address, changed, tag)
    assert reply.status == 201, reply.json
    assert reply.json["version"] == 2
    assert reply.headers["Location"] == f"/api/v1{address}/versions/2"
    assert reply.headers["ETag"] == tag_of(client, address)
    assert amended(client, address, changed, tag).body == reply.body
    assert len(client.get(f"{address}/versions").json["versions"]) == 2
    stranger = amended(keys["other"], address, changed, tag)
    assert stranger.status == 404


def test_an_amendment_that_is_refused_is_a_fact(keys, at):
    first = lodged_today(at, shirts("A-1"))
    address, client = f"/declarations/{first.registration}", keys["mine"]
    reply = amended(client, address, shirts("A-1", items_total=7), tag_of(client, address))
    assert reply.status == 422
    assert reply.json["entry"] == log.size() - 1
    assert client.get(address).json["version"] == 1


def test_an_amendment_after_documents_were_asked_is_refused(keys, address):
    client = keys["mine"]
    reply = amended(
        client, address, shoes("S-1", signatory="B. Example"), tag_of(client, address)
    )
    assert (reply.status, reply.json["findings"][0]["rule"]) == (422, "L.7")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"<a/>", b"{}"])
def test_an_amendment_that_cannot_be_read_is_told(keys, address, body):
    size, client = log.size(), keys["mine"]
    reply = client.post(
        f"{address}/versions",
        body,
        content_type="application/json",
        if_match=tag_of(client, address),
        idempotency_key="key-00001",
    )
    assert reply.status in {400, 422}
    assert log.size() == size
