"""Files of goods to be priced: tables and JSON, as people write them, and every way in which
they cannot be read.
"""

import io
import json

import pytest

from openkeden.base.findings import Finding
from openkeden.formats import goods_list
from openkeden.formats.message import Limits, Source

LIMITS = Limits(items=5)


def read(text: str | bytes) -> goods_list.GoodsList | tuple[Finding, ...]:
    body = text.encode() if isinstance(text, str) else text
    source = Source(io.BytesIO(body), LIMITS.message_bytes)
    if goods_list.sniff(source.head):
        return goods_list.read_table(source, LIMITS)
    assert goods_list.sniff_json(source.head)
    return goods_list.read_json(source, LIMITS)


def said(text: str | bytes) -> list[dict[str, object]]:
    listed = read(text)
    assert isinstance(listed, goods_list.GoodsList), listed
    return [goods.said for goods in listed.goods]


def wrong(text: str | bytes) -> list[tuple[str, str]]:
    found = read(text)
    assert isinstance(found, tuple), found
    return [(one.rule, one.path) for one in found if one.severity == "error"]


SHOES = {"code": "6403999600", "value": "10000.50", "net": "1000"}


@pytest.mark.parametrize(
    "text",
    [
        "code,value,net\n6403999600,10000.50,1000\n",
        "Code;Value;Net\r\n6403999600;10000.50;1000\r\n",
        "sep=;\nCODE;VALUE;NET\n6403999600;10000.50;1000\n",
        "code\tvalue\tnet\n6403999600\t10000.50\t1000\n\n",
        "\ufeffnet,code,value,\n1000,6403999600,10000.50,\n",
        "item.code,item.price,item.net_mass_kg\n6403999600,10000.50,1000\n",
        '[{"code": "6403999600", "value": "10000.50", "net": "1000"}]',
        '[{"code": 6403999600, "value": 10000.50, "net": 1000, "qty": ""}]',
        '{"items": [{"Code": "6403999600", "value": "10000.50", "net": 1000}]}',
    ],
)
def test_one_list_in_many_forms(text: str) -> None:
    assert said(text) == [SHOES]


def test_utf_16_of_a_spreadsheet() -> None:
    assert said("code\tvalue\tnet\n6403999600\t10000.50\t1000\n".encode("utf-16")) == [
        SHOES
    ]


def test_what_a_rate_asks_for_and_claims_have_columns() -> None:
    (one,) = said(
        "code,attribute.engine_cm3,Preferences.Duty,description,currency\n"
        "8703231100, 1995 ,LDC,Motor caravan,EUR\n"
    )
    assert one["attributes"] == {"engine_cm3": "1995"}
    assert one["preferences"] == {"duty": "LDC"}
    assert (one["description"], one["currency"]) == ("Motor caravan", "EUR")
    (other,) = said('[{"code": "1", "attributes": {"engine_cm3": 1995}}]')
    assert other["attributes"] == {"engine_cm3": "1995"}


def test_places_are_rows_of_the_table_and_places_of_the_list() -> None:
    table = read("code,value\n1,2\n\n3,4\n")
    assert [goods.place for goods in table.goods] == ["row 2", "row 4"]
    listed = read('[{"code": "1"}, {"code": "2"}]')
    assert [goods.place for goods in listed.goods] == ["items[0]", "items[1]"]


def test_what_is_said_of_all() -> None:
    listed = read('{"currency": "USD", "transport": 300, "items": [{"code": "1"}]}')
    assert listed.common == {"currency": "USD", "transport": "300"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("code,value,nett\n1,2,3\n", [("F.21", "row 1")]),
        ("code,value,Value\n1,2,3\n", [("F.22", "row 1")]),
        ("code,value\n1,2,3\n", [("F.24", "row 2")]),
        ("code,value\n1,2\n,\n", []),
        ("code,value\n", [("F.17", "")]),
        ('code,value\n1,"2\n', [("F.20", "row 2")]),
        ("code\n1\n2\n3\n4\n5\n6\n", [("F.14", "")]),
        ("[]", [("F.17", "")]),
        ("[1]", [("F.27", "items[0]")]),
        ('[{"code": ["1"]}]', [("F.27", "items[0].code")]),
        ('[{"code": null}]', [("F.27", "items[0].code")]),
        ('[{"code": "1", "nett": 2}]', [("F.8", "items[0].nett")]),
        ('[{"code": "1", "code": "2"}]', [("F.12", "items[0].code")]),
        ('{"items": {"code": "1"}}', [("F.9", "")]),
        ('{"items": [{"code": "1"}], "nett": 2}', [("F.8", "nett")]),
        ('[{"code": "1"},\n]', [("F.5", "line 2, column 1")]),
        ('[{"code": "\xff"}]'.encode("latin-1"), [("F.2", "")]),
        ("[" * 100_000, [("F.6", "")]),
    ],
)
def test_what_cannot_be_read_is_told(
    text: str | bytes, found: list[tuple[str, str]]
) -> None:
    if found:
        assert wrong(text) == found
    else:
        assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "reference,item.code\nA-1,1\n",
        '{"reference": "A-1", "items": []}',
        '[{"reference": "A-1"}]',
        "<ASYCUDA/>",
        "anything",
        "",
    ],
)
def test_what_is_no_list_of_goods(text: str) -> None:
    head = text.encode()
    assert not goods_list.sniff(head)
    assert not goods_list.sniff_json(head)


def test_the_templates_can_be_read_when_filled_in() -> None:
    header = goods_list.template(csv=True).decode()
    assert header.startswith("code,description,value,currency,origin,net,gross,qty,unit")
    assert said(header + "6403999600,,10000.50,,,1000,,,\n") == [SHOES]
    tree = json.loads(goods_list.template(csv=False))
    tree["items"][0] |= SHOES
    assert said(json.dumps(tree)) == [SHOES]
