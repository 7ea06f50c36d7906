"""Templates: filled in they are declarations, and they ask for all that the rules of their
kind ask for.
"""

import csv
import io
import json
import re
from importlib import resources
from typing import Any

import msgspec
import pytest

from openkeden import formats
from openkeden.filing import declaration, validation
from openkeden.formats import columns, templates
from tests import support
from tests.formats import messages

#: A sample of each kind that comes with the package.
SAMPLES = {
    "import": ("10-additions-and-deductions.json", "VAL-1"),
    "export": ("11-exporters.json", "EXP-4"),
    "transit": ("04-transit-from-china-to-kyrgyzstan.json", "TRN-1"),
}


def sample(kind: str) -> dict[str, Any]:
    name, reference = SAMPLES[kind]
    folder = resources.files("openkeden") / "samples"
    listed = json.loads((folder / name).read_bytes())
    (found,) = [one for one in listed if one["reference"] == reference]
    return found


def filled(blank: Any, value: Any) -> Any:
    """A template with the values of a sample; entries of a list are filled one by one, each
    from the same blank.
    """
    if isinstance(blank, dict) and blank:
        return {
            name: filled(part, value[name]) for name, part in blank.items() if name in value
        }
    if isinstance(blank, list) and blank:
        return [filled(blank[0], entry) for entry in value]
    return value


def filled_csv(kind: str) -> bytes:
    """The CSV template with the cells of a sample, a row for each item."""
    header, _ = csv.reader(io.StringIO(templates.as_csv(templates.KINDS[kind]).decode()))
    given = sample(kind)
    text = io.StringIO()
    csv.writer(text).writerow(header)
    for item in given["items"]:
        row = [_cell(columns.BY_NAME[name], given, item) for name in header]
        csv.writer(text).writerow(row)
    return text.getvalue().encode()


def _cell(column: columns.Column, given: dict[str, Any], item: dict[str, Any]) -> str:
    value: Any = item if column.item else given
    for name in column.path:
        value = (value or {}).get(name)
    return "" if value is None else column.write(value)


@pytest.mark.parametrize("kind", templates.KINDS)
def test_a_template_filled_in_is_the_declaration(kind: str) -> None:
    blank = json.loads(templates.as_json(templates.KINDS[kind]))
    body = json.dumps(filled(blank, sample(kind))).encode()
    assert messages.filing(body) == msgspec.convert(sample(kind), declaration.Filing)


@pytest.mark.parametrize("kind", templates.KINDS)
def test_a_table_filled_in_is_the_declaration(kind: str) -> None:
    assert messages.filing(filled_csv(kind)) == msgspec.convert(
        sample(kind), declaration.Filing
    )


@pytest.mark.parametrize("kind", templates.KINDS)
def test_a_template_as_it_is_can_be_read_and_its_findings_are_about_what_it_asks(
    kind: str,
) -> None:
    known = templates.KINDS[kind]
    blank = templates.tree(known)
    filing = messages.filing(templates.as_json(known))
    said = validation.validate(filing, b"", support.edition(), support.exchange())
    assert said.declaration is None
    for finding in said.findings:
        _follow(blank, finding.path)


def _follow(blank: Any, path: str) -> None:
    """Go down a template along the path of a finding; KeyError where it has no such field."""
    for name in re.split(r"\.|(?=\[)", path):
        blank = blank[int(name[1:-1])] if name.startswith("[") else blank[name]


@pytest.mark.parametrize("kind", templates.KINDS)
def test_the_two_forms_of_a_template_ask_for_the_same(kind: str) -> None:
    known = templates.KINDS[kind]
    body = templates.as_csv(known).replace(b"\r\n,", b"\r\nA-1,")
    by_table = messages.filing(body)
    blank = templates.tree(known) | {"reference": "A-1"}
    assert by_table == msgspec.convert(_without_nobody(blank), declaration.Filing)


def _without_nobody(blank: dict[str, Any]) -> dict[str, Any]:
    """What a table cannot say: that there is a person of whom nothing is known."""
    roles = ("exporter", "consignee", "financial")
    return {name: value for name, value in blank.items() if name not in roles}


def test_the_header_with_every_column_is_read_as_a_table() -> None:
    assert formats.sniff(templates.every_column()) is formats.of_media_type("text/csv")
