"""The price of a person's goods: what is owed, as plain data, by given rates and an
installation's own law, or why there is none.
"""

import contextlib
import datetime
import decimal
import json
import pathlib
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openkeden
from openkeden import locale
from openkeden.base import money, validity
from openkeden.flow import clock
from openkeden.flow.pricing import persons, questions
from openkeden.lawpack.imports import imported_files, law_rows
from openkeden.lawpack.pack import NoPack, load_pack
from openkeden.views import price_view
from tests import support

#: A shirt by post: EUR 300 at 551.06 are 165,318.00 tenge, EUR 100 of it, 55,106.00, above
#: what is free.
SHIRT = {
    "regime": "parcel",
    "code": "6109100000",
    "value": "300.00",
    "currency": "EUR",
    "net": "5",
}
STATED = {"age_years": "4", "engine_cm3": "1998"}
CAR = {
    "regime": "car",
    "code": "8703239083",
    "value": "12000.00",
    "currency": "EUR",
    "net": "1400",
    "attributes": STATED,
}
BOUGHT = SHIRT | {
    "regime": "ecommerce",
    "on": datetime.date(2026, 7, 1),
    "rates": {"EUR": "520.00"},
}

#: What a call without a database has no business to load.
HEAVY = ("django", "lxml", "rich", "typer", "cryptography")

#: A parcel as a later decision might have it, and a regime that no pack knows.
LATER = """
[[regimes]]
code = "parcel"
title = "goods by post, by a later decision"
base = "excess"
free_value = "100 EUR"
free_mass = "20"
rate = "20% min 3 EUR/kg"
excluded = ["8703"]
since = 2026-04-03
act = "later act"
article = "7"
source = "tests"
mark = "open"

[[regimes]]
code = "gift"
title = "goods that are given"
base = "whole"
masks = ["6109"]
since = 2026-04-02
until = 2026-04-02
act = "test act"
source = "tests"
mark = "open"
"""
COLUMNS = "charge,mask,origins,excluded,when,rate,since,until,act,article,source,mark"
ENDS = "2026-04-03,,later act,,tests,open"
YOUNG = (
    f"single_rate,8703,,,age_years <= 3; value <= 8500 EUR each pc,40% min 1 EUR/cm3,{ENDS}"
)
DEAR = "single_rate,6109,,,value > 100 USD,10%,2026-04-02,,test act,,tests,open"


def price(**asked: object) -> persons.PersonalPrice:
    return persons.price(**({"on": support.DAY} | asked))


def plain(priced: persons.PersonalPrice, language: str = "en") -> dict[str, Any]:
    """The view of a price as a program reads it."""
    read: dict[str, Any] = json.loads(
        msgspec.json.encode(price_view.of_person(priced, language))
    )
    return read


def refused(**asked: object) -> list[tuple[str, str, dict[str, str]]]:
    """The findings against a question: their rules, places and arguments."""
    with pytest.raises(openkeden.Unpriced) as unpriced:
        price(**asked)
    found = unpriced.value.findings
    assert found
    assert {one.severity for one in found} == {"error"}
    return [(one.rule, one.path, dict(one.args)) for one in found]


def lines(priced: persons.PersonalPrice) -> list[tuple[str, str]]:
    return [(line.code, money.text(line.amount)) for line in priced.owed.lines]


def keep(home: pathlib.Path, **files: str) -> pathlib.Path:
    """An installation that imported these files of law, each judged sound before."""
    folder = home / imported_files.FOLDER
    with imported_files.alone(folder):
        for name, text in files.items():
            judged = law_rows.judge(
                text.encode(), imported_files.merged(load_pack("KZ"), folder)
            )
            assert not judged.findings
            imported_files.keep(
                folder, name, text.encode(), ".csv" if text.startswith(COLUMNS) else ".toml"
            )
    return home


# What is owed.


def test_a_parcel() -> None:
    priced = price(**SHIRT)
    assert priced.customs_value == 165_318_00
    assert (priced.owed.free_value, priced.owed.free_mass) == (110_212_00, 31 * 10**6)
    assert (priced.owed.value, priced.owed.mass) == (55_106_00, 0)
    assert lines(priced) == [("single_rate", "8265.90")]
    assert priced.total == priced.owed.total == 8_265_90
    assert (priced.on, priced.currency, priced.code) == (support.DAY, "KZT", "6109100000")
    assert priced.edition == support.edition().version


def test_what_is_free_has_no_lines() -> None:
    priced = price(**(SHIRT | {"value": "200.00"}))
    assert (priced.owed.lines, priced.total) == ((), 0)
    assert list(priced.law) == ["eaeu:regime/parcel@2024-04-01"]


def test_a_car() -> None:
    """Of four years: 2.7 EUR for each of 1,998 cm3, at 551.06."""
    priced = price(**CAR)
    assert lines(priced) == [("single_rate", "2972748.28")]
    assert priced.owed.lines[0].rate == "2.7 EUR/cm3"
    assert (priced.owed.free_value, priced.owed.free_mass) == (None, None)


def test_e_commerce() -> None:
    """156,000.00 tenge: 5 % are 7,800.00, and 16 % of 163,800.00 are 26,208.00."""
    assert lines(price(**BOUGHT)) == [("2010", "7800.00"), ("5010", "26208.00")]


def test_numbers_are_text_integers_or_decimals() -> None:
    exact = price(
        **(
            SHIRT
            | {"value": decimal.Decimal("3E+2"), "net": 5, "qty": decimal.Decimal("2.00")}
        )
    )
    assert exact == price(**SHIRT, qty="2")
    two = CAR | {"value": 24000, "attributes": {"age_years": "4", "engine_cm3": "3996"}}
    assert price(**two, qty=2).total == 2 * 2_972_748_276 // 10
    assert price(**two, qty=2) == price(**two, qty="2", unit="pc")


@pytest.mark.parametrize(
    "changes",
    [
        {"value": 300.0},
        {"net": 5.0},
        {"qty": 1.5},
        {"rates": {"EUR": 520.0}},
        {"value": None},
        {"net": b"5"},
    ],
)
def test_numbers_are_never_floats(changes: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="give text, an integer or a Decimal"):
        price(**(SHIRT | changes))


def test_a_float_of_nothing_is_a_float_too() -> None:
    with pytest.raises(TypeError, match="float"):
        price(**SHIRT, qty=0.0)


@pytest.mark.parametrize("qty", ["0", 0, "0.000000", decimal.Decimal(0)])
def test_no_cars_at_all_cannot_be_priced(qty: object) -> None:
    assert refused(**CAR, qty=qty)


def test_pieces_may_be_stated_as_an_attribute() -> None:
    """Q.9 asks to state units as a quantity or an attribute; two cars of 1,500 cm3 owe less
    than one of 3,000.
    """
    stated = {"age_years": "4", "engine_cm3": "3000"}
    counted = price(**(CAR | {"attributes": stated}), qty="2")
    assert price(**(CAR | {"attributes": {**stated, "pieces": "2"}})) == counted


@pytest.mark.parametrize(
    "more", [{"qty": "1", "unit": "kg"}, {"attributes": {"kilograms": "1"}}]
)
def test_the_net_mass_is_that_of_the_question(more: dict[str, object]) -> None:
    """A parcel of 40 kg owes, whatever else is said of kilograms, unless the question is
    refused.
    """
    heavy = SHIRT | {"value": "100.00", "net": "40"}
    assert price(**heavy).total == 9_919_08
    with contextlib.suppress(openkeden.Unpriced):
        assert price(**heavy, **more).total == 9_919_08


def test_the_day_is_today_unless_it_is_given() -> None:
    """Under the law of Kyrgyzstan, whose rows have no end."""
    pack = support.pack("KG")
    before = pack.local(clock.now()).date()
    priced = persons.price(**SHIRT, law="KG", rates={"EUR": "100.00"})
    assert before <= priced.on <= pack.local(clock.now()).date()


def test_another_country() -> None:
    """EUR 100 above at 101.50 som: 10,150.00, of which 15 % are 1,522.50."""
    priced = price(**SHIRT, law="KG", rates={"EUR": "101.50"})
    assert (priced.currency, priced.total) == ("KGS", 1_522_50)
    with pytest.raises(NoPack):
        price(**SHIRT, law="XX")


@settings(max_examples=80)
@given(
    regime=st.sampled_from(["parcel", "luggage", "luggage_air", "car", "ecommerce"]),
    code=st.sampled_from(sorted(support.edition().lines))
    | st.sampled_from(["8703239083", "8703800003"]),
    value=st.integers(0, 10**10).map(money.text),
    net=st.integers(0, 10**12).map(lambda mass: money.text(mass, 6)),
    attributes=st.sampled_from(
        [{}, {"age_years": "2"}, {"age_years": "7", "engine_cm3": "998"}]
    ),
)
def test_any_line_of_the_tariff_is_priced_or_refused_with_reasons(
    regime, code, value, net, attributes
) -> None:
    asked = BOUGHT | {
        "regime": regime,
        "code": code,
        "value": value,
        "net": net,
        "attributes": attributes,
    }
    law = support.edition(BOUGHT["on"])
    try:
        priced = price(**asked)
    except openkeden.Unpriced:
        rules = {rule for rule, _, _ in refused(**asked)}
        assert rules == ({"Q.9"} if law.regimes[regime].takes(code) else {"Q.7"})
    else:
        assert law.regimes[regime].takes(code)
        assert priced.total == sum(line.amount for line in priced.owed.lines)
        assert set(priced.law) >= {row for line in priced.owed.lines for row in line.rows}
        assert None not in priced.law.values()
        assert plain(priced)["total"] == money.text(priced.total)


def test_it_loads_no_database_and_no_web() -> None:
    asked = ", ".join([f"{name}={value!r}" for name, value in CAR.items()])
    code = (
        "import datetime, json, sys\n"
        "from openkeden.flow.pricing import persons\n"
        f"total = persons.price({asked}, on=datetime.date(2026, 4, 2)).total\n"
        f"print(json.dumps([total, [name for name in {HEAVY!r} if name in sys.modules]]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout) == [2_972_748_28, []]


# Why there is no price.


def test_a_regime_that_is_not_in_force() -> None:
    known = "parcel, luggage, luggage_air, car"
    on = support.DAY.isoformat()
    assert refused(**(SHIRT | {"regime": "post"})) == [
        ("Q.6", "regime", {"value": "post", "on": on, "known": known}),
    ]
    assert refused(**(BOUGHT | {"on": datetime.date(2026, 6, 30)}))[0][2]["known"] == known
    assert (
        refused(**SHIRT, on=datetime.date(2024, 3, 31), rates={"EUR": "500"})[0][2]["known"]
        == "car"
    )


def test_goods_that_a_regime_does_not_take() -> None:
    assert refused(**(SHIRT | {"code": "8703239083"})) == [
        ("Q.7", "code", {"value": "8703239083", "regime": "parcel"}),
    ]
    assert refused(**(BOUGHT | {"code": "2402209000"}))[0][:2] == ("Q.7", "code")


def test_what_a_rate_depends_on_is_asked_for_at_once() -> None:
    def asked(**changes: object) -> list[tuple[str, str, str]]:
        return [
            (rule, path, args["names"]) for rule, path, args in refused(**(CAR | changes))
        ]

    assert asked(attributes={}) == [("Q.9", "attributes", "age_years, engine_cm3")]
    assert asked(attributes={"engine_cm3": "1998"}) == [("Q.9", "attributes", "age_years")]
    assert asked(attributes={"age_years": "4"}) == [("Q.9", "attributes", "engine_cm3")]
    assert asked(qty="2", unit="1000pc") == [("Q.9", "attributes", "pieces")]
    assert asked(attributes={"age_years": "old"}) == [
        ("Q.9", "attributes", "age_years, engine_cm3")
    ]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"value": "1,000.00"}, "value"),
        ({"value": "300.005"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": decimal.Decimal("NaN")}, "value"),
        ({"net": ""}, "net mass"),
        ({"net": "5 kg"}, "net mass"),
        ({"net": "0.0000001"}, "net mass"),
        ({"qty": "two"}, "quantity"),
        ({"qty": "-2"}, "quantity"),
        ({"attributes": {"engine_cm3": "2 litres"}}, "engine_cm3"),
        ({"code": "6109"}, "code"),
        ({"code": "6109999999"}, "code"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": ""}, "currency"),
        ({"currency": "eur"}, "currency"),
    ],
)
def test_what_cannot_be_used(changes: dict[str, object], path: str) -> None:
    ((rule, where, args),) = refused(**(SHIRT | changes))
    assert (rule, where, args["what"], args["on"]) == (
        "Q.8",
        path,
        path,
        support.DAY.isoformat(),
    )


def test_all_findings_come_at_once() -> None:
    wrong = {
        "regime": "post",
        "code": "12",
        "value": "x",
        "currency": "EURO",
        "net": "y",
        "qty": "z",
    }
    found = refused(**wrong, attributes={"engine_cm3": "q", "colour": "red"})
    assert [(rule, path) for rule, path, _ in found] == [
        ("Q.6", "regime"),
        ("Q.8", "code"),
        ("Q.8", "currency"),
        ("Q.8", "net mass"),
        ("Q.8", "engine_cm3"),
        ("Q.8", "quantity"),
        ("Q.8", "value"),
    ]
    assert [args["value"] for _, _, args in found] == [
        "post",
        "12",
        "EURO",
        "y",
        "q",
        "z",
        "x",
    ]


def test_a_code_that_is_left_out_and_a_number_that_is_none_at_once() -> None:
    found = refused(**(CAR | {"regime": "luggage", "net": "x"}))
    assert [(rule, path) for rule, path, _ in found] == [
        ("Q.7", "code"),
        ("Q.8", "net mass"),
    ]


def test_the_reasons_can_be_read() -> None:
    for language in locale.LANGUAGES:
        for rule in questions.RULES:
            said = locale.sentences(language).get(rule.number) or rule
            assert said.message
            assert said.fix


def test_the_error_says_its_reasons_in_english() -> None:
    with pytest.raises(openkeden.Unpriced) as unpriced:
        price(**(SHIRT | {"code": "8703239083"}))
    assert "Goods of code 8703239083 are not charged under the regime parcel." in str(
        unpriced.value
    )


# Exchange rates.


def test_given_rates_stand_in_the_place_of_published_ones() -> None:
    """EUR 100 above at 520.00: 52,000.00, of which 15 % are 7,800.00."""
    priced = price(**SHIRT, rates={"EUR": "520.00"})
    assert priced.total == 7_800_00
    assert [(quote.currency, quote.value, quote.authority) for quote in priced.quotes] == [
        ("EUR", 520_00, "given")
    ]
    assert price(**SHIRT, rates={"EUR": decimal.Decimal("520.00")}) == priced
    assert price(**SHIRT, rates={"EUR": 520}).total == priced.total


def test_a_given_rate_leaves_the_others() -> None:
    """USD 300 at 400.00 are 120,000.00, above EUR 200 at 551.06 by 9,788.00."""
    priced = price(**(SHIRT | {"currency": "USD"}), rates={"USD": "400.00"})
    assert priced.total == 1_468_20
    assert [(quote.currency, quote.authority) for quote in priced.quotes] == [
        ("EUR", "NBK"),
        ("USD", "given"),
    ]


def test_the_quotes_are_those_that_were_used() -> None:
    assert [
        quote.currency
        for quote in price(**(SHIRT | {"currency": "KZT", "value": "1.00"})).quotes
    ] == ["EUR"]
    assert [quote.currency for quote in price(**(CAR | {"currency": "USD"})).quotes] == [
        "EUR",
        "USD",
    ]


def test_the_rate_by_which_a_condition_was_decided_is_told(tmp_path) -> None:
    home = keep(tmp_path, rows=f"{COLUMNS}\n{DEAR}\n", later=LATER)
    priced = price(
        **(SHIRT | {"regime": "gift", "currency": "KZT", "value": "100000.00"}), home=home
    )
    assert lines(priced) == [("single_rate", "10000.00")]
    assert [quote.currency for quote in priced.quotes] == ["USD"]


@pytest.mark.parametrize("text", ["", "many", "0", "-1", "1:2:3", "1.23456"])
def test_a_rate_that_is_none(text: str) -> None:
    assert refused(**SHIRT, rates={"EUR": text}) == [
        ("Q.1", "rates", {"value": f"EUR={text}"})
    ]


def test_all_rates_that_are_none_are_named() -> None:
    found = refused(**SHIRT, rates={"EUR": "x", "USD": "400.00", "KZT": "1", "ZZZ": "1"})
    assert [args["value"] for _, _, args in found] == ["EUR=x", "KZT=1", "ZZZ=1"]


def test_a_day_without_rates_names_the_last_with_some() -> None:
    late = support.DAY + datetime.timedelta(days=60)
    last = max(
        quote.effective_on
        for quote in support.pack().sources.quotes
        if quote.currency == "EUR"
    )
    for currency in ("EUR", "KZT"):
        found = refused(**(SHIRT | {"currency": currency}), on=late)
        assert found == [
            (
                "Q.2",
                "currency",
                {"value": "EUR", "on": late.isoformat(), "last": last.isoformat()},
            ),
        ]
    assert price(**SHIRT, on=late, rates={"EUR": "520.00"}).total == 7_800_00


def test_a_currency_never_quoted() -> None:
    found = refused(**(SHIRT | {"currency": "XPF"}))
    assert [(rule, args["value"]) for rule, _, args in found] == [("Q.5", "XPF")]


def test_a_day_before_the_law() -> None:
    ((rule, path, args),) = refused(**SHIRT, on=datetime.date(2023, 12, 31))
    assert (rule, path) == ("Q.3", "on")
    assert "mci" in args["keys"]


# The law of an installation.


def test_an_installation_without_law_of_its_own_has_that_of_the_package(tmp_path) -> None:
    assert price(**SHIRT, home=tmp_path) == price(**SHIRT)
    assert price(**SHIRT, home=str(tmp_path / "none")) == price(**SHIRT)


def test_a_regime_that_an_installation_changed_from_a_later_day(tmp_path) -> None:
    """EUR 150 at 543.72 on 2026-04-03 are 81,558.00, above EUR 100 by 27,186.00, of which
    20 % are 5,437.20.
    """
    home = keep(tmp_path, later=LATER)
    asked = SHIRT | {"value": "150.00"}
    before, after = (
        price(**asked, home=home),
        price(**asked, home=home, on=datetime.date(2026, 4, 3)),
    )
    assert (before.total, after.total) == (0, 5_437_20)
    assert (list(before.law), list(after.law)) == (
        ["eaeu:regime/parcel@2024-04-01"],
        ["home:regime/parcel@2026-04-03"],
    )
    assert before.owed.regime.row.until == support.DAY
    assert after.owed.free_mass == 20 * 10**6
    assert plain(after)["law"]["act"] == "later act"
    assert price(**asked, on=datetime.date(2026, 4, 3)).total == 0


def test_the_mass_of_a_changed_regime(tmp_path) -> None:
    """3 EUR for each of 4 kg above 20, at 543.72."""
    home = keep(tmp_path, later=LATER)
    asked = SHIRT | {"value": "90.00", "net": "24", "on": datetime.date(2026, 4, 3)}
    assert lines(price(**asked, home=home)) == [("single_rate", "6524.64")]
    assert lines(price(**asked)) == []


def test_a_regime_that_only_an_installation_has_and_its_rates(tmp_path) -> None:
    home = keep(tmp_path, later=LATER)
    gift = SHIRT | {"regime": "gift"}
    assert [rule for rule, _, _ in refused(**gift)] == ["Q.6"]
    assert refused(**gift, home=home) == [("Q.11", "regime", {"value": "gift"})]
    assert refused(**(CAR | {"regime": "gift"}), home=home)[0][0] == "Q.7"
    keep(home, rows=f"{COLUMNS}\n{DEAR}\n")
    assert lines(price(**gift, home=home)) == [("single_rate", "16531.80")]
    assert (
        refused(**gift, home=home, on=datetime.date(2026, 4, 3))[0][2]["known"]
        == "luggage, luggage_air, car, parcel"
    )


def test_a_single_rate_that_an_installation_changed_from_a_later_day(tmp_path) -> None:
    """EUR 8,000 on 2026-04-02: 54 % of 4,408,480.00; on 2026-04-03: 40 % of 4,349,760.00."""
    home = keep(tmp_path, rows=f"{COLUMNS}\n{YOUNG}\n")
    asked = CAR | {
        "value": "8000.00",
        "attributes": {"age_years": "3", "engine_cm3": "998"},
        "home": home,
    }
    before, after = price(**asked), price(**asked, on=datetime.date(2026, 4, 3))
    assert (before.total, after.total) == (2_380_579_20, 1_739_904_00)
    assert before.owed.lines[0].rows[0].startswith("eaeu:single_rate/")
    assert after.owed.lines[0].rows[0].startswith("home:single_rate/")
    assert after.law[after.owed.lines[0].rows[0]].act == "later act"


def test_the_law_of_an_installation_changes_the_edition(tmp_path) -> None:
    home = keep(tmp_path, later=LATER)
    assert price(**SHIRT, home=home).edition != price(**SHIRT).edition
    assert price(**SHIRT, home=home).total == price(**SHIRT).total


def test_an_installation_of_another_country(tmp_path) -> None:
    (tmp_path / "jurisdiction").write_text("KG\n")
    given = {"EUR": "101.50"}
    assert price(**SHIRT, home=tmp_path, rates=given).currency == "KGS"
    assert price(**SHIRT, home=tmp_path, law="KZ").currency == "KZT"


# Plain data.


def is_plain(told: object) -> bool:
    """Whether something is made of tables, lists, text, whole numbers and None alone."""
    if isinstance(told, dict):
        return all(
            isinstance(name, str) and is_plain(value) for name, value in told.items()
        )
    if isinstance(told, list):
        return all(map(is_plain, told))
    return told is None or isinstance(told, (str, int))


@pytest.mark.parametrize("language", locale.LANGUAGES)
@pytest.mark.parametrize("asked", [SHIRT, SHIRT | {"value": "1.00"}, CAR, BOUGHT])
def test_plain_data(asked: dict[str, object], language: str) -> None:
    priced = price(**asked)
    told = plain(priced, language)
    assert is_plain(told)
    assert json.loads(json.dumps(told)) == told == json.loads(msgspec.json.encode(told))
    assert told["total"] == money.text(priced.total)
    assert money.parse(told["total"]) == sum(
        money.parse(line["amount"]) for line in told["charges"]
    )
    for line in told["charges"]:
        assert line["name"] == locale.names(language)["charges"][line["code"]]
        assert all(
            row["id"] and row["act"] and row["mark"] in validity.MARKS
            for row in line["law"]
        )
    assert told["law"]["id"].startswith(f"eaeu:regime/{asked['regime']}@")
    assert told["law"]["act"]
    assert told["law"]["mark"] in ("verified", "secondary", "open")


def test_plain_data_of_a_parcel() -> None:
    told = plain(price(**SHIRT))
    law = told.pop("law")
    (line,) = told.pop("charges")
    assert told == {
        "on": "2026-04-02",
        "regime": "parcel",
        "code": "6109100000",
        "currency": "KZT",
        "customs_value": "165318.00",
        "free": {"value": "110212.00", "kg": "31"},
        "of": "excess",
        "total": "8265.90",
        "quotes": [
            {
                "currency": "EUR",
                "nominal": 1,
                "value": "551.06",
                "date": "2026-04-02",
                "authority": "NBK",
            }
        ],
        "edition": support.edition().version,
    }
    assert line["law"] == [law]
    assert (law["id"], law["mark"], law["since"], law["until"]) == (
        "eaeu:regime/parcel@2024-04-01",
        "verified",
        "2024-04-01",
        None,
    )
    assert law["act"] == "EEC Council decision 107 of 2017-12-20, annexes 1 and 2"
    assert {name: line[name] for name in ("code", "base", "rate", "amount", "chosen")} == {
        "code": "single_rate",
        "base": "55106.00",
        "rate": "15% min 2 EUR/kg",
        "amount": "8265.90",
        "chosen": "15%",
    }


def test_plain_data_tells_which_part_of_a_rate_was_taken() -> None:
    told = plain(price(**(SHIRT | {"net": "50"})))
    assert told["charges"][0]["chosen"] == "2 EUR/kg"
    assert told["charges"][0]["amount"] == "20940.28"


def test_plain_data_of_a_car_names_the_row_of_its_rate_and_that_of_the_regime() -> None:
    told = plain(price(**CAR))
    assert (told["free"], told["of"]) == ({"value": None, "kg": None}, "whole")
    rate, regime = told["charges"][0]["law"]
    assert (rate["value"], rate["mark"]) == ("2.7 EUR/cm3", "secondary")
    assert rate["act"] == "EEC Council decision 107 of 2017-12-20, annex 2, table 2, item 3"
    assert regime == told["law"]


def test_plain_data_of_e_commerce() -> None:
    told = plain(price(**BOUGHT))
    assert told["free"] == {"value": "104000.00", "kg": None}
    assert [(line["code"], line["base"]) for line in told["charges"]] == [
        ("2010", "156000.00"),
        ("5010", "163800.00"),
    ]
    assert told["charges"][1]["law"][0]["id"] == "kz:vat/all@2026-01-01"
    assert told["law"]["mark"] == "open"


def test_plain_data_of_what_is_free() -> None:
    told = plain(price(**(SHIRT | {"value": "200.00", "net": "31"})))
    assert (told["charges"], told["total"]) == ([], "0.00")
    assert told["free"]["kg"] == "31"


def test_names_are_in_the_language_asked_for() -> None:
    priced = price(**SHIRT)
    names = [plain(priced, language)["charges"][0]["name"] for language in locale.LANGUAGES]
    assert len(set(names)) == len(names)
    assert plain(priced) == plain(priced, "en")
    with pytest.raises(KeyError):
        plain(priced, "xx")


def test_attributes_may_be_numbers_but_no_floats() -> None:
    car = {
        "regime": "car",
        "code": "8703231940",
        "value": 20000,
        "currency": "EUR",
        "net": 1500,
    }
    day = datetime.date(2026, 4, 2)
    texts = persons.price(
        **car, on=day, attributes={"age_years": "2", "engine_cm3": "1998"}
    )
    numbers = persons.price(**car, on=day, attributes={"age_years": 2, "engine_cm3": 1998})
    assert texts == numbers
    with pytest.raises(TypeError):
        persons.price(**car, on=day, attributes={"age_years": 2.0, "engine_cm3": 1998})
    with pytest.raises(openkeden.Unpriced):
        persons.price(**car, on=day, attributes={"age_years": " 2 ", "engine_cm3": 1998})


def test_a_rate_that_is_too_coarse_is_told_as_such() -> None:
    parcel = {
        "regime": "parcel",
        "code": "6403999600",
        "value": "1",
        "currency": "IRR",
        "net": "1",
    }
    with pytest.raises(openkeden.Unpriced) as refused_:
        persons.price(**parcel, on=datetime.date(2026, 5, 24), law="KG")
    assert "Q.10" in [one.rule for one in refused_.value.findings]
