"""Declarations over HTTP: whose they are, lists, and each as it stands."""

import pytest

from openkeden.flow import clock
from openkeden.flow.lodging import actions
from tests.api.own_cases import Keys, asked_for, lodged_today
from tests.founded import OTHER, PAYER, bad, lodge_one, of, shirts, shoes


@pytest.fixture
def keys(at):
    return Keys(at)


#: Everything that is read of one declaration.
PARTS = ("", "/versions", "/versions/1", "/explanation", "/events", "/actions", "/receipt")


@pytest.mark.parametrize("part", PARTS)
def test_a_declaration_is_its_firms_alone(keys, at, part):
    address = asked_for(at, "S-1")
    assert keys["mine"].get(f"{address}{part}").status == 200
    for stranger in ("other", "nobody"):
        reply = keys[stranger].get(f"{address}{part}")
        none = keys[stranger].get(f"/declarations/57505/010101/0000001{part}")
        assert reply.status == none.status == 404
        assert reply.json["findings"][0]["rule"] == "U.197"
        told = [one | {"args": None, "value": None} for one in none.json["findings"]]
        assert len(told) == len(reply.json["findings"])


def test_a_declaration_as_it_stands(keys, at):
    reply = keys["mine"].get(asked_for(at, "S-1"))
    told = reply.json
    assert told["state"] == "documents_asked"
    assert told["lane"] == "yellow"
    assert told["documents"]
    assert told["possible"]["declarant"]
    assert not {"reasons", "draw"} & told.keys()
    assert reply.headers["ETag"] == f'"entry-{told["entry"]}"'
    again = keys["mine"].get(
        f"/declarations/{told['registration']}", if_none_match=reply.headers["ETag"]
    )
    assert again.status == 304


def test_a_list_is_paged_from_the_newest(keys, at):
    numbers = [lodged_today(at, shirts(f"A-{n}")).registration for n in range(5)]
    lodged_today(at, of(OTHER, shirts("A-1")))
    client, seen, address = keys["mine"], [], "/declarations?limit=2"
    pages = 0
    while address:
        reply = client.get(address)
        seen += [one["registration"] for one in reply.json["declarations"]]
        link = reply.headers.get("Link", "")
        assert bool(link) is (reply.json["next"] is not None)
        address = link.partition(">")[0].removeprefix("</api/v1")
        pages += 1
    assert seen == numbers[::-1]
    assert pages == 3
    assert len(keys["both"].get("/declarations").json["declarations"]) == 6
    assert keys["nobody"].get("/declarations").json["declarations"] == []


def test_a_list_is_of_many_firms(keys, at):
    numbers = [lodged_today(at, shirts(f"A-{n}")).registration for n in range(2)]
    numbers.append(lodged_today(at, of(OTHER, shirts("A-1"))).registration)
    told = keys["many"].get("/declarations?limit=2").json
    assert [one["registration"] for one in told["declarations"]] == numbers[:0:-1]
    rest = keys["many"].get(f"/declarations?after={told['next']}").json
    assert [one["registration"] for one in rest["declarations"]] == numbers[:1]
    assert len(keys["many"].get("/events").json["events"]) == 3


def test_a_list_is_chosen_from(keys, at):
    asked = asked_for(at, "S-1").removeprefix("/declarations/")
    lodged_today(at, shirts("A-1"))
    lodged_today(at, of(OTHER, shoes("S-1")))

    def found(query: str) -> list[str]:
        told = keys["mine"].get(f"/declarations?{query}").json["declarations"]
        return [one["reference"] for one in told]

    assert found("state=documents_asked") == ["S-1"]
    assert found("state=documents_asked&state=awaiting_payment") == ["A-1", "S-1"]
    assert found("lane=yellow") == ["S-1"]
    assert found(f"q={asked}") == ["S-1"]
    assert found("q=s-1") == ["S-1"]
    assert found("q=S-2") == []
    assert found(f"declarant={PAYER}") == ["A-1", "S-1"]
    assert found("since=2999-01-01") == []
    assert len(found("since=2020-01-01")) == 2
    (line,) = keys["mine"].get("/declarations?q=S-1").json["declarations"]
    assert line["waits_for"] == "declarant"
    assert line["documents"][0]["missing"]


@pytest.mark.parametrize(
    ("query", "status", "rule"),
    [
        ("state=none", 422, "L.32"),
        ("lane=pink", 422, "L.33"),
        ("limit=0", 400, "U.183"),
        ("limit=201", 400, "U.183"),
        ("after=x", 400, "U.183"),
        ("after=-1", 400, "U.183"),
        ("since=yesterday", 400, "U.183"),
        (f"declarant={OTHER}", 404, "U.197"),
        ("page=2", 400, "U.182"),
    ],
)
def test_a_bad_choice_is_told(keys, query, status, rule):
    reply = keys["mine"].get(f"/declarations?{query}")
    assert (reply.status, reply.json["findings"][0]["rule"]) == (status, rule)


def test_a_version_is_the_message_as_it_was_sent(keys, at):
    address = asked_for(at, "S-1")
    (version,) = keys["mine"].get(f"{address}/versions").json["versions"]
    reply = keys["mine"].get(f"{address}/versions/1")
    assert reply.headers["Content-Type"] == version["media_type"] == "application/json"
    assert reply.headers["Content-Disposition"] == "attachment"
    assert reply.json["reference"] == "S-1"
    assert keys["mine"].get(f"{address}/versions/2").status == 404


def test_figures_are_built_again(keys, at):
    told = keys["mine"].get(f"{asked_for(at, 'S-1')}/explanation").json
    assert told["exact"]
    assert not {"targeted", "agreements"} & told.keys()


def test_what_happened_has_its_entries_and_nothing_of_officers(keys, at):
    address = asked_for(at, "S-1")
    number = address.removeprefix("/declarations/")
    actions.act(
        number,
        "propose_waiver",
        "inspector",
        "inspector-1",
        clock.now(),
        at,
        {"reason": "between us"},
        "desk-1",
    )
    reply = keys["mine"].get(f"{address}/events")
    steps = reply.json["steps"]
    assert [one["action"] for one in steps[0]["events"]][:2] == ["file", "register"]
    assert steps[1]["events"][0]["action"] == "propose_waiver"
    assert steps[0]["entry"] < steps[1]["entry"]
    assert b"between us" not in reply.body
    assert reply.headers["ETag"] == f'"entry-{steps[1]["entry"]}"'


def test_receipts_are_of_ones_own_facts(keys, at):
    address = asked_for(at, "S-1")
    receipt = keys["mine"].get(f"{address}/receipt")
    assert receipt.body.startswith(b"c2sp.org/tlog-proof@v1\n")
    entry = keys["mine"].get(address).json["entry"]
    assert keys["mine"].get(f"/receipts/{entry}").body == receipt.body
    refused = lodge_one(at, bad("B-1"), moment=clock.now())
    assert keys["mine"].get(f"/receipts/{refused.entry}").status == 200
    for stranger in ("other", "nobody"):
        assert keys[stranger].get(f"/receipts/{entry}").status == 404
        assert keys[stranger].get(f"/receipts/{refused.entry}").status == 404
    for none in ("0", "99999", "x", "-1", "9" * 40):
        assert keys["mine"].get(f"/receipts/{none}").status == 404
    assert keys["reads"].get(f"{address}/receipt").status == 403
