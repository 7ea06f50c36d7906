"""Officers without a current posting: on the command line they can do and read nothing.
Over HTTP nobody but declarants has a key; see tests/api/test_authorisation.py.
"""

import datetime
import shlex

import pytest

from openkeden.clearance import lifecycle
from openkeden.flow import clock, installation
from openkeden.flow.access import keys
from openkeden.flow.access.callers import SCOPES
from openkeden.flow.people import register
from openkeden.flow.recording import By
from openkeden.store import log
from tests import founded
from tests.cli.conftest import AT

OFFICERS = ("inspector", "chief", "treasury", "administrator", "auditor", "analyst")

#: What arguments may be, by their kind.
VALUES = {"codes": "04021", "numbers": "1", "amount": "1", "count": "1", "text": "x"}

#: What else officers do and read, by their role; `{who}` acts.
COMMANDS = {
    "inspector": (
        "status A-1 --officer {who}",
        "explain A-1 --officer {who}",
        "list --officer {who}",
        "receipt get A-1 --sealed sealed.json --officer {who}",
    ),
    "chief": (
        "status A-1 --officer {who}",
        (
            "rulings add KZ-1/26 8517130000 --text a --reasons b --decided KGD"
            " --since 2026-01-01 --until 2028-12-31 --actor {who}"
        ),
    ),
    "treasury": (
        (
            "deposit 990140000017 5.00 --document PO-7 --bank EXMPKZKA --date 2026-04-01"
            " --actor {who}"
        ),
        "account reverse 6 --reason x --actor {who}",
        (
            "mandate give 990140000017 --holder 150240019999 --limit 1.00 --since 2026-04-02"
            " --until 2026-12-31 --document M-1 --actor {who} --role treasury"
        ),
    ),
    "administrator": (
        "person add p.new --name P --role chief --document 1 --actor {who}",
        "person end chief-1 --role chief --reason x --actor {who}",
        "key issue --person trader-1 --scopes read --until {soon} --label x --actor {who}",
        "key rotate {key} --until {soon} --actor {who}",
        "key revoke {key} --reason x --actor {who}",
        "risk seed reveal 2026-04-01 --actor {who}",
    ),
    "auditor": (
        "status A-1 --auditor {who} --purpose x",
        "explain A-1 --auditor {who} --purpose x",
    ),
    "analyst": ("status A-1 --officer {who}", "explain A-1 --officer {who}"),
}


def acts(role: str):
    """Every act of the life of a declaration that somebody in a role may do in some state."""
    rows = [row for row in lifecycle.TABLE.rows if role in row.roles]
    for action in dict.fromkeys([row.action for row in rows]):
        given = [
            f"--arg {one.name}={(*one.choices, VALUES[one.kind])[0]}"
            for one in lifecycle.ACTIONS[action]
        ]
        said = " ".join(given)
        yield f"act A-1 {action} --role {role} --actor {{who}} --device d {said}"


@pytest.fixture
def office(keden, tmp_path):
    """A declaration at an office, a key, and people whose posting is over or elsewhere."""
    sent = founded.lines(founded.shoes("A-1"))
    assert keden("clear", "-", "--at", AT, stdin=sent).returncode == 0
    at, now = installation.open_installation(tmp_path / ".keden"), clock.now()
    today = at.local(now).date()
    for role in OFFICERS:
        founded.appoint(at, f"gone.{role}", role)
        by = ("admin-1", now, at)
        ended = register.end(f"gone.{role}", role, None, "ORDER-9", *by)
        assert len(ended) == 1, ended
        coming = register.Wanted(
            person=f"coming.{role}",
            name="C",
            role=role,
            document="1",
            since=today + datetime.timedelta(days=1),
        )
        assert isinstance(register.appoint(coming, *by), register.Entered)
    for role in ("inspector", "chief"):
        away = register.Wanted(
            person=f"away.{role}", name="A", role=role, document="1", office="57506"
        )
        assert isinstance(register.appoint(away, *by), register.Entered)
    wanted = keys.WantedKey(person="trader-1", scopes=SCOPES, until=today, label="till")
    made = keys.issue(wanted, By("trader-1", now), at)
    return {"key": made.key.id, "soon": str(today)}


@pytest.mark.parametrize("role", OFFICERS)
def test_whoever_has_no_current_posting_does_and_reads_nothing(keden, office, role):
    people = [f"gone.{role}", f"coming.{role}", "never.entered", "trader-1"]
    commands = [*acts(role), *COMMANDS[role]]
    assert commands
    for line in commands:
        elsewhere = [f"away.{role}"] if line.split()[1] == "A-1" else []
        for who in people + (elsewhere if role in ("inspector", "chief") else []):
            if who == "trader-1" and line.startswith("key"):
                continue  # it is his own
            size = log.size()
            ran = keden(*shlex.split(line.format(who=who, **office)))
            told = (line, who, ran.stdout[:300], ran.stderr[:300])
            assert ran.returncode == 1, told
            assert ran.stdout == b"", told
            assert b"PE." in ran.stderr or b"U.234" in ran.stderr, told
            assert log.size() == size, told


@pytest.mark.parametrize("role", OFFICERS)
def test_whoever_has_no_current_posting_has_no_key(keden, office, role):
    for who in (f"gone.{role}", f"coming.{role}", "never.entered"):
        line = f"key issue --person {who} --scopes read --until {office['soon']} --label x"
        ran = keden(*shlex.split(line))
        assert (ran.returncode, ran.stdout) == (1, b""), ran
