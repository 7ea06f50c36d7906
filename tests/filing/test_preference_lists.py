"""The list of goods of a preference and the paper that proves it: each rule beside its breach
and a clean neighbour.
"""

import msgspec
import pytest

from openkeden.base import validity
from openkeden.filing import declaration
from openkeden.tariff.preference_goods import CoveredGoods, PreferenceList
from tests import support
from tests.filing.gate import breach, clean, filing

AT = "items[0].preferences.duty"
BASIS = validity.Row(since=support.DAY, act="list of Serbia")


def serbian(*codes, claimed="FTRS", **attributes):
    papers = [declaration.Document(code, f"{code}-1", "2026-03-02") for code in codes]
    item = {
        "origin": "RS",
        "preferences": declaration.Preferences(duty=claimed),
        "documents": tuple(papers),
        "attributes": attributes,
    }
    return filing(item, origin_country="RS")


def law(condition="", rate="common"):
    """The law with one row in the list of Serbia: shoes, whatever the condition says."""
    held = support.edition()
    row = BASIS.provision("test:shoes", "6403")
    goods = CoveredGoods("FTRS", row, rate, condition, "shoes of wool")
    granted = msgspec.structs.replace(
        held.preferences["FTRS"], goods=PreferenceList((goods,), listed=False)
    )
    return msgspec.structs.replace(held, preferences={"FTRS": granted})


def test_G34_10():
    held = support.edition()
    unproved = msgspec.structs.replace(held.preferences["FTRS"], document="")
    unknown = msgspec.structs.replace(held, preferences={"FTRS": unproved})
    found = breach("G34.10", AT, "FTRS", serbian(), law=unknown)
    assert (found.severity, found.box) == ("warning", "34")
    clean("G34.10", serbian())
    clean(
        "G34.10", filing({"preferences": declaration.Preferences(duty="FTRS")}), law=unknown
    )


@pytest.mark.parametrize("code", ["06013", "06014"])
def test_G36_11(code):
    found = breach("G36.11", AT, "FTRS", serbian(code))
    assert (found.args["document"], found.args["right"]) == (code, "06017")
    clean("G36.4", serbian(code))
    clean("G36.11", serbian(code, "06017"))
    clean("G36.11", serbian("06011"))


CONDITIONS = [
    ("G36.12", "part"),
    ("G36.13", "season"),
    ("G36.15", "mark"),
    ("G36.16", "used"),
]


def test_G36_12():
    of_condition("G36.12", "part")


def test_G36_13():
    of_condition("G36.13", "season")


def test_G36_15():
    of_condition("G36.15", "mark")


def test_G36_16():
    of_condition("G36.16", "used")


def of_condition(number: str, condition: str) -> None:
    """Goods of a row with a condition say what they are, or are told of it."""
    listed = law(condition)
    found = breach(number, AT, "FTRS", serbian("06017"), law=listed)
    assert found.severity == "warning"
    assert found.args["goods"] == "shoes of wool"
    for said in ("named", "other"):
        clean(number, serbian("06017", preference_list=said), law=listed)
    for other, kind in CONDITIONS:
        if other != number:
            clean(number, serbian("06017"), law=law(kind))
    clean(number, filing({"preferences": declaration.Preferences(duty="FTRS")}), law=listed)


def test_G36_14():
    listed = law("quota 01011", "5%")
    for sent in (
        serbian("06017"),
        serbian("06017", "01011"),
        serbian("06017", preference_list="quota"),
    ):
        found = breach("G36.14", AT, "FTRS", sent, law=listed)
        assert found.args["document"] == "01011"
    clean("G36.14", serbian("06017", "01011", preference_list="quota"), law=listed)
    clean("G36.14", serbian("06017", preference_list="named"), law=listed)


def test_G36_17():
    listed = law("part")
    found = breach("G36.17", AT, "all", serbian(preference_list="all"), law=listed)
    assert found.args["known"] == "named, other, quota"
    clean("G36.17", serbian(preference_list="quota"), law=listed)
    clean("G36.17", serbian(), law=listed)


def test_G36_18():
    found = breach("G36.18", AT, "FTRS", serbian("06017"), law=law())
    assert (found.args["mask"], found.args["code"]) == ("6403", "6403999600")
    for listed in (law("part"), law(rate="5%"), law(rate="50% of common"), law(rate="")):
        clean("G36.18", serbian("06017"), law=listed)


def test_goods_that_a_list_names_are_known_attributes():
    clean("G31.9", serbian("06017", preference_list="other"))
