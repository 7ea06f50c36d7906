"""Boxes A, 1, 2, 7-9, 11, 14-17, 52 and 54: each rule beside its breach and a clean
neighbour.
"""

from tests import support
from tests.filing.gate import FOREIGN, KAZAKH, breach, clean, export, filing


def test_GA_1():
    breach("GA.1", "office", "12345", filing(office="12345"))
    breach("GA.1", "office", "5750", filing(office="5750"))
    clean("GA.1", filing(office="57505"))


def test_GA_2():
    breach("GA.2", "amends", "57505/020426/123", filing(amends="57505/020426/123"))
    clean("GA.2", filing(amends="57505/020426/0000123"))
    clean("GA.2", filing())


def test_GA_3():
    breach("GA.3", "amends", "57505/310226/0000123", filing(amends="57505/310226/0000123"))
    breach("GA.3", "amends", "57505/030426/0000123", filing(amends="57505/030426/0000123"))
    clean("GA.3", filing(amends="57505/020426/0000123"))


def test_GA_4():
    breach("GA.4", "reference", "''", filing(reference=""))
    clean("GA.4", filing(reference="A-1"))


def test_G1_1():
    breach("G1.1", "direction", "ВВ", filing(direction="ВВ"))
    clean("G1.1", filing(direction="IM"))


def test_G1_2():
    assert "40" in breach("G1.2", "procedure", "41", filing(procedure="41")).args["known"]
    clean("G1.2", filing(procedure="40"))


def test_G1_3():
    breach("G1.3", "procedure", "10", filing(procedure="10"))
    for procedure in ("70", "77", "78", "90"):
        clean("G1.3", filing(procedure=procedure))
        clean("G1.3", export(procedure=procedure))
    breach("G1.3", "procedure", "96", export(procedure="96"))
    clean("G1.3", export())


def test_G2_8():
    breach("G2.8", "exporter", "''", filing(exporter=None))
    clean("G2.8", filing(exporter=FOREIGN))


def test_G7_1():
    assert breach("G7.1", "feature", "XY", filing(feature="XY")).severity == "error"
    clean("G7.1", filing(feature="PRE"))


def test_G8_1():
    breach("G8.1", "consignee", "''", filing(consignee=None))
    clean("G8.1", filing(consignee=KAZAKH))


def test_G9_1():
    breach("G9.1", "financial", "''", filing(financial=None))
    clean("G9.1", export(financial=None))


def test_G11_1():
    breach("G11.1", "trading_country", "XX", filing(trading_country="XX"))
    clean("G11.1", filing(trading_country="CN"))


def test_G11_2():
    breach("G11.2", "trading_country", "''", filing(trading_country=""))
    clean("G11.2", filing(trading_country="", direction="TR", procedure="80"))


def test_G14_1():
    foreign = support.replace(KAZAKH, country="CN")
    assert (
        breach("G14.1", "declarant.country", "CN", filing(declarant=foreign)).severity
        == "warning"
    )
    clean("G14.1", filing(declarant=support.replace(KAZAKH, country="RU")))


def test_G15_1():
    breach("G15.1", "dispatch_country", "cn", filing(dispatch_country="cn"))
    clean("G15.1", filing(dispatch_country="CN"))


def test_G15_2():
    breach("G15.2", "dispatch_country", "''", filing(dispatch_country=""))
    clean("G15.2", filing(dispatch_country="DE"))


def test_G15_3():
    assert (
        breach("G15.3", "dispatch_country", "DE", filing(dispatch_country="DE")).args[
            "exporter"
        ]
        == "CN"
    )
    clean(
        "G15.3",
        filing(dispatch_country="DE", exporter=support.replace(FOREIGN, country="DE")),
    )


def test_G15_4():
    breach("G15.4", "dispatch_country", "RU", filing(dispatch_country="RU"))
    clean("G15.4", export(dispatch_country="RU"))


def test_G15_5():
    breach("G15.5", "dispatch_country", "CN", export(dispatch_country="CN"))
    clean("G15.5", export(dispatch_country="KZ"))
    clean("G15.5", filing(dispatch_country="CN"))


def test_G16_1():
    breach("G16.1", "origin_country", "XX", filing(origin_country="XX"))
    for code in ("", "EU", "00", "CN"):
        clean("G16.1", filing(origin_country=code))


def test_G17_1():
    breach("G17.1", "destination_country", "K2", filing(destination_country="K2"))
    clean("G17.1", filing(destination_country="KZ"))


def test_G17_2():
    breach("G17.2", "destination_country", "''", filing(destination_country=""))
    clean("G17.2", filing(destination_country="KZ"))


def test_G17_3():
    breach("G17.3", "destination_country", "RU", filing(destination_country="RU"))
    clean("G17.3", filing(destination_country="KZ"))


def test_G17_4():
    breach("G17.4", "destination_country", "UZ", filing(destination_country="UZ"))
    clean("G17.4", filing(destination_country="RU"))
    clean("G17.4", export(destination_country="UZ"))


def test_G17_5():
    breach("G17.5", "destination_country", "RU", export(destination_country="RU"))
    clean("G17.5", export(destination_country="UZ"))


def test_G52_1():
    breach("G52.1", "guarantee", "''", filing(direction="TR", procedure="80"))
    clean("G52.1", filing(direction="TR", procedure="80", guarantee="KZ/12345"))
    clean("G52.1", filing())


def test_G54_1():
    breach("G54.1", "signatory", "''", filing(signatory=""))
    clean("G54.1", filing(signatory="A. Example"))


def test_G54_2():
    for day in (
        "2026-02-29",
        "02.04.2026",
        "2026-4-2",
        "0000-01-01",
        "2026-04-31",
        "20260402",
        "２０２６-04-02",
        "",
    ):
        breach("G54.2", "declared_on", day, filing(declared_on=day))
    for day in ("2024-02-29", "0001-01-01"):
        clean("G54.2", filing(declared_on=day))


def test_G54_3():
    for day in ("2026-04-03", "9999-12-31"):
        breach("G54.3", "declared_on", day, filing(declared_on=day))
    clean("G54.3", filing(declared_on="2026-04-02"))
    clean("G54.3", filing(declared_on="2026-02-30"))
