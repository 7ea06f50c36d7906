"""An installation: set up once, opened again as it was, one at a time in a process; its
days, seeds and rates.
"""

import datetime
import io

import msgspec
import pytest
from django.db import connections

from openkeden import formats
from openkeden.base.findings import Refused
from openkeden.flow import facts, installation, installation_files, sealing
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import lodge
from openkeden.risk import random_check
from openkeden.store import read
from tests import founded, one_key, support

DAY = datetime.timedelta(days=1)


def refusal(given: object) -> str:
    """The number of the one rule that an installation was refused by."""
    assert isinstance(given, Refused)
    (finding,) = given.findings
    return finding.rule


def seeds() -> list[facts.Seed]:
    found = [facts.read(row.body) for row in read.all_entries() if row.kind == "seed"]
    return [fact for fact in found if isinstance(fact, facts.Seed)]


def test_an_installation_is_opened_as_it_was_left(at):
    first = founded.lodge_one(at, founded.shirts("A-1"))
    again = founded.found(at.home)
    assert (again.key.text, again.seed(founded.MOMENT.date())) == (
        at.key.text,
        at.seed(founded.MOMENT.date()),
    )
    assert founded.lodge_one(again, founded.shirts("A-1")) == first


def test_each_installation_has_a_key_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(installation, "_new_key", one_key.new_key)
    one, two = [installation.open_installation(tmp_path / name) for name in ("one", "two")]
    assert one.key.verifier != two.key.verifier
    assert one.seed(founded.MOMENT.date()) != two.seed(founded.MOMENT.date())
    assert (
        one.home / installation_files.VERIFIER_FILE
    ).read_text().strip() == one.key.verifier.text
    assert (one.home / installation_files.KEY_FILE).stat().st_mode & 0o077 == 0


def test_where_there_is_no_installation_none_is_made_unasked(tmp_path):
    refused = installation.open_installation(tmp_path / "home", create=False)
    assert refusal(refused) == "U.1"
    assert not (tmp_path / "home").exists()


def test_nothing_is_written_to_a_installation_that_is_not_the_open_one(at, tmp_path):
    other = founded.found(tmp_path / "other")
    with pytest.raises(AssertionError, match="another installation"):
        founded.lodge_one(at, founded.lentils("A-1"))
    founded.lodge_one(other, founded.lentils("A-1"))
    assert founded.sql(at, "SELECT count(*) FROM entry") == [(founded.ENTRIES,)]
    reopened = founded.found(at.home)
    assert founded.lodge_one(reopened, founded.lentils("A-1")).entry == founded.ENTRIES + 1


def test_a_folder_that_cannot_be_opened_disturbs_no_other(at, tmp_path):
    founded.lodge_one(at, founded.lentils("A-1"))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / installation_files.DATABASE_FILE).write_bytes(
        b"no database at all " * 500
    )
    assert refusal(installation.open_installation(tmp_path / "broken")) == "U.53"
    reopened = founded.found(at.home)
    assert verification.verify(reopened).size == founded.ENTRIES + 2


def test_an_exception_inside_a_group_leaves_the_connection_usable(at, monkeypatch):
    def fail(*_):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(lodge.Batch, "close", fail)
        with pytest.raises(MemoryError):
            founded.lodge_one(at, founded.lentils("A-1"))
    assert not connections["default"].in_atomic_block
    assert founded.lodge_one(at, founded.lentils("A-1")).registration.endswith("0000001")
    assert verification.verify(at).problem is None


def test_a_lost_key_stops_the_installation(at):
    founded.lodge_one(at, founded.lentils("A-1"))
    (at.home / installation_files.KEY_FILE).unlink()
    assert refusal(installation.open_installation(at.home)) == "U.2"


def test_the_seed_of_a_day_is_committed_to_before_its_first_lodging(at):
    for moment in (founded.MOMENT, founded.MOMENT, founded.MOMENT + DAY):
        founded.lodge_one(
            at, founded.lentils(f"A-{len(list(read.all_entries()))}"), moment=moment
        )
    kinds = [row.kind for row in read.all_entries()]
    assert kinds.count("seed") == 2
    assert kinds[:2] == ["foundation", "law"]
    assert kinds[founded.ENTRIES] == "seed"
    assert [fact.on.isoformat() for fact in seeds()] == ["2026-04-02", "2026-04-03"]
    for fact in seeds():
        assert fact.commitment == random_check.commitment(at.seed(fact.on))


def test_nobody_can_take_the_place_of_a_seed(at):
    """A refused filing is filed under its sender's own reference, which may be any text."""
    assert founded.lodge_one(at, founded.bad("seed 2026-04-03")).status == "refused"
    founded.lodge_one(at, founded.lentils("A-1"), moment=founded.MOMENT + DAY)
    assert [fact.on.isoformat() for fact in seeds()] == ["2026-04-02", "2026-04-03"]


def test_draws_replay_from_the_seed_of_the_day(tmp_path):
    at = founded.found(tmp_path / "home", chance=True)
    filings = [founded.lentils(f"A-{number}") for number in range(300)]
    founded.lodge_all(
        at, *[founded.by_road(filing.reference, filing) for filing in filings]
    )
    drawn = [
        (sealing.selection_of(row), facts.read(row.body))
        for row in read.all_entries()
        if row.kind == "lodging"
    ]
    seed, another = at.seed(founded.MOMENT.date()), at.seed(founded.MOMENT.date() + DAY)
    assert all(random_check.replay(made.draw, seed, fact.lots) for made, fact in drawn)
    assert not any(
        random_check.replay(made.draw, another, fact.lots) for made, fact in drawn
    )
    chosen = {fact.reference for made, fact in drawn if made.draw.chosen}
    assert {fact.reference for made, fact in drawn if made.lane != "green"} == chosen
    assert 0 < len(chosen) < 30, "about one in fifty of 300"


def published(usd: str) -> bytes:
    return founded.published("04.04.2026", USD=usd)


def test_loaded_rates_value_from_then_on_in_this_installation_and_when_it_is_opened_again(
    at,
):
    moment = founded.MOMENT + 2 * DAY
    before = founded.lodge_one(at, founded.lentils("A-1"), moment=moment)
    assert founded.load_rates(at, published("480"), moment).added == 1
    after = founded.lodge_one(at, founded.lentils("A-2"), moment=moment)
    assert before.customs_value != after.customs_value == 6_840_000_00
    again = founded.lodge_one(founded.found(at.home), founded.lentils("A-3"), moment=moment)
    assert again.customs_value == after.customs_value
    assert verification.verify(at).problem is None


def test_rates_twice_in_one_process(at):
    assert founded.load_rates(at, published("480")).added == 1
    told = founded.load_rates(at, published("480"))
    assert (told.added, told.known) == (0, 1)
    changed = founded.load_rates(at, published("481"))
    assert refusal(changed) == "I.4"
    assert len(read.quotes()) == 1


def test_an_installation_of_another_country_applies_its_law(tmp_path, monkeypatch):
    day = datetime.datetime(2026, 5, 25, 5, 0, tzinfo=datetime.UTC)
    monkeypatch.setenv("KEDEN_JURISDICTION", "KG")
    opened = installation.open_installation(tmp_path)
    monkeypatch.delenv("KEDEN_JURISDICTION")
    assert opened.currency == "KGS"
    filing = support.filing(**support.placed("KG"), declared_on="2026-05-25")
    (answer,) = lodge.lodge_all(
        formats.read(io.BytesIO(msgspec.json.encode(filing))),
        lodge.Actor(),
        day,
        opened,
    )
    assert (answer.status, answer.findings) == ("registered", ())
    assert answer.customs_value == opened.day(day).exchange.convert(10_000_00, "USD")
    assert installation.open_installation(tmp_path).pack.jurisdiction == "KG"


def test_an_installation_of_an_unknown_country_is_not_set_up(tmp_path, monkeypatch):
    monkeypatch.setenv("KEDEN_JURISDICTION", "XX")
    assert refusal(installation.open_installation(tmp_path)) == "U.110"
    monkeypatch.delenv("KEDEN_JURISDICTION")
    assert installation.open_installation(tmp_path).pack.jurisdiction == "KZ"
