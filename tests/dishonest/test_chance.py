"""Dishonest acts: chance tried again, lots declared twice, thresholds gone below."""

import datetime

import msgspec
import pytest

from openkeden.base.findings import Refused
from openkeden.filing import declaration
from openkeden.flow import sealing
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import earlier_lots
from openkeden.flow.lodging.filed import lots_of
from openkeden.flow.risk import seeds
from openkeden.risk import lots, random_check, selection
from openkeden.store import log, read
from tests import founded

NEXT = founded.MOMENT + datetime.timedelta(days=1)
DAY = founded.MOMENT.date()


@pytest.fixture
def chancy(tmp_path):
    """An installation with its random checks."""
    return founded.found(tmp_path / "home", chance=True)


def selections() -> list[selection.Selection]:
    lodged = [row for row in read.all_entries() if row.kind == "lodging"]
    return [sealing.selection_of(row) for row in lodged]


def test_six_hundred_spellings_of_one_lot_meet_one_draw(chancy):
    """A trader files one lot in 600 spellings and keeps the one that comes out green."""
    spelled = [
        founded.by_road(f"CMR-00{'-' * (number % 7)}77 ", founded.shirts(f"A-{number}"))
        for number in range(600)
    ]
    answers = founded.lodge_all(chancy, *spelled)
    assert {answer.status for answer in answers} == {"registered"}
    assert len({made.draw.value for made in selections()}) == 1
    assert "repeated" in [hit.profile for hit in selections()[-1].hits]


def test_a_country_by_its_name_has_the_lot_of_its_code(chancy):
    """Where no transport document tells lots apart, the origin of the goods does."""
    shirts = founded.shirts("A-0")
    (item,) = shirts.items
    day = chancy.day(founded.MOMENT)
    keys = set()
    for origin in ("BD", "Bangladesh", "бангладеш"):
        goods = msgspec.structs.replace(item, origin=origin, documents=())
        keys.add(lots_of(msgspec.structs.replace(shirts, items=(goods,)), day).keys)
    assert len(keys) == 1


def test_different_lots_are_drawn_for_each_by_itself(chancy):
    """The share of a hundred lots that is checked is that of the profiles, not all or none."""
    filings = [founded.by_road(f"CMR-{n}", founded.shirts(f"A-{n}")) for n in range(300)]
    founded.lodge_all(chancy, *filings)
    chosen = sum(made.draw.chosen for made in selections())
    assert 0 < chosen < 30


def red_lot() -> str:
    """A waybill whose lot is chosen on the day of these tests by the key of these tests."""
    return next(f"CMR-{number}" for number in range(10_000) if is_red(f"CMR-{number}"))


def is_red(number: str) -> bool:
    brought = lots.brought(founded.by_road(number, founded.shirts("x")), {"02015"})
    seed = _seed()
    return random_check.draw(seed, brought.keys, 20_000, "/").chosen


def _seed() -> bytes:
    import hashlib
    import hmac

    secret = hashlib.sha256(b"openkeden draw\n" + founded.key().text.encode()).digest()
    return hmac.digest(secret, DAY.isoformat().encode(), "sha256")


def test_a_red_lot_that_is_left_and_filed_again_is_red_again(chancy):
    """A trader leaves a red declaration lying and files the lot anew, the next day."""
    number = red_lot()
    first = founded.lodge_one(chancy, founded.by_road(number, founded.shirts("A-1")))
    assert first.lane == "red"
    other = founded.by_road(f" {number.lower()}", founded.shirts("A-2"))
    again = founded.lodge_one(chancy, other, moment=NEXT)
    assert again.lane == "red"
    last = selections()[-1]
    assert last.earlier == (first.registration,)
    assert "repeated" in [hit.profile for hit in last.hits]


def test_a_lot_withdrawn_and_filed_again_keeps_its_lane(at):
    """A trader withdraws a declaration for which documents are asked, and files it again."""
    first = founded.lodge_one(at, founded.by_road("CMR-1", founded.shoes("A-1")))
    assert first.lane == "yellow"
    known = founded.by_road("CMR-1", founded.shoes("A-2", invoice_total="99000.00"))
    item = msgspec.structs.replace(known.items[0], price="99000.00")
    dear = msgspec.structs.replace(known, items=(item,))
    again = founded.lodge_one(at, dear)
    assert again.status == "registered"
    assert again.lane == "yellow", (
        "the price profile says nothing now, the earlier one does"
    )


def test_another_broker_meets_the_same_lot(at):
    """A trader files one lot through two brokers."""
    first = founded.lodge_one(at, founded.by_road("CMR-1", founded.shirts("A-1")))
    broker = msgspec.structs.replace(founded.shirts("A-1").declarant, id=founded.OTHER)
    other = founded.by_road("CMR-1", founded.shirts("B-1", declarant=broker))
    founded.lodge_one(at, other)
    assert selections()[-1].earlier == (first.registration,)


def small() -> declaration.Filing:
    names = [name for name in founded.samples() if name.startswith("PAR")]
    assert names, sorted(founded.samples())
    return founded.samples()[names[0]]


def test_parcels_on_one_transport_document_count_together(at):
    """A recipient splits goods into twenty parcels of EUR 189 on one transport document."""
    name = small().reference
    filings = [founded.by_road("CMR-1", founded.sample(name, f"P-{n}")) for n in range(20)]
    answers = founded.lodge_all(at, *filings)
    taxed = [answer for answer in answers if "V47.3" in founded.rules(answer)]
    assert len(taxed) == 19
    assert all(answer.totals["5010"] > 0 for answer in taxed)
    last = selections()[-1]
    assert "joined" in [hit.profile for hit in last.hits]
    assert last.earlier_count == 19
    apart = [
        founded.by_road(f"CMR-{n}", founded.sample(name, f"Q-{n}")) for n in range(30, 33)
    ]
    free = founded.lodge_all(at, *apart)
    assert not [answer for answer in free if "V47.3" in founded.rules(answer)]


def test_parcels_of_two_days_count_together(at):
    """The second parcel comes a day later, in another batch."""
    name = small().reference
    founded.lodge_one(at, founded.by_road("CMR-1", founded.sample(name, "P-1")))
    later = founded.lodge_one(
        at, founded.by_road("CMR-1", founded.sample(name, "P-2")), moment=NEXT
    )
    assert "V47.3" in founded.rules(later)
    assert verification.verify(at).problem is None


def test_a_seed_is_opened_on_a_later_day_by_an_administrator_only(at):
    """Somebody wants the seed of today, to tell a trader which lots will be red."""
    founded.lodge_one(at, founded.shirts("A-1"))
    early = seeds.reveal(DAY, "admin-1", founded.MOMENT, at)
    assert isinstance(early, Refused)
    assert early.findings[0].rule == "K.20"
    inspector = seeds.reveal(DAY, "inspector-1", NEXT, at)
    assert isinstance(inspector, Refused)
    opened = seeds.reveal(DAY, "admin-1", NEXT, at)
    assert isinstance(opened, seeds.OpenedSeed)
    assert random_check.commitment(opened.seed) == opened.commitment
    assert seeds.reveal(DAY, "admin-1", NEXT, at) == opened
    assert verification.verify(at).problem is None


def test_nothing_is_lodged_on_a_day_whose_seed_is_open(at):
    """A trader reads the opened seed, and files on that day, with a reason, a lot that it
    does not draw."""
    first = founded.lodge_one(at, founded.shirts("A-1"))
    founded.lodge_one(at, founded.shirts("A-2"), moment=NEXT)
    late = "the line was down"
    assert founded.lodge_one(at, founded.shirts("A-3"), late=late).status == "registered"
    founded.lodge_one(at, founded.shirts("A-6"), moment=NEXT)
    assert isinstance(seeds.reveal(DAY, "admin-1", NEXT, at), seeds.OpenedSeed)
    size = log.size()
    answer = founded.lodge_one(at, founded.shirts("A-4"), late=late)
    assert founded.rules(answer) == ["K.23"]
    assert log.size() == size
    again = founded.lodge_one(at, founded.shirts("A-1"), late=late)
    assert again.registration == first.registration
    assert founded.lodge_one(at, founded.shirts("A-5"), moment=NEXT).registration
    assert verification.verify(at).problem is None


def test_draws_are_repeated_with_the_opened_seed(at):
    """An officer says that a trader was drawn who was not."""
    founded.lodge_all(at, founded.shirts("A-1"), founded.lentils("A-2"))
    assert isinstance(seeds.repeat(DAY), Refused)
    founded.lodge_one(at, founded.shirts("A-3"), moment=NEXT)
    seeds.reveal(DAY, "admin-1", NEXT, at)
    repeated = seeds.repeat(DAY)
    assert isinstance(repeated, seeds.RepeatedDraws)
    assert [draw.fits for draw in repeated.draws] == [True, True]


def test_a_flood_of_one_lot_costs_no_more_than_any_other(at):
    """A trader files thousands of declarations of one lot, each in other containers."""
    kinds = earlier_lots.KINDS
    known: dict = {}
    for number in range(kinds + 60):
        earlier = lots.Earlier(f"N-{number}", "green", DAY, 1, (f"C{number}",), ("610910",))
        earlier_lots._keep(known, b"k", earlier)
    assert len(known[b"k"]) == kinds + 1
    assert sum(one.count for one in known[b"k"].values()) == kinds + 60
    assert sum(one.worth for one in known[b"k"].values()) == kinds + 60
    merged = known[b"k"]["green", (), ()]
    assert lots.same(lots.Brought((b"k",), ("Z",), ("999999",)), merged)
