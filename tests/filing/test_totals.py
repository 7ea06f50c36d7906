"""Boxes 5, 6, 12, 16, 19, 22, 32, 35 and 45: each rule beside its breach and a clean
neighbour.
"""

import pytest

from tests.filing.gate import breach, clean, filing

OTHER = {"description": "Women's leather shoes, outer soles of rubber"}


def test_G5_1():
    assert breach("G5.1", "items_total", "2", filing(items_total=2)).args["found"] == "1"
    clean("G5.1", filing(items_total=1))


def test_G5_2():
    breach("G5.2", "items", "0", filing(items=[]))
    clean("G5.2", filing())


def test_G5_3():
    breach("G5.3", "items", "1000", filing(items=[{}] * 1000))
    clean("G5.3", filing(items=[{}] * 999))


def test_G6_1():
    assert (
        breach("G6.1", "packages_total", "51", filing(packages_total=51)).args["found"]
        == "50"
    )
    clean("G6.1", filing(items=[{}, {"packages": 0}], packages_total=50))


def test_G12_1():
    breach("G12.1", "customs_value_total", "much", filing(customs_value_total="much"))
    clean("G12.1", filing(customs_value_total=""))


def test_G12_2():
    items = [{"customs_value": "100.10"}, {"customs_value": "200.00"}]
    finding = breach(
        "G12.2",
        "customs_value_total",
        "300.11",
        filing(items=items, customs_value_total="300.11"),
    )
    assert finding.args["found"] == "300.10"
    clean("G12.2", filing(items=items, customs_value_total="300.1"))


def test_G16_2():
    items = [{}, {"origin": "VN"}]
    assert (
        breach("G16.2", "origin_country", "CN", filing(items=items)).args["others"] == "VN"
    )
    clean("G16.2", filing(items=items, origin_country=""))
    clean("G16.2", filing(items=[{}, {}]))


def test_G19_1():
    breach("G19.1", "container", "1", filing(container=True))
    clean("G19.1", filing({"containers": ("CSQU3054383",)}, container=True))


def test_G19_2():
    breach("G19.2", "container", "0", filing({"containers": ("CSQU3054383",)}))
    clean("G19.2", filing())


@pytest.mark.parametrize("text", ["", "10 000.00", "10000.000", "-1"])
def test_G22_5(text):
    breach("G22.5", "invoice_total", text or "''", filing(invoice_total=text))


def test_G22_5_clean():
    clean("G22.5", filing(invoice_total="10000"))


def test_G22_6():
    assert (
        breach("G22.6", "invoice_total", "10000.01", filing(invoice_total="10000.01")).args[
            "found"
        ]
        == "10000.00"
    )
    clean("G22.6", filing(items=[{}, {"price": "0.01"}], invoice_total="10000.01"))


def test_G32_2():
    assert breach("G32.2", "items", "2", filing(items=[{}, {}])).severity == "warning"
    clean("G32.2", filing(items=[{}, OTHER]))
    clean("G32.2", filing(items=[{}, {"price": "9999.99"}]))


def test_G35_3():
    breach("G35.3", "gross_mass_total_kg", "heavy", filing(gross_mass_total_kg="heavy"))
    clean("G35.3", filing(gross_mass_total_kg=""))


def test_G35_4():
    breach(
        "G35.4",
        "gross_mass_total_kg",
        "1212.000001",
        filing(gross_mass_total_kg="1212.000001"),
    )
    breach("G35.4", "gross_mass_total_kg", "1187.9", filing(gross_mass_total_kg="1187.9"))
    clean("G35.4", filing(gross_mass_total_kg="1212"))


def test_G35_5():
    breach("G35.5", "gross_mass_total_kg", "1212", filing(gross_mass_total_kg="1212"))
    clean("G35.5", filing(gross_mass_total_kg="1200.0"))
    clean("G35.5", filing(gross_mass_total_kg="1212.1"))


def test_G45_2():
    items = [{"customs_value": "100.00"}, OTHER]
    breach("G45.2", "items", "1", filing(items=items))
    clean("G45.2", filing(items=[{}, OTHER]))
    clean("G45.2", filing(items=[{"customs_value": "1"}, {"customs_value": "2"}]))
