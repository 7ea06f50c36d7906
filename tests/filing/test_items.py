"""Boxes 31, 32, 35, 38, 39, 41, 42, 44-46 of an item: each rule beside its breach and a
clean neighbour.
"""

import pytest

from openkeden.filing import declaration
from tests.filing.gate import breach, clean, export, filing

BEEF = {"code": "0201100008", "supplementary_quantity": "", "supplementary_unit": ""}
TRUCK = {"code": "8701219011", "supplementary_quantity": "1", "supplementary_unit": "pc"}


def document(**changes):
    fields = {"code": "04021", "number": "17/26", "issued_on": "2026-03-20"} | changes
    return {"documents": (declaration.Document(**fields),)}


def test_G31_1():
    for text in ("", "   "):
        breach("G31.1", "items[0].description", repr(text), filing({"description": text}))
    clean("G31.1", filing({"description": "Men's shoes"}))


@pytest.mark.parametrize(
    "text", ["goods", "Parts", "ТОВАР", "тауарлар", "1234567890123", "see invoice", "abc"]
)
def test_G31_2(text):
    breach("G31.2", "items[0].description", text, filing({"description": f" {text} "}))


def test_G31_2_clean():
    for text in ("Sugar", "Spare parts of bicycles", "Қант, ақ", "1,3-Butadiene"):
        clean("G31.2", filing({"description": text}))


def test_G31_3():
    breach("G31.3", "items[0].description", "4001", filing({"description": "a" * 4001}))
    clean("G31.3", filing({"description": "a" * 4000}))


def test_G31_4():
    breach(
        "G31.4",
        "items[0].description",
        "line break, U+000A, right-to-left override, U+202E",
        filing({"description": "Shoes\nof \u202eleather"}),
    )
    clean("G31.4", filing({"description": "Shoes «of leather» № 5"}))


def test_G31_5():
    breach("G31.5", "items[0].packages", "-1", filing({"packages": -1}))
    clean("G31.5", filing({"packages": 0}))


def test_G31_6():
    breach("G31.6", "items[0].package_kind", "??", filing({"package_kind": "??"}))
    clean("G31.6", filing({"package_kind": "PX"}))


def test_G31_7():
    breach("G31.7", "items[0].package_kind", "''", filing({"package_kind": ""}))
    clean("G31.7", filing({"package_kind": "", "packages": 0}))


@pytest.mark.parametrize("text", ["", "0", "2,500", "two", "-3"])
def test_G31_8(text):
    finding = breach(
        "G31.8",
        "items[0].attributes",
        text or "''",
        filing({"attributes": {"engine_cm3": text}}),
    )
    assert finding.args["unit"] == "cm3"


def test_G31_8_clean():
    clean("G31.8", filing({"attributes": {"engine_cm3": "1998.5", "sex": "male"}}))


def test_G31_9():
    breach(
        "G31.9",
        "items[0].attributes",
        "engine_cc",
        filing({"attributes": {"engine_cc": "2000", "sex": "male"}}),
    )
    clean("G31.9", filing({"attributes": {"engine_cm3": "2000", "sex": "male"}}))


@pytest.mark.parametrize(
    "number",
    ["CSQU305438", "CSQUX054383", "csqu3054383", "CSQU 3054383", "СSQU3054383", ""],
)
def test_G31_10(number):
    shipped = filing({"containers": ("CSQU3054383", number)}, container=True)
    breach("G31.10", "items[0].containers[1]", number or "''", shipped)


def test_G31_10_clean():
    numbers = ("CSQU3054383", "ABCA1234560", "123456789")
    clean("G31.10", filing({"containers": numbers}, container=True))


@pytest.mark.parametrize("number", ["123456789", "CSQX3054383", "RZD1234"])
def test_G31_20(number):
    shipped = filing({"containers": ("CSQU3054383", number)}, container=True)
    found = breach("G31.20", "items[0].containers[1]", number, shipped)
    assert found.severity == "warning"


def test_G31_20_clean():
    shipped = filing({"containers": ("CSQU3054383", "ABCA1234560")}, container=True)
    clean("G31.20", shipped)


def test_a_swap_body_has_the_check_digit_of_a_container():
    shipped = filing({"containers": ("ABCA1234561",)}, container=True)
    breach("G31.11", "items[0].containers[0]", "ABCA1234561", shipped)


def test_G31_11():
    shipped = filing({"containers": ("CSQU3054384",)}, container=True)
    assert (
        breach("G31.11", "items[0].containers[0]", "CSQU3054384", shipped).args["expected"]
        == "3"
    )
    clean("G31.11", filing({"containers": ("CSQU3054383",)}, container=True))


def test_G31_12():
    twice = filing({"containers": ("CSQU3054383",) * 2}, container=True)
    breach("G31.12", "items[0].containers", "CSQU3054383", twice)
    clean("G31.12", filing(items=[{"containers": ("CSQU3054383",)}] * 2, container=True))


def test_G32_1():
    breach("G32.1", "items[1].number", "3", filing(items=[{}, {"number": 3}]))
    breach("G32.1", "items[0].number", "0", filing({"number": 0}))
    clean("G32.1", filing(items=[{}, {}]))


@pytest.mark.parametrize(
    "text", ["", "-1", "1 200", "1,5", "1.1234567", "1e3", "NaN", "Infinity", "1" * 19, "١"]
)
def test_G35_1(text):
    breach("G35.1", "items[0].gross_mass_kg", text or "''", filing({"gross_mass_kg": text}))


def test_G35_1_clean():
    clean("G35.1", filing({"gross_mass_kg": "1" * 18 + ".123456"}))


def test_G35_2():
    breach("G35.2", "items[0].gross_mass_kg", "0.0", filing({"gross_mass_kg": "0.0"}))
    clean("G35.2", filing({"gross_mass_kg": "0.000001"}))


def test_G38_1():
    breach(
        "G38.1",
        "items[0].net_mass_kg",
        "1200.000001",
        filing({"net_mass_kg": "1200.000001"}),
    )
    clean("G38.1", filing({"net_mass_kg": "1200"}))


@pytest.mark.parametrize("text", ["", "-1", "1.5.5", ".5", "5.", "1_000", "+5", "0x10"])
def test_G38_2(text):
    breach("G38.2", "items[0].net_mass_kg", text or "''", filing({"net_mass_kg": text}))


def test_G38_2_clean():
    clean("G38.2", filing({"net_mass_kg": "0001000.250000"}))


def test_G38_3():
    assert (
        breach("G38.3", "items[0].net_mass_kg", "0", filing({"net_mass_kg": "0"})).severity
        == "warning"
    )
    clean("G38.3", filing({**BEEF, "net_mass_kg": "0"}))


def test_G38_4():
    breach("G38.4", "items[0].net_mass_kg", "0", filing({**BEEF, "net_mass_kg": "0"}))
    clean("G38.4", filing({**BEEF, "net_mass_kg": "0.1"}))
    clean("G38.4", export({"net_mass_kg": "0"}))


def test_G39_1():
    breach("G39.1", "items[0].quota", "some", filing({"quota": "some"}))
    clean("G39.1", filing({"quota": "1500"}))


def test_G41_4():
    breach(
        "G41.4",
        "items[0].supplementary_quantity",
        "pair",
        filing({"supplementary_quantity": ""}),
    )
    clean("G41.4", filing())


def test_G41_5():
    breach(
        "G41.5",
        "items[0].supplementary_quantity",
        "1000 pairs",
        filing({"supplementary_quantity": "1000 pairs"}),
    )
    clean("G41.5", filing({"supplementary_quantity": "12.5"}))


def test_G41_6():
    breach(
        "G41.6",
        "items[0].supplementary_quantity",
        "0",
        filing({"supplementary_quantity": "0"}),
    )
    clean("G41.6", filing({"supplementary_quantity": "1"}))


def test_G41_7():
    breach(
        "G41.7",
        "items[0].supplementary_quantity",
        "1000",
        filing({"supplementary_unit": ""}),
    )
    clean("G41.7", filing())


def test_G41_8():
    finding = breach(
        "G41.8", "items[0].attributes", "pair", filing({"attributes": {"pairs": "999"}})
    )
    assert (finding.args["first"], finding.args["second"]) == ("999", "1000")
    clean("G41.8", filing({"attributes": {"pairs": "1000.0"}}))


@pytest.mark.parametrize("text", ["", "10000,00", "10000.001", "USD 5", "-10", "1" * 19])
def test_G42_1(text):
    breach("G42.1", "items[0].price", text or "''", filing({"price": text}))


def test_G42_1_clean():
    clean("G42.1", filing({"price": "1" * 18 + ".99"}))


def test_G42_2():
    breach("G42.2", "items[0].price", "0.00", filing({"price": "0.00"}))
    clean("G42.2", filing({"price": "0.00", "valuation_method": "6"}))
    clean("G42.2", export({"price": "0"}))


def test_G44_1():
    breach("G44.1", "items[0].documents[0].code", "99999", filing(document(code="99999")))
    assert (
        breach("G44.1", "items[0].documents[0].code", "''", filing(document(code=""))).box
        == "44"
    )
    clean("G44.1", filing(document()))


def test_G44_2():
    breach("G44.2", "items[0].documents[0].number", "' '", filing(document(number=" ")))
    clean("G44.2", filing(document(number="b/n")))


def test_G44_3():
    before = filing({"previous": document(issued_on="31.12.2025")["documents"]})
    assert (
        breach("G44.3", "items[0].previous[0].issued_on", "31.12.2025", before).box == "40"
    )
    breach(
        "G44.3",
        "items[0].documents[0].issued_on",
        "2025-02-29",
        filing(document(issued_on="2025-02-29")),
    )
    clean("G44.3", filing(document(issued_on="0001-01-01")))
    clean("G44.3", filing(document(issued_on="")))


def test_G44_4():
    breach(
        "G44.4",
        "items[0].documents[0].issued_on",
        "2026-04-03",
        filing(document(issued_on="2026-04-03")),
    )
    breach(
        "G44.4",
        "items[0].documents[0].issued_on",
        "9999-12-31",
        filing(document(issued_on="9999-12-31")),
    )
    clean("G44.4", filing(document(issued_on="2026-04-02")))


def test_G45_1():
    breach(
        "G45.1", "items[0].customs_value", "about 5", filing({"customs_value": "about 5"})
    )
    clean("G45.1", filing({"customs_value": "4714200.00"}))


def test_G45_3():
    other = {
        "valuation_method": "6",
        "documents": (declaration.Document(code="04021", number="1"),),
    }
    breach("G45.3", "items[0].customs_value", "6", filing(other))
    clean("G45.3", filing(other | {"customs_value": "900000.00"}))
    clean("G45.3", filing({"valuation_method": "1"}))


def test_G46_1():
    breach(
        "G46.1", "items[0].statistical_value", "1e6", filing({"statistical_value": "1e6"})
    )
    clean("G46.1", filing({"statistical_value": "10000.00"}))
