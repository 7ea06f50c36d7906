import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.base import rates
from openkeden.filing import declaration
from openkeden.risk import conditions, features
from tests.risk import samples


def holds(
    row: dict,
    of: declaration.Declaration,
    history: features.History = samples.KNOWN,
    payable: int = 0,
) -> bool:
    clause, found = conditions.read(row, "c")
    assert clause is not None, found
    assessed = samples.assessed(of, payable)
    view = features.View(of, assessed, history, of.goods[0], assessed.items[0])
    return conditions.test(clause, samples.EXCHANGE)(view)


PAPERS = (declaration.Document(code="04021", number="1"),)


@pytest.mark.parametrize(
    ("fact", "op", "value", "yes", "no"),
    [
        ("nature", "=", "010", {"nature": "010"}, {"nature": "011"}),
        ("nature", "!=", "010", {"nature": "011"}, {"nature": "010"}),
        ("office", "in", ["57505", "57506"], {"office": "57506"}, {"office": "5750"}),
        ("office", "not in", ["57505"], {"office": "57506"}, {"office": "57505"}),
        ("office", "starts", ["57", "55"], {"office": "55001"}, {"office": "05557"}),
        (
            "delivery_place",
            "contains",
            ["khorgos"],
            {"delivery_place": "Near KHORGOS"},
            {"delivery_place": "Dostyk"},
        ),
        ("container", "=", True, {"container": True}, {"container": False}),
        ("packages", "=", 5, {"packages_total": 5}, {"packages_total": 6}),
        ("packages", "!=", 5, {"packages_total": 6}, {"packages_total": 5}),
        ("packages", "<", 5, {"packages_total": 4}, {"packages_total": 5}),
        ("packages", "<=", 5, {"packages_total": 5}, {"packages_total": 6}),
        ("packages", ">", 5, {"packages_total": 6}, {"packages_total": 5}),
        ("packages", ">=", 5, {"packages_total": 5}, {"packages_total": 4}),
        ("packages", "between", [5, 7], {"packages_total": 7}, {"packages_total": 8}),
    ],
)
def test_operators_on_the_declaration(fact, op, value, yes, no):
    row = {"fact": fact, "op": op, "value": value}
    assert holds(row, samples.declared(**yes))
    assert not holds(row, samples.declared(**no))


@pytest.mark.parametrize(("op", "yes", "no"), [("has", PAPERS, ()), ("lacks", (), PAPERS)])
def test_operators_on_several_texts(op, yes, no):
    row = {"fact": "item.documents", "op": op, "value": ["04021", "04025"]}
    assert holds(row, samples.declared(samples.item(documents=yes)))
    assert not holds(row, samples.declared(samples.item(documents=no)))


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("<", "1.2", False),
        ("<=", "1.2", True),
        (">", "1.2", False),
        (">=", "1.2", True),
        ("<", "1.200001", True),
        (">", "1.199999", True),
        ("between", ["1.2", "1.3"], True),
        ("between", ["1.1", "1.2"], True),
        ("between", ["1.3", "1.4"], False),
        ("between", ["1.0", "1.1"], False),
    ],
)
def test_operators_on_ratios_are_exact(op, value, expected):
    row = {"fact": "item.gross_to_net", "op": op, "value": value}
    assert (
        holds(row, samples.declared(samples.item(gross_mass_kg="1200", net_mass_kg="1000")))
        is expected
    )


@pytest.mark.parametrize("op", ["<", "<=", ">", ">="])
def test_a_ratio_to_nothing_meets_no_condition(op):
    row = {"fact": "item.value_per_kg", "op": op, "value": "1.00"}
    assert not holds(row, samples.declared(samples.item(net_mass_kg="0")))


def test_money_is_national_unless_a_currency_is_named():
    of = samples.declared()
    assert holds({"fact": "payable", "op": "=", "value": "475.09"}, of, payable=47509)
    assert holds(
        {"fact": "payable", "op": "=", "value": "1.00", "unit": "USD"}, of, payable=47509
    )
    assert not holds({"fact": "payable", "op": "=", "value": "1.00"}, of, payable=47509)


def test_quantities_are_compared_in_millionths():
    of = samples.declared(samples.item(net_mass_kg="0.5"))
    assert holds({"fact": "item.net_mass_kg", "op": "=", "value": "0.5"}, of)
    assert holds({"fact": "item.net_mass_kg", "op": "<", "value": "0.500001"}, of)


@given(
    price=st.integers(1, 10**9),
    mass=st.integers(1, 10**12),
    limit=st.integers(0, 10**7),
    op=st.sampled_from(["<", "<=", ">", ">="]),
)
def test_value_per_kg_in_dollars_equals_the_fraction(price, mass, limit, op):
    line = samples.item(
        price=f"{price // 100}.{price % 100:02}",
        net_mass_kg=f"{mass // 10**6}.{mass % 10**6:06}",
    )
    row = {
        "fact": "item.value_per_kg",
        "op": op,
        "value": f"{limit // 100}.{limit % 100:02}",
        "unit": "USD",
    }
    value = Fraction(samples.EXCHANGE.convert(price, "USD"), 1) / Fraction(mass, 10**6)
    compare = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}[op]
    assert holds(row, samples.declared(line)) is compare(
        value, limit * Fraction(47509, 100)
    )


def test_a_group_holds_when_one_member_does():
    row = {
        "any": [
            {"fact": "items", "op": ">", "value": 5},
            {"fact": "item.origin", "op": "=", "value": "CN"},
        ]
    }
    clause, _ = conditions.read(row, "c")
    assert clause is not None
    assert clause.of_item
    assert holds(row, samples.declared())
    assert not holds(row, samples.declared(samples.item(origin="TR")))


def test_no_rate_is_raised_for_its_currency():
    clause, _ = conditions.read(
        {"fact": "payable", "op": ">", "value": "1.00", "unit": "CHF"}, "c"
    )
    assert clause is not None
    with pytest.raises(rates.NoRate, match="CHF"):
        conditions.test(clause, samples.EXCHANGE)


@pytest.mark.parametrize(
    ("row", "rule", "path"),
    [
        ({"fact": "shoe_size", "op": "=", "value": "1"}, "K.1", "c.fact"),
        ({"fact": "currency", "op": "<", "value": "1"}, "K.2", "c.op"),
        ({"fact": "item.value_per_kg", "op": "=", "value": "1"}, "K.2", "c.op"),
        ({"fact": "items", "op": ">", "value": "5"}, "K.3", "c.value"),
        ({"fact": "items", "op": ">", "value": True}, "K.3", "c.value"),
        ({"fact": "items", "op": ">", "value": -1}, "K.3", "c.value"),
        ({"fact": "container", "op": "=", "value": 1}, "K.3", "c.value"),
        ({"fact": "payable", "op": ">", "value": 5.5}, "K.3", "c.value"),
        ({"fact": "payable", "op": ">", "value": "1e5"}, "K.3", "c.value"),
        ({"fact": "payable", "op": ">", "value": "1.005"}, "K.3", "c.value"),
        ({"fact": "payable", "op": ">", "value": "1", "unit": "usd"}, "K.3", "c.value"),
        ({"fact": "currency", "op": "=", "value": "1", "unit": "USD"}, "K.3", "c.value"),
        ({"fact": "currency", "op": "=", "value": ["USD", "EUR"]}, "K.3", "c.value"),
        ({"fact": "currency", "op": "in", "value": []}, "K.3", "c.value"),
        ({"fact": "items", "op": "between", "value": [5]}, "K.3", "c.value"),
        ({"fact": "items", "op": "between", "value": [5, 4]}, "K.3", "c.value"),
        ({"fact": "items", "op": "="}, "K.4", "c"),
        ({"fact": "items", "op": "=", "value": 1, "note": "x"}, "K.4", "c"),
        ({"any": []}, "K.4", "c"),
        ({"any": [{"fact": "nothing", "op": "=", "value": 1}]}, "K.1", "c.any[0].fact"),
        ("items > 5", "K.4", "c"),
    ],
)
def test_bad_rows_are_findings(row, rule, path):
    clause, found = conditions.read(row, "c")
    assert clause is None
    assert [(finding.rule, finding.path) for finding in found] == [(rule, path)]
    assert "value" in found[0].args


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            {"fact": "item.value_per_kg", "op": "<", "value": "6.00", "unit": "USD"},
            "item.value_per_kg < 6 USD",
        ),
        (
            {"fact": "item.code", "op": "starts", "value": ["61", "62"]},
            "item.code starts 61, 62",
        ),
        ({"fact": "delivery_place", "op": "=", "value": ""}, 'delivery_place = ""'),
        (
            {"fact": "declarant.irregular_share", "op": ">", "value": "0.10"},
            "declarant.irregular_share > 0.1",
        ),
        ({"fact": "container", "op": "=", "value": True}, "container = yes"),
    ],
)
def test_conditions_are_printed_for_the_officer(row, text):
    clause, _ = conditions.read(row, "c")
    assert clause is not None
    assert clause.text() == text
