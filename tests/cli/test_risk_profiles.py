"""`keden risk profiles test`."""

import json

import pytest

from tests import founded
from tests.cli.conftest import AT
from tests.flow.test_profile_trials import SHIRTS
from tests.risk import tables


@pytest.fixture
def house(keden, tmp_path):
    """A folder with declarations that were cleared, and profiles to try."""
    filings = [founded.shirts("A-1"), founded.lentils("A-2"), founded.shoes("A-3")]
    (tmp_path / "a.jsonl").write_bytes(founded.lines(*filings))
    assert keden("clear", "a.jsonl", "--at", AT).returncode == 0
    (tmp_path / "mine.toml").write_text(SHIRTS)
    return keden


def test_profiles_are_tried_on_what_was_lodged(house):
    told = house("risk", "profiles", "test", "mine.toml").stdout.decode()
    assert "3 declarations tried, 0 left out" in told
    assert "T.shirts" in told
    view = json.loads(house("risk", "profiles", "test", "mine.toml", "--json").stdout)
    (row,) = [one for one in view["profiles"] if one["id"] == "T.shirts"]
    assert (row["title"], row["lane"], row["struck"]["declarations"]) == (
        "Shirts",
        "red",
        1,
    )
    assert view["took"].keys() <= {"green", "yellow", "red"}


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_it_speaks_the_language(house, language):
    told = house("risk", "profiles", "test", "--lang", language).stdout.decode()
    assert "declaration" not in told


def test_profiles_are_tried_on_files_without_an_installation(house, tmp_path):
    (tmp_path / "alone").mkdir()
    call = (
        "risk",
        "profiles",
        "test",
        "mine.toml",
        "--on",
        "a.jsonl",
        "--at",
        AT,
        "--json",
    )
    here = json.loads(house(*call).stdout)
    alone = founded.keden(
        *call[:3],
        "../mine.toml",
        "--on",
        "../a.jsonl",
        *call[6:],
        folder=tmp_path / "alone",
    )
    assert json.loads(alone.stdout) == here
    assert (here["tried"]["declarations"], here["took"]) == (3, {})


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_another_model_is_asked_beside_the_profiles(house, tmp_path, language):
    (tmp_path / "new.risk").write_bytes(tables.file("new", {"61": 3_000_000}))
    call = ("risk", "profiles", "test", "mine.toml", "--model", "new.risk")
    for more in ((), ("--on", "a.jsonl", "--at", AT)):
        told = house(*call, *more, "--lang", language).stdout.decode().splitlines()
        assert "new 2026-03-31" in told[-1]
        assert told[-1].count("KZT") == 2
        view = json.loads(house(*call, *more, "--json").stdout)
        assert (view["model_version"], view["model"]["judged"]) == ("new 2026-03-31", 3)


def test_files_that_cannot_be_used_are_told(house, tmp_path):
    (tmp_path / "bad.toml").write_text("profile = [")
    ran = house("risk", "profiles", "test", "bad.toml")
    assert ran.returncode == 1
    assert b"K.31" in ran.stderr + ran.stdout
    for words in (("nowhere.toml",), ("--on", "nowhere.json")):
        ran = house("risk", "profiles", "test", *words)
        assert ran.returncode == 2
        assert b"Traceback" not in ran.stderr
        assert b"nowhere" in ran.stderr + ran.stdout
