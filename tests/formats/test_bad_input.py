"""The matrix of bad input: whatever is sent, what comes out is a filing or findings, and
the findings say why.
"""

import io
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden import formats, locale
from openkeden.base import bounded
from openkeden.formats import asycuda_taxes, jsonl, rules, table
from tests import support
from tests.formats import messages

MARK = b"\xef\xbb\xbf"
BODY = msgspec.json.encode(support.filing())
CSV = b"".join(table.write(messages.filings()))
JSON = b"".join(jsonl.write(messages.filings()))
SAD = (messages.GOLDEN / "sad.xml").read_bytes()
CATALOGUE = locale.Catalogue(rules.RULES)


def _tree(**fields: object) -> bytes:
    return json.dumps(json.loads(BODY) | fields).encode()


def _item(**fields: object) -> bytes:
    tree = json.loads(BODY)
    tree["items"][0] |= fields
    return json.dumps(tree).encode()


def _dtd(subset: str, use: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE ASYCUDA {subset}><ASYCUDA>{use}</ASYCUDA>'.encode()
    )


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

MATRIX: dict[str, tuple[bytes, set[str]]] = {
    "empty": (b"", {"F.1"}),
    "blank": (b" \r\n\t ", {"F.1"}),
    "a mark only": (b"\xef\xbb\xbf", {"F.3"}),
    "zeros": (b"\0" * 100, {"F.3"}),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), {"F.57"}),
    "an archive": (b"PK\x03\x04\x14\x00\x00\x00", {"F.57"}),
    "prose": (b"please clear my goods", {"F.3"}),
    "json, utf-16 cut in a letter": (BODY.decode().encode("utf-16")[:-1], {"F.2"}),
    "json, utf-16 with half a pair": (
        BODY.decode().encode("utf-16-le").replace(b"E\0x\0", b"\0\xd8x\0"),
        {"F.2"},
    ),
    "json, windows-1251": (
        _tree(signatory="x").replace(b'"x"', "Иван".encode("cp1251").join([b'"', b'"'])),
        {"F.2"},
    ),
    "json, truncated": (BODY[:-20], {"F.5"}),
    "json, truncated document": (
        json.dumps([json.loads(BODY)], indent=1).encode()[:-20],
        {"F.5"},
    ),
    "json, two on a line": (BODY + BODY, {"F.5"}),
    "json, a number": (b"[1]", {"F.10"}),
    "json, a list in a list": (b"[[]]", {"F.10"}),
    "json, deep": (b'{"items":' + b"[" * 100_000, {"F.6", "F.5"}),
    "json, deep list": (b"[" * 100_000, {"F.6", "F.5"}),
    "json, deep unknown field": (
        BODY[:-1] + b',"x":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        {"F.6"},
    ),
    "json, nan": (_item(price=float("nan")), {"F.7"}),
    "json, infinity": (_item(packages=float("-inf")), {"F.7"}),
    "json, number for text": (_item(net_mass_kg=1e300), {"F.11"}),
    "json, fraction for a count": (_item(packages=1.5), {"F.10"}),
    "json, flag for a count": (_item(packages=True), {"F.10"}),
    "json, digits without end": (
        BODY.replace(b'"items_total":1', b'"items_total":' + b"9" * 5000),
        {"F.7"},
    ),
    "json, an empty list": (b"[ ]", {"F.17"}),
    "json, zero character": (_tree(signatory="a\0b"), {"F.18"}),
    "json, zero character as we write it": (
        BODY.replace(b"A. Example", b"A\\u0000"),
        {"F.18"},
    ),
    "json, null": (_tree(items=None), {"F.16"}),
    "json, half a surrogate": (
        _tree(signatory="x").replace(b'"x"', b'"\\ud800"'),
        {"F.15", "F.5"},
    ),
    "json, a control character": (_tree(signatory="x").replace(b'"x"', b'"\x01"'), {"F.5"}),
    "json, 100,000 items": (
        _tree(items=[json.loads(BODY)["items"][0]] * 100_000)[: 2**24],
        {"F.14", "F.4", "F.5"},
    ),
    "json, 20,000 items": (_tree(items=[{"number": 1}] * 20_000), {"F.14"}),
    "xml, other root": (b"<Declaration/>", {"F.42"}),
    "xml, a page": (b"<!DOCTYPE html><html></html>", {"F.41"}),
    "xml, truncated": (SAD[:-30], {"F.40"}),
    "xml, nothing": (b"<", {"F.40"}),
    "xml, utf-16, truncated": (SAD.decode().encode("utf-16")[:-60], {"F.40"}),
    "xml, utf-16, doctype": (_dtd("").decode().encode("utf-16"), {"F.41"}),
    "xml, says utf-16": (SAD.replace(b"UTF-8", b"UTF-16"), {"F.40", "F.15"}),
    "xml, unknown encoding": (SAD.replace(b"UTF-8", b"KOI-7777"), {"F.40"}),
    "xml, windows-1251 as utf-8": (
        SAD.replace(b"LAMPS", "ЛАМПЫ".encode("cp1251")),
        {"F.40"},
    ),
    "xml, doctype": (_dtd(""), {"F.41"}),
    "xml, remote doctype": (_dtd('SYSTEM "http://localhost:9/x.dtd"'), {"F.41"}),
    "xml, external entity": (
        _dtd('[<!ENTITY x SYSTEM "file:///etc/hostname">]', "&x;"),
        {"F.41"},
    ),
    "xml, parameter entity": (
        _dtd('[<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]'),
        {"F.41"},
    ),
    "xml, billion laughs": (
        _dtd(f'[<!ENTITY l0 "ha">{_LAUGHS}]', "&l9;"),
        {"F.40", "F.41"},
    ),
    "xml, quadratic": (
        _dtd(f'[<!ENTITY x "{"a" * 50_000}">]', "&x;" * 5_000),
        {"F.40", "F.41"},
    ),
    "xml, deep": (
        b"<ASYCUDA>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</ASYCUDA>",
        {"F.40"},
    ),
    "xml, tags": (b"<ASYCUDA>" + b"<a/>" * 1_200_000 + b"</ASYCUDA>", {"F.43"}),
    "xml, large text": (b"<ASYCUDA>" + b"x" * 11_000_000 + b"</ASYCUDA>", {"F.40"}),
    "csv, header only": (CSV.partition(b"\n")[0], {"F.17"}),
    "csv, unknown column": (CSV.partition(b"\r\n")[0] + b",surplus\n", {"F.21"}),
    "csv, carriage returns alone": (CSV.replace(b"\r\n", b"\r") + b"\n", {"F.15"}),
    "csv, utf-16 cut in a letter": (CSV.decode().encode("utf-16")[:-1], {"F.15"}),
    "csv, truncated": (CSV[: CSV.index(b'"') + 5], {"F.20"}),
    "csv, zero bytes": (CSV.replace(b"A-1,IM", b"A-1,\0", 1), {"F.18"}),
}


@pytest.mark.parametrize("name", MATRIX)
def test_matrix(name: str) -> None:
    body, expected = MATRIX[name]
    answers = messages.read(body)
    unread = [answer for answer in answers if isinstance(answer, formats.Unread)]
    assert unread
    found = {finding.rule for answer in unread for finding in answer.findings}
    assert found <= expected, found
    assert found
    for finding in (finding for answer in unread for finding in answer.findings):
        text = locale.text(finding, rules=CATALOGUE)
        assert "value" in finding.args
        assert len(text.message) < 400, text.message


@pytest.mark.parametrize("attributes", [100_000])
def test_attributes_are_passed_over(attributes: int) -> None:
    names = " ".join(f'a{number}=""' for number in range(attributes))
    body = SAD.replace(b"<ASYCUDA>", f"<ASYCUDA {names}>".encode())
    assert messages.filing(body) == messages.filing(SAD)


@pytest.mark.parametrize(
    "body",
    [
        _tree(signatory="x" * 3_000),
        _tree(signatory="x" * 3_000)[:2_500],
        SAD,
        b"[" + BODY + b" " * 3_000 + b"]",
    ],
)
def test_over_the_cap(body: bytes) -> None:
    assert messages.refused(body, formats.Limits(message_bytes=2_000)) == [("F.4", "")]


@pytest.mark.parametrize("spare", [-1, 0, 1])
def test_the_cap_is_exact(spare: int) -> None:
    """A message of exactly the cap is read, one byte more is not, in every format and with
    every line ending.
    """
    one = b"".join(table.write([support.filing()]))
    row = len(one) - len(one.partition(b"\n")[0]) - 1
    wide = one.replace(b",", b" " * row + b",", 1).replace(b"\r\n", b"\n")
    for body, size in (
        (BODY, len(BODY)),
        (BODY + b"\n", len(BODY)),
        (BODY + b"\r\n" + BODY, len(BODY)),
        (MARK + BODY + b"\r\n" + BODY, len(BODY)),
        (SAD, len(SAD)),
        (one, max(row, len(one) - row)),
        (MARK + wide, wide.index(b"\n") + 1),
    ):
        answers = messages.read(body, formats.Limits(message_bytes=size + spare))
        assert all(
            isinstance(answer, formats.Received) == (spare >= 0) for answer in answers
        ), (
            body[:20],
            spare,
        )


@pytest.mark.parametrize("blanks", range(12))
def test_a_line_that_is_cut_is_too_long_whatever_its_blanks(blanks: int) -> None:
    limits = formats.Limits(message_bytes=len(BODY))
    (answer,) = messages.read(b" " * blanks + BODY + b"\n", limits)
    if isinstance(answer, formats.Unread):
        assert [finding.rule for finding in answer.findings] == ["F.4"]
    else:
        assert answer.body == BODY


def test_a_header_of_countless_cells() -> None:
    unread = messages.one(b"reference" + b",x" * 300_000 + b"\n")
    assert len(unread.findings) == bounded.LISTED + 1


def test_type_only_here() -> None:
    """Negative and absurd figures in text are for gate 2: this gate only asks whether they
    are text.
    """
    for price in ("-1", "1e999", "NaN", "9" * 50, "", "٣"):
        assert messages.filing(_item(price=price)).items[0].price == price
    assert messages.filing(_item(packages=-5)).items[0].packages == -5


def test_sniffing_goes_by_content() -> None:
    assert [formats.sniff(head).name for head in (BODY, b"\xef\xbb\xbf\n [", SAD, CSV)] == [
        "json",
        "json",
        "asycuda",
        "csv",
    ]  # type: ignore[union-attr]
    assert formats.sniff(b"PK") is None
    assert formats.of_media_type("Application/JSON; charset=utf-8") is formats.FORMATS[0]
    assert formats.of_media_type("image/png") is None


@st.composite
def mutated(draw: st.DrawFn, body: bytes) -> bytes:
    """The body with a few pieces cut out, doubled, moved or overwritten."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(body) - 1)))
        end = min(len(body), start + draw(st.integers(0, 60)))
        piece = draw(
            st.one_of(
                st.binary(max_size=6),
                st.sampled_from(
                    [
                        b"",
                        body[start:end] * 2,
                        b'"',
                        b"\n",
                        b"{",
                        b"]",
                        b"<",
                        b"&",
                        b"null",
                        b"\\",
                        b"-1",
                        b"9" * 30,
                    ]
                ),
            )
        )
        body = body[:start] + piece + body[end:]
    return body


def _only_answers(body: bytes) -> None:
    for answer in messages.read(body, formats.Limits(message_bytes=50_000)):
        if isinstance(answer, formats.Unread):
            assert answer.findings
            assert all(
                locale.text(finding, rules=CATALOGUE).message for finding in answer.findings
            )
        else:
            assert isinstance(answer, formats.Received)
            again = messages.one(answer.body)
            assert isinstance(again, formats.Received)
            assert again.filing == answer.filing
            msgspec.json.encode(answer.filing)


@settings(max_examples=100, derandomize=True)
@given(mutated(JSON))
def test_fuzz_json(body: bytes) -> None:
    _only_answers(body)


@settings(max_examples=100, derandomize=True)
@given(mutated(json.dumps([json.loads(BODY)], indent=1).encode()))
def test_fuzz_json_document(body: bytes) -> None:
    _only_answers(body)


@settings(max_examples=100, derandomize=True)
@given(mutated(CSV))
def test_fuzz_csv(body: bytes) -> None:
    _only_answers(body)


@settings(max_examples=100, derandomize=True)
@given(mutated(SAD))
def test_fuzz_asycuda(body: bytes) -> None:
    _only_answers(body)
    declaration, found = asycuda_taxes.read(body, formats.Limits())
    assert declaration is not None or found


@settings(max_examples=100, derandomize=True)
@given(st.binary(max_size=200))
def test_fuzz_anything(body: bytes) -> None:
    assert all(
        isinstance(answer, (formats.Received, formats.Unread))
        for answer in formats.read(io.BytesIO(body))
    )
