"""The rate book: which rate applies to a lot, what is missing to tell, and that its
memory is bounded.
"""

import datetime

import msgspec
import pytest

from openkeden.base import bounded
from openkeden.base.validity import Provision
from openkeden.tariff import conditions, duty, rate_book
from openkeden.tariff.edition import ChargeRate, Edition
from openkeden.tariff.lot import Lot
from openkeden.tariff.rate_book import RateBook
from tests import support

HEAD = 10**6
KEY = "antidumping"


def rate(text: str, *when: str, **limits: object) -> ChargeRate:
    row = Provision(id=f"t:{text}", value=text, since=datetime.date(2026, 1, 1))
    made = tuple([conditions.parse(one) for one in when])
    limits = {"mask": "6403"} | limits
    return ChargeRate(charge=KEY, rate=duty.parse(text), row=row, when=made, **limits)


def law(*rates: ChargeRate) -> Edition:
    held = tuple(sorted(rates, key=lambda one: one.rank))
    return msgspec.structs.replace(support.edition(), charge_rates={KEY: held})


def shoes(**stated: str) -> Lot:
    return Lot("6403999600", "CN", stated, {"kg": HEAD, "pair": HEAD})


def worth(amount: duty.Fixed) -> int:
    return duty.amount(amount, 0, {}, support.exchange(), support.edition().indices)


def applicable(book: RateBook, lot: Lot, value: int = 0) -> str:
    found = book.applicable(KEY, lot, value, worth)
    return found.text if found is not None else ""


def test_the_longest_mask_and_the_most_conditions_come_first() -> None:
    book = RateBook(law(rate("1%", mask=""), rate("2%"), rate("3%", "sole = leather")))
    assert applicable(book, shoes(sole="leather")) == "3%"
    assert applicable(book, shoes(sole="rubber")) == "2%"
    assert applicable(book, Lot("0101210000")) == "1%"


def test_origin_attributes_value_and_quantities_are_all_to_be_met() -> None:
    china = frozenset({"CN"})
    asks = ("sole = leather", "value > 10 KZT each pair")
    book = RateBook(law(rate("5%", *asks, origins=china)))
    leather = shoes(sole="leather")
    assert applicable(book, leather, 1001) == "5%"
    assert applicable(book, leather, 1000) == ""
    assert applicable(book, shoes(), 1001) == ""
    elsewhere = msgspec.structs.replace(leather, origin="VN")
    assert applicable(book, elsewhere, 1001) == ""


def test_what_a_lot_does_not_state_and_what_it_states_otherwise() -> None:
    book = RateBook(
        law(rate("5%", "producer = A"), rate("6%", "producer = B", "sole = leather"))
    )
    assert [one.text for one in book.unstated(KEY, shoes())] == ["producer = A"]
    assert book.unstated(KEY, shoes(producer="A")) == []
    assert book.mistaken(KEY, shoes(producer="C")) == {"producer": {"A", "B"}}
    assert book.mistaken(KEY, shoes()) == {}
    assert book.unanswered(KEY, shoes(producer="A")) == ("sole",)


def test_own_rates_are_those_that_a_lot_may_fall_under_by_what_it_does_not_state() -> None:
    book = RateBook(law(rate("4%", "producer = A"), rate("20%")))
    ((own, missing),) = book.own_rates(KEY, shoes())
    assert (own.text, [one.name for one in missing]) == ("4%", ["producer"])
    assert book.own_rates(KEY, shoes(producer="B")) == []
    assert book.unstated(KEY, shoes()) == [], "a rate for all others follows"


def test_what_charges_are_computed_in() -> None:
    book = RateBook(support.edition())
    needed = book.needed("40", shoes())
    assert (needed.units, needed.currencies) == ({"pair"}, {"EUR"})
    assert book.needed("80", shoes()).units == frozenset()
    assert book.charges("99") == ()


def test_the_duty_is_that_of_the_tariff() -> None:
    book = RateBook(support.edition())
    (found,) = book.rates("duty", "6403999600")
    assert (found.text, found.open, found.terms) == ("1.25 EUR/pair", True, None)
    assert book.rates("duty", "9999999999") == ()


def test_an_edition_has_one_book_while_it_is_in_use() -> None:
    held = law(rate("1%"))
    book = rate_book.of(held)
    assert book.law is held
    assert rate_book.of(held) is book
    others = [rate_book.of(law(rate(f"{number}%"))) for number in range(2, 12)]
    assert len({id(one) for one in others}) == len(others)
    assert rate_book.of(held) is not book


def test_rows_of_every_length_of_a_mask_are_found_in_the_order_of_the_law() -> None:
    lengths = ("", "6403", "640399", "6403999", "6403999600", "6404")
    texts = [f"{number}%" for number in range(len(lengths))]
    pairs = zip(texts, lengths, strict=True)
    book = RateBook(law(*[rate(text, mask=mask) for text, mask in pairs]))
    found = [one.text for one in book.rates(KEY, "6403999600")]
    assert found == ["4%", "3%", "2%", "1%", "0%"]
    assert [one.text for one in book.rates(KEY, "0101210000")] == ["0%"]


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "REMEMBERED", 3)
    book = RateBook(law(rate("2%")))
    for number in range(10):
        assert applicable(book, Lot(f"640399{number:04}")) == "2%"
        book.needed("40", shoes(size=str(number)))
    assert len(book._rates) <= 3
    assert len(book._needed) <= 3
