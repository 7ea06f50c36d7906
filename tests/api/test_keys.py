"""Keys over HTTP: what a request with one leaves behind, and when it is over."""

import pytest

from openkeden.api import interface, routes, service
from openkeden.flow import clock
from openkeden.flow.access import keys
from openkeden.flow.access.key_book import KeyBook
from openkeden.flow.recording import By
from tests.api.authorised_house import issued
from tests.api.http import Client


@pytest.fixture
def made(at):
    book, shared = KeyBook(at, fresh=0), service.Service(at)
    shared.key_observers.append(book.seen)
    return book, interface.Application(at, routes.ROUTES, book.authenticate, shared)


def test_the_last_use_of_a_key_is_known(at, made):
    book, application = made
    secret = issued(at, "trader-1", ["read"])
    unused = issued(at, "trader-1", ["read"])
    assert Client(application, secret).get("/declarations").status == 200
    assert Client(application, secret).get("/account").status == 403
    assert Client(application, f"{unused}x").get("/declarations").status == 401
    book.keep()
    first, second = keys.everything(at)
    assert first.used is not None
    assert first.network == "127.0.0.0/24"
    assert second.used is None


def test_a_revoked_key_is_told_as_one_that_never_was(at, made):
    _, application = made
    secret = issued(at, "trader-1", ["read"])
    client = Client(application, secret)
    assert client.get("/declarations").status == 200
    by = By("admin-1", clock.now())
    assert keys.revoke(secret[9:17], "lost", by, at).revoked
    gone = client.get("/declarations", request_id="one").json
    never = Client(application, secret[:9] + "a" * 43).get(
        "/declarations", request_id="one"
    )
    assert gone == never.json
    assert secret[9:17] not in str(gone)
