"""JSON: filings out and back, each message by itself, and the fast path as strict as the
slow one.
"""

import io
import json

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openkeden import formats
from openkeden.formats import jsonl
from tests import support
from tests.formats import messages

LIMITS = formats.Limits()
BODY = msgspec.json.encode(support.filing())


def _changed(**fields: object) -> bytes:
    return json.dumps(json.loads(BODY) | fields).encode()


def _item(**fields: object) -> bytes:
    tree = json.loads(BODY)
    tree["items"][0] |= fields
    return json.dumps(tree).encode()


def test_golden() -> None:
    golden = (messages.GOLDEN / "declarations.jsonl").read_bytes()
    assert b"".join(jsonl.write(messages.filings())) == golden
    read = messages.read(golden)
    assert [one.filing for one in read] == messages.filings()
    assert [one.where for one in read] == ["line 1", "line 2"]


def test_each_body_reads_by_itself_and_is_kept_byte_for_byte() -> None:
    spaced = (
        json.dumps(json.loads(BODY), ensure_ascii=False, indent=1)
        .replace("\n", " ")
        .encode()
    )
    for received in messages.read(b"\xef\xbb\xbf" + spaced + b"\r\n\r\n  " + BODY + b"\n"):
        assert isinstance(received, formats.Received)
        assert received.body in (spaced, BODY)
        assert messages.filing(received.body) == support.filing()


@pytest.mark.parametrize("indent", [None, 2])
def test_a_document_is_one_declaration_or_a_list(indent: int | None) -> None:
    tree = json.loads(BODY)
    assert messages.filing(json.dumps(tree, indent=indent).encode()) == support.filing()
    bad = tree | {"direction": 7e30}
    read = messages.read(json.dumps([tree, bad, tree], indent=indent).encode())
    assert [type(one).__name__ for one in read] == ["Received", "Unread", "Received"]
    assert [one.where for one in read] == ["element 1", "element 2", "element 3"]


def test_one_bad_line_stops_no_other() -> None:
    long = b'{"reference": "' + b"x" * 10_000 + b'"}'
    read = messages.read(
        b"\n".join([BODY, b"{nonsense}", long, b"", BODY]),
        formats.Limits(message_bytes=4000),
    )
    assert [type(one).__name__ for one in read] == [
        "Received",
        "Unread",
        "Unread",
        "Received",
    ]
    assert [one.where for one in read] == ["line 1", "line 2", "line 3", "line 5"]
    assert [finding.rule for finding in read[2].findings] == ["F.4"]


def test_lines_are_read_as_they_come() -> None:
    """A reader that took the whole input first would never answer a pipe; this one must
    stop before its end.
    """

    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:
            self.given += 1
            piece = (BODY + b"\n")[: len(buffer)]
            buffer[: len(piece)] = piece
            return len(piece)

    stream = Endless()
    reading = formats.read(io.BufferedReader(stream, 4096))
    assert all(isinstance(next(reading), formats.Received) for _ in range(3))
    assert stream.given < 20


def test_every_problem_of_a_message_at_once() -> None:
    tree = json.loads(BODY)
    del tree["office"]
    tree["curency"] = "USD"
    tree["container"] = "perhaps"
    tree["items"][0] |= {
        "price": 1e30,
        "packages": "many",
        "containers": "none",
        "attributes": {"a": 1e30},
    }
    tree["exporter"] = {"name": None, "country": "CN"}
    tree["consignee"] = []
    found = messages.one(json.dumps(tree).encode())
    assert isinstance(found, formats.Unread)
    assert {(finding.rule, finding.path) for finding in found.findings} == {
        ("F.9", "office"),
        ("F.8", "curency"),
        ("F.10", "container"),
        ("F.11", "items[0].price"),
        ("F.10", "items[0].packages"),
        ("F.10", "items[0].containers"),
        ("F.11", "items[0].attributes.a"),
        ("F.16", "exporter.name"),
        ("F.10", "consignee"),
    }
    spelt = next(finding for finding in found.findings if finding.rule == "F.8")
    assert spelt.args == {"value": "curency", "closest": "currency"}


DUPLICATES = {
    "same value": (BODY[:-1] + b',"office":"57505"}', "office"),
    "other value, spaced": (BODY[:-1] + b' , "office" : "11111" }', "office"),
    "escaped name": (BODY[:-1] + b',"offic\\u0065":"1"}', "office"),
    "number": (BODY[:-1] + b',"items_total":1}', "items_total"),
    "within an item": (
        BODY.replace(b'"number":1', b'"number":1,"number":1'),
        "items[0].number",
    ),
    "within attributes": (
        _item(attributes={"a": "1"}).replace(b'"a": "1"', b'"a": "1", "a": "1"'),
        "items[0].attributes.a",
    ),
    "beside a default": (_changed(feature="")[:-1] + b',"office":"1"}', "office"),
    "beside quotes in text": (
        _changed(signatory='"A" B')[:-1] + b',"office":"1"}',
        "office",
    ),
    "hidden by an escaped quote": (
        _changed(signatory="QQ").replace(b"QQ", b"\\u0022\\u0022")[:-1] + b',"office":""}',
        "office",
    ),
    "a whole list": (BODY[:-1] + b',"items":[]}', "items"),
}


@pytest.mark.parametrize("name", DUPLICATES)
def test_a_key_given_twice_is_refused(name: str) -> None:
    body, path = DUPLICATES[name]
    msgspec.json.decode(body)  # the decoder itself sees nothing wrong
    assert messages.refused(body) == [("F.12", path)]


@settings(max_examples=200, derandomize=True)
@given(
    value=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
    ),
    spaced=st.booleans(),
    plain=st.booleans(),
    twice=st.sampled_from([None, "office", "items_total", "signatory"]),
)
@example(value='\\"', spaced=True, plain=True, twice="signatory")
def test_fast_and_slow_path_agree_on_duplicates(
    value: str, *, spaced: bool, plain: bool, twice: str | None
) -> None:
    tree = json.loads(BODY) | {"signatory": value, "feature": ""}
    separators = (" , ", " : ") if spaced else (",", ":")
    text = json.dumps(tree, ensure_ascii=plain, separators=separators)
    if twice is not None:
        comma, colon = separators
        again = f"{json.dumps(twice)}{colon}{json.dumps(tree[twice])}"
        text = f"{text[:-1]}{comma}{again}}}"
    body = text.encode()
    if twice is None:
        assert messages.filing(body).signatory == value
    else:
        assert messages.refused(body) == [("F.12", twice)]


def test_defaults_may_be_written_out() -> None:
    tree = json.loads(BODY)
    tree |= {"feature": "", "container": False, "additions": [], "financial": None}
    tree["items"][0] |= {"quota": "", "attributes": {}, "preferences": {"duty": ""}}
    assert messages.filing(json.dumps(tree).encode()) == msgspec.structs.replace(
        support.filing(), financial=None
    )


LONGEST = {
    "address": 500,
    "amends": 100,
    "border_transport": 500,
    "currency": 50,
    "deferral": 100,
    "delivery_place": 250,
    "departure_transport": 500,
    "description": 10_000,
    "goods_location": 250,
    "guarantee": 250,
    "name": 500,
    "number": 100,
    "quota": 100,
    "reference": 64,
    "signatory": 250,
}


@pytest.mark.parametrize(("field", "most"), LONGEST.items())
def test_a_text_too_long_is_refused_with_its_limit(field: str, most: int) -> None:
    def body(length: int) -> bytes:
        tree = json.loads(BODY)
        documents = [{"code": "04021", "number": "1"}]
        tree["items"][0]["documents"] = documents
        homes = [tree, tree["items"][0], tree["declarant"]]
        home = (
            documents[0]
            if field == "number"
            else next(
                (
                    home
                    for home, kind in zip(homes, KINDS, strict=True)
                    if field in kind.__struct_fields__
                )
            )
        )
        home[field] = "я" * length
        return json.dumps(tree).encode()

    messages.filing(body(most))
    unread = messages.one(body(most + 1))
    assert isinstance(unread, formats.Unread)
    (finding,) = unread.findings
    assert (finding.rule, finding.args["limit"], finding.args["length"]) == (
        "F.13",
        str(most),
        str(most + 1),
    )


KINDS = (type(support.filing()), type(support.item()), type(support.filing().declarant))


def test_too_many_items() -> None:
    tree = json.loads(BODY)
    tree["items"] = tree["items"] * 3
    assert messages.refused(json.dumps(tree).encode(), formats.Limits(items=2)) == [
        ("F.14", "items")
    ]


def test_findings_are_bounded() -> None:
    tree = json.loads(BODY) | {f"unknown{number}": 1 for number in range(3000)}
    refused = messages.refused(json.dumps(tree).encode())
    assert len(refused) == 1001
    assert refused[-1] == ("E.1", "")


EXACT = {
    "a count as text": ({"items_total": "1"}, "items_total", 1),
    "a count with a point": ({"items_total": 1.0}, "items_total", 1),
    "a mass as a number": ({"gross_mass_total_kg": 1200}, "gross_mass_total_kg", "1200"),
    "an amount as a number": ({"invoice_total": 10000.5}, "invoice_total", "10000.5"),
    "a code as a number": ({"office": 57505}, "office", "57505"),
    "a flag as text": ({"container": "false"}, "container", False),
}


@pytest.mark.parametrize("name", EXACT)
def test_what_is_exact_is_taken(name: str) -> None:
    changes, field, expected = EXACT[name]
    assert getattr(messages.filing(_changed(**changes)), field) == expected


def test_the_digits_of_a_number_are_those_that_were_sent() -> None:
    body = BODY.replace(b'"10000.00"', b"10000.10")
    assert messages.filing(body).items[0].price == "10000.10"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16(encoding: str) -> None:
    filing = support.filing(signatory="Әділет Үлгі")
    body = b"".join(jsonl.write([filing])).decode().encode(encoding)
    assert messages.filing(body) == filing


def test_a_missing_field_shows_what_to_write() -> None:
    tree = json.loads(BODY)
    del tree["declarant"], tree["items_total"], tree["items"]
    found = messages.one(json.dumps(tree).encode()).findings
    assert [one.args["expected"] for one in found] == [
        '{"name": ..., "country": ...}',
        found[1].args["expected"],
        "1",
    ]
    assert found[1].args["expected"].startswith('[{"number": ..., "code": ...')
