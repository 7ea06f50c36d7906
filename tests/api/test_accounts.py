"""Accounts over HTTP: one's own, whole, a page at a time."""

import pytest

from openkeden.store import log
from tests.api.own_cases import Keys, lodged_today
from tests.founded import OTHER, PAYER, pay_in, shirts


@pytest.fixture
def keys(at):
    for amount in (100_00, 200_00, 300_00):
        pay_in(at, amount)
    return Keys(at)


def test_what_a_firm_has_and_what_waits_for_it(keys, at):
    answer = lodged_today(at, shirts("A-1"))
    told = keys["mine"].get("/account").json
    assert told["payer"] == PAYER
    assert told["balances"]["advance"] == "600.00"
    (waits,) = told["waiting"]
    assert waits["registration"] == answer.registration
    assert keys["mine"].get(f"/account?payer={PAYER}").json == told


def test_another_firms_account_is_not_there(keys):
    for path in ("/account", "/account/movements"):
        stranger = keys["mine"].get(f"{path}?payer={OTHER}")
        assert (stranger.status, stranger.json["findings"][0]["rule"]) == (404, "U.197")
        unclear = keys["both"].get(path)
        assert (unclear.status, unclear.json["findings"][0]["rule"]) == (422, "U.224")
        assert keys["both"].get(f"{path}?payer={OTHER}").json["payer"] == OTHER
        assert keys["nobody"].get(path).status == 422
        assert keys["reads"].get(path).status == 403


def test_movements_are_paged_from_the_newest(keys):
    client, seen, address = keys["mine"], [], "/account/movements?limit=2"
    while address:
        reply = client.get(address)
        seen += reply.json["movements"]
        link = reply.headers.get("Link", "")
        assert bool(link) is (reply.json["next"] is not None)
        address = link.partition(">")[0].removeprefix("</api/v1")
    assert [one["amount"] for one in seen] == ["300.00", "200.00", "100.00"]
    assert seen[0]["entry"] < log.size()
