"""Keys in memory: who has one now, as people, days and hands change."""

import datetime
import hmac
import threading

import pytest
from django.db import connections

from openkeden.flow import clock
from openkeden.flow.access import key_book, key_text, keys
from openkeden.flow.access.key_book import KeyBook
from openkeden.store import key_table
from tests import founded
from tests.flow.test_keys import by, end_trader, issued

DAY = datetime.timedelta(days=1)

#: Tomorrow, for clocks of ledgers do not run backwards.
NOW = (clock.now() + DAY).replace(hour=10, minute=20, second=0, microsecond=0)


@pytest.fixture
def time(monkeypatch):
    """The clock, which a test sets."""
    told = [NOW]
    monkeypatch.setattr(clock, "now", lambda: told[0])
    return told


@pytest.fixture
def book(at, time):
    return KeyBook(at, fresh=0)


def test_a_key_asks_for_its_person_and_firms(at, book):
    made = issued(at)
    caller = book.authenticate(made.secret)
    assert (caller.person, caller.key) == ("trader-1", made.key.id)
    assert caller.firms == {founded.PAYER}
    assert caller.scopes == {"file", "read"}


def test_what_is_no_key_is_nobody(at, book):
    secret = issued(at).secret
    wrong = ["", "k", secret[:-1], f"{secret}a", secret.swapcase(), secret[9:]]
    wrong += [
        f"kdn_test_{secret[9:]}",
        f"{secret[:17]}{'a' * 35}",
        "ключ" * 20,
        "\x00" * 60,
    ]
    assert [book.authenticate(one) for one in wrong] == [None] * len(wrong)
    assert book.authenticate(secret)


def test_a_key_dies_with_what_it_stands_on(at, book, time):
    made, other = issued(at, days=0), issued(at)
    assert book.authenticate(made.secret)
    keys.revoke(other.key.id, "lost", by(), at)
    assert book.authenticate(other.secret) is None
    time[0] += DAY
    assert book.authenticate(made.secret) is None, "its last day is over"
    time[0] -= DAY
    end_trader(at)
    assert book.authenticate(made.secret) is None, "its person declares for nobody"


def test_a_key_follows_the_firms_of_its_person(at, book):
    secret = issued(at).secret
    assert book.authenticate(secret).firms == {founded.PAYER}
    founded.appoint(at, "trader-1", "declarant", founded.OTHER)
    assert book.authenticate(secret).firms == {founded.PAYER, founded.OTHER}


def test_the_day_is_that_of_the_country(at, book, time):
    """An hour before midnight here is the evening before by the clock of the world."""
    made = issued(at, days=0)
    time[0] = NOW.replace(hour=18, minute=30)
    assert book.authenticate(made.secret)
    time[0] = NOW.replace(hour=19, minute=30)
    assert book.authenticate(made.secret) is None


def test_a_key_that_nobody_uses_is_locked(at, book, time):
    secret = issued(at).secret
    time[0] += 30 * DAY
    caller = book.authenticate(secret)
    book.seen(caller, "192.0.2.1")
    book.keep()
    time[0] += 30 * DAY
    assert book.authenticate(secret), "it was used meanwhile"
    time[0] += DAY
    assert book.authenticate(secret) is None
    assert keys.everything(at)[0].dead == "unused"


def test_the_last_use_is_kept_to_the_hour_and_network(at, book, time):
    made = issued(at)
    caller = book.authenticate(made.secret)
    book.seen(caller, "192.0.2.77")
    assert keys.everything(at)[0].used is None, "uses are gathered"
    book.keep()
    (known,) = keys.everything(at)
    assert (known.used, known.network) == (NOW.replace(minute=0), "192.0.2.0/24")
    book.authenticate(made.secret)
    written = []
    later = KeyBook(at, lambda act: written.append(act()), fresh=0)
    later.seen(later.authenticate(made.secret), "198.51.100.1")
    later.keep()
    assert written == [], "the hour is written already"
    time[0] += datetime.timedelta(hours=1)
    later.seen(caller, "2001:db8:1:2::3")
    later.keep()
    assert keys.everything(at)[0].network == "2001:db8:1::/48"


def test_nothing_is_written_while_uses_are_gathered(at, book):
    made = issued(at)
    for _ in range(3):
        book.seen(book.authenticate(made.secret), "192.0.2.77")
    assert keys.everything(at)[0].used is None


def test_what_is_fresh_asks_nothing_of_the_database(at, time, monkeypatch):
    secret = issued(at).secret
    book = KeyBook(at)
    assert book.authenticate(secret)
    monkeypatch.setattr(key_table, "version", None)
    assert book.authenticate(secret)
    assert book.authenticate("kdn_live_other") is None


def test_every_answer_compares_a_digest_in_constant_time(at, book, monkeypatch):
    """Unknown, expired and good: the same steps."""
    good, gone = issued(at), issued(at)
    keys.revoke(gone.key.id, "lost", by(), at)
    compared, constant = [], hmac.compare_digest

    def compare(one, other):
        compared.append((len(one), len(other)))
        return constant(one, other)

    monkeypatch.setattr(key_book.hmac, "compare_digest", compare)
    for token in (good.secret, gone.secret, key_text.new(at.origin), ""):
        book.authenticate(token)
    assert compared == [(32, 32)] * 4


def test_many_threads_ask_while_keys_change(at, time):
    """Each thread has a connection of its own; what they see is whole."""
    book, secrets = KeyBook(at, fresh=0), [issued(at).secret for _ in range(3)]
    wrong: list[object] = []

    def ask() -> None:
        try:
            for turn in range(30):
                caller = book.authenticate(secrets[turn % 3])
                if caller is not None and caller.firms != {founded.PAYER}:
                    wrong.append(caller)
        except Exception as error:  # noqa: BLE001 - whatever it is
            wrong.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for secret in secrets:
        keys.revoke(key_text.id_of(secret), "lost", by(), at)
    for thread in threads:
        thread.join(60)
    assert wrong == []
    assert [book.authenticate(secret) for secret in secrets] == [None] * 3
