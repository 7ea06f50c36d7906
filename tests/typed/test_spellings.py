"""Every spelling of the book through every format: the same value, or the same finding."""

import csv
import io
import re
from collections.abc import Callable

import msgspec
import openpyxl
import pytest

from openkeden import formats
from openkeden.base import findings
from openkeden.filing import declaration, named, validation
from openkeden.flow.pricing import arguments, price
from openkeden.formats import table
from tests import support
from tests.typed import spellings
from tests.typed.spellings import Spelling

BOOK = spellings.book()
FORMATS: dict[str, Callable[[dict[str, object]], bytes]] = {}


def of_format(write: Callable[[dict[str, object]], bytes]) -> Callable[..., bytes]:
    FORMATS[write.__name__.removeprefix("as_")] = write
    return write


@of_format
def as_json(tree: dict[str, object]) -> bytes:
    return msgspec.json.encode(tree)


@of_format
def as_csv(tree: dict[str, object]) -> bytes:
    return b"".join(table.write([msgspec.convert(tree, declaration.Filing)]))


@of_format
def as_csv_of_excel(tree: dict[str, object]) -> bytes:
    """UTF-16 with a mark, as a spreadsheet saves "Unicode text"."""
    return as_csv(tree).decode().encode("utf-16")


@of_format
def as_xlsx(tree: dict[str, object]) -> bytes:
    """A workbook whose cells are texts."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in csv.reader(io.StringIO(as_csv(tree).decode(), newline="")):
        sheet.append(row)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


#: What a workbook cannot hold.
UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f]")


def test_the_book_is_long_and_says_nothing_twice() -> None:
    assert len(BOOK) >= 150
    assert len({(row.field, row.written) for row in BOOK}) == len(BOOK)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("row", BOOK, ids=lambda row: f"{row.field} {row.written!a}")
def test_a_spelling(row: Spelling, format_: str) -> None:
    if format_ == "xlsx" and UNPRINTED.search(row.written):
        return
    body = FORMATS[format_](spellings.tree(row))
    (received,) = formats.read(io.BytesIO(body))
    assert isinstance(received, formats.Received), received
    law, exchange = support.edition(), support.exchange()
    validated = validation.validate(received.filing, b"", law, exchange)
    said = [
        found
        for found in (*received.notices, *validated.findings)
        if found.path == row.field
    ]
    if row.read:
        context = validation.prepare(law, exchange)
        filing = named.read(received.filing, context).filing
        assert spellings.at(filing, row.field) == row.read
        assert not findings.refuses(said) or row.field == spellings.UNIT
        assert [found.rule for found in said if found.rule.startswith("F.")] == [
            rule for rule in [row.rule] if rule
        ]
    else:
        assert row.rule in [found.rule for found in said]


#: The option of `keden duty` for a field of a declaration.
OPTIONS = {
    "items[0].code": "code",
    "currency": "currency",
    "items[0].origin": "origin",
    "items[0].price": "value",
    "items[0].net_mass_kg": "net",
    "items[0].supplementary_quantity": "qty",
    "border_mode": "mode",
}
ASKED = {
    "code": "6403999600",
    "value": "10000.00",
    "currency": "USD",
    "origin": "CN",
    "net": "1000",
    "gross": "1200",
    "qty": "1000",
}


def asked_for(option: str, written: str) -> tuple[bool, tuple[findings.Finding, ...]]:
    """Whether goods are priced with an option so written, and what is said of it."""
    asked = {**ASKED, option: written}
    try:
        landed = price.duty(on=support.DAY, **asked)
    except price.Unpriced as refused:
        return False, arguments.by_option(refused.findings)
    return True, arguments.by_option(landed.findings)


@pytest.mark.parametrize(
    "row", [row for row in BOOK if row.field in OPTIONS], ids=lambda row: f"{row.written!a}"
)
def test_a_spelling_of_an_option(row: Spelling) -> None:
    option = OPTIONS[row.field]
    priced, found = asked_for(option, row.written)
    said = [one.rule for one in found if one.path == f"--{option}"]
    assert priced == bool(row.read), found
    if row.read:
        assert [rule for rule in said if rule.startswith("F.")] == [
            rule for rule in [row.rule] if rule
        ]
    else:
        assert row.rule in said
