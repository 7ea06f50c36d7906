"""`openkeden.duty` for programs: exact amounts, the JSON of the command, sentences for
wrong types, and what it loads.
"""

import datetime
import decimal
import doctest
import inspect
import json
import pathlib
import subprocess
import sys

import pytest
import typer
import typer.testing

import openkeden
from openkeden.base import findings
from openkeden.cli import duty, show
from openkeden.flow import catalogue
from openkeden.flow.pricing import arguments, goods, questions
from openkeden.library import prices
from tests import founded, support

SHOES = {
    "code": "6403999600",
    "value": "10000.00",
    "currency": "USD",
    "origin": "CN",
    "net": "1000",
    "qty": "1000",
    "on": "2026-04-02",
}
PARCEL = {
    "regime": "parcel",
    "code": "6109100000",
    "value": "300.00",
    "currency": "EUR",
    "net": "5",
    "on": "2026-04-02",
}
CAR = PARCEL | {
    "regime": "car",
    "code": "8703239083",
    "value": "12000.00",
    "net": "1400",
    "attributes": {"age_years": 4, "engine_cm3": "1998"},
}
CALF = {
    "code": "0102211000",
    "value": "100",
    "currency": "KZT",
    "origin": "KZ",
    "net": "900",
    "procedure": "10",
    "on": "2026-04-02",
}

#: Questions of every kind: what is paid per piece and per cent, with preference, carriage,
#: gaps, another country, a prohibition, regimes.
ASKED = [
    SHOES,
    SHOES | {"transport": "300.00", "transport_currency": "EUR", "gross": "1100"},
    SHOES | {"origin": "RS", "preferences": {"duty": "FTRS"}},
    SHOES | {"rates": {"USD": "475.00", "EUR": "550.00"}},
    SHOES | {"lang": "ru"},
    SHOES | {"law": "KG", "rates": {"USD": "87.45", "EUR": "101.50"}},
    SHOES | {"code": "2204218800", "qty": "900", "attributes": {"litres": 900}},
    SHOES | {"code": "2402209000", "qty": "5"},
    CALF,
    PARCEL,
    PARCEL | {"value": "1.00", "lang": "kk"},
    CAR,
]

#: What a call has no business to load.
HEAVY = ("django", "sqlite3", "lxml", "rich", "typer", "cryptography")

app = typer.Typer()
app.command()(duty.duty)


def priced(**asked: object) -> openkeden.PriceView:
    price = openkeden.duty(**asked)
    assert isinstance(price, openkeden.PriceView)
    return price


def words(asked: dict[str, object]) -> list[str]:
    """The options of the command that ask the same."""
    told: list[str] = []
    for name, value in asked.items():
        option = arguments.option(name)
        if isinstance(value, dict):
            for key, each in value.items():
                told += [option, f"{key}={each}"]
        else:
            told += [option, str(value)]
    return told


@pytest.mark.parametrize("asked", ASKED)
def test_the_json_is_that_of_the_command(asked: dict[str, object]) -> None:
    price = openkeden.duty(**asked)
    ran = typer.testing.CliRunner().invoke(app, [*words(asked), "--json"])
    assert ran.exit_code == (1 if getattr(price, "prohibited", False) else 0), ran.output
    assert ran.stdout == price.to_json() + "\n"
    assert price.to_dict() == json.loads(price.to_json())
    assert json.loads(json.dumps(price.to_dict())) == price.to_dict()


@pytest.mark.parametrize("asked", ASKED)
def test_amounts_are_decimals_in_whole_units(asked: dict[str, object]) -> None:
    price = openkeden.duty(**asked)
    amounts = [price.total, price.customs_value, *[line.amount for line in price.charges]]
    for amount in amounts:
        assert isinstance(amount, decimal.Decimal)
        assert amount.as_tuple().exponent == -2
    assert price.total == sum([line.amount for line in price.charges])
    assert str(price.total) == json.loads(price.to_json())["total"]


@pytest.mark.parametrize("asked", ASKED)
def test_the_rules_that_are_told_are_loaded(asked: dict[str, object]) -> None:
    for told in openkeden.duty(**asked).to_dict().get("warnings", []):
        assert told["rule"] in questions.catalogue().rules
        assert told["message"] == finding_text(told)


def finding_text(told: dict[str, object]) -> str:
    """What the rules of all parts say of a finding."""
    found = findings.Finding(
        rule=str(told["rule"]), path=str(told["path"]), args=dict(told["args"])
    )
    return catalogue.text(found, str(told["language"])).message


def test_the_figures_of_shoes() -> None:
    price = priced(**SHOES, rates={"USD": "475.00", "EUR": "550.00"})
    assert price.total == decimal.Decimal("1583450.00")
    assert (str(price.total), price.currency) == ("1583450.00", "KZT")
    assert price.landed == price.customs_value + price.total


def test_the_example_is_true() -> None:
    example = doctest.DocTestParser().get_doctest(prices.duty.__doc__, {}, "duty", None, 0)
    assert len(example.examples) >= 4
    assert doctest.DocTestRunner().run(example).failed == 0


def test_editors_are_told_every_argument() -> None:
    signature = inspect.signature(openkeden.duty)
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}
    asked = set(goods.GoodsQuestion.__struct_fields__) - {"description"}
    assert asked < set(signature.parameters)
    documented = inspect.getdoc(openkeden.duty)
    assert documented is not None
    for name in signature.parameters:
        assert f"`{name}`" in documented
    assert set(openkeden.__all__) <= set(dir(openkeden))
    assert all(getattr(openkeden, name) for name in openkeden.__all__)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"value": 0.1}, "value=0.1 is a float: write text, an integer or a Decimal"),
        ({"net": True}, "net=True is a bool: write text, an integer or a Decimal"),
        ({"code": 102211000}, "write all digits as text, such as '0102211000'"),
        ({"code": 6403.99}, "code=6403.99 is a float: write text, such as '6403999600'"),
        ({"procedure": 4}, "procedure=4 is an int: write all digits as text, such as '04'"),
        ({"mode": b"30"}, "mode=b'30' is a bytes: write text, such as '30'"),
        ({"origin": 156}, "origin=156 is an int: write text, such as 'CN'"),
        ({"attributes": ["a=b"]}, "is a list: write a table, such as {'engine_cm3': "),
        ({"attributes": {1: "b"}}, "names that are text, such as {'engine_cm3': "),
        ({"attributes": {"engine_cm3": 1.5}}, "attributes['engine_cm3']=1.5 is a float"),
        ({"preferences": "duty=LDC"}, "is a str: write a table, such as {'duty': 'LDC'}"),
        ({"preferences": {"tax": "LDC"}}, "there is no 'tax'; there are fee, duty"),
        ({"rates": 475}, "rates=475 is an int: write a table, such as {'EUR': '600.00'}"),
        ({"on": datetime.datetime(2026, 4, 2, 23)}, "is a moment, and which day it is"),
        ({"on": "yesterday"}, "on='yesterday' is not a day"),
        ({"on": 20260402}, "on=20260402 is not a day"),
        ({"home": 7}, "home=7 is an int: write text or a path, such as '.keden'"),
        ({"lang": "de"}, "lang: there is no 'de'; there are en, ru, kk"),
        ({"regime": "parcel", "transport": "5"}, "transport: does not go with regime="),
    ],
)
def test_a_wrong_type_is_told_with_what_to_write(
    wrong: dict[str, object], told: str
) -> None:
    with pytest.raises(TypeError) as error:
        openkeden.duty(**(SHOES | wrong))
    assert told in str(error.value)


def test_all_wrong_types_are_told_at_once() -> None:
    with pytest.raises(TypeError) as error:
        openkeden.duty(code="6403999600", value=0.1, attributes=["a=b"], on="x")
    said = str(error.value).splitlines()
    assert said[0] == (
        "currency, origin, net missing: write currency='USD', origin='CN', net='1000'"
    )
    assert [line.partition("=")[0] for line in said[1:]] == ["value", "attributes", "on"]


def test_what_is_unambiguous_is_taken() -> None:
    price = priced(**SHOES)
    plain = SHOES | {"code": 6403999600, "procedure": 40, "mode": 30}
    plain |= {"value": decimal.Decimal("1E+4"), "on": datetime.date(2026, 4, 2)}
    assert priced(**plain) == price


def test_a_home_that_is_none_is_refused(tmp_path: pathlib.Path) -> None:
    for home in (tmp_path, str(tmp_path / "typo")):
        with pytest.raises(
            openkeden.Unpriced, match=r"U\.1: home: There is no database in"
        ):
            openkeden.duty(**SHOES, home=home)
    typo = ["--home", str(tmp_path / "typo")]
    ran = typer.testing.CliRunner().invoke(app, [*words(SHOES), *typo])
    assert isinstance(ran.exception, show.UserError)
    assert "typo" in str(ran.exception.findings)


def test_a_home_counts(tmp_path: pathlib.Path) -> None:
    founded.found(tmp_path / "home")
    assert priced(**SHOES, home=tmp_path / "home") == priced(**SHOES)


def test_what_cannot_be_priced_is_a_value_error_with_findings() -> None:
    with pytest.raises(ValueError, match=r"G33\.2: ") as error:
        openkeden.duty(**(SHOES | {"code": "6403999999", "origin": "ZZ"}))
    assert isinstance(error.value, openkeden.Unpriced)
    assert {"G33.2", "G34.1"} <= {one.rule for one in error.value.findings}
    with pytest.raises(openkeden.Unpriced, match="XX"):
        openkeden.duty(**SHOES, law="XX")


@pytest.mark.parametrize("asked", [SHOES, PARCEL])
def test_it_loads_no_database_and_no_web(asked: dict[str, object]) -> None:
    code = (
        "import openkeden, sys\n"
        f"print(openkeden.duty(**{asked!r}).total)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert _ran(code) == [str(openkeden.duty(**asked).total), "[]"]


def test_naming_the_package_loads_nothing() -> None:
    code = "import openkeden, sys; print([n for n in sys.modules if 'openkeden.' in n])"
    assert _ran(code) == ["[]"]


def _ran(code: str) -> list[str]:
    """What a program prints, line by line."""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'tax'"):
        _ = openkeden.tax


def test_the_answer_holds_nothing_that_nobody_said() -> None:
    assert "990140000017" not in priced(**SHOES).to_json()
    assert support.DAY.isoformat() in priced(**SHOES).to_json()
