"""Law and rates that another process imports while this one serves."""

import datetime
from fractions import Fraction

import pytest

from openkeden.flow.service import following
from tests import founded

#: A day that rates are loaded for here.
LATER = founded.MOMENT + datetime.timedelta(days=3)

ROWS = """
[[parameters]]
values = { "fee.goods_declaration" = "7 MCI" }
since = 2026-04-02
act = "test act"
source = "tests"
mark = "open"
"""


@pytest.fixture
def follower(at):
    return following.Follower(at, every=0)


def fee(at) -> str:
    day = at.day(founded.MOMENT)
    return day.edition.parameter("fee.goods_declaration").value


def test_law_that_another_process_imports_counts_at_once(at, follower, tmp_path):
    before, pack = fee(at), at.pack
    follower.follow()
    assert at.pack is pack, "nothing changed"
    file = tmp_path / "rows.toml"
    file.write_text(ROWS)
    founded.keden(
        "law",
        "import",
        file,
        "--home",
        at.home,
        "--actor",
        "admin-1",
        "--at",
        "2026-04-02T10:00+05:00",
        folder=tmp_path,
    )
    follower.follow()
    assert before != fee(at)


def load_elsewhere(at) -> None:
    """Load a rate as another process does."""
    told = founded.load_rates(
        founded._opened(at.home), founded.published("05.04.2026", USD="480.25"), LATER
    )
    assert told.added == 1, told


def dollar(at) -> Fraction:
    above, below = at.day(LATER).exchange.ratio("USD")
    return Fraction(above, below)


def test_rates_that_another_process_loads_count_at_once(at, follower):
    before = dollar(at)
    load_elsewhere(at)
    assert dollar(at) == before
    follower.follow()
    assert dollar(at) == Fraction("480.25") != before


def test_files_that_nobody_answers_for_change_nothing(at, follower):
    pack = at.pack
    folder = at.home / "law"
    folder.mkdir(exist_ok=True)
    (folder / "0001-rows.toml").write_text(ROWS)
    follower.follow()
    assert at.pack is pack
    assert founded.rules(founded.lodge_one(at, founded.lentils("F-1"))) == ["H.6"]


def test_it_looks_once_a_second_at_most(at):
    slow = following.Follower(at, every=3600)
    load_elsewhere(at)
    pack = at.pack
    slow.follow()
    assert at.pack is pack
