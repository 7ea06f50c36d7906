"""Boxes 2, 8, 9 and 14: each rule beside its breach and a clean neighbour."""

import pytest

from tests import support
from tests.filing.gate import FOREIGN, KAZAKH, breach, clean, filing


def party(**changes):
    return support.replace(KAZAKH, **changes)


def test_G2_1():
    breach(
        "G2.1",
        "exporter.name",
        "'  '",
        filing(exporter=support.replace(FOREIGN, name="  ")),
    )
    clean("G2.1", filing(exporter=support.replace(FOREIGN, name="Ж")))


def test_G2_2():
    finding = breach(
        "G2.2", "financial.name", "line break, U+000A", filing(financial=party(name="A\nB"))
    )
    assert finding.box == "9"
    clean("G2.2", filing(financial=party(name="«Әділет» ЖШС")))


def test_G2_3():
    breach(
        "G2.3",
        "exporter.country",
        "ZZ",
        filing(exporter=support.replace(FOREIGN, country="ZZ")),
    )
    breach(
        "G2.3",
        "exporter.country",
        "''",
        filing(exporter=support.replace(FOREIGN, country="")),
    )
    clean("G2.3", filing(exporter=FOREIGN))


def test_G2_4():
    assert breach("G2.4", "consignee.id", "KZ", filing(consignee=party(id=""))).box == "8"
    clean("G2.4", filing(exporter=support.replace(FOREIGN, id="")))


@pytest.mark.parametrize(
    "number", ["99014000001", "9901400000170", "99014000001O", "９９０１４００００017"]
)
def test_G2_5(number):
    breach("G2.5", "declarant.id", number, filing(declarant=party(id=number)))


def test_G2_5_clean():
    clean("G2.5", filing())
    clean("G2.5", filing(exporter=FOREIGN))


def test_G2_6():
    breach(
        "G2.6", "consignee.id", "000000000000", filing(consignee=party(id="000000000000"))
    )
    clean("G2.6", filing())


def test_G2_7():
    finding = breach(
        "G2.7", "declarant.id", "990140000018", filing(declarant=party(id="990140000018"))
    )
    assert finding.args["expected"] == "7"
    clean("G2.7", filing(declarant=KAZAKH))


def test_G14_2():
    finding = breach(
        "G14.2", "declarant", KAZAKH.id, filing(consignee=party(name="Another Firm LLP"))
    )
    assert finding.args["box"] == "8"
    clean("G14.2", filing(consignee=party(name="EXAMPLE TRADE, LLP")))


def test_G14_3():
    other = party(id="050140000008")
    assert (
        breach("G14.3", "declarant", KAZAKH.name, filing(financial=other)).severity
        == "warning"
    )
    clean("G14.3", filing(financial=support.replace(other, name="Another Firm LLP")))
