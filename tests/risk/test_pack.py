import importlib.resources

import pytest

from openkeden.filing import declaration
from openkeden.risk import features, profiles, selection
from tests.risk import samples


def kazakh(
    of: declaration.Declaration, history: features.History = samples.KNOWN, payable: int = 0
) -> set[str]:
    ready = selection.compile_profiles(samples.kazakh(), samples.EXCHANGE)
    return {hit.profile for hit in samples.select(of, ready, history, payable).hits} - set(
        profiles.RESERVED
    )


IRREGULAR = features.History(features.Record(20, 3, 0), samples.KNOWN.consignee)
CAR = {
    "code": "8703231940",
    "supplementary_unit": "pcs",
    "supplementary_quantity": "1",
    "price": "9000.00",
}
PAID = (declaration.Document(code="04023", number="1"),)
CHIPS = {"code": "8542319010", "origin": "KR"}


@pytest.mark.parametrize(
    ("profile", "line", "changes", "history", "payable"),
    [
        ("KZ.value.footwear", {"net_mass_kg": "1667"}, {}, samples.KNOWN, 0),
        (
            "KZ.value.clothing",
            {"code": "6109100000", "net_mass_kg": "2000"},
            {},
            samples.KNOWN,
            0,
        ),
        ("KZ.value.vehicles", CAR, {}, samples.KNOWN, 0),
        (
            "KZ.value.vehicles",
            CAR | {"price": "3999.99", "documents": PAID},
            {},
            samples.KNOWN,
            0,
        ),
        ("KZ.sensitive.tobacco", {"code": "2402209000"}, {}, samples.KNOWN, 0),
        ("KZ.sensitive.alcohol", {"code": "2208601100"}, {}, features.History(), 0),
        (
            "KZ.sensitive.electronics",
            CHIPS,
            {"direction": "EX", "procedure": "31"},
            samples.KNOWN,
            0,
        ),
        ("KZ.trader.new", {}, {}, features.History(), 1_000_000_001),
        ("KZ.trader.irregular", {}, {}, IRREGULAR, 0),
        (
            "KZ.origin.preference",
            {"origin": "KG", "preferences": declaration.Preferences(duty="FTA")},
            {},
            samples.KNOWN,
            0,
        ),
        (
            "KZ.transit.as_export",
            {"origin": "CN"},
            {"direction": "EX", "procedure": "10"},
            samples.KNOWN,
            0,
        ),
        (
            "KZ.transit.return",
            {},
            {"direction": "TR", "destination_country": "CN"},
            samples.KNOWN,
            0,
        ),
        (
            "KZ.invoice.third_country",
            {},
            {"trading_country": "AE", "dispatch_country": "UZ"},
            samples.KNOWN,
            0,
        ),
        ("KZ.form.no_place", {}, {"delivery_place": ""}, samples.KNOWN, 0),
        ("KZ.form.round_price", {"price": "20000.00"}, {}, samples.KNOWN, 0),
        ("KZ.form.short_description", {"description": "Goods"}, {}, samples.KNOWN, 0),
    ],
)
def test_profiles_of_the_pack_find_what_they_are_for(
    profile, line, changes, history, payable
):
    assert profile in kazakh(
        samples.declared(samples.item(**line), **changes), history, payable
    )


@pytest.mark.parametrize(
    ("profile", "line", "changes", "history", "payable"),
    [
        ("KZ.value.footwear", {"net_mass_kg": "1666"}, {}, samples.KNOWN, 0),
        ("KZ.value.vehicles", CAR | {"documents": PAID}, {}, samples.KNOWN, 0),
        ("KZ.sensitive.alcohol", {"code": "2208601100"}, {}, samples.KNOWN, 0),
        ("KZ.sensitive.electronics", CHIPS, {}, samples.KNOWN, 0),
        ("KZ.trader.new", {}, {}, features.History(), 1_000_000_000),
        (
            "KZ.transit.as_export",
            {"origin": "KZ"},
            {"direction": "EX", "procedure": "10"},
            samples.KNOWN,
            0,
        ),
        ("KZ.form.round_price", {"price": "20000.01"}, {}, samples.KNOWN, 0),
    ],
)
def test_profiles_of_the_pack_leave_the_rest_alone(
    profile, line, changes, history, payable
):
    assert profile not in kazakh(
        samples.declared(samples.item(**line), **changes), history, payable
    )


def test_many_items_of_the_pack():
    lines = [samples.item(number=n, code="8418108001") for n in range(1, 52)]
    assert "KZ.form.many_items" in kazakh(samples.declared(*lines))
    assert "KZ.form.many_items" not in kazakh(samples.declared(*lines[:50]))


def test_documents_of_the_pack_are_on_the_list_of_box_44():
    listed = (
        importlib.resources.files("openkeden.law")
        .joinpath("eaeu/lists/documents.csv")
        .read_text("utf-8")
    )
    known = {line.partition(",")[0] for line in listed.splitlines()[1:]}
    policy = samples.kazakh()
    asked = {
        code
        for row in [*policy.profiles, *policy.shares, *policy.thresholds]
        for code in row.documents
    }
    assert asked <= known
