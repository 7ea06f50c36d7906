"""`keden status` and `keden explain` for an auditor: what is sealed, for a purpose."""

import json

import pytest

from openkeden.store import read
from tests import founded
from tests.cli.conftest import AT

APPOINTED = ("--name", "A", "--document", "ORDER-2", "--actor", "admin-1", "--at", AT)


@pytest.fixture
def audited(keden):
    """A command line with an auditor and a declaration whose documents are asked for."""
    assert keden("person", "add", "a.one", "--role", "auditor", *APPOINTED).returncode == 0
    sent = founded.lines(founded.shoes("A-1"))
    assert keden("clear", "-", "--at", AT, stdin=sent).returncode == 0
    return keden


def test_an_auditor_sees_what_is_sealed_for_a_purpose(audited):
    who = ("--auditor", "a.one", "--purpose", "complaint 7", "--json")
    status = json.loads(audited("status", "A-1", *who).stdout)
    assert status["reasons"]
    explained = json.loads(audited("explain", "A-1", *who).stdout)
    assert explained["targeted"] is not None
    rows = read.entries_of(f"reading {status['registration']}")
    assert len(rows) == 2


@pytest.mark.parametrize("command", ["status", "explain"])
def test_nobody_else_and_never_without_a_purpose(audited, command):
    assert json.loads(audited(command, "A-1", "--json").stdout).get("reasons") is None
    for auditor, purpose, rule in (("a.one", "", "PE.15"), ("chief-1", "x", "PE.4")):
        words = (command, "A-1", "--auditor", auditor, "--purpose", purpose)
        ran = audited(*words)
        assert (ran.returncode, ran.stdout) == (1, b"")
        assert rule in ran.stderr.decode()
