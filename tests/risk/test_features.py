import datetime

import pytest

from openkeden.filing import declaration
from openkeden.risk import features
from tests.risk import samples

TYPES = {
    "text": str,
    "texts": tuple,
    "flag": bool,
    "count": int,
    "money": int,
    "quantity": int,
}


def read(
    name: str,
    of: declaration.Declaration,
    history: features.History = samples.KNOWN,
    payable: int = 0,
):
    view = features.View(
        of,
        samples.assessed(of, payable),
        history,
        of.goods[0],
        samples.assessed(of).items[0],
    )
    return features.FACTS[name].read(view)


def test_every_fact_is_read_in_its_kind():
    of = samples.declared(
        samples.item(), samples.item(number=2, code="8418108001", supplementary_unit="")
    )
    for name, fact in features.FACTS.items():
        value = read(name, of, payable=5)
        if fact.kind in ("share", "price"):
            assert [type(part) for part in value] == [int, int], name
        else:
            assert type(value) is TYPES[fact.kind], name


def test_value_per_kg_is_a_ratio_of_tiyn_to_kilograms():
    of = samples.declared(samples.item(price="10000.00", net_mass_kg="1000"))
    top, bottom = read("item.value_per_kg", of)
    assert (top, bottom) == (475_090_000 * 1_000_000, 1_000_000_000)


def test_value_per_unit_has_no_denominator_without_a_unit():
    assert (
        read("item.value_per_unit", samples.declared(samples.item(supplementary_unit="")))[
            1
        ]
        == 0
    )
    assert read("item.value_per_unit", samples.declared())[1] == 1_000_000_000


@pytest.mark.parametrize(
    ("price", "zeros"),
    [("10000.00", 4), ("10000.50", 0), ("12345.00", 0), ("500.00", 2), ("0.00", 0)],
)
def test_price_zeros(price, zeros):
    assert read("item.price_zeros", samples.declared(samples.item(price=price))) == zeros


def test_record_of_a_new_trader():
    new = features.History()
    of = samples.declared()
    assert read("consignee.new", of, new) is True
    assert read("consignee.days_known", of, new) == 0
    assert read("consignee.irregular_share", of, new) == (0, 0)


def test_records_are_the_right_traders():
    of = samples.declared()
    assert read("declarant.lodged", of) == 500
    assert read("consignee.lodged", of) == 80
    assert read("consignee.days_idle", of) == 3
    assert (
        read("declarant.days_known", of) == (samples.DAY - datetime.date(2020, 1, 1)).days
    )


@pytest.mark.parametrize(
    ("fact", "changes", "value"),
    [
        ("trading_not_dispatch", {"trading_country": "AE"}, True),
        ("trading_not_dispatch", {}, False),
        ("exporter_not_dispatch", {"dispatch_country": "KG"}, True),
        ("exporter_not_dispatch", {"exporter": None}, False),
        ("transport_changes", {"departure_transport": "A", "border_transport": "B"}, True),
        ("destination_is_dispatch", {"destination_country": "CN"}, True),
        (
            "destination_is_dispatch",
            {"destination_country": "", "dispatch_country": ""},
            False,
        ),
        ("consignee.id", {"consignee": None}, ""),
        ("amends", {"amends": "57505/020426/0000001"}, True),
        ("payable_share", {}, (5_000, 475_090_000)),
    ],
)
def test_facts_of_the_declaration(fact, changes, value):
    assert read(fact, samples.declared(**changes), payable=5_000) == value


def test_claims_and_documents_of_an_item():
    line = samples.item(
        preferences=declaration.Preferences(vat="AID"),
        documents=(
            declaration.Document(code="04021", number="1"),
            declaration.Document(code="03011", number="2"),
        ),
    )
    of = samples.declared(line)
    assert read("item.preference_claimed", of) is True
    assert read("item.preference_duty", of) == ""
    assert read("item.documents", of) == ("04021", "03011")
    assert read("item.preference_claimed", samples.declared()) is False
