"""Measures: which of them touch a lot of goods, the most specific first."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.base.validity import Provision
from openkeden.filing import subjects
from openkeden.filing.context import Context
from openkeden.tariff import conditions, measures
from openkeden.tariff.lot import Lot
from tests import support

LOT = {
    "code": "1001190000",
    "direction": "EX",
    "partner": "TR",
    "procedure": "1000000",
    "mode": "20",
    "attributes": {},
}


def measure(id_="m", masks=("1001",), direction="EX", effect="refuse", **fields):
    row = Provision(
        id=id_,
        value=id_,
        since=datetime.date(2024, 1, 1),
        act="act",
        source="source",
        mark="verified",
    )
    return measures.Measure(
        id=id_,
        masks=frozenset(masks),
        direction=direction,
        effect=effect,
        row=row,
        **fields,
    )


def ids(known, **lot):
    return [one.id for one in touching(known, **(LOT | lot))]


def touching(known, member_of=(), **lot):
    return measures.applicable(known, Lot(**lot), member_of)


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
    calves = measure(when=tuple(map(conditions.parse, ("sex = male", "age = calf"))))
    assert ids([calves]) == ["m"]
    assert ids([calves], attributes={"sex": "male", "age": "calf"}) == ["m"]
    assert ids([calves], attributes={"sex": "female"}) == []


def test_what_a_lot_does_not_state_exempts_it_from_nothing():
    by_road = measure(
        modes=frozenset(("30",)), partners=frozenset(("CN",)), procedures=frozenset(("40",))
    )
    assert ids([by_road], mode="", partner="", procedure="") == ["m"]
    assert ids([by_road], mode="20", partner="", procedure="") == []
    assert ids([by_road], mode="", partner="TR", procedure="") == []
    assert ids([by_road], mode="", partner="", procedure="10") == []


def test_a_region_limits_a_measure_to_goods_of_it_or_of_none_stated():
    pox = measure(regions=frozenset(("KZ-27", "KZ-61")))
    assert ids([pox]) == ["m"]
    assert ids([pox], attributes={"region": "KZ-27"}) == ["m"]
    assert ids([pox], attributes={"region": "KZ-10"}) == []


def test_registers_limit_a_measure_to_their_members_or_leave_them_out():
    licensed = measure("licensed", registers=frozenset(("mills", "elevators")))
    others = measure("others", excluded_registers=frozenset(("mills", "elevators")))
    assert ids([licensed, others]) == ["others"]
    assert ids([licensed, others], member_of=("elevators",)) == ["licensed"]
    assert ids([licensed, others], member_of=("feedlots",)) == ["others"]


def test_membership_asks_only_the_registers_that_measures_name():
    lists = {
        "elevators": {"970640000120": "Example"},
        "feedlots": {"970640000120": "Example"},
    }
    known = [
        measure(excluded_registers=frozenset(("elevators", "mills"))),
        measure("other"),
    ]
    assert measures.membership(known, "970640000120", lists) == {"elevators"}
    assert measures.membership(known, "990140000017", lists) == frozenset()
    assert (
        measures.membership(known, "", lists | {"elevators": {"": "nobody"}}) == frozenset()
    )


def test_only_codes_with_a_register_ask_who_it_is():
    known = measures.index(
        [measure(registers=frozenset(("mills",))), measure("beef", masks=("0201",))]
    )
    assert [
        known.asks_who(code) for code in ("1001190000", "0201100008", "6403999600")
    ] == [
        True,
        False,
        False,
    ]
    assert measures.index([measure(masks=("",), registers=frozenset(("mills",)))]).asks_who(
        "6403999600"
    )


def outcome(known, *documents):
    verdict = measures.verdict(known, documents)
    return (
        verdict.outcome,
        [one.id for one in verdict.measures],
        [one.id for one in verdict.also],
    )


def test_the_weightiest_measure_is_the_verdict():
    ban, licence = measure("ban"), measure("licence", effect="document", document="01011")
    quota, warning = (
        measure("quota", effect="quota", quota="Q"),
        measure("warning", effect="warn", own=False),
    )
    assert outcome([]) == ("free", [], [])
    assert outcome([warning]) == ("warned", ["warning"], [])
    assert outcome([warning, quota]) == ("quota", ["quota"], ["warning"])
    assert outcome([warning, licence, quota]) == (
        "document",
        ["licence"],
        ["warning", "quota"],
    )
    assert outcome([warning, licence, quota], "01011") == (
        "quota",
        ["quota"],
        ["warning", "licence"],
    )
    assert outcome([licence], "01011", "02011") == ("free", ["licence"], [])
    assert outcome([licence, ban], "01011") == ("refused", ["ban"], ["licence"])


def test_a_partners_ban_only_warns():
    assert outcome([measure(own=False)])[0] == "warned"


def test_a_quota_with_a_licence_asks_for_the_licence_first():
    both = measure(effect="quota", quota="Q", document="01011")
    assert outcome([both])[0] == "document"
    assert outcome([both], "01011")[0] == "quota"


MASKS = st.sampled_from(["", "10", "1001", "100119", "1001190000", "02", "0201"])


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.lists(MASKS, min_size=1, max_size=3), st.sampled_from(["", "EX", "IM"])
        ),
        max_size=6,
    ),
    st.sampled_from(["1001190000", "1002100000", "0201100001", "8703241091"]),
)
def test_the_index_finds_what_all_measures_find(scopes, code):
    known = [
        measure(str(n), tuple(masks), direction)
        for n, (masks, direction) in enumerate(scopes)
    ]
    assert ids(measures.index(known).candidates(code), code=code) == ids(known, code=code)


def law(day):
    return measures.index(support.edition(datetime.date.fromisoformat(day)).measures)


def on(day, code, **lot):
    """Ids and effects of the measures of the real pack that touch a lot of `code` on `day`,
    without those that name their goods by lists.
    """
    found = touching(
        law(day).candidates(code), **(LOT | {"code": code, "attributes": {}} | lot)
    )
    return {one.id: one.effect for one in found if not one.goods}


EWE = {"code": "0104103000", "partner": "UZ", "attributes": {"sex": "female"}}
COW = {"code": "0102211000", "partner": "UZ", "attributes": {"sex": "female"}}
BULL = {"code": "0102294900", "partner": "UZ", "attributes": {"sex": "male"}}
RAM = {"code": "0104108000", "partner": "UZ", "attributes": {"sex": "male"}}
BEEF = {"code": "0201100008", "partner": "CN"}
GAS = {"code": "2711129700", "partner": "UZ", "mode": "31"}
GAS_BY_RAIL = GAS | {"mode": "20"}
DIESEL = {"code": "2710194210", "partner": "UZ", "mode": "31"}
POTATOES = {"code": "0701909000", "partner": "UZ"}
EGGS = {"code": "0407210000", "direction": "IM", "partner": "RU", "procedure": "4000000"}
WHEAT = {"code": "1001990000", "direction": "IM", "partner": "RU", "procedure": "4000000"}
TO_TURKIYE = {"code": "1001990000", "partner": "TR"}
EWE_TO_TURKIYE = EWE | {"partner": "TR"}
CHINESE = {"direction": "IM", "partner": "CN", "procedure": "4000000"}
COPPER = {"code": "7404001000", "partner": "CN", "mode": "20"}
IRON = {"code": "7204499000", "partner": "CN", "mode": "30"}
RAILS = {
    "code": "7302102200",
    "partner": "CN",
    "mode": "10",
    "attributes": {"condition": "used"},
}
WHEELS = {
    "code": "8607191009",
    "partner": "CN",
    "mode": "30",
    "attributes": {"condition": "used"},
}
BATTERIES = {"code": "8549110000", "partner": "CN", "mode": "20"}

WHEAT_THROUGH = WHEAT | {"direction": "TR", "procedure": "8000000", "mode": "32"}
MILL = {"member_of": ("wheat_processors",)}
ELEVATOR = {"member_of": ("grain_elevators",)}

#: The first and the last day of each stop of liquefied gas by road and rail, with its row.
GAS_STOPS = {
    "2024-01-01": "2023-11",
    "2024-05-13": "2023-11",
    "2024-05-14": "2024-05",
    "2024-11-13": "2024-05",
    "2024-11-14": "2024-11",
    "2025-05-13": "2024-11",
}

#: The first and the last day of each ban of scrap, with its half year; that of 2024-12 is
#: for ferrous scrap alone.
SCRAP = {
    "2024-01-01": "2023-11",
    "2024-05-04": "2023-11",
    "2024-05-05": "2024-05",
    "2024-11-04": "2024-05",
    "2024-11-05": "2024-11",
    "2024-12-14": "2024-11",
    "2024-12-15": "2024-12",
    "2025-04-28": "2024-12",
    "2025-04-29": "2025-04",
    "2025-10-29": "2025-04",
    "2025-10-30": "2025-10",
    "2026-04-29": "2025-10",
}

#: The first and the last day whose law the pack holds.
FIRST, LAST = datetime.date(2024, 1, 1), datetime.date(2026, 12, 31)

#: Each example of law on the day before and on each of its days of change: lot, day, and
#: what touches it.
EXAMPLES = [
    (COW, "2024-01-07", {}),
    (COW, "2024-01-08", {"kz-female-stock-2024": "refuse"}),
    (COW, "2025-03-31", {"kz-female-stock-2024": "refuse"}),
    (COW, "2025-04-01", {"kz-female-stock-2025-04": "refuse"}),
    (COW, "2025-10-10", {"kz-female-stock-2025-04": "refuse"}),
    (COW, "2025-10-11", {"kz-female-stock-2025-10": "refuse"}),
    (COW, "2026-04-10", {"kz-female-stock-2025-10": "refuse"}),
    (COW, "2026-04-11", {}),
    (EWE, "2025-03-31", {}),
    (EWE, "2025-04-01", {"kz-female-stock-2025-04": "refuse"}),
    (EWE, "2026-04-11", {"kz-sheep-quota-2025": "quota"}),
    (BULL, "2024-01-08", {}),
    (BULL, "2025-04-29", {}),
    (BULL, "2025-04-30", {"kz-bulls-quota-2025-04": "quota"}),
    (BULL, "2025-10-29", {"kz-bulls-quota-2025-04": "quota"}),
    (BULL, "2025-10-30", {}),
    (BULL, "2025-11-04", {}),
    (BULL, "2025-11-05", {"kz-bull-calves-2025": "refuse"}),
    (BULL, "2026-04-30", {"kz-bull-calves-2025": "refuse"}),
    (BULL, "2026-05-01", {}),
    (BULL | {"attributes": {"sex": "female"}}, "2026-04-30", {}),
    (RAM, "2025-04-29", {}),
    (RAM, "2025-04-30", {"kz-sheep-quota-2025-04": "quota"}),
    (RAM, "2025-10-29", {"kz-sheep-quota-2025-04": "quota"}),
    (RAM, "2025-10-30", {}),
    (RAM, "2025-11-04", {}),
    (RAM, "2025-11-05", {"kz-sheep-quota-2025": "quota"}),
    (RAM, "2026-04-30", {"kz-sheep-quota-2025": "quota"}),
    (RAM, "2026-05-01", {}),
    (BEEF, "2025-12-03", {}),
    (BEEF, "2025-12-04", {"kz-beef-quota-2025": "quota"}),
    (BEEF, "2025-12-30", {"kz-beef-quota-2025": "quota"}),
    (BEEF, "2025-12-31", {"kz-beef-quota-2025": "quota", "kz-beef-quota-2026": "quota"}),
    (BEEF, "2026-01-01", {"kz-beef-quota-2026": "quota"}),
    (BEEF, "2026-06-30", {"kz-beef-quota-2026": "quota"}),
    (BEEF, "2026-07-01", {}),
    *[(GAS, day, {f"kz-lpg-{half}": "refuse"}) for day, half in GAS_STOPS.items()],
    *[(GAS_BY_RAIL, day, {f"kz-lpg-{half}": "refuse"}) for day, half in GAS_STOPS.items()],
    (GAS, "2025-05-14", {}),
    (GAS, "2025-10-09", {}),
    (GAS, "2025-10-10", {"kz-lpg-road-2025": "refuse"}),
    (GAS, "2026-12-31", {"kz-lpg-road-2025": "refuse"}),
    (GAS_BY_RAIL, "2025-10-09", {}),
    (GAS_BY_RAIL, "2025-10-10", {"kz-lpg-rail-2025": "refuse"}),
    (GAS_BY_RAIL, "2026-04-09", {"kz-lpg-rail-2025": "refuse"}),
    (GAS_BY_RAIL, "2026-04-10", {}),
    (GAS | {"mode": "10"}, "2025-10-10", {}),
    (GAS | {"member_of": ("gas_subsoil_users",)}, "2025-10-10", {}),
    (GAS | {"direction": "IM"}, "2025-10-10", {}),
    (DIESEL, "2024-01-01", {"kz-oil-products-2024": "refuse"}),
    (DIESEL, "2024-12-31", {"kz-oil-products-2024": "refuse"}),
    (DIESEL, "2025-01-01", {"kz-oil-products-2025": "refuse"}),
    (DIESEL | {"code": "2710196809"}, "2025-01-01", {"kz-oil-products-2025": "refuse"}),
    (DIESEL | {"code": "2710197100"}, "2025-01-01", {}),
    (DIESEL | {"mode": "20"}, "2025-01-01", {}),
    (POTATOES, "2025-01-27", {}),
    (POTATOES, "2025-01-28", {"kz-potatoes-2025": "refuse"}),
    (POTATOES | {"partner": "RU"}, "2025-01-28", {}),
    (POTATOES, "2025-07-27", {"kz-potatoes-2025": "refuse"}),
    (POTATOES, "2025-07-28", {}),
    (EGGS, "2025-03-31", {}),
    (EGGS, "2025-04-01", {"kz-eggs-2025-04": "refuse"}),
    (EGGS, "2025-10-31", {"kz-eggs-2025-04": "refuse"}),
    (EGGS, "2025-11-01", {}),
    (EGGS, "2025-12-10", {}),
    (EGGS, "2025-12-11", {"kz-eggs-2025-12": "refuse"}),
    (EGGS, "2026-01-10", {"kz-eggs-2025-12": "refuse"}),
    (EGGS, "2026-01-11", {}),
    (EGGS, "2026-03-05", {}),
    (EGGS, "2026-03-06", {"kz-eggs-2026-03": "refuse"}),
    (EGGS, "2026-09-30", {"kz-eggs-2026-03": "refuse"}),
    (EGGS, "2026-10-01", {}),
    (EGGS | {"procedure": "8000000"}, "2026-03-06", {}),
    (WHEAT | {"mode": "31"}, "2024-04-11", {"kz-wheat-road-2023": "refuse"}),
    (WHEAT | {"mode": "40"}, "2024-04-11", {}),
    (WHEAT | {"mode": "20"}, "2024-01-01", {"kz-wheat-rail-2024": "document"}),
    (WHEAT | {"mode": "20"}, "2024-04-11", {"kz-wheat-rail-2024": "document"}),
    (WHEAT | {"mode": "20"} | ELEVATOR, "2024-04-11", {}),
    (WHEAT | {"mode": "20"}, "2024-04-12", {"kz-wheat-rail-2024-04": "refuse"}),
    (WHEAT | {"mode": "20"} | MILL, "2024-04-12", {}),
    (WHEAT | {"mode": "20"} | ELEVATOR, "2024-08-20", {"kz-wheat-rail-2024-04": "refuse"}),
    (WHEAT | {"mode": "30"}, "2024-04-12", {"kz-wheat-2024-04": "refuse"}),
    (WHEAT | {"mode": "80"}, "2024-08-20", {"kz-wheat-2024-04": "refuse"}),
    (WHEAT | {"mode": "20"} | MILL, "2024-08-21", {"kz-wheat-all-2024": "refuse"}),
    (WHEAT | {"mode": "30"}, "2024-12-31", {"kz-wheat-all-2024": "refuse"}),
    (WHEAT | {"mode": "30"}, "2025-01-01", {}),
    (WHEAT_THROUGH, "2024-01-01", {"kz-wheat-transit-2023": "refuse"}),
    (WHEAT_THROUGH, "2024-04-11", {"kz-wheat-transit-2023": "refuse"}),
    (WHEAT_THROUGH, "2024-04-12", {"kz-wheat-transit-2024-04": "refuse"}),
    (WHEAT_THROUGH, "2024-08-20", {"kz-wheat-transit-2024-04": "refuse"}),
    (WHEAT_THROUGH, "2024-08-21", {"kz-wheat-transit-2024-08": "refuse"}),
    (WHEAT_THROUGH, "2024-12-31", {"kz-wheat-transit-2024-08": "refuse"}),
    (WHEAT_THROUGH, "2025-01-01", {}),
    (WHEAT_THROUGH | {"mode": "20"}, "2024-08-20", {}),
    (WHEAT | {"mode": "30", "procedure": "8000000"}, "2024-12-31", {}),
    (TO_TURKIYE, "2024-06-20", {}),
    (TO_TURKIYE, "2024-06-21", {"tr-wheat-2024": "warn"}),
    (TO_TURKIYE, "2024-10-15", {"tr-wheat-2024": "warn"}),
    (TO_TURKIYE, "2024-10-16", {}),
    (TO_TURKIYE | {"partner": "UZ"}, "2024-06-21", {}),
    (EWE_TO_TURKIYE, "2024-06-06", {"tr-livestock-2024": "warn"}),
    (EWE_TO_TURKIYE, "2024-06-07", {"tr-pox-2024": "warn"}),
    (
        CHINESE | {"code": "0402101100"},
        "2024-01-01",
        {"eaeu-veterinary": "document", "eaeu-conformity-food": "advise"},
    ),
    (CHINESE | {"code": "0402101100", "partner": "RU"}, "2024-01-01", {}),
    (
        CHINESE | {"code": "0402101100", "partner": ""},
        "2024-01-01",
        {"eaeu-veterinary": "document", "eaeu-conformity-food": "advise"},
    ),
    (
        CHINESE | {"code": "0402101100", "direction": "TR", "procedure": "8000000"},
        "2024-01-01",
        {},
    ),
    (
        CHINESE | {"code": "0402101100", "direction": "EX", "procedure": "1000000"},
        "2024-01-01",
        {},
    ),
    (
        CHINESE | {"code": "2105001000"},
        "2024-01-01",
        {"eaeu-veterinary-part": "warn", "eaeu-conformity-food": "advise"},
    ),
    (
        CHINESE | {"code": "0809100000"},
        "2024-01-01",
        {"eaeu-quarantine": "document", "eaeu-conformity-food": "advise"},
    ),
    (CHINESE | {"code": "4409291500"}, "2024-01-01", {"eaeu-quarantine-part": "warn"}),
    (
        CHINESE | {"code": "3101000000"},
        "2024-01-01",
        {"eaeu-quarantine": "document", "eaeu-veterinary": "document"},
    ),
    (CHINESE | {"code": "3306100000"}, "2024-01-01", {"eaeu-registration": "warn"}),
    (CHINESE | {"code": "3925100000"}, "2024-01-01", {"eaeu-registration-part": "warn"}),
    (CHINESE | {"code": "3825610000"}, "2024-01-01", {"eaeu-waste-banned": "warn"}),
    (BATTERIES, "2024-01-01", {"kz-scrap-2023-11": "refuse"}),
    *[
        (COPPER, day, {f"kz-scrap-{half.replace('2024-12', '2024-11')}": "refuse"})
        for day, half in SCRAP.items()
    ],
    *[(IRON, day, {f"kz-scrap-ferrous-{half}": "refuse"}) for day, half in SCRAP.items()],
    *[(RAILS, day, {f"kz-scrap-used-{half}": "refuse"}) for day, half in SCRAP.items()],
    *[(WHEELS, day, {f"kz-scrap-rolling-{half}": "refuse"}) for day, half in SCRAP.items()],
    *[(lot, "2026-04-30", {}) for lot in (COPPER, IRON, RAILS, WHEELS)],
    (IRON | {"mode": "20"}, "2024-12-14", {}),
    (IRON | {"mode": "20"}, "2024-12-15", {"kz-scrap-ferrous-2024-12": "refuse"}),
    (IRON | {"code": "7204211000"}, "2024-12-15", {}),
    (RAILS | {"attributes": {}}, "2026-04-29", {"kz-scrap-used-2025-10": "refuse"}),
    (RAILS | {"attributes": {"condition": "new"}}, "2026-04-29", {}),
    (WHEELS | {"procedure": "3100000"}, "2026-04-29", {}),
]


@pytest.mark.parametrize(("lot", "day", "touched"), EXAMPLES)
def test_each_example_of_law_on_the_days_around_its_changes(lot, day, touched):
    assert on(day, **lot) == touched


def test_every_row_of_the_pack_has_an_example():
    told = {name for _, _, touched in EXAMPLES for name in touched}
    rows = support.pack().sources.measures
    assert {one.id for one in rows if not one.goods} == told


def test_every_end_of_a_row_has_an_example():
    """The first day, the day before it, the last day and the day after it, as far as the
    pack holds them.
    """
    tried = {day for _, day, _ in EXAMPLES}
    one_day = datetime.timedelta(days=1)
    for one in support.pack().sources.measures:
        row = one.row
        if one.goods:
            continue
        days = {row.since, row.since - one_day} | (
            {row.until, row.until + one_day} if row.until else set()
        )
        held = [day for day in days if FIRST <= day <= LAST]
        assert {str(day) for day in held} <= tried, one.id


def test_every_quota_that_a_measure_draws_on_is_there_on_each_of_its_days():
    for one in support.pack().sources.measures:
        if one.quota:
            assert one.quota in support.edition(one.row.since).quotas
            assert one.quota in support.edition(one.row.until).quotas


def test_gate_2_asks_the_register_for_the_consignee():
    """Wheat by rail to an elevator of the register needs no document, to another receiver
    it does.
    """
    day = datetime.date(2024, 4, 11)
    law = support.edition(day)
    listed = support.replace(
        law, lists=law.lists | {"grain_elevators": {"990140000017": "Example Trade LLP"}}
    )
    wheat = support.item(code="1001990000", origin="RU")
    filing = support.filing(items=(wheat,), border_mode="20", origin_country="RU")
    touched = {}
    for name, edition_ in (("empty", law), ("listed", listed)):
        known = Context(edition_, support.exchange(day))
        line = subjects.item_codes(filing, wheat, known.measures)
        assert line.holder == "990140000017"
        assert subjects.item_codes(filing, support.item(), known.measures).holder == "", (
            "other goods are not asked who takes them"
        )
        touched[name] = [one.id for one in known.measures_on(line)]
    assert touched == {"empty": ["kz-wheat-rail-2024"], "listed": []}


def test_advice_is_no_verdict_against_goods():
    law = support.edition()
    lot = CHINESE | {"code": "6403999600", "mode": "30", "attributes": {}}
    found = touching(law.measures, **lot)
    assert measures.verdict(found).outcome == "advised"
    assert measures.verdict(found, {"01191"}).outcome == "free"
    wheat = touching(law.measures, **lot | {"code": "1001990000"})
    assert measures.verdict(wheat).outcome == "document"
    assert measures.verdict(wheat, {"01207"}).outcome == "warned"
    assert measures.verdict(wheat, {"01207", "01201", "01402"}).outcome == "free"
