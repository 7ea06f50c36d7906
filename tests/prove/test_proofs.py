"""The proofs of `make prove` themselves, each a few times: they run, count, and see
losses.
"""

import random
import subprocess
import sys

import pytest

from prove import __main__, fuzz, growth, orders, served, server, stored, tracing
from prove.outcome import TOLD, Outcome, Proof
from tests import founded

TRACED = pytest.mark.skipif(bool(tracing.why_not()), reason=tracing.why_not())


def prove(*words, **environment):
    """The lines that proofs print, by proof; nothing goes wrong but what is proved."""
    ran = subprocess.run(
        [sys.executable, "-m", "prove", *words],
        cwd=founded.ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=founded.environment() | environment,
    )
    assert ran.stderr == ""
    first, *lines = ran.stdout.splitlines()
    assert first.startswith("seed 1, commit ")
    told: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        if line.startswith(" "):
            told[name].append(line.strip())
        else:
            name, _, said = line.partition(": ")
            told[name] = [said]
    assert ran.returncode == any(len(said) > 1 for said in told.values())
    return {name: "\n".join(said) for name, said in told.items()}


@pytest.mark.skipif(not server.is_here(), reason=f"install it: {server.INSTALL}")
def test_processes_at_one_server():
    told = prove("together", "--count", "1")["together"]
    assert told.startswith("4 processes, 1 rounds, ")
    assert told.endswith(" answers: 0 faults")


def test_kills_crowds_and_changed_messages():
    told = prove("kills", "crowd", "fuzz", "--count", "5")
    assert told["kills"].startswith("5 kills, 1 homes, ")
    assert told["crowd"].startswith("5 processes, 2 rounds, 20 filings, 100 answers")
    assert told["fuzz"].startswith("5 messages, 13 readers")
    assert all(said.endswith(": 0 faults") for said in told.values())


def test_intervals_of_random_checks():
    told = prove("intervals", "--count", "6")["intervals"]
    assert told.startswith("6 worlds, ")
    assert told.endswith(" covered by weights: 0 faults")


def test_a_server_that_is_killed_and_one_that_is_asked_steadily():
    told = prove("served", "load", "--count", "2")
    assert told["served"] == "2 kills, 240 filings, 3,840 answers: 0 faults"
    counts, *faults = told["load"].splitlines()
    assert counts.startswith("55 filings, ")
    # How soon it answers is for the proof itself, on a machine of its own.
    assert all("one of a hundred took" in fault for fault in faults)


def test_a_load_that_is_answered_late_is_seen():
    assert not list(served._late([0.1] * 200, 1.0))
    assert list(served._late([0.1] * 190 + [3.0] * 10, 1.0))


def test_audits_beside_a_writer():
    told = prove("beside", "--count", "2")["beside"]
    assert told.startswith("2 audits, ")
    assert told.endswith(": 0 faults")


@TRACED
def test_cuts_lose_nothing_and_the_control_does():
    told = prove("cuts", "control", "--count", "16")
    # Those during a recovery come on top.
    assert int(told["cuts"].split()[0]) >= 16
    assert told["cuts"].endswith(": 0 faults")
    assert "found: lost: a lodging that was acknowledged" in told["control"]
    assert told["control"].endswith(": 0 faults")


@TRACED
def test_calls_fail_one_by_one():
    told = prove("failures", "--count", "6")["failures"]
    assert told.startswith("6 commands, ")
    assert " 6 failures, " in told
    assert told.endswith(": 0 faults")


def test_without_a_compiler_the_traced_proofs_say_what_to_install():
    told = prove("cuts", "failures", PATH="")
    assert "SKIPPED" in told["cuts"]
    assert "gcc" in told["failures"]


def test_a_fault_is_told_and_ends_with_exit_code_1(monkeypatch, capsys):
    faults = tuple([f"wrong {number}" for number in range(TOLD + 2)])
    bad = Proof(
        "bad", "", lambda asked: Outcome("bad", {"tries": asked.count}, faults), 3, 9
    )
    monkeypatch.setattr(__main__, "PROOFS", (bad,))
    monkeypatch.setattr(__main__, "NAMES", ["bad"])
    monkeypatch.setattr(sys, "argv", ["prove", "--long"])
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 1
    out = capsys.readouterr().out
    assert "bad: 9 tries: 10 faults" in out
    assert "... and 2 more" in out


def test_an_answer_that_is_not_stored_is_missed(at):
    given = {"A-1": orders.Acknowledged("1", 0), "A-2": orders.Acknowledged("", 999)}
    found = stored.held(at.home)
    assert len(list(stored.missing(found, given))) == 2
    other = stored.Held({"A-1": orders.Acknowledged("2", 0)}, {999: b""})
    assert len(list(stored.missing(other, given))) == 1


def test_a_gap_in_the_facts_is_seen(at):
    founded.lodge_one(at, founded.lentils("A-1"))
    assert stored.held(at.home).faults == ()
    founded.sql(at, "DELETE FROM declaration")
    assert "have a fact and no row" in stored.held(at.home).faults[0]


def test_a_cut_line_acknowledges_nothing():
    whole = b'{"status":"registered","reference":"A","registration":"1","entry":3}\n'
    assert dict(orders.answers(whole + whole[:-1])) == {"A": orders.Acknowledged("1", 3)}


def test_messages_are_changed_by_the_seed_alone():
    made = [
        fuzz.mutated(random.Random(seed), orders.EDITION) for seed in (1, 1, *range(2, 30))
    ]
    assert made[0] == made[1]
    assert len(set(made)) > 25


def test_changes_by_hand_are_noticed_and_a_whole_roll_back_with_a_head_alone():
    told = prove("tamper", "--count", "8")
    assert told["tamper"].startswith("8 changes, 8 noticed: 0 faults")


def test_inputs_made_to_hurt():
    told = prove("growth", "--count", "10")["growth"]
    assert told == f"{len(growth.CASES)} inputs, 10 kB in the largest: 0 faults"
