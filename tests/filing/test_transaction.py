"""Boxes 18, 20-26, 29, 30 and the value declaration: each rule beside its breach and a
clean neighbour.
"""

import datetime

import pytest

from openkeden.base import rates
from openkeden.filing import declaration
from tests import support
from tests.filing.gate import breach, clean, export, filing

CARRIAGE = declaration.Cost(kind="transport", amount="500.00", currency="USD")
INLAND = declaration.Cost(kind="inland_transport", amount="200.00", currency="USD")
INVOICE = declaration.Document(code="04021", number="17/26", issued_on="2026-03-20")
PROVED = {"documents": (INVOICE,)}


def official_rates(**quotes):
    """The official rates with some replaced, or taken away by None."""
    kept = {**support.exchange().quotes, **quotes}
    return support.replace(
        support.exchange(), quotes={code: quote for code, quote in kept.items() if quote}
    )


def quote(currency, value, decimals=2, nominal=1, on=support.DAY):
    return rates.Quote(currency, nominal, value, decimals, on, "TEST")


def cost(**changes):
    return support.replace(CARRIAGE, **changes)


def test_G18_1():
    breach("G18.1", "departure_transport", "30", filing(departure_transport=""))
    clean("G18.1", filing(departure_transport="", inland_mode="71"))
    clean("G18.1", filing(departure_transport="", inland_mode=""))


def test_G20_1():
    breach("G20.1", "delivery_terms", "XXX", filing(delivery_terms="XXX"))
    clean("G20.1", filing(delivery_terms="CIP"))


def test_G20_2():
    breach("G20.2", "delivery_terms", "''", filing(delivery_terms=""))
    clean("G20.2", filing(delivery_terms="", direction="TR", procedure="80"))


def test_G20_3():
    breach("G20.3", "delivery_place", "DAP", filing(delivery_place=""))
    clean("G20.3", filing(delivery_place="Khorgos"))


def test_G20_4():
    for term in ("EXW", "FCA", "FAS", "FOB"):
        breach("G20.4", "additions", term, filing(delivery_terms=term))
        clean("G20.4", filing(delivery_terms=term, additions=(CARRIAGE,)))
    clean("G20.4", filing(delivery_terms="FCA", item={"valuation_method": "6"}))
    clean("G20.4", export(delivery_terms="FCA"))


def test_G20_5():
    assert (
        breach("G20.5", "additions", "DAP", filing(additions=(CARRIAGE,))).severity
        == "warning"
    )
    clean("G20.5", filing(delivery_terms="FCA", additions=(CARRIAGE,)))


def test_G21_1():
    breach("G21.1", "border_transport", "30", filing(border_transport=""))
    clean("G21.1", filing(border_transport="", border_mode="50"))


def test_G22_1():
    breach("G22.1", "currency", "usd", filing(currency="usd"))
    clean("G22.1", filing(currency="USD"))


def test_G22_2():
    breach("G22.2", "currency", "USD", filing(), rates=official_rates(USD=None))
    clean("G22.2", filing(currency="KZT"), rates=official_rates(USD=None))


def test_G22_3():
    days = support.exchange().carry_over_days
    late = support.DAY - datetime.timedelta(days=days + 1)
    breach(
        "G22.3",
        "currency",
        "USD",
        filing(),
        rates=official_rates(USD=quote("USD", 48000, on=late)),
    )
    clean(
        "G22.3",
        filing(),
        rates=official_rates(USD=quote("USD", 48000, on=late + datetime.timedelta(days=1))),
    )


def test_G22_4():
    finding = breach(
        "G22.4", "currency", "USD", filing(), rates=official_rates(USD=quote("USD", 4))
    )
    assert finding.args["quote"] == "1 USD = 0.04"
    assert finding.args["error"] == "12.5 %"
    clean("G22.4", filing(), rates=official_rates(USD=quote("USD", 48012)))


@pytest.mark.parametrize("text", ["-1", "480,12", "4.8e2", "480.12345", "NaN", "٤٨٠"])
def test_G23_1(text):
    breach("G23.1", "exchange_rate", text, filing(exchange_rate=text))


def test_G23_1_clean():
    clean("G23.1", filing(exchange_rate="480.1234"))
    clean("G23.1", filing(exchange_rate=""))


def test_G23_2():
    official = support.exchange().quotes["USD"]
    text = f"{official.value / 10**official.decimals:.2f}"
    breach("G23.2", "exchange_rate", "400", filing(exchange_rate="400"))
    clean("G23.2", filing(exchange_rate=text))
    clean("G23.2", filing(exchange_rate="400", currency="KZT"))


def test_G23_2_knows_both_directions_of_a_nominal():
    hundred = official_rates(UZS=quote("UZS", 393, nominal=100))
    clean("G23.2", filing(currency="UZS", exchange_rate="3.93"), rates=hundred)
    clean("G23.2", filing(currency="UZS", exchange_rate="0.0393"), rates=hundred)
    breach(
        "G23.2",
        "exchange_rate",
        "0.0493",
        filing(currency="UZS", exchange_rate="0.0493"),
        rates=hundred,
    )


UZS_100 = quote("UZS", 393, nominal=100)
TO_THE_DIGIT = [
    ("0", quote("USD", 48012), ("480.1201", "480.1199"), ("480.1202", "480.1198")),
    ("0", quote("USD", 48012345, 5), ("480.1235", "480.1234"), ("480.1236", "480.1233")),
    ("0", UZS_100, ("3.9301", "3.9299"), ("3.9302", "3.9298")),
    ("0", UZS_100, ("0.0394", "0.0392"), ("0.0395", "0.0391")),
    # A hundred millionths of 480.12 are 480.12 of its last digits, those of 3.93 are 3.93.
    ("100", quote("USD", 48012), ("480.1681", "480.0719"), ("480.1682", "480.0718")),
    ("100", UZS_100, ("3.9304", "3.9296"), ("3.9305", "3.9295")),
    ("100", UZS_100, ("0.0394", "0.0392"), ("0.0395", "0.0391")),
]


@pytest.mark.parametrize(("tolerance", "official", "agree", "differ"), TO_THE_DIGIT)
def test_G23_2_tolerates_one_last_digit_beside_its_share(
    tolerance, official, agree, differ
):
    key, known = "exchange.rate_tolerance_per_million", support.edition()
    row = support.replace(known.parameter(key), value=tolerance)
    law = support.replace(known, parameters={**known.parameters, key: row})
    quoted = official_rates(**{official.currency: official})
    for declared in agree:
        clean(
            "G23.2", filing(currency=official.currency, exchange_rate=declared), law, quoted
        )
    for declared in differ:
        sent = filing(currency=official.currency, exchange_rate=declared)
        breach("G23.2", "exchange_rate", declared, sent, law, quoted)


def test_G24_1():
    breach("G24.1", "nature", "99", filing(nature="99"))
    clean("G24.1", filing(nature="010"))


def test_G24_2():
    breach("G24.2", "nature", "''", filing(nature=""))
    clean("G24.2", filing(nature="", direction="TR", procedure="80"))


def test_G25_1():
    breach("G25.1", "border_mode", "3", filing(border_mode="3"))
    clean("G25.1", filing(border_mode="20"))


def test_G25_2():
    breach("G25.2", "border_mode", "''", filing(border_mode=""))
    clean("G25.2", filing(border_mode="30"))


def test_G26_1():
    breach("G26.1", "inland_mode", "33", filing(inland_mode="33"))
    clean("G26.1", filing(inland_mode=""))


def test_G29_1():
    breach("G29.1", "border_office", "1020304", filing(border_office="1020304"))
    clean("G29.1", filing(border_office="57505"))
    clean("G29.1", filing(border_office="10216170"))


def test_G29_2():
    breach("G29.2", "border_office", "''", filing(border_office=""))
    clean("G29.2", filing(border_office="57505"))


def test_G30_1():
    breach("G30.1", "goods_location", "''", filing(goods_location=""))
    clean("G30.1", filing(goods_location="57505"))


def test_GV_1():
    breach("GV.1", "additions[0].kind", "gift", filing(additions=(cost(kind="gift"),)))
    clean("GV.1", filing(additions=(CARRIAGE,)))


@pytest.mark.parametrize("amount", ["0", "0.00", "-5", "1,5", "1.555"])
def test_GV_2(amount):
    breach("GV.2", "additions[0].amount", amount, filing(additions=(cost(amount=amount),)))


def test_GV_2_clean():
    clean("GV.2", filing(additions=(cost(amount="0.01"),)))


def test_GV_3():
    breach(
        "GV.3",
        "additions[1].currency",
        "XQZ",
        filing(additions=(CARRIAGE, cost(currency="XQZ"))),
    )
    clean("GV.3", filing(additions=(CARRIAGE,)))


def test_GV_4():
    assert breach(
        "GV.4",
        "additions[0].currency",
        "EUR",
        filing(additions=(cost(currency="EUR"),)),
        rates=official_rates(EUR=None),
    )
    clean("GV.4", filing(additions=(cost(currency="KZT"),)), rates=official_rates(EUR=None))


def test_GV_5():
    breach(
        "GV.5", "deductions[0].kind", "transport", filing(PROVED, deductions=(CARRIAGE,))
    )
    breach("GV.5", "additions[0].kind", "inland_transport", filing(additions=(INLAND,)))
    clean("GV.5", filing(PROVED, additions=(CARRIAGE,), deductions=(INLAND,)))


def test_GV_6():
    bare = filing({"documents": ()}, deductions=(INLAND,))
    breach("GV.6", "deductions[0].kind", "inland_transport", bare)
    clean("GV.6", filing(PROVED, deductions=(INLAND,)))


def test_GV_7():
    breach(
        "GV.7",
        "additions[0].kind",
        "transport",
        filing({"valuation_method": "6"}, additions=(CARRIAGE,)),
    )
    clean("GV.7", filing(additions=(CARRIAGE,)))


def test_GV_8():
    whole = support.replace(INLAND, amount="10000.00")
    assert breach(
        "GV.8",
        "deductions",
        "4714200.00",
        filing(PROVED, deductions=(whole,)),
        rates=official_rates(USD=quote("USD", 47142)),
    )
    clean("GV.8", filing(PROVED, deductions=(support.replace(INLAND, amount="9999.99"),)))
    clean("GV.8", filing(PROVED, deductions=(whole,), additions=(CARRIAGE,)))


def test_G44_30():
    breach("G44.30", "items", "1", filing({"documents": ()}))
    clean("G44.30", filing(PROVED))
