"""Backups of an installation on a server, restored to either database; and the same of one in
a file, which so moves to a server.
"""

import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.flow import backups, installation, installation_files, settings
from openkeden.flow.ledger import verification
from openkeden.store import log
from tests import founded, on_postgres
from tests.flow import filled

#: They found what they need themselves.
pytestmark = pytest.mark.skipif(on_postgres.is_on(), reason="it starts a server of its own")

URL = settings.DATABASE.variable


def state(home) -> tuple[object, ...]:
    """What a sound installation in a folder holds."""
    at = installation.open_installation(home)
    assert isinstance(at, installation.Installation), at
    assert verification.verify(founded.calm(at)).problems == ()
    told = (log.size(), log.head(), founded.declarations())
    connections["default"].close()
    return told


@pytest.fixture
def copy(named, tmp_path, monkeypatch):
    """A backup of an installation on a server with facts of every kind; what it holds."""
    (tmp_path / "home").mkdir()
    installation.open_installation(tmp_path / "home")
    filled.fill(tmp_path / "home", many=3)
    taken = backups.take(tmp_path / "home", tmp_path / "copy")
    assert isinstance(taken, backups.BackupList), taken
    assert installation_files.SERVER_FILE not in [file.name for file in taken.files]
    return state(tmp_path / "home")


def test_it_comes_back_into_a_file(copy, tmp_path, monkeypatch):
    monkeypatch.delenv(URL)
    restored = backups.restore(tmp_path / "copy", tmp_path / "new")
    assert isinstance(restored, backups.BackupList), restored
    assert state(tmp_path / "new") == copy


def test_it_comes_back_onto_an_empty_server(copy, tmp_path, monkeypatch, started):
    assert isinstance(backups.restore(tmp_path / "copy", tmp_path / "new"), Refused)
    started.run("CREATE DATABASE another TEMPLATE template0")
    monkeypatch.setenv(URL, started.url("another"))
    restored = backups.restore(tmp_path / "copy", tmp_path / "new")
    assert isinstance(restored, backups.BackupList), restored
    assert not (tmp_path / "new" / installation_files.DATABASE_FILE).exists()
    assert state(tmp_path / "new") == copy
    at = founded.calm(installation.open_installation(tmp_path / "new"))
    assert founded.load_rates(at, founded.published("08.01.2026", USD="501"))
    assert founded.lodge_one(at, founded.lentils("Z-1")).status == "registered"
    assert verification.verify(at).problems == ()
    connections["default"].close()
    started.run("DROP DATABASE another WITH (FORCE)")


def test_an_installation_moves_from_its_file_to_a_server(named, tmp_path, monkeypatch):
    monkeypatch.delenv(URL)
    filled.fill(tmp_path / "home", many=3)
    kept = state(tmp_path / "home")
    assert isinstance(
        backups.take(tmp_path / "home", tmp_path / "copy"), backups.BackupList
    )
    monkeypatch.setenv(URL, named)
    assert isinstance(
        backups.restore(tmp_path / "copy", tmp_path / "new"), backups.BackupList
    )
    assert state(tmp_path / "new") == kept
