"""The migrations: they build what the models say, nothing is left to make, and they go both
ways.
"""

import datetime
import io
import sqlite3

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from openkeden.flow import facts, installation
from openkeden.flow.ledger import verification
from openkeden.store import log, schema
from tests import founded, on_postgres

#: Bytes of a page in the log of the database, with its header.
FRAME = 4096 + 24


def tables() -> dict[str, object]:
    """Every object that the migrations make, by its name."""
    if on_postgres.is_on():
        found = schema.stored().items()
        return {name: told for (_, name), told in found if "django" not in name}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND"
            " name <> 'django_migrations'"
        )
        return dict(cursor.fetchall())


def guards() -> set[str]:
    """The triggers that keep facts as they are."""
    return {name.split()[-1] for name in tables() if "entry_no_" in name}


def shape(path) -> dict[str, list]:
    """Columns, indexes and foreign keys of every table of a database."""
    hand = sqlite3.connect(path)
    names = [
        name
        for (name,) in hand.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    found = {
        name: [
            sorted(row[1:] for row in hand.execute(f"PRAGMA table_info({name})")),
            sorted(_index(hand, row) for row in hand.execute(f"PRAGMA index_list({name})")),
            sorted(row[2:] for row in hand.execute(f"PRAGMA foreign_key_list({name})")),
        ]
        for name in names
        if name not in ("django_migrations", "sqlite_sequence")
    }
    hand.close()
    return found


def _index(hand, row) -> tuple:
    return row[2], tuple(
        column[2] for column in hand.execute(f'PRAGMA index_info("{row[1]}")')
    )


def test_nothing_is_left_to_make(at):
    out = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes" in out.getvalue()


@on_postgres.sqlite_only
def test_migrations_build_what_the_models_say(at, tmp_path):
    built = shape(at.home / "keden.sqlite3")
    blank = tmp_path / "blank.sqlite3"
    connection.close()
    connection.settings_dict["NAME"] = str(blank)
    with connection.schema_editor() as editor:
        for model in apps.get_app_config("store").get_models():
            editor.create_model(model)
    connection.close()
    assert shape(blank) == built
    assert len(built) == 21


def test_backwards_and_forwards_again(at):
    before = tables()
    names = [name for _, name in MigrationLoader(connection).graph.leaf_nodes("store")]
    assert len(names) == 1
    call_command("migrate", "store", "zero", verbosity=0)
    assert tables() == {}
    call_command("migrate", "store", verbosity=0)
    assert tables() == before
    assert founded.lodge_one(at, founded.lentils("A-1")).status == "registered"


def test_the_guard_of_the_facts_comes_with_the_migrations(at):
    assert guards() == {"entry_no_update", "entry_no_delete"}
    call_command("migrate", "store", "0001", verbosity=0)
    assert guards() == set()
    call_command("migrate", "store", verbosity=0)
    founded.lodge_one(at, founded.lentils("A-1"))
    with pytest.raises(founded.INTEGRITY):
        founded.sql(at, "DELETE FROM entry")


def test_statements_of_every_migration_can_be_shown(at):
    for app, name in MigrationLoader(connection).graph.nodes:
        if app == "store":
            out = io.StringIO()
            call_command("sqlmigrate", app, name, stdout=out)
            assert out.getvalue().startswith("BEGIN")


def test_a_house_of_an_earlier_program_keeps_all_that_it_holds(at):
    """Its tables are made anew; its latest head says the latest moment, not the last one."""
    earlier = founded.MOMENT - datetime.timedelta(hours=1)
    founded.lodge_one(at, founded.lentils("A-1"))
    founded.lodge_one(at, founded.lentils("A-2"), earlier, late="the clock was wrong")
    before = tables()
    call_command("migrate", "store", "0010", verbosity=0)
    assert log.latest().at == facts.microseconds(earlier)
    connection.close()
    opened = installation.open_installation(at.home)
    assert tables() == before
    assert log.latest().at == facts.microseconds(founded.MOMENT)
    assert verification.verify(opened).problems == ()
    answers = [
        founded.lodge_one(opened, founded.lentils(reference)).registration[-1]
        for reference in ("A-1", "A-2", "A-3")
    ]
    assert answers == ["1", "2", "3"]


@on_postgres.sqlite_only
def test_one_filing_changes_few_pages(at):
    """Each of them is written whole: what has no row and no index of its own costs nothing."""
    founded.lodge_one(at, founded.lentils("A-1"))
    log_file = at.home / "keden.sqlite3-wal"
    before = log_file.stat().st_size
    founded.lodge_one(at, founded.lentils("A-2"))
    assert (log_file.stat().st_size - before) // FRAME <= 17


def test_a_home_is_founded_whole_or_not_at_all(tmp_path, monkeypatch):
    """A failure between the tables and the note that they are there leaves no tables."""
    kept = MigrationRecorder.record_applied

    def fails(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(MigrationRecorder, "record_applied", fails)
    with pytest.raises(OSError, match="Input"):
        installation.open_installation(tmp_path / "home")
    assert tables() == {}
    monkeypatch.setattr(MigrationRecorder, "record_applied", kept)
    installation.open_installation(tmp_path / "home")
    assert "entry" in tables()
    founded.connections["default"].close()
