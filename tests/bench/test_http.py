"""The bench of the interface: each server takes what it is sent, and its time is told."""

import pytest

from bench import http


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(http, "CONNECTIONS", {1: 1, 4: 2})
    monkeypatch.setattr(http, "_WARM", 8)
    monkeypatch.setattr(http, "_SYNCS", 3)


def test_every_server_is_measured_in_turns(few):
    found = http.measure("narrow", 4, 2)
    told = {(one.what, one.beside) for one in found}
    assert ("filing over HTTP, narrow, 4 at a time, p50", "one fdatasync") in told
    assert ("filing over HTTP, narrow, 4 at a time, a second", "without durability") in told
    assert len(found) == 8
    assert all(ratio > 0 for one in found for ratio in one.rounds)
    assert all(len(one.rounds) == 2 for one in found)
