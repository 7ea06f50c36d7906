"""How many statements an answer takes, and that none looks through a whole table."""

import re

import pytest
from django.db import connection

from openkeden.api.resources import accounts, actions, declarations, feed, papers
from openkeden.store import statements
from tests.api.own_cases import Keys, asked_for, lodged_today
from tests.api.test_papers import send
from tests.founded import pay_in, shirts
from tests.on_postgres import sqlite_only

#: What each address takes at most; the number of declarations does not count.
MOST = {
    "/declarations": 2,
    "/declarations?state=documents_asked&lane=yellow&since=2020-01-01": 2,
    "/declarations?q=S-1": 2,
    "/events": 2,
    "/account": 4,
    "/account/movements": 1,
    "{one}": 4,
    "{one}/versions": 3,
    "{one}/versions/1": 2,
    "{one}/explanation": 6,
    "{one}/events": 3,
    "{one}/actions": 2,
    "{one}/papers": 3,
    "{one}/papers/{sha256}": 3,
    "{one}/receipt": 5,
    "/receipts/{entry}": 4,
}

#: Tables that grow with the years, and what statements call them.
LARGE = {"d", "e", "p", "r", "declaration", "entry", "posting", "refusal", "item"}


@pytest.fixture
def keys(at):
    for amount in (100, 200, 300):
        pay_in(at, amount)
    keys = Keys(at)
    lodged_today(at, shirts("W-1"))
    return keys


class Traced:
    """The statements that run while a block lasts."""

    def __init__(self):
        self.selects = []

    def __enter__(self):
        connection.connection.set_trace_callback(self._add)
        return self

    def __exit__(self, *_):
        connection.connection.set_trace_callback(None)

    def _add(self, sql):
        if sql.lstrip().upper().startswith("SELECT"):
            self.selects.append(sql)


def scanned(sql):
    """The tables that a statement looks through from end to end."""
    plan = statements.select(f"EXPLAIN QUERY PLAN {sql}")
    found = [re.match(r"SCAN (\w+)", row[3]) for row in plan]
    return {match[1] for match in found if match} & LARGE


def asked(client, address, **named):
    with Traced() as traced:
        reply = client.get(address.format(**named))
    assert reply.status == 200, (address, reply.body)
    return traced.selects


@sqlite_only
def test_every_answer_takes_few_statements_however_much_there_is(keys, at):
    one, client = asked_for(at, "S-1"), keys["mine"]
    sent = send(client, one).json
    named = {"one": one, "sha256": sent["sha256"]}
    named["entry"] = client.get(one).json["entry"]
    first = {path: len(asked(client, path, **named)) for path in MOST}
    assert first == MOST
    for place in range(3):
        lodged_today(at, shirts(f"A-{place}"))
    again = {path: len(asked(client, path, **named)) for path in MOST}
    assert again == first


@sqlite_only
def test_no_statement_looks_through_a_whole_table(keys, at):
    one, client = asked_for(at, "S-1"), keys["mine"]
    sent = send(client, one).json
    named = {"one": one, "sha256": sent["sha256"]}
    named["entry"] = client.get(one).json["entry"]
    found = {
        (path, sql): scanned(sql) for path in MOST for sql in asked(client, path, **named)
    }
    assert {key: tables for key, tables in found.items() if tables} == {}
    assert scanned("SELECT * FROM declaration d WHERE d.lane = 'red'") == {"d"}


def test_every_address_that_is_read_is_among_them():
    parts = (accounts, actions, declarations, feed, papers)
    routes = [route for part in parts for route in part.ROUTES]
    read = {route.path for route in routes if route.method == "GET"}
    base = "/declarations/{office}/{day}/{serial}"
    known = {path.partition("?")[0].replace("{one}", base) for path in MOST}
    assert {path.replace("/versions/{version}", "/versions/1") for path in read} == known
