"""The goods of a preference: the longest mask decides, and goods that do not say what they are
get no relief.
"""

import datetime

import pytest

from openkeden.base import validity
from openkeden.tariff import duty
from openkeden.tariff.edition import Preference
from openkeden.tariff.lot import Lot
from openkeden.tariff.preference_goods import CoveredGoods, PreferenceList, Terms

SINCE = datetime.date(2026, 1, 1)
BASIS = validity.Row(since=SINCE, mark="verified")


def goods(mask, rate="", condition=""):
    row = BASIS.provision(f"test:{mask}", mask)
    return CoveredGoods("P", row, rate, condition)


def preference(*rows, listed=False, percent=0):
    return Preference(
        code="P",
        charge="duty",
        factor_percent=percent,
        row=BASIS.provision("test:P", "0%"),
        goods=PreferenceList(rows, listed=listed),
    )


def left(granted, code, documents=(), **attributes):
    terms = granted.terms(Lot(code, attributes=attributes, documents=frozenset(documents)))
    return terms.percent if terms.rate is None else duty.text(terms.rate)


LISTED = preference(
    goods("02"), goods("0203", "common"), goods("02031"), goods("0203190000", "common")
)


@pytest.mark.parametrize(
    ("code", "percent"),
    [
        ("0101210000", 100),
        ("0201100000", 0),
        ("0203210000", 100),
        ("0203110000", 0),
        ("0203190000", 100),
    ],
)
def test_the_longest_mask_decides_in_a_list_that_grants(code, percent):
    assert left(LISTED, code) == percent
    assert LISTED.covers(code) == (percent == 0)


def test_a_list_of_exceptions_covers_all_else():
    granted = preference(goods("64", "common"), goods("6403", "50% of common"), percent=25)
    assert [left(granted, code) for code in ("6401", "6403", "9503")] == [100, 50, 25]
    assert [granted.covers(code) for code in ("6401", "6403", "9503")] == [
        False,
        True,
        True,
    ]


def test_an_empty_list_covers_nothing_where_the_preference_is_for_listed_goods():
    assert not preference(listed=True).covers("6403")
    assert preference().covers("6403")


def test_a_rate_of_its_own_is_told_as_one():
    assert left(preference(goods("64", "11.3%")), "6403") == "11.3%"


@pytest.mark.parametrize("condition", ["part", "season", "mark", "used"])
def test_exceptions_hold_until_the_goods_say_that_they_are_others(condition):
    granted = preference(goods("64", "common", condition))
    assert granted.covers("6403")
    for said, percent in (("", 100), ("named", 100), ("quota", 100), ("other", 0)):
        assert left(granted, "6403", preference_list=said) == percent


def test_a_grant_of_a_part_holds_only_for_goods_that_say_that_they_are_named():
    granted = preference(goods("03", "", "part"), percent=75)
    for said, percent in (("", 100), ("other", 100), ("named", 75)):
        assert left(granted, "0303", preference_list=said) == percent


def test_a_quota_wants_the_word_and_the_licence():
    granted = preference(goods("0207", "common", "quota 01011"))
    assert left(granted, "0207") == 100
    assert left(granted, "0207", ["01011"]) == 100
    assert left(granted, "0207", preference_list="quota") == 100
    assert left(granted, "0207", ["01011"], preference_list="quota") == 0


def test_what_was_recorded_is_read_back_from_the_rows():
    granted = preference(goods("64", "11.3%"), goods("65", "common", "part"))
    row = granted.goods_of("6403").row
    assert granted.recorded(["test:line", "test:P", row.id]) == granted.terms(Lot("6403"))
    assert granted.recorded(["test:line", "test:P"]) == Terms(0)
    lifted = granted.terms(Lot("6501", attributes={"preference_list": "other"}))
    assert granted.recorded(lifted.rows) == lifted
