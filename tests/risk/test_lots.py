"""Lots: what stays the same however a trader spells his declaration."""

import datetime
import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.filing import declaration
from openkeden.risk import lots, random_check
from tests import support
from tests.risk import samples

ROAD = frozenset({"02015", "02013"})
DAY = datetime.date(2026, 4, 2)


def document(number: str, code: str = "02015") -> declaration.Document:
    return declaration.Document(code, number)


def filing(*numbers: str, **changes: object) -> declaration.Filing:
    documents = tuple([document(number) for number in numbers])
    return support.filing(items=(support.item(documents=documents),), **changes)


def keys(of: declaration.Filing) -> tuple[bytes, ...]:
    return lots.brought(of, ROAD).keys


def test_a_lot_is_the_documented_function():
    whole = b"openkeden lot\n990140000017\nkz77"
    assert keys(filing("KZ-0077"))[0] != hashlib.sha256(whole).digest()
    whole = b"openkeden lot\n990140000017\nkz0077"
    assert keys(filing("KZ-0077")) == (hashlib.sha256(whole).digest(),)


SPELLINGS = [
    "CMR 0012-77",
    " cmr0012/77 ",
    "CMR\u200b001277",
    "\uff23\uff2d\uff32001277",
    "СМR001277",  # Cyrillic Es and Em
    "CMRO01277",  # the letter O
    "CMR00I277",
    "cmr.00.12.77",
]


@pytest.mark.parametrize("number", SPELLINGS)
def test_spellings_of_one_number_are_one_lot(number):
    assert keys(filing(number)) == keys(filing("CMR001277"))


def test_other_numbers_persons_and_kinds_are_other_lots():
    known = {
        keys(filing("CMR001277")),
        keys(filing("CMR001278")),
        keys(support.filing(items=(support.item(documents=(document("1", "04021"),)),))),
        keys(
            filing(
                "CMR001277",
                consignee=declaration.Party(name="Other", country="KZ", id="150240019999"),
            )
        ),
    }
    assert len(known) == 4


FREE = {
    "reference": "Z-9",
    "office": "39800",
    "goods_location": "39800",
    "invoice_total": "10000.01",
    "packages_total": 51,
    "delivery_place": "Almaty",
    "border_transport": "999ZZZ01",
    "signatory": "B. Other",
    "declared_on": "2026-04-01",
    "exporter": declaration.Party(name="Example Shoes Co.", country="CN"),
    "declarant": declaration.Party(name="A Broker", country="KZ", id="150240019999"),
    "financial": declaration.Party(name="A Payer", country="KZ", id="150240019999"),
}


@pytest.mark.parametrize("field", FREE)
def test_what_a_trader_may_vary_freely_moves_no_lot(field):
    assert keys(filing("CMR001277", **{field: FREE[field]})) == keys(filing("CMR001277"))


@pytest.mark.parametrize(
    "change",
    [
        {"gross_mass_kg": "1200.001"},
        {"code": "6109100000"},
        {"description": "Boots"},
        {"price": "9999.99"},
        {"origin": "VN"},
    ],
)
def test_goods_move_no_lot_where_there_is_a_transport_document(change):
    documents = (document("CMR001277"),)
    other = support.filing(items=(support.item(documents=documents, **change),))
    assert keys(other) == keys(filing("CMR001277"))


def test_more_documents_are_more_lots_and_never_help():
    one, two = keys(filing("CMR001277")), keys(filing("CMR001277", "CMR9"))
    assert set(one) < set(two)
    seed = samples.SEED
    drawn = [random_check.draw(seed, known, 0, "/") for known in (one, two)]
    assert drawn[1].value <= drawn[0].value
    assert [draw.lots for draw in drawn] == [1, 2]


def test_without_a_document_it_is_the_dearest_goods():
    dear, cheap = support.item(), support.item(number=2, code="6109100000", price="1.00")
    alone = keys(support.filing(items=(dear,)))
    assert keys(support.filing(items=(dear, cheap))) == alone
    assert keys(support.filing(items=(cheap, dear))) == alone
    assert keys(support.filing(items=(cheap,))) != alone
    unread = support.item(number=2, price="much")
    assert keys(support.filing(items=(dear, unread))) == alone


def test_a_filing_without_goods_is_a_lot_of_its_person():
    assert len(keys(support.filing(items=()))) == 1


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text):
    assert lots.plain(lots.plain(text)) == lots.plain(text)
    assert keys(filing(text))


def earlier(lane: str = "red", on: datetime.date = DAY, **changes) -> lots.Earlier:
    known = lots.Earlier("57505/020426/0000001", lane, on, 100, (), ("640399",))
    return msgspec.structs.replace(known, **changes)


@pytest.mark.parametrize(
    ("lane", "expected"), [("green", "green"), ("yellow", "yellow"), ("red", "red")]
)
def test_goods_declared_again_take_the_stricter_lane(lane, expected):
    of, ready = samples.declared(), samples.compiled()
    chosen = samples.select(of, ready, earlier=[earlier(lane)])
    assert chosen.lane == expected
    assert [hit.profile for hit in chosen.hits] == ["repeated"]
    assert chosen.earlier == ("57505/020426/0000001",)
    assert chosen.documents == (() if expected == "green" else ("04021",))


@pytest.mark.parametrize(
    "other",
    [
        {"subheadings": ("610910",)},
        {"on": DAY - datetime.timedelta(days=31)},
    ],
)
def test_other_goods_and_goods_of_long_ago_are_not_declared_again(other):
    chosen = samples.select(
        samples.declared(), samples.compiled(), earlier=[earlier(**other)]
    )
    assert (chosen.lane, chosen.hits, chosen.earlier) == ("green", (), ())


def test_containers_tell_the_same_goods_apart():
    here = lots.Brought((b"k",), ("MSKU1234565",), ("640399",))
    assert lots.same(here, earlier(containers=("MSKU1234565", "X")))
    assert not lots.same(here, earlier(containers=("MSKU7654321",)))
    assert lots.same(here, earlier(containers=()))
