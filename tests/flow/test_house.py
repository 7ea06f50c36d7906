"""A house: founded once, opened again as it was, one at a time in a process; its days, seeds and rates."""

import datetime
import io

import msgspec
import pytest
from django.db import DatabaseError, connections

from openkeden import formats
from openkeden.feeds import lawpack
from openkeden.flow import audit, facts, house, lodge, premises, quotes
from openkeden.risk import selection
from openkeden.store import read
from tests import house as houses
from tests import support

DAY = datetime.timedelta(days=1)


def seeds() -> list[facts.Seed]:
    found = [facts.read(row.body) for row in read.all_entries() if row.kind == "seed"]
    return [fact for fact in found if isinstance(fact, facts.Seed)]


def test_a_house_is_opened_as_it_was_left(at):
    first = houses.lodge_one(at, houses.shirts("A-1"))
    again = houses.found(at.home)
    assert (again.key.text, again.seed(houses.MOMENT.date())) == (at.key.text, at.seed(houses.MOMENT.date()))
    assert houses.lodge_one(again, houses.shirts("A-1")) == first


def test_each_house_has_a_key_of_its_own(tmp_path):
    one, two = [house.open_home(tmp_path / name) for name in ("one", "two")]
    assert one.key.verifier != two.key.verifier
    assert one.seed(houses.MOMENT.date()) != two.seed(houses.MOMENT.date())
    assert (one.home / house.VERIFIER_FILE).read_text().strip() == one.key.verifier.text
    assert (one.home / house.KEY_FILE).stat().st_mode & 0o077 == 0


def test_where_there_is_no_house_none_is_made_unasked(tmp_path):
    with pytest.raises(house.Missing):
        house.open_home(tmp_path / "home", found=False)
    assert not (tmp_path / "home").exists()


def test_nothing_is_written_to_a_house_that_is_not_the_open_one(at, tmp_path):
    other = houses.found(tmp_path / "other")
    with pytest.raises(AssertionError, match="another house"):
        houses.lodge_one(at, houses.lentils("A-1"))
    houses.lodge_one(other, houses.lentils("A-1"))
    assert houses.sql(at, "SELECT count(*) FROM entry") == [(0,)]
    reopened = houses.found(at.home)
    assert houses.lodge_one(reopened, houses.lentils("A-1")).entry == 1


def test_a_folder_that_cannot_be_opened_disturbs_no_other(at, tmp_path):
    houses.lodge_one(at, houses.lentils("A-1"))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / premises.DATABASE_FILE).write_bytes(b"no database at all " * 500)
    with pytest.raises(DatabaseError):
        house.open_home(tmp_path / "broken")
    reopened = houses.found(at.home)
    assert audit.verify(reopened).size == 2


def test_an_exception_inside_a_group_leaves_the_connection_usable(at, monkeypatch):
    def fail(*_):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(lodge.books.Books, "close", fail)
        with pytest.raises(MemoryError):
            houses.lodge_one(at, houses.lentils("A-1"))
    assert not connections["default"].in_atomic_block
    assert houses.lodge_one(at, houses.lentils("A-1")).registration.endswith("0000001")
    assert audit.verify(at).problem is None


def test_a_lost_key_stops_the_house(at):
    houses.lodge_one(at, houses.lentils("A-1"))
    (at.home / house.KEY_FILE).unlink()
    with pytest.raises(house.Keyless):
        house.open_home(at.home)


def test_the_seed_of_a_day_is_committed_to_before_its_first_lodging(at):
    for moment in (houses.MOMENT, houses.MOMENT, houses.MOMENT + DAY):
        houses.lodge_one(at, houses.lentils(f"A-{len(list(read.all_entries()))}"), moment=moment)
    kinds = [row.kind for row in read.all_entries()]
    assert kinds.count("seed") == 2
    assert kinds[0] == "seed"
    assert [fact.on.isoformat() for fact in seeds()] == ["2026-04-02", "2026-04-03"]
    for fact in seeds():
        assert fact.commitment == selection.commitment(at.seed(fact.on))


def test_nobody_can_take_the_place_of_a_seed(at):
    """A refused filing is filed under its sender's own reference, which may be any text."""
    assert houses.lodge_one(at, houses.bad("seed 2026-04-03")).status == "refused"
    houses.lodge_one(at, houses.lentils("A-1"), moment=houses.MOMENT + DAY)
    assert [fact.on.isoformat() for fact in seeds()] == ["2026-04-02", "2026-04-03"]


def test_draws_replay_from_the_seed_of_the_day(tmp_path):
    at = houses.found(tmp_path / "home", chance=True)
    houses.lodge_all(at, *[houses.lentils(f"A-{number}") for number in range(300)])
    drawn = [fact for row in read.all_entries() if isinstance(fact := facts.read(row.body), facts.Lodging)]
    seed, another = at.seed(houses.MOMENT.date()), at.seed(houses.MOMENT.date() + DAY)
    assert all(selection.replay(fact.selection.draw, seed, fact.digest) for fact in drawn)
    assert not any(selection.replay(fact.selection.draw, another, fact.digest) for fact in drawn)
    chosen = {fact.reference for fact in drawn if fact.selection.draw.chosen}
    assert {fact.reference for fact in drawn if fact.selection.lane != "green"} == chosen
    assert 0 < len(chosen) < 30, "about one in fifty of 300"


RATES = b"""<?xml version="1.0" encoding="utf-8"?><rates><date>04.04.2026</date><item><fullname>x</fullname>
<title>USD</title><description>%s</description><quant>1</quant><change>0</change></item></rates>"""


def test_loaded_rates_value_from_then_on_in_this_house_and_when_it_is_opened_again(at):
    moment = houses.MOMENT + 2 * DAY
    before = houses.lodge_one(at, houses.lentils("A-1"), moment=moment)
    assert quotes.load(RATES % b"1000", None, at).added == 1
    after = houses.lodge_one(at, houses.lentils("A-2"), moment=moment)
    assert before.customs_value != after.customs_value == 14_250_000_00
    again = houses.lodge_one(houses.found(at.home), houses.lentils("A-3"), moment=moment)
    assert again.customs_value == after.customs_value
    assert audit.verify(at).problem is None


def test_rates_twice_in_one_process(at):
    assert quotes.load(RATES % b"1000", None, at).added == 1
    told = quotes.load(RATES % b"1000", None, at)
    assert (told.added, told.known, told.refused) == (0, 1, False)
    changed = quotes.load(RATES % b"1001", None, at)
    assert (changed.added, changed.refused) == (0, True)
    assert len(read.quotes()) == 1


def test_a_house_of_another_country_applies_its_law(tmp_path, monkeypatch):
    day = datetime.datetime(2026, 5, 25, 5, 0, tzinfo=datetime.UTC)
    monkeypatch.setenv("KEDEN_JURISDICTION", "KG")
    opened = house.open_home(tmp_path)
    monkeypatch.delenv("KEDEN_JURISDICTION")
    assert opened.currency == "KGS"
    filing = support.filing(**support.placed("KG"), declared_on="2026-05-25")
    (answer,) = lodge.lodge_all(formats.read(io.BytesIO(msgspec.json.encode(filing))), lodge.Actor("test"), day, opened)
    assert (answer.status, answer.findings) == ("registered", ())
    assert answer.customs_value == opened.day(day).exchange.convert(10_000_00, "USD")
    assert house.open_home(tmp_path).pack.jurisdiction == "KG"


def test_a_house_of_an_unknown_country_is_not_founded(tmp_path, monkeypatch):
    monkeypatch.setenv("KEDEN_JURISDICTION", "XX")
    with pytest.raises(lawpack.NoPack):
        house.open_home(tmp_path)
    monkeypatch.delenv("KEDEN_JURISDICTION")
    assert house.open_home(tmp_path).pack.jurisdiction == "KZ"
