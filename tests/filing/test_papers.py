"""The papers that a preference of box 36 rests on: numbered, dated, in their term."""

import pytest

from openkeden.filing import declaration
from tests.filing.gate import breach, clean, filing, found

AT = "items[0].preferences.duty"
LAST_YEAR = "2025-04-02"


def certificate(number="KG 17", issued_on="2026-03-02", code="06011"):
    return declaration.Document(code=code, number=number, issued_on=issued_on)


def uzbek(*papers, **preferences):
    claimed = declaration.Preferences(**(preferences or {"duty": "FTA"}))
    return filing({"origin": "UZ", "preferences": claimed, "documents": papers})


@pytest.mark.parametrize("number", ["-", "b/n", "б/н", "without", "000", "No."])
def test_G36_8(number):
    breach("G36.8", AT, number, uzbek(certificate(number)))
    clean("G36.8", uzbek(certificate()))
    clean("G36.8", uzbek(certificate(number), certificate()))
    clean("G36.8", uzbek(certificate(), certificate(number, code="04021")))


def test_G36_8_of_a_paper_that_is_no_certificate():
    aid = certificate("-", code="07011")
    breach("G36.8", AT, "-", uzbek(aid, duty="AID"))
    clean("G36.8", uzbek(certificate("7", code="07011"), duty="AID"))


def test_G36_9():
    found = breach("G36.9", AT, "KG 17", uzbek(certificate(issued_on="")))
    assert found.args["months"] == "12"
    clean("G36.9", uzbek(certificate()))
    clean("G36.9", uzbek(certificate(issued_on=""), certificate()))
    clean("G36.9", uzbek(certificate("7", "", code="07011"), duty="AID"))


def test_G36_10():
    old = certificate(issued_on="2025-04-01")
    found = breach("G36.10", AT, "2025-04-01", uzbek(old))
    assert (found.args["until"], found.args["on"]) == ("2026-04-01", "2026-04-02")
    clean("G36.10", uzbek(certificate(issued_on=LAST_YEAR)))
    clean("G36.10", uzbek(old, certificate()))
    clean("G36.10", uzbek(certificate(issued_on="9999-12-31")))
    clean("G36.10", uzbek(certificate(issued_on="02.04.2020")))


def test_each_claim_of_an_item_is_told_of_its_own_papers():
    papers = (certificate("-"), certificate("-", code="07011"))
    sent = uzbek(*papers, duty="FTA", vat="AIDV")
    for charge in ("duty", "vat"):
        path = f"items[0].preferences.{charge}"
        told = [one.rule for one in found(sent) if one.path == path]
        assert "G36.8" in told


def test_a_term_that_begins_on_a_leap_day_ends_with_its_month():
    leap = certificate(issued_on="2024-02-29")
    assert breach("G36.10", AT, "2024-02-29", uzbek(leap)).args["until"] == "2025-02-28"
