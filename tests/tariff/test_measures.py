"""Measures: which of them touch a lot of goods, the most specific first."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.tariff import edition, measures
from tests import support

LOT = {"code": "1001190000", "direction": "EX", "partner": "TR", "procedure": "1000000", "mode": "20", "attributes": {}}


def measure(id_="m", masks=("1001",), direction="EX", effect="refuse", **fields):
    row = edition.Row(id=id_, value=id_, since=datetime.date(2024, 1, 1), act="act", source="source", mark="V")
    return measures.Measure(id=id_, masks=masks, direction=direction, effect=effect, row=row, **fields)


def ids(known, **lot):
    return [one.id for one in measures.applicable(known, **(LOT | lot))]


def test_a_mask_covers_the_codes_that_start_with_it():
    assert ids([measure()]) == ["m"]
    assert ids([measure()], code="1002100000") == []
    assert ids([measure(masks=("",))], code="9999999999") == ["m"]


def test_the_longest_mask_comes_first_then_the_narrower_circle():
    wide = measure("wide", masks=("10", "1001"))
    narrow = measure("narrow", masks=("10011",), partners=frozenset(("TR", "CN")))
    narrower = measure("narrower", masks=("10011",), partners=frozenset(("TR",)))
    assert ids([wide, narrow, narrower]) == ["narrower", "narrow", "wide"]


def test_direction_partner_procedure_and_mode_limit_a_measure():
    assert ids([measure(direction="IM")]) == []
    assert ids([measure(direction="")], direction="TR") == ["m"]
    assert ids([measure(partners=frozenset(("CN",)))]) == []
    assert ids([measure(excluded_partners=frozenset(("TR",)))]) == []
    assert ids([measure(procedures=frozenset(("40",)))]) == []
    assert ids([measure(excluded_procedures=frozenset(("10",)))]) == []
    assert ids([measure(modes=frozenset(("30",)))]) == []
    assert ids([measure(modes=frozenset(("20",)))]) == ["m"]


def test_an_attribute_not_stated_does_not_exempt():
    calves = measure(attributes={"sex": "male", "age": "calf"})
    assert ids([calves]) == ["m"]
    assert ids([calves], attributes={"sex": "male", "age": "calf"}) == ["m"]
    assert ids([calves], attributes={"sex": "female"}) == []


MASKS = st.sampled_from(["", "10", "1001", "100119", "1001190000", "02", "0201"])


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.lists(MASKS, min_size=1, max_size=3), st.sampled_from(["", "EX", "IM"])), max_size=6),
    st.sampled_from(["1001190000", "1002100000", "0201100001", "8703241091"]),
)
def test_the_index_finds_what_all_measures_find(scopes, code):
    known = [measure(str(n), tuple(masks), direction) for n, (masks, direction) in enumerate(scopes)]
    assert ids(measures.index(known).candidates(code), code=code) == ids(known, code=code)


def law(day):
    return measures.index(support.edition(datetime.date.fromisoformat(day)).measures)


def on(day, code, **lot):
    """Ids and effects of the measures of the real pack that touch a lot of `code` on `day`."""
    found = measures.applicable(law(day).candidates(code), **(LOT | {"code": code, "attributes": {}} | lot))
    return {one.id: one.effect for one in found}


def test_breeding_stock_on_the_days_around_the_ban():
    ewe = {"code": "0104103000", "partner": "UZ", "attributes": {"purpose": "breeding"}}
    assert "kz-breeding-stock-2025" not in on("2025-10-10", **ewe)
    assert on("2025-10-11", **ewe)["kz-breeding-stock-2025"] == "refuse"
    assert on("2026-04-10", **ewe)["kz-breeding-stock-2025"] == "refuse"
    assert "kz-breeding-stock-2025" not in on("2026-04-11", **ewe)


def test_breeding_cattle_since_january_2024():
    cow = {"code": "0102211000", "partner": "UZ", "attributes": {"purpose": "breeding"}}
    assert on("2024-01-07", **cow) == {}
    assert on("2024-01-08", **cow) == {"kz-breeding-stock-2024": "refuse"}
    assert on("2025-10-10", **cow) == {"kz-breeding-stock-2024": "refuse"}
    assert on("2025-10-11", **cow) == {"kz-breeding-stock-2025": "refuse"}


def test_wheat_into_kazakhstan_stops_and_transit_is_exempt():
    lot = {"code": "1001190000", "direction": "IM", "partner": "RU", "procedure": "4000000", "mode": "30"}
    assert on("2024-08-20", **lot) == {"kz-wheat-other-2024": "refuse"}
    assert on("2024-08-20", **(lot | {"mode": "20"})) == {"kz-wheat-rail-2024": "document"}
    assert on("2024-12-31", **lot) == {"kz-wheat-all-2024": "refuse"}
    assert on("2025-01-01", **lot) == {}
    assert on("2024-12-31", **(lot | {"direction": "TR", "procedure": "8000000"})) == {}


def test_a_partner_countrys_stop_warns_our_exporter_of_that_partner_only():
    assert on("2024-06-20", "1001190000") == {}
    assert on("2024-06-21", "1001190000") == {"tr-wheat-2024": "warn"}
    assert on("2024-06-21", "1001190000", partner="UZ") == {}
    assert on("2024-10-16", "1001190000") == {}
