"""`keden signature` and `keden clear --signature`: from a trial authority to a declaration
that is explained.
"""

import json
import pathlib

import pytest

from tests import founded
from tests.cli.conftest import AT

TRIAL = ("signature", "test-authority", "--out", "trial", "--name", "A. Example")
NUMBERS = ("--iin", "850101300123", "--bin", founded.PAYER)
TRUST = ("signature", "authority", "add", "trial/authority.pem", "--actor", "admin-1")
WHEN = ("--at", AT)


@pytest.fixture
def trial(keden):
    """A declaration, and a trial authority that is trusted, with its list."""
    made = keden(*TRIAL, *NUMBERS, *WHEN)
    assert len(made.stdout.splitlines()) == 10, made
    pathlib.Path("d.json").write_bytes(founded.lines(founded.shirts("S-1")))
    lists = pathlib.Path(".keden/signatures")
    lists.mkdir()
    (lists / "trial.crl").write_bytes(pathlib.Path("trial/revoked.crl").read_bytes())
    return keden


def sign(keden, kind="rsa") -> None:
    ran = keden("signature", "make", "d.json", "--with", f"trial/{kind}", "--out", "d.p7s")
    assert ran.stdout == b"d.p7s\n", ran


def clear(keden, *more):
    return keden("clear", "d.json", "--signature", "d.p7s", *WHEN, *more)


def test_a_declaration_is_signed_checked_lodged_and_explained(trial):
    sign(trial)
    added = trial(*TRUST, *WHEN)
    assert b"CN=Trial authority" in added.stdout, added
    checked = trial("signature", "check", "d.json", "d.p7s", *WHEN)
    told = "Signed by A. Example (850101300123) for 990140000017, certificate "
    assert checked.stdout.decode().startswith(told), checked
    lodged = json.loads(clear(trial, "--json").stdout)
    assert (lodged["status"], lodged["signed_by"]) == ("registered", "A. Example")
    assert trial("explain", "S-1").stdout.decode().splitlines()[-1].startswith(told)
    explained = json.loads(trial("explain", "S-1", "--json").stdout)
    assert explained["signed"]["number"] == "850101300123"
    assert trial("ledger", "verify").returncode == 0
    shown = json.loads(
        trial("signature", "check", "d.json", "d.p7s", "--json", *WHEN).stdout
    )
    assert shown["authority"] == explained["signed"]["authority"]


def test_who_trusts_nobody_takes_no_signature(trial):
    sign(trial, "ecdsa")
    none = trial("signature", "authority", "list").stdout
    assert none == b"No authority is trusted.\n"
    ran = clear(trial)
    assert ran.returncode == 1
    assert "SG.9" in (ran.stdout + ran.stderr).decode()


def test_trust_is_listed_and_ended(trial):
    trial(*TRUST, *WHEN)
    (known,) = json.loads(trial("signature", "authority", "list", "--json").stdout)[
        "authorities"
    ]
    end = ("signature", "authority", "end", known["certificate"][:8], "--why", "lost")
    ended = trial(*end, "--actor", "admin-1", "--json", *WHEN)
    assert json.loads(ended.stdout)["ended"] > known["entry"]
    assert b"trusted no more" in trial("signature", "authority", "list").stdout
    again = trial(*end, "--actor", "admin-1", *WHEN)
    assert (again.returncode, b"SG.24" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ((*TRIAL, *WHEN), "SG.28"),
        (
            ("signature", "make", "d.json", "--with", "trial/rsa", "--out", "d.json"),
            "SG.28",
        ),
        (("clear", "d.json", "d.json", "--signature", "d.json", *WHEN), "SG.20"),
        (("signature", "check", "d.json", "d.json", *WHEN), "SG.1"),
        (("signature", "authority", "add", "d.json", "--actor", "admin-1", *WHEN), "SG.22"),
    ],
)
def test_what_cannot_be_is_told_with_exit_code_1(trial, words, rule):
    ran = trial(*words)
    assert (ran.returncode, ran.stdout) == (1, b""), ran
    assert rule in ran.stderr.decode()


def test_sg_25_a_folder_without_a_key_does_not_sign(trial):
    pathlib.Path("trial/rsa/key.pem").write_text("no key")
    ran = trial("signature", "make", "d.json", "--with", "trial/rsa", "--out", "d.p7s")
    assert (ran.returncode, b"SG.25" in ran.stderr) == (1, True)


@pytest.mark.parametrize("more", [("--out", "answers"), ("--workers", "2")])
def test_a_signature_goes_with_one_declaration_lodged_here(trial, more):
    sign(trial)
    ran = clear(trial, *more)
    assert ran.returncode == 2, ran
    assert b"--signature" in ran.stderr
