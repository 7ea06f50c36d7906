"""`keden duty FILE`: goods priced together, item by item and in all, with findings at their
row and column.
"""

import json
from decimal import Decimal

import openpyxl
import pytest

import openkeden
from openkeden import locale
from openkeden.cli import show
from tests import founded
from tests.cli.test_duty import call

TABLE = (
    "Code;Description;Value;Currency;Net;Gross;Qty\n"
    "6403 99 960 0;Leather shoes;10 000,00;USD;1000;1200;1000\n"
    "6109100000;Shirts;5000;EUR;500;600;\n"
)
ITEMS = [
    {
        "code": "6403999600",
        "value": "10000.00",
        "currency": "USD",
        "net": "1000",
        "gross": "1200",
        "qty": "1000",
        "description": "Leather shoes",
    },
    {
        "code": "6109100000",
        "value": "5000",
        "currency": "EUR",
        "net": "500",
        "gross": "600",
        "description": "Shirts",
    },
]
OF_ALL = ("--origin", "CN", "--on", "2026-04-02", "--transport", "300")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "goods.csv"
    path.write_text(TABLE)
    return path


def test_a_table_of_goods_for_programs(table) -> None:
    ran = call("duty", table, *OF_ALL, "--json")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    price = openkeden.duty(items=ITEMS, origin="CN", transport=300, on="2026-04-02")
    assert told["total"] == str(price.total)
    assert [item["place"] for item in told["items"]] == ["row 2", "row 3"]
    assert [item["description"] for item in told["items"]] == ["Leather shoes", "Shirts"]
    assert [item["total"] for item in told["items"]] == [
        str(item.total) for item in price.items
    ]
    sums = sum([Decimal(each["amount"]) for each in told["sums"]])
    assert sums == Decimal(told["total"])


def test_json_of_goods_is_priced_as_the_library_prices_it(tmp_path) -> None:
    path = tmp_path / "goods.json"
    path.write_text(json.dumps({"origin": "CN", "transport": "300", "items": ITEMS}))
    told = json.loads(call("duty", path, "--on", "2026-04-02", "--json").stdout)
    price = openkeden.duty(items=ITEMS, origin="CN", transport="300", on="2026-04-02")
    for item in told["items"]:
        item["place"] = ""
    assert told == price.to_dict()


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_a_table_of_goods_for_people(table, language: str) -> None:
    ran = call("duty", table, *OF_ALL, "--lang", language)
    assert ran.exit_code == 0
    said = ran.stdout.splitlines()
    price = openkeden.duty(items=ITEMS, origin="CN", transport=300, on="2026-04-02")
    total = f"{price.total:,}".replace(",", " ")
    assert said[0] == f"{locale.names(language)['explain']['payable']}: {total} KZT"
    assert "row 2 6403999600 Leather shoes" in said
    assert "row 3 6109100000 Shirts" in said
    assert "[verified]" not in ran.stdout
    assert "[verified]" in call("duty", table, *OF_ALL, "-v").stdout


def test_a_workbook_of_goods(tmp_path, table) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Code", "Description", "Value", "Currency", "Net", "Gross", "Qty"])
    sheet.append(["6403 99 960 0", "Leather shoes", 10000, "USD", 1000, 1200, 1000])
    sheet.append([6109100000, "Shirts", 5000, "EUR", 500, 600])
    path = tmp_path / "goods.xlsx"
    book.save(path)
    ran = call("duty", path, *OF_ALL, "--json")
    assert ran.exit_code == 0, ran.output
    by_table = json.loads(call("duty", table, *OF_ALL, "--json").stdout)
    assert json.loads(ran.stdout)["total"] == by_table["total"]
    assert json.loads(ran.stdout)["items"] == by_table["items"]
    sheet.cell(row=3, column=3, value="5x")
    book.save(path)
    ran = call("duty", path, *OF_ALL, "--json")
    assert ("G42.1", "row 3, column value") in places(ran.stdout)
    path.write_bytes(path.read_bytes()[:900])
    ran = call("duty", path, *OF_ALL, "--json")
    assert ran.exit_code == 1
    assert places(ran.stdout)[0][0].startswith("F.")


def test_findings_have_row_and_column(tmp_path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text(
        "code,value,net,qty\n6403999600,1x,1000,1000\n6109999999,5,0x,\n6109100000,5,,\n"
    )
    ran = call("duty", path, "--currency", "USB", *OF_ALL, "--json")
    assert ran.exit_code == 1
    assert ("Q.41", "row 4, column net") in places(ran.stdout)
    path.write_text("code,value,net,qty\n6403999600,1x,1000,1000\n6109999999,5,0x,\n")
    ran = call("duty", path, "--currency", "USB", *OF_ALL, "--json")
    found = places(ran.stdout)
    assert ("G42.1", "row 2, column value") in found
    assert ("G33.2", "row 3, column code") in found
    assert ("G38.2", "row 3, column net") in found
    assert found.count(("G22.1", "--currency")) == 1
    ran = call("duty", path, "--currency", "USB", *OF_ALL)
    assert "row 2, column value: " in ran.stderr
    assert "--currency: " in ran.stderr


def test_what_is_said_of_no_goods_is_told_once(tmp_path) -> None:
    """Q.41."""
    path = tmp_path / "goods.csv"
    path.write_text("code,value\n6403999600,1\n6109100000,5\n")
    ran = call("duty", path, "--on", "2026-04-02", "--json")
    assert places(ran.stdout) == [
        *(("Q.41", "--currency"), ("Q.41", "--origin"), ("Q.41", "column net")),
    ]


def test_a_file_that_lists_nothing_useful(tmp_path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("code,valu\n1,2\n")
    ran = call("duty", path, "--json")
    assert (ran.exit_code, places(ran.stdout)) == (1, [("F.21", "row 1")])
    path.write_text("just words\n")
    ran = call("duty", path, "--json")
    assert (ran.exit_code, places(ran.stdout)) == (1, [("Q.42", "")])


def places(text: str) -> list[tuple[str, str]]:
    """The rules that are broken and where, of the JSON of a refusal."""
    return [(one["rule"], one["path"]) for one in json.loads(text)["findings"]]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--value", "5", "--net", "1"), "--value, --net"),
        (("--regime", "parcel"), "--regime"),
        (("--attribute", "a=b"), "--attribute"),
    ],
)
def test_options_of_one_lot_do_not_go_with_a_file(table, words, named) -> None:
    ran = call("duty", table, *OF_ALL, *words)
    assert isinstance(ran.exception, show.UserError)
    (found,) = ran.exception.findings
    assert (found.rule, found.args["value"]) == ("U.83", named)


def test_a_preference_for_all_goods(tmp_path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("code,value,net,qty\n5702100000,100,1000,1000\n5602290000,500,50,\n")
    words = ("--currency", "USD", "--origin", "BD", "--on", "2026-04-02")
    plain = json.loads(call("duty", path, *words, "--json").stdout)
    claimed = json.loads(
        call("duty", path, *words, "--preference", "duty=LDC", "--json").stdout
    )
    assert Decimal(claimed["total"]) < Decimal(plain["total"])
    for item in claimed["items"]:
        assert item["charges"][0]["preference"] == "LDC"


def test_a_template_can_be_filled_in(tmp_path) -> None:
    from openkeden.flow import schema

    path = tmp_path / "goods.csv"
    header = schema.template("items", csv=True).decode()
    path.write_text(header + "6109100000,Shirts,5000,EUR,CN,500,600,,\n")
    ran = call("duty", path, "--on", "2026-04-02", "--json")
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["items"][0]["description"] == "Shirts"


def test_a_declaration_is_priced_as_it_is_checked(tmp_path) -> None:
    path = tmp_path / "declaration.json"
    path.write_bytes(founded.lines(founded.shoes("SHOE-9")))
    ran = call("duty", path, "--on", "2026-04-02", "--json")
    assert ran.exit_code == 0, ran.output
    checked = json.loads(ran.stdout)
    assert (checked["reference"], checked["status"]) == ("SHOE-9", "passed")
    assert [item["code"] for item in checked["items"]]
    ran = call("duty", path, "--on", "2026-04-02", "--currency", "USD")
    assert isinstance(ran.exception, show.UserError)
    assert ran.exception.findings[0].args["value"] == "--currency"
