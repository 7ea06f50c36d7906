"""CSV: filings out and back, rows grouped by declaration, findings by line and column."""

import csv
import io
import subprocess
import sys
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden import formats
from openkeden.filing import as_written, declaration
from openkeden.formats import columns, table
from tests import support
from tests.formats import messages

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
)
DOCUMENT = st.builds(declaration.Document, TEXT, TEXT, TEXT)


def _written(*filings: declaration.Filing) -> bytes:
    return b"".join(table.write(filings))


def _rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


def _bytes(rows: list[list[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def _with(changes: dict[str, str], row: int = 1, *filings: declaration.Filing) -> bytes:
    rows = _rows(_written(*(filings or (support.filing(),))))
    for name, cell in changes.items():
        rows[row][rows[0].index(name)] = cell
    return _bytes(rows)


def test_golden() -> None:
    golden = (messages.GOLDEN / "declarations.csv").read_bytes()
    assert _written(*messages.filings()) == golden
    assert [one.filing for one in messages.read(golden)] == messages.filings()


@settings(max_examples=60, derandomize=True)
@given(
    description=TEXT,
    containers=st.lists(TEXT, max_size=3).map(tuple),
    documents=st.lists(DOCUMENT, max_size=3).map(tuple),
    attributes=st.dictionaries(TEXT, TEXT, max_size=3),
    packages=st.integers(0, 10**9),
    container=st.booleans(),
)
def test_what_is_written_reads_back(
    description: str,
    containers: tuple[str, ...],
    documents: tuple[declaration.Document, ...],
    attributes: dict[str, str],
    packages: int,
    *,
    container: bool,
) -> None:
    item = support.item(
        description=description,
        containers=containers,
        documents=documents,
        attributes=attributes,
        packages=packages,
    )
    filing = support.filing(
        items=(item, support.item(number=2)), container=container, items_total=2
    )
    assert messages.filing(_written(filing)) == as_written.read(filing).filing


def test_each_body_reads_by_itself() -> None:
    for received in messages.read(
        _written(*messages.filings(), support.filing(reference="A-3"))
    ):
        assert isinstance(received, formats.Received)
        assert messages.filing(received.body) == received.filing


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_delimiters_marks_and_endings(delimiter: str, mark: bytes, ending: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=ending).writerows(
        _rows(_written(*messages.filings()))
    )
    assert [
        one.filing for one in messages.read(mark + text.getvalue().encode())
    ] == messages.filings()


def test_columns_of_the_declaration_may_be_repeated_or_left_empty() -> None:
    first = messages.filings()[0]
    rows = _rows(_written(first))
    repeated = [
        cell if not columns.BY_NAME[name].item else rows[2][place]
        for place, (name, cell) in enumerate(zip(rows[0], rows[1], strict=True))
    ]
    blank = [
        "" if not columns.BY_NAME[name].item else rows[2][place]
        for place, name in enumerate(rows[0])
    ]
    for second in (repeated, blank):
        assert messages.filing(_bytes([rows[0], rows[1], second])) == first


def test_columns_in_any_order_and_only_the_required_ones() -> None:
    needed = {column.name for column in columns.COLUMNS if column.required}
    rows = _rows(_written(support.filing()))
    kept = [place for place, name in enumerate(rows[0]) if name in needed][::-1]
    filing = messages.filing(_bytes([[row[place] for place in kept] for row in rows]))
    assert (filing.reference, filing.exporter, filing.items[0].packages) == ("A-1", None, 0)


def test_every_field_of_a_filing_has_a_column() -> None:
    names = [column.name for column in columns.COLUMNS]
    for kind, start in ((declaration.Filing, ""), (declaration.Item, "item.")):
        for field in msgspec.structs.fields(kind):
            name = start + field.name
            assert field.name == "items" or any(
                one == name or one.startswith(f"{name}.") for one in names
            ), name


def test_a_filing_without_items_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="A-1"):
        _written(support.filing(items=()))


CELLS = {
    "a count": ({"items_total": "two"}, "F.27", "items_total"),
    "a negative count": ({"item.packages": "-1"}, "F.27", "item.packages"),
    "arabic digits": ({"item.packages": "٣"}, "F.27", "item.packages"),
    "an absurd count": ({"item.packages": "9" * 5000}, "F.27", "item.packages"),
    "no count": ({"packages_total": ""}, "F.27", "packages_total"),
    "a flag": ({"container": "maybe"}, "F.27", "container"),
    "an attribute": ({"item.attributes": "engine: 1461"}, "F.28", "item.attributes"),
    "a document": ({"item.documents": "04021 INV-1"}, "F.28", "item.documents"),
    "a list cut short": ({"item.containers": '["CSQU3054383"'}, "F.28", "item.containers"),
    "two lists": ({"item.containers": '["A"]["B"]'}, "F.28", "item.containers"),
    "a list too deep": ({"item.containers": "[" * 100_000}, "F.28", "item.containers"),
    "a name twice": (
        {"item.attributes": '{"age": "1", "age": "2"}'},
        "F.28",
        "item.attributes",
    ),
    "a field twice": (
        {"additions": '[{"kind": "transport", "kind": "insurance"}]'},
        "F.28",
        "additions",
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_that_cannot_be_read(name: str) -> None:
    changes, rule, column = CELLS[name]
    assert messages.refused(_with(changes)) == [(rule, f"row 2, column {column}")]


def test_the_finding_on_a_list_says_what_is_wrong_and_shows_what_is_right() -> None:
    unread = messages.one(_with({"item.containers": '["CSQU3054383", MSCU9981402]'}))
    assert isinstance(unread, formats.Unread)
    (finding,) = unread.findings
    assert finding.args == {
        "value": """'["CSQU3054383", MSCU9981402]'""",
        "expected": '["..."]',
        "reason": "Expecting value at character 17",
    }


LISTS = {
    "an object": ("item.containers", "{}", [("F.10", "items[0].containers")]),
    "a list": ("item.attributes", "[]", [("F.10", "items[0].attributes")]),
    "null": ("item.documents", "null", [("F.16", "items[0].documents")]),
    "a number": ("item.containers", "[1e7]", [("F.11", "items[0].containers[0]")]),
    "no number": ("item.containers", "[NaN]", [("F.7", "items[0].containers[0]")]),
    "half a pair": ("item.containers", r'["\ud800"]', [("F.15", "items[0].containers[0]")]),
    "no character": (
        "item.containers",
        r'["\u0000"]',
        [("F.18", "items[0].containers[0]")],
    ),
    "a field": (
        "additions",
        '[{"kind": "transport", "sum": "1"}]',
        [
            ("F.8", "additions[0].sum"),
            ("F.9", "additions[0].amount"),
            ("F.9", "additions[0].currency"),
        ],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_what_does_not_fit_in_a_list_is_named_by_its_path(name: str) -> None:
    column, cell, expected = LISTS[name]
    assert messages.refused(_with({column: cell})) == expected


WRITTEN = {
    "a container": ("item.containers", "CSQU3054383", ("CSQU3054383",)),
    "containers": (
        "item.containers",
        "CSQU3054383; MSCU9981402,",
        ("CSQU3054383", "MSCU9981402"),
    ),
    "documents in lines": (
        "item.documents",
        "04021|INV-1|2026-03-30\r\n02015|CMR-1",
        (
            declaration.Document("04021", "INV-1", "2026-03-30"),
            declaration.Document("02015", "CMR-1"),
        ),
    ),
    "attributes": (
        "item.attributes",
        "engine_cm3=1998; sex = male",
        {"engine_cm3": "1998", "sex": "male"},
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_list_may_be_written_without_json(name: str) -> None:
    column, cell, expected = WRITTEN[name]
    (item,) = messages.filing(_with({column: cell})).items
    assert getattr(item, column.removeprefix("item.")) == expected


@pytest.mark.parametrize("cell", ['["Үлгі"]', r'["\u04aeлгі"]', ' [ "Үлгі" ]\n'])
def test_a_list_may_be_written_as_any_json(cell: str) -> None:
    assert messages.filing(_with({"item.containers": cell})).items[0].containers == (
        "Үлгі",
    )


def test_every_problem_of_a_declaration_at_once_and_the_next_is_read() -> None:
    body = _with(
        {"items_total": "two", "container": "maybe"},
        1,
        support.filing(),
        support.filing(reference="A-2"),
    )
    bad, good = messages.read(body)
    assert isinstance(bad, formats.Unread)
    assert [finding.rule for finding in bad.findings] == ["F.27", "F.27"]
    assert isinstance(good, formats.Received)


def test_rows_of_one_declaration_must_stand_together() -> None:
    one, two = messages.filings()
    read = messages.read(_written(one, two, one))
    assert [type(answer).__name__ for answer in read] == ["Received", "Received", "Unread"]
    assert [finding.rule for finding in read[2].findings] == ["F.25"]


def test_rows_must_not_contradict() -> None:
    assert messages.refused(_with({"office": "11111"}, 2, messages.filings()[0])) == [
        ("F.26", "row 3, column office")
    ]


def test_header_problems_at_once() -> None:
    rows = _rows(_written(support.filing()))
    place = {name: rows[0].index(name) for name in ("office", "item.code", "item.quota")}
    rows[0][place["office"]] = "ofice"
    rows[0][place["item.code"]] = "item.origin"
    unread = messages.one(_bytes(rows))
    assert isinstance(unread, formats.Unread)
    assert sorted((finding.rule, finding.args["value"]) for finding in unread.findings) == [
        ("F.21", "ofice"),
        ("F.22", "item.origin"),
        ("F.23", "item.code"),
        ("F.23", "office"),
    ]


def test_width() -> None:
    body = _written(support.filing()).rstrip(b"\r\n") + b",more\r\n"
    assert messages.refused(body) == [("F.24", "row 2")]


def test_no_reference() -> None:
    assert messages.refused(_with({"reference": ""})) == [("F.29", "row 2")]


def test_windows_1251_is_refused() -> None:
    body = _written(support.filing(signatory="Айгүл".replace("ү", "у")))
    cyrillic = body.decode().encode("cp1251")
    assert messages.refused(cyrillic) == [("F.2", "row 2")]


def test_an_open_quotation_mark_ends_the_reading() -> None:
    body = (
        _written(*messages.filings(), support.filing(reference="A-3"))
        + b'"A-4,IM\r\nA-5,IM\r\n'
    )
    *good, bad = messages.read(body)
    assert [type(one).__name__ for one in good] == ["Received", "Received"]
    assert isinstance(bad, formats.Unread)
    assert [finding.rule for finding in bad.findings] == ["F.20"]


def test_a_row_of_wrong_bytes_refuses_its_own_declaration_only() -> None:
    body = _written(*messages.filings(), support.filing(reference="A-3")).replace(
        b"A-2,IM", b"A-2,\xff\xfe"
    )
    read = messages.read(body)
    assert [type(one).__name__ for one in read] == ["Received", "Unread", "Received"]
    assert [finding.rule for finding in read[1].findings] == ["F.2"]


def test_a_cell_of_any_length_is_read_and_the_limit_of_others_stays() -> None:
    """The limit of the csv module is one for the process: lifted for our row, then put
    back.
    """
    usual = csv.field_size_limit()
    names = tuple([f"CSQU{number:07}" for number in range(20_000)])
    assert usual < sum(map(len, names))
    filing = support.filing(items=(support.item(containers=names),))
    body = _written(filing)
    assert messages.filing(body) == filing
    assert csv.field_size_limit() == usual
    broken = body.rstrip(b"\r\n") + b',"open" or not\r\n'
    assert messages.refused(broken) == [("F.15", "row 2")]
    assert csv.field_size_limit() == usual


def test_reading_is_all_that_touches_the_limit_of_the_csv_module() -> None:
    code = (
        "import csv; usual = csv.field_size_limit(); import openkeden.formats; assert"
        " csv.field_size_limit() == usual"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_memory_of_one_declaration_is_bounded() -> None:
    item = support.item(description="x" * 1000)
    body = _written(
        support.filing(items=(item,) * 50, items_total=50), support.filing(reference="A-2")
    )
    large, next_one = messages.read(body, formats.Limits(message_bytes=20_000))
    assert isinstance(large, formats.Unread)
    assert [finding.rule for finding in large.findings] == ["F.4"]
    assert isinstance(next_one, formats.Received)
    many, _ = messages.read(body, formats.Limits(items=49))
    assert isinstance(many, formats.Unread)
    assert [finding.rule for finding in many.findings] == ["F.14"]


def _rows_of_excel(*, names: list[str], cells: list[str], more: list[str]) -> bytes:
    rows = _rows(_written(support.filing()))
    return _bytes([rows[0] + names, rows[1] + cells, more], ";")


@pytest.mark.parametrize("line", [b"sep=;\r\n", b'"sep=;"\n', b"SEP=;\r\n"])
def test_a_line_that_names_the_delimiter(line: bytes) -> None:
    body = _bytes(_rows(_written(*messages.filings())), ";")
    read = messages.read(line + body)
    assert [one.filing for one in read] == messages.filings()
    assert [one.rows for one in read] == [(3, 4), (5,)]
    assert messages.filing(read[0].body) == messages.filings()[0]


def test_any_delimiter_may_be_named() -> None:
    text = io.StringIO()
    csv.writer(text, delimiter="|").writerows(_rows(_written(support.filing())))
    assert messages.filing(b"sep=|\n" + text.getvalue().encode()) == support.filing()


def test_a_line_that_names_the_delimiter_alone() -> None:
    assert messages.refused(b"sep=;\r\n") == [("F.17", "")]


def test_emptied_columns_and_rows() -> None:
    body = _rows_of_excel(names=["", ""], cells=["", ""], more=[""] * 70)
    assert messages.filing(body) == support.filing()


def test_a_column_without_a_name_that_holds_something() -> None:
    body = _rows_of_excel(names=["", ""], cells=["", "30 %"], more=[""])
    (finding,) = messages.one(body).findings
    assert (finding.rule, finding.path) == ("F.55", "row 2")
    assert finding.args["value"] == "30 %"
    assert finding.args["column"] == str(len(columns.COLUMNS) + 2)


@pytest.mark.parametrize("change", [str.upper, str.title, "\u00a0{} ".format])
def test_names_of_columns_in_any_case(change: Callable[[str], str]) -> None:
    rows = _rows(_written(support.filing()))
    assert (
        messages.filing(_bytes([list(map(change, rows[0])), rows[1]])) == support.filing()
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16(encoding: str) -> None:
    body = _written(*messages.filings()).decode().encode(encoding)
    assert [one.filing for one in messages.read(body)] == messages.filings()


COUNTS = {"3.0": 3, "1 200": 1200, "1\u00a0200": 1200, "0": 0, " 7": 7}


@pytest.mark.parametrize("cell", COUNTS)
def test_a_count(cell: str) -> None:
    filing = messages.filing(_with({"packages_total": cell}))
    assert filing.packages_total == COUNTS[cell]


@pytest.mark.parametrize("cell", ["да", "TRUE", "истина", "Yes", "1", "иә"])
def test_a_flag(cell: str) -> None:
    assert messages.filing(_with({"container": cell})).container is True
