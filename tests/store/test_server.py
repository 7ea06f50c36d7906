"""An installation whose tables lie on a server: how it is found, what is refused, and what
holds where several write and connections are lost.
"""

import datetime
import signal
import threading

import psycopg
import pytest
from django.db import DatabaseError, connection

from openkeden.base.findings import Refused
from openkeden.flow import installation, installation_files, settings
from openkeden.flow.law import packs, rates_import
from openkeden.flow.ledger import verification
from openkeden.store import log, read, server_address, snapshot, statements, write
from openkeden.store.server import translated
from prove import server
from tests import founded, on_postgres
from tests.flow import filled

#: They found what they need themselves.
pytestmark = pytest.mark.skipif(on_postgres.is_on(), reason="it starts a server of its own")

URL = settings.DATABASE.variable


def rule(given: object) -> str:
    """The number of the one rule that refuses."""
    assert isinstance(given, Refused), given
    return given.findings[0].rule


@pytest.fixture
def house(named, tmp_path):
    """An installation on the server."""
    at = founded.open_there(tmp_path / "home")
    founded.enter(at)
    return at


@pytest.mark.parametrize(
    ("sql", "given"),
    [
        ("SELECT 1", "SELECT 1"),
        ("a = ? AND b = ?", "a = $1 AND b = $2"),
        (
            "a = '?' AND \"b?\" = ? AND c = 'it''s ?'",
            "a = '?' AND \"b?\" = $1 AND c = 'it''s ?'",
        ),
    ],
)
def test_parameters_are_numbered(sql, given):
    assert translated(sql) == given


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:secret@h/n",
        "secret",
        "postgresql://u:secret@h:port/n",
        "postgresql://u:secret@[h/n",
        "postgresql://u:secret@h",
        "postgresql://u:secret@h/n?secret=1",
        "postgresql://u:sec/secret@h/n",
        "postgresql://u:12/secret@h/n",
        "postgresql://u:12?secret@h/n",
        "postgresql://u:sec@secret@h/n",
        "postgresql://u:12#secret@h/n",
    ],
)
def test_a_wrong_address_is_a_finding_without_its_password(monkeypatch, tmp_path, url):
    monkeypatch.setenv(URL, url)
    given = installation.open_installation(tmp_path / "home")
    assert rule(given) == "U.170"
    assert "secret" not in str(given)


def test_an_address_is_shown_without_its_password():
    address = server_address.address("postgresql://me:secret@host:99/name")
    assert (str(address), repr(address)) == ("host:99/name", "ServerAddress(host:99/name)")


def test_a_server_that_does_not_answer_is_a_finding(monkeypatch, tmp_path):
    monkeypatch.setenv(URL, f"postgresql://me:secret@/name?host={tmp_path}")
    home = tmp_path / "home"
    given = installation.open_installation(home)
    assert rule(given) == "U.172"
    assert "secret" not in str(given)
    assert not installation_files.is_set_up(home)
    assert rule(packs.open_pack(home)) == "U.172"


def test_a_ledger_is_kept_and_audited(house):
    founded.lodge_all(house, founded.lentils("A-1"), founded.bad("A-2"))
    assert verification.verify(house).problems == ()
    assert not (house.home / installation_files.DATABASE_FILE).exists()


def test_rates_are_read_from_the_server(house):
    day = datetime.date(2026, 1, 7)
    before = packs.open_pack(house.home).exchange_on(day)
    loaded = founded.load_rates(house, filled.RATES)
    assert isinstance(loaded, rates_import.Loaded), loaded
    assert packs.open_pack(house.home).exchange_on(day) != before


def test_without_its_address_nothing_is_priced_and_nothing_begun(house, monkeypatch):
    """Else the rates that were loaded would be missed by nobody."""
    monkeypatch.delenv(URL)
    assert rule(packs.open_pack(house.home)) == "U.174"
    assert rule(installation.open_installation(house.home)) == "U.174"
    assert not (house.home / installation_files.DATABASE_FILE).exists()


def test_its_folder_may_hold_the_address(house, named, monkeypatch):
    monkeypatch.delenv(URL)
    (house.home / installation_files.SERVER_FILE).write_text(f"{named}\n")
    assert isinstance(installation.open_installation(house.home), installation.Installation)


def test_a_file_and_a_server_are_one_too_many(named, monkeypatch, tmp_path):
    monkeypatch.delenv(URL)
    founded.open_there(tmp_path / "home")
    monkeypatch.setenv(URL, named)
    assert rule(installation.open_installation(tmp_path / "home")) == "U.175"


def test_the_database_of_another_ledger_is_not_opened(house, tmp_path):
    founded.lodge_one(house, founded.lentils("A-1"))
    assert rule(installation.open_installation(tmp_path / "new")) == "U.2"
    other = tmp_path / "other"
    other.mkdir()
    (other / installation_files.KEY_FILE).write_text(founded.key().text + "\n")
    assert rule(installation.open_installation(other)) == "U.21"


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ("ENCODING 'LATIN1' TEMPLATE template0", "encoding is LATIN1"),
        ("ICU_LOCALE 'en' LOCALE_PROVIDER icu TEMPLATE template0", "orders text by"),
    ],
)
def test_a_database_that_orders_otherwise_holds_no_ledger(
    started, monkeypatch, tmp_path, made, reason
):
    started.run(f"CREATE DATABASE unfit {made}")
    monkeypatch.setenv(URL, started.url("unfit"))
    given = installation.open_installation(tmp_path / "home")
    connection.close()
    started.run("DROP DATABASE unfit")
    assert rule(given) == "U.173"
    assert reason in str(given)


def test_a_role_that_may_make_no_tables_is_told(started, named, monkeypatch, tmp_path):
    started.run("CREATE ROLE stranger LOGIN")
    monkeypatch.setenv(URL, named.replace("keden@", "stranger@"))
    given = installation.open_installation(tmp_path / "home")
    connection.close()
    started.run("DROP ROLE stranger")
    assert (rule(given), "may make no tables" in str(given)) == ("U.173", True)


@pytest.mark.parametrize("name", ["entry", "posting"])
@pytest.mark.parametrize(
    "act", ["UPDATE {} SET payer = payer", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_what_is_kept_for_good_is_not_changed(house, named, name, act):
    column = "subject" if name == "entry" else "payer"
    statement = act.format(name).replace("payer", column)
    with (
        psycopg.connect(named) as by_hand,
        pytest.raises(psycopg.errors.IntegrityError, match="never changed"),
    ):
        by_hand.execute(statement.encode())


def test_one_writes_at_a_time(house, named, monkeypatch):
    """The second waits no longer than it is told to, and nothing of it is left."""
    with psycopg.connect(named) as other:
        other.execute(b"SELECT pg_advisory_xact_lock(%d)" % write.THE_WRITER)
        statements.select("SELECT set_config('lock_timeout', '50ms', false)")
        with pytest.raises(DatabaseError, match="lock timeout"), write.group():
            pytest.fail("it did not wait")
    assert founded.lodge_one(house, founded.lentils("A-1")).status == "registered"


def test_what_is_read_after_the_lock_is_the_latest(house, named):
    """As in a group that waited for another one: what that wrote is seen."""
    held = threading.Event()

    def first() -> None:
        with write.group():
            held.set()
            founded_ones.append(log.latest().size)
        connection.close()

    founded_ones: list[int] = []
    founded.lodge_one(house, founded.lentils("A-1"))
    thread = threading.Thread(target=first)
    with write.group():
        thread.start()
        assert not held.wait(0.2)
        size = log.latest().size
    thread.join()
    assert founded_ones == [size]


def test_a_snapshot_sees_one_moment_and_writes_nothing(house, named):
    with snapshot.snapshot():
        before = log.size()
        with psycopg.connect(named) as other:
            other.execute("UPDATE trader SET lodged = lodged + 1")
            other.execute("DELETE FROM head WHERE size > 1")
        assert log.size() == before
        with pytest.raises(DatabaseError, match="read-only"):
            statements.select(
                "INSERT INTO serial VALUES ('1', '2026-04-02', 1) RETURNING 1"
            )


def backend() -> int:
    return statements.select("SELECT pg_backend_pid()")[0][0]


def test_a_lost_connection_is_found_again(house, named):
    founded.lodge_one(house, founded.lentils("A-1"))
    for act in (log.size, lambda: founded.lodge_one(house, founded.lentils("A-2")).status):
        with psycopg.connect(named, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [backend()])
        assert act()
    assert verification.verify(house).problems == ()


def test_a_restarted_server_is_found_again(house, started):
    founded.lodge_one(house, founded.lentils("A-1"))
    started.stop()
    with pytest.raises(DatabaseError):
        founded.lodge_one(house, founded.lentils("A-2"))
    started.start()
    assert founded.lodge_one(house, founded.lentils("A-2")).status == "registered"


def test_a_killed_server_loses_no_answer(monkeypatch, tmp_path):
    """This one syncs, as it does where it is used."""
    if not server.is_here():
        pytest.skip(f"PostgreSQL is missing; install it: {server.INSTALL}")
    with server.running() as durable:
        monkeypatch.setenv(URL, durable.url())
        at = founded.open_there(tmp_path / "home")
        founded.enter(at)
        number = founded.lodge_one(at, founded.lentils("A-1")).registration
        durable.stop(signal.SIGQUIT)
        durable.start()
        again = founded.lodge_one(at, founded.lentils("A-1"))
        assert again.registration == number
        assert verification.verify(at).problems == ()
        connection.close()


def lose_it_in_a_group(named) -> None:
    with write.group() as cursor:
        write.serials(cursor, {("57505", "2026-04-02"): 99})
        with psycopg.connect(named, autocommit=True) as other:
            pid = cursor.execute("SELECT pg_backend_pid()").fetchone()[0]
            other.execute("SELECT pg_terminate_backend(%s)", [pid])
        cursor.execute("SELECT 1")


def test_a_connection_that_is_lost_in_a_group_undoes_it(house, named):
    before = log.size()
    with pytest.raises(DatabaseError):
        lose_it_in_a_group(named)
    assert log.size() == before
    assert read.serials([("57505", "2026-04-02")]) == {}
