"""Goods whose measures are not held here wait for an officer, who reads why; a total that
lacks a charge is the least.
"""

import msgspec
import pytest

import openkeden
from openkeden.flow import sealing
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import actions, known_case
from openkeden.store import read
from openkeden.views import status_view
from tests import founded, support

LANGUAGES = ("en", "ru", "kk")


def sold(code: str, reference: str):
    """An import of these goods, with nothing else about it that an officer looks at."""
    made = founded.shirts(reference)
    (item, *_) = made.items
    unit = support.edition().lines[code].unit
    other = msgspec.structs.replace(
        item,
        code=code,
        description="Goods of one kind, made for resale, packed in cartons",
        supplementary_quantity=item.supplementary_quantity if unit else "",
        supplementary_unit=unit,
        attributes={},
        preferences=type(item.preferences)(),
    )
    return msgspec.structs.replace(made, items=(other, *made.items[1:]))


@pytest.mark.parametrize(
    "code", ["9302000000", "3602000000", "3004900002", "8806220009", "7108120001"]
)
def test_goods_under_a_gap_are_never_released_by_themselves(at, code):
    founded.pay_in(at)
    answer = founded.lodge_one(at, sold(code, "GUN-1"))
    assert answer.status == "registered", answer.findings
    assert answer.lane != "green"
    assert answer.state == "documents_asked"
    assert "V47.4" in founded.rules(answer)
    assert verification.verify(at).problem is None


def test_an_officer_reads_why_and_what_to_ask_for(at):
    founded.pay_in(at)
    founded.lodge_one(at, sold("9302000000", "GUN-1"))
    looked_up = actions.look_up("GUN-1", at)
    assert isinstance(looked_up, known_case.KnownCase)
    for language in LANGUAGES:
        view = status_view.of_officer(looked_up, at, founded.MOMENT, language)
        assert isinstance(view, status_view.StatusView)
        (reason,) = [one for one in view.reasons if one.profile.startswith("measures.")]
        assert reason.item == 1
        goods = {"en": "ammunition", "ru": "патроны", "kk": "қару"}[language]
        assert goods in reason.title


def test_the_reason_is_sealed_and_not_told_to_the_trader(at):
    founded.pay_in(at)
    founded.lodge_one(at, sold("9302000000", "GUN-1"))
    (row,) = [row for row in read.all_entries() if row.kind == "lodging"]
    hits = sealing.selection_of(row).hits
    assert [hit.profile for hit in hits] == ["measures.weapons@2018-01-01"]
    assert hits[0].profile.encode() not in row.body


def test_closing_a_gap_takes_its_profile_along():
    pack = support.pack()
    names = {profile.id for profile in pack.profiles.profiles}
    unheld = {gap.key for gap in pack.gaps if gap.masks and not gap.charge}
    assert {name.partition("@")[0] for name in names} >= unheld


def test_totals_that_lack_a_charge_are_the_least():
    price = {"value": 1000, "currency": "USD", "net": 1000, "on": support.DAY}
    wine = openkeden.duty(code="2204210700", origin="FR", qty=1000, **price)
    assert [one.charge for one in wine.missing] == ["excise"]
    shoes = openkeden.duty(code="6403999600", origin="CN", qty=1000, **price)
    assert shoes.missing == ()
