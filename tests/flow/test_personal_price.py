"""The price of a person's goods: what is owed, by given rates and by the law of an
installation.
"""

import contextlib
import datetime
import decimal
import json
import pathlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openkeden
from openkeden.base import money
from openkeden.flow import clock
from openkeden.flow.pricing import persons, questions
from openkeden.lawpack.imports import imported_files, law_rows
from openkeden.lawpack.pack import load_pack
from tests import support
from tests.flow.personal import BOUGHT, CAR, SHIRT, plain, price, refused

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
            support.keep_law(
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
    with pytest.raises(questions.Unpriced, match=r"U\.110: .*XX"):
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
        asking = {"Q.9", "Q.20", "Q.21"}
        assert rules <= (asking if law.regimes[regime].takes(code) else {"Q.7"})
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


# The law of an installation.


def test_an_installation_without_law_of_its_own_has_that_of_the_package(tmp_path) -> None:
    (tmp_path / imported_files.FOLDER).mkdir()
    assert price(**SHIRT, home=str(tmp_path)) == price(**SHIRT)


def test_a_folder_that_is_no_installation_is_refused(tmp_path) -> None:
    for home in (tmp_path, str(tmp_path / "none")):
        assert refused(**SHIRT, home=home)[0][0] == "U.1"


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
