"""The installation that the tests of this folder lodge at, and a server of their own."""

import pathlib

import pytest
from django.db import connections

from openkeden.flow import settings
from prove import server
from tests.founded import at

__all__ = ["at"]


@pytest.fixture(scope="session")
def started():
    """A PostgreSQL of this run, with nothing in it yet."""
    if not server.is_here():
        pytest.skip(f"PostgreSQL is missing; install it: {server.INSTALL}")
    with server.running(*server.CARELESS) as here:
        yield here


@pytest.fixture
def named(started, monkeypatch, tmp_path: pathlib.Path):
    """`DATABASE_URL` names an empty database; its address."""
    name = f"n{abs(hash(str(tmp_path)))}"
    started.run(f"CREATE DATABASE {name} TEMPLATE template0")
    monkeypatch.setenv(settings.DATABASE.variable, started.url(name))
    yield started.url(name)
    connections["default"].close()
    started.run(f"DROP DATABASE {name} WITH (FORCE)")
