"""XML that two readers may read otherwise: elements that stand twice, text beside elements,
encodings. What `keden recompute` reads, `keden clear` reads as well.
"""

import io

import pytest

from openkeden import formats
from openkeden.base import findings
from openkeden.formats import asycuda_taxes
from tests.comparison.sads import SAD, sad

LIMITS = formats.Limits()


def _recomputed(body: bytes) -> tuple[findings.Finding, ...]:
    declaration, found = asycuda_taxes.read(body, LIMITS)
    return found if declaration is None else ()


def _cleared(body: bytes) -> tuple[findings.Finding, ...]:
    (message,) = formats.read(io.BytesIO(body))
    return message.findings if isinstance(message, formats.Unread) else ()


def _refused(body: bytes) -> list[tuple[str, str, str]]:
    """Why both readers refuse a document."""
    found = _recomputed(body)
    assert _cleared(body) == found
    return [(one.rule, one.path, one.args["value"]) for one in found]


#: An element of the document, and the path under which its second one is told.
ONCE = {
    "Declarant_code=990140000017": "Declarant/Declarant_code",
    "Number=OLD-7": "Declarant/Reference/Number",
    "Totals_taxes=106400": "Financial/Amounts/Totals_taxes",
    "Total_CIF=450000": "Valuation/Total_CIF",
    "Currency_rate=500": "Valuation/Gs_Invoice/Currency_rate",
    "Sad_flow=I": "Property/Sad_flow",
    "Item_Number=1": "Container[1]/Item_Number",
    "Commodity_code=94052100": "Item[1]/Tarification/HScode/Commodity_code",
    "Item_price=320": "Item[2]/Tarification/Item_price",
    "Country_of_origin_code=TR": "Item[1]/Goods_description/Country_of_origin_code",
    "Duty_tax_amount=27000": "Item[1]/Taxation/Taxation_line[1]/Duty_tax_amount",
    "Duty_tax_rate=12": "Item[1]/Taxation/Taxation_line[2]/Duty_tax_rate",
    "Item_taxes_amount=41760": "Item[2]/Taxation/Item_taxes_amount",
    "Net_weight_itm=70": "Item[2]/Valuation_item/Weight_itm/Net_weight_itm",
}


@pytest.mark.parametrize("element", ONCE)
@pytest.mark.parametrize("again", ["the same", "another", "empty", "lower case"])
def test_f_80_an_element_that_stands_twice(element: str, again: str) -> None:
    name, _, text = element.partition("=")
    first = f"<{name}>{text}</{name}>"
    second = {
        "the same": first,
        "another": f"<{name}>9</{name}>",
        "empty": f"<{name}/>",
        "lower case": f"<{name.lower()}>9</{name.lower()}>",
    }
    body = sad((first, f"{first}\n{second[again]}"))
    before = body[: body.index(first)]
    line = before.count("\n") + 2
    told = ONCE[element]
    if again == "lower case":
        told = told.replace(name, name.lower())
    assert _refused(body.encode()) == [("F.80", f"line {line}", told)]


def test_f_80_names_both_lines_and_every_element() -> None:
    head = "<Total_cost>50000</Total_cost>"
    body = sad((head, f"{head}\n{head}\n{head}"), ("Item_price=480", "Item_price=480"))
    found = _recomputed(body.encode())
    first = SAD[: SAD.index(head)].count("\n") + 1
    assert [(one.args["first"], one.args["line"]) for one in found] == [
        (str(first), str(first + 1)),
        (str(first), str(first + 2)),
    ]


@pytest.mark.parametrize(
    "part", ["Valuation", "Declarant", "Financial", "Identification", "Property"]
)
def test_f_80_a_part_that_stands_twice(part: str) -> None:
    body = SAD.replace(f"</{part}>", f"</{part}><{part}/>", 1).encode()
    assert [rule for rule, _, _ in _refused(body)] == ["F.80"]


def test_what_may_stand_often() -> None:
    often = (
        "<Item><Attached_documents/><Attached_documents/></Item>"
        "<Container/><Prev_decl/><Prev_decl/><Suppliers_documents/><Suppliers_documents/>"
    )
    assert _refused(SAD.replace("</ASYCUDA>", f"{often}</ASYCUDA>").encode()) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<Duty_tax_amount>27<null/>000</Duty_tax_amount>", "27000"),
        ("27<Duty_tax_amount>000</Duty_tax_amount>", "27"),
        ("<Duty_tax_amount>000</Duty_tax_amount>27", "27"),
    ],
)
def test_f_81_text_beside_elements(written: str, said: str) -> None:
    body = sad(("Duty_tax_amount=27000", written)).encode()
    assert [(rule, value) for rule, _, value in _refused(body)] == [("F.81", said)]


def _written(codec: str, declared: str, mark: bytes = b"") -> bytes:
    text = SAD.replace("Desk lamps", "Шамдар, лампы" if codec != "cp1251" else "Лампы")
    return mark + text.replace('encoding="UTF-8"', declared).encode(codec)


ENCODINGS = {
    "UTF-8": _written("utf-8", 'encoding="UTF-8"'),
    "UTF-8 with its mark": _written("utf-8-sig", 'encoding="UTF-8"'),
    "UTF-8 that does not say so": _written("utf-8", ""),
    "UTF-16 with its mark": _written("utf-16", 'encoding="UTF-16"'),
    "UTF-16 that says UTF-8": _written("utf-16", 'encoding="UTF-8"'),
    "UTF-16 that says nothing": _written("utf-16", ""),
    "UTF-16, the high byte first": _written("utf-16-be", 'encoding="UTF-16"', b"\xfe\xff"),
    "UTF-16 without a mark": _written("utf-16-le", 'encoding="UTF-16LE"'),
    "UTF-16, high byte first, without a mark": _written("utf-16-be", 'encoding="UTF-16BE"'),
    "windows-1251": _written("cp1251", 'encoding="windows-1251"'),
    "Windows-1251 in capitals": _written("cp1251", 'encoding="WINDOWS-1251"'),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_one_encoding_is_read_by_both(name: str) -> None:
    body = ENCODINGS[name]
    assert _refused(body) == []
    (message,) = formats.read(io.BytesIO(body))
    assert isinstance(message, formats.Received)
    assert message.filing.items[0].description.lower().endswith("лампы")
    assert message.body == body


WRONG = {
    "windows-1251 that says UTF-8": (_written("cp1251", 'encoding="UTF-8"'), "F.40"),
    "windows-1251 that says nothing": (_written("cp1251", ""), "F.40"),
    "UTF-8 that says UTF-16": (_written("utf-8", 'encoding="UTF-16"'), "F.40"),
    "UTF-8 that says windows-1251": (_written("utf-8", 'encoding="windows-1251"'), "F.82"),
    "an encoding that nobody knows": (_written("utf-8", 'encoding="x-none"'), "F.40"),
}


@pytest.mark.parametrize("name", WRONG)
def test_f_82_an_encoding_that_is_not_the_one_declared(name: str) -> None:
    body, rule = WRONG[name]
    assert [found for found, _, _ in _refused(body)] == [rule]
