"""Findings on declarations of a table name row and column, whatever the rule."""

import datetime
import io
import pathlib

import pytest

from openkeden.flow.lodging import cells, intake
from openkeden.formats import table
from openkeden.views import answer_view
from tests import founded, support

MORNING = datetime.datetime(2026, 4, 2, 5, 0, tzinfo=datetime.UTC)
FIELDS = {
    "items[1].code": "row 5, column item.code",
    "items[0].documents[2].number": "row 4, column item.documents",
    "items[1].attributes.engine_cm3": "row 5, column item.attributes",
    "items[0].preferences.vat": "row 4, column item.preferences.vat",
    "declarant.country": "row 4, column declarant.country",
    "items": "row 4",
    "": "row 4",
}


@pytest.mark.parametrize("path", FIELDS)
def test_the_cell_of_a_field(path: str) -> None:
    assert cells.cell(path, (4, 5)) == FIELDS[path]
    assert cells.cell(path, ()) == ""


def test_a_refused_row_is_named_in_the_answer(tmp_path: pathlib.Path) -> None:
    items = (support.item(), support.item(number=2, code="1111111111"))
    filing = support.filing(
        reference="A-2",
        items=items,
        items_total=2,
        invoice_total="20000.00",
        packages_total=100,
    )
    body = b"sep=,\r\n" + b"".join(table.write([support.filing(), filing]))
    at = founded.found(tmp_path)
    passed, refused = intake.lodge_stream(io.BytesIO(body), "", MORNING, at)
    assert (passed.status, refused.status) == ("registered", "refused")
    told = answer_view.of(refused, at, "en").findings
    cell = {one.rule: one.cell for one in told}["G33.2"]
    assert cell == "row 5, column item.code"
