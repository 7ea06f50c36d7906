"""What a unit of goods may weigh: quantities and masses that cannot both be true are told."""

import datetime

import pytest

import openkeden
from openkeden.assessment import plausibility
from openkeden.flow.pricing import questions
from openkeden.lawpack import tariff_lines
from openkeden.tariff.lot import Lot
from tests import support

LAW = support.edition()
MASSES = plausibility.unit_masses(LAW)


def doubted(code: str, **millionths: int) -> list[str]:
    units = {"n1000pc": "1000pc"}
    quantities = {units.get(unit, unit): count for unit, count in millionths.items()}
    lot = Lot(code, quantities=quantities)
    bounds = plausibility.bounds_of(code, MASSES, LAW)
    return [doubt.bounds.unit for doubt in plausibility.doubts(lot.quantities, bounds)]


@pytest.mark.parametrize(
    ("code", "quantities", "units"),
    [
        ("2402209000", {"kg": 5000, "n1000pc": 5_000_000}, ["pc"]),
        ("2402209000", {"kg": 5000, "n1000pc": 5_000}, []),
        ("2402209000", {"kg": 5000, "n1000pc": 20}, ["pc"]),
        ("6403999600", {"kg": 1000, "pair": 1000}, []),
        ("6403999600", {"kg": 1000, "pair": 1_000_000}, ["pair"]),
        ("2204210700", {"kg": 1000, "l": 1000}, []),
        ("2204210700", {"kg": 1000, "l": 100_000}, ["l"]),
        ("2208208900", {"kg": 950, "l100": 400}, []),
        ("2208208900", {"kg": 950, "l100": 40_000}, ["l100"]),
        ("8703231100", {"kg": 1500, "pc": 1}, []),
        ("8703231100", {"kg": 1500, "pc": 1500}, ["pc"]),
        ("8703231100", {"kg": 1500, "cm3": 1995}, []),
        ("6403999600", {"kg": 0, "pair": 1000}, []),
    ],
)
def test_mass_and_quantity_that_cannot_both_be_true(code, quantities, units):
    millionths = {unit: count * 10**6 for unit, count in quantities.items()}
    assert doubted(code, **millionths) == units


def test_the_bounds_themselves_are_possible():
    (least, most) = (300_000, 60_000_000)
    assert doubted("2402209000", kg=least, pc=10**9) == []
    assert doubted("2402209000", kg=least - 1, pc=10**9) == ["pc"]
    assert doubted("2402209000", kg=most, pc=10**9) == []
    assert doubted("2402209000", kg=most + 1, pc=10**9) == ["pc"]


def test_bounds_are_rows_that_say_what_they_rest_on():
    for key, row in LAW.parameters.items():
        if key.startswith("grams_each."):
            assert (row.mark, bool(row.source)) == ("open", True)


def priced(**changes: object) -> openkeden.PriceView:
    asked = {
        "code": "2402209000",
        "value": 10_000,
        "currency": "KZT",
        "origin": "RU",
        "net": 5000,
        "qty": 5000,
        "on": support.DAY,
    }
    return openkeden.duty(**(asked | changes))


def test_v47_5_names_the_unit_of_the_code():
    (told,) = [one for one in priced(qty=5_000_000).warnings if one.rule == "V47.5"]
    assert told.args["counted"] == "1000pc"
    assert told.value == "5 000 000 000"
    assert told.args["each"] == "0.001"
    assert "V47.5" not in [one.rule for one in priced().warnings]


@pytest.fixture
def old_tariff(monkeypatch):
    """A tariff whose newest lines are of March 2026."""
    newest = datetime.date(2026, 3, 8)
    monkeypatch.setattr(tariff_lines.Tariff, "newest", lambda self, day: newest)
    questions._package.cache_clear()
    yield newest
    questions._package.cache_clear()


def test_v47_6_says_how_old_the_tariff_is(old_tariff):
    def told(on: datetime.date) -> list[str]:
        found = priced(on=on, rates={"EUR": "600.00"}).warnings
        return [one.args["days"] for one in found if one.rule == "V47.6"]

    assert told(old_tariff + datetime.timedelta(days=180)) == []
    assert told(datetime.date(2026, 11, 29)) == ["266"]
