"""The price of a person's goods as plain data: every figure with the rows of law behind it."""

import json

import msgspec
import pytest

from openkeden import locale
from openkeden.base import money, validity
from tests import support
from tests.flow.personal import BOUGHT, CAR, SHIRT, plain, price


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
        "complete": True,
        "missing": [],
        "warnings": [],
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
