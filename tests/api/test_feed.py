"""The feed over HTTP: one's own facts in order, waited for without holding up the others."""

import concurrent.futures
import threading

import pytest
from django.db import connections

from openkeden.flow import clock
from openkeden.flow.access import feed
from openkeden.store import log
from tests.api.own_cases import Keys, act, asked_for, lodged_today, tag_of
from tests.api.test_papers import send
from tests.founded import OTHER, bad, lodge_one, of, shirts


@pytest.fixture
def keys(at):
    return Keys(at)


def all_of(client, limit=100):
    """Every event, read part by part."""
    found, after = [], -1
    while True:
        told = client.get(f"/events?after={after}&limit={limit}").json
        found += told["events"]
        assert told["next"] >= after
        after = told["next"]
        if not told["more"]:
            return found


def test_the_feed_is_ones_own_facts_in_order(keys, at):
    address = asked_for(at, "S-1")
    client = keys["mine"]
    lodged_today(at, of(OTHER, shirts("O-1")))
    refused = lodge_one(at, bad("B-1"), moment=clock.now())
    sent = send(client, address).json
    act(client, address, "withdraw", tag_of(client, address), "key-00002")
    found = all_of(client)
    told = [(one["kind"], one["reference"], one["state"]) for one in found]
    assert told == [
        ("lodging", "S-1", "documents_asked"),
        ("refusal", "B-1", "registration_refused"),
        ("paper", "S-1", ""),
        ("event", "S-1", "withdrawn"),
    ]
    assert found[0]["actions"][:2] == ["file", "register"]
    assert found[3]["actions"] == ["withdraw"]
    assert (found[1]["entry"], found[2]["entry"]) == (refused.entry, sent["entry"])
    assert [one["reference"] for one in all_of(keys["other"])] == ["O-1"]
    assert all_of(keys["nobody"]) == []
    assert all_of(client, limit=1) == found


def test_the_feed_goes_on_through_a_long_ledger(keys, at, monkeypatch):
    monkeypatch.setattr(feed, "WINDOW", 3)
    for place in range(4):
        lodged_today(at, shirts(f"A-{place}"))
    found = all_of(keys["mine"])
    assert [one["reference"] for one in found] == ["A-0", "A-1", "A-2", "A-3"]


def test_who_waits_is_told_what_comes(keys, at):
    lodged_today(at, shirts("A-1"))
    last, begun = log.size() - 1, threading.Event()

    def waited():
        try:
            begun.set()
            return keys["mine"].get(f"/events?after={last}&wait=30").json
        finally:
            connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(waited)
        begun.wait()
        lodged_today(at, of(OTHER, shirts("O-1")))
        lodged_today(at, shirts("A-2"))
        told = waiting.result(30)
    assert [one["reference"] for one in told["events"]] == ["A-2"]


def test_nobody_waits_for_a_process_that_ends(keys, at, monkeypatch):
    monkeypatch.setattr(feed, "_ending", threading.Event())
    lodged_today(at, shirts("A-1"))
    feed.end()
    told = keys["mine"].get(f"/events?after={log.size() - 1}&wait=30").json
    assert (told["events"], told["more"]) == ([], False)


def test_few_wait_at_once_and_each_person_in_one_place(monkeypatch):
    monkeypatch.setenv("KEDEN_THREADS", "16")
    with feed._place("one") as first, feed._place("one") as second:
        assert (first, second) == (True, False)
        with feed._place("two"), feed._place("three"), feed._place("four") as fourth:
            assert fourth
            with feed._place("five") as fifth:
                assert not fifth
    with feed._place("one") as again:
        assert again


@pytest.mark.parametrize(
    "query", ["after=-2", "wait=31", "wait=-1", "limit=0", "limit=501"]
)
def test_a_bad_part_of_the_feed_is_told(keys, query):
    assert keys["mine"].get(f"/events?{query}").status == 400
    assert keys["mine"].get("/events?after=999999").json["events"] == []
