"""The same tests on PostgreSQL: `make test-postgres`.

One server is started for the run, and each installation of a test gets a database of its own
there, copied from one that was set up before. `TEST_POSTGRES` tells the tests so.
"""

import contextlib
import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

import psycopg
import pytest

from openkeden.flow import installation_files
from openkeden.store.server import translated
from prove import server
from tests import run

#: The variable that holds the address of the server.
VARIABLE = "TEST_POSTGRES"

#: The tests of use cases that run on it.
_FLOW = (
    *("act", "amend", "audit", "backups", "check", "examination", "export", "house_rates"),
    *("installation", "key_book", "keys", "known_heads", "lodge", "quota", "rates_import"),
    *("readings", "references", "risk_history", "rulings", "sealing", "targeting"),
    *("witness", "workers"),
)

#: What runs on it, unless something else is named: the tables, and the main ways that read
#: and write them.
TESTS = (
    "tests/store",
    *[f"tests/flow/test_{name}.py" for name in _FLOW],
    "tests/cli/test_clear.py",
)

_KINDS = {"int8": "bigint", "int4": "integer", "bytea": "blob"}

_CHECKS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'c' AND connamespace = current_schema()::regnamespace"
)

#: Databases that this process has made, and that a test is to have none of any more.
_made: list[str] = []


def is_on() -> bool:
    """Whether installations of tests lie on a server."""
    return VARIABLE in os.environ


#: For what is SQLite's alone: its file, its pragmas, its catalogue.
sqlite_only = pytest.mark.skipif(is_on(), reason="it is about the file of SQLite")

#: For what is PostgreSQL's alone.
server_only = pytest.mark.skipif(not is_on(), reason="it is about PostgreSQL")


def url_of(home: pathlib.Path) -> str:
    """The address of the database of an installation."""
    return _url(_name(home))


def _url(name: str) -> str:
    return os.environ[VARIABLE].replace("/postgres?", f"/{name}?")


def _name(home: pathlib.Path) -> str:
    return f"k{hashlib.sha256(str(home.absolute()).encode()).hexdigest()[:24]}"


def lay(home: pathlib.Path, like: pathlib.Path | None = None) -> None:
    """Make the database of an installation, as a copy of another one or empty, and let its
    folder say where it is.
    """
    name = _name(home)
    template = "template0" if like is None else _name(like)
    run_on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _made.append(name)
    home.mkdir(parents=True, exist_ok=True)
    path = home / installation_files.SERVER_FILE
    path.write_text(f"{_url(name)}\n")
    path.chmod(0o600)


def copy(home: pathlib.Path, to: pathlib.Path) -> None:
    """Copy an installation that nobody has open."""
    ignored = shutil.ignore_patterns(installation_files.SERVER_FILE)
    shutil.copytree(home, to, dirs_exist_ok=True, ignore=ignored)
    if is_on():
        lay(to, home)


def put_back(home: pathlib.Path, like: pathlib.Path | None) -> None:
    """Put the tables of another installation in place of those of this one, or none."""
    run_on_server(f'DROP DATABASE "{_name(home)}" WITH (FORCE)')
    template = "template0" if like is None else _name(like)
    run_on_server(f'CREATE DATABASE "{_name(home)}" TEMPLATE "{template}"')


def keep_pattern() -> None:
    """What was made so far stays as long as the server."""
    _made.clear()


@contextlib.contextmanager
def passing() -> Iterator[None]:
    """Databases that are made within the block are dropped at its end."""
    before = len(_made)
    yield
    while len(_made) > before:
        run_on_server(f'DROP DATABASE IF EXISTS "{_made.pop()}" WITH (FORCE)')


def run_on_server(statement: str) -> None:
    """Run a statement about databases."""
    with psycopg.connect(os.environ[VARIABLE], autocommit=True) as connection:
        connection.execute(statement.encode())


def tables(home: pathlib.Path) -> dict[str, dict[str, str]]:
    """Table to column to type, as SQLite would call it."""
    found = sql(
        home,
        "SELECT table_name, column_name, udt_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position",
        [],
    )
    made: dict[str, dict[str, str]] = {}
    for table, column, kind in found:
        made.setdefault(table, {})[column] = _KINDS.get(kind, kind)
    return made


def tamper(home: pathlib.Path, *statements: str) -> None:
    """Run statements past every guard: triggers and keys of others off, checks put back as
    they were, where need be only for rows to come.
    """
    with psycopg.connect(url_of(home)) as connection:
        connection.execute("SET session_replication_role = replica")
        checks = connection.execute(_CHECKS).fetchall()
        for table, name, _ in checks:
            connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}".encode())
        for statement in statements:
            assert connection.execute(statement.encode()).rowcount == 1, statement
        for table, name, told in checks:
            _check(connection, f"ALTER TABLE {table} ADD CONSTRAINT {name} {told}")


def _check(connection: psycopg.Connection, statement: str) -> None:
    try:
        with connection.transaction():
            connection.execute(statement.encode())
    except psycopg.errors.CheckViolation:
        connection.execute(f"{statement} NOT VALID".encode())


def by_hand(home: pathlib.Path, *statements: str) -> None:
    """Run statements as the owner of the tables, with no trigger and no key of others."""
    with psycopg.connect(url_of(home)) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            if not statement.startswith("DROP TRIGGER"):
                connection.execute(statement.encode())


def sql(home: pathlib.Path, statement: str, values: Sequence[object]) -> list[tuple]:
    """Run a statement past the program, as somebody with the role's password would."""
    if statement.startswith("DROP TRIGGER"):
        statement += " ON entry"
    statement = re.sub(r"\bx'([0-9a-f]*)'", r"'\\x\1'::bytea", statement)
    with psycopg.connect(url_of(home)) as connection:
        cursor = psycopg.RawCursor(connection)
        cursor.execute(translated(statement).encode(), list(values) or None)
        return cursor.fetchall() if cursor.description else []


def main(words: list[str]) -> int:
    """Start a server and run the tests there; the exit code of pytest."""
    if not server.is_here():
        sys.stdout.write(f"Left out: PostgreSQL is missing; install it: {server.INSTALL}\n")
        return 0
    # Who is told to stop stops the server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    begun = time.monotonic()
    with server.running(*server.CARELESS) as here:
        told = {**os.environ, VARIABLE: here.url()}
        command = [*run.command(), *(words or TESTS)]
        code = subprocess.run(command, env=run.environment(told), check=False).returncode
    sys.stdout.write(f"On PostgreSQL: {run.spelled(round(time.monotonic() - begun))}.\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
