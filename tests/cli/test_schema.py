"""`keden schema`: the description of a declaration, and templates that are lodged once they
are filled in.
"""

import json
import pathlib
import re

import pytest

from openkeden import locale
from openkeden.filing import declaration, fields
from openkeden.flow import schema
from openkeden.formats import columns
from openkeden.locale import law_words
from tests.cli.conftest import AT
from tests.formats import test_templates

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "reference" / "fields.md"


def _written(keden, *words: str) -> bytes:
    ran = keden("schema", *words)
    assert (ran.returncode, ran.stderr) == (0, b"")
    return ran.stdout


@pytest.mark.parametrize("kind", schema.KINDS)
def test_a_filled_template_is_lodged(keden, tmp_path, kind):
    blank = json.loads(_written(keden, "--template", kind))
    filled = test_templates.filled(blank, test_templates.sample(kind))
    (tmp_path / "filled.json").write_text(json.dumps(filled))
    ran = keden("clear", "filled.json", "--at", AT, "--json")
    assert json.loads(ran.stdout)["status"] == "registered"
    assert ran.returncode == 0


@pytest.mark.parametrize("kind", schema.KINDS)
def test_a_filled_table_is_lodged(keden, tmp_path, kind):
    written = _written(keden, "--template", kind, "--format", "csv")
    filled = test_templates.filled_csv(kind)
    assert filled.splitlines()[0] == written.splitlines()[0]
    (tmp_path / "filled.csv").write_bytes(filled)
    ran = keden("clear", "filled.csv", "--at", AT, "--json")
    assert json.loads(ran.stdout)["status"] == "registered"
    assert ran.returncode == 0


@pytest.mark.parametrize("kind", schema.KINDS)
def test_an_empty_template_is_refused_for_what_it_asks(keden, tmp_path, kind):
    (tmp_path / "empty.json").write_bytes(_written(keden, "--template", kind))
    ran = keden("clear", "empty.json", "--at", AT, "--json")
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["status"] == "refused"


def test_the_header_has_every_column(keden):
    header = _written(keden, "--format", "csv").decode()
    assert header.strip().split(",") == [column.name for column in columns.COLUMNS]


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_the_schema_describes_every_field(keden, language):
    made = json.loads(_written(keden, "--lang", language))
    assert made["$ref"] == "#/$defs/Filing"
    words = locale.names(language)
    for record in declaration.RECORDS:
        described = made["$defs"][record.__name__]
        assert described["additionalProperties"] is False
        for field in fields.of(record):
            told = described["properties"][field.name]
            assert told["title"] == words[record.__name__.lower()][field.name]
            assert told["description"] == law_words.told(field.sentence, language)
            assert told.get("x-unit", "") == law_words.told(field.unit, language)
            assert told.get("x-box", "") == field.box
            assert told.get("maxLength") == fields.longest(field.type)
            assert (field.name in described["required"]) == field.required


def test_samples_hold_to_the_schema(keden):
    made = json.loads(_written(keden))
    for kind in schema.KINDS:
        _hold(test_templates.sample(kind), made, made)


def _hold(value: object, part: dict, whole: dict) -> None:
    """A value fits a part of the schema: as much of JSON Schema as ours uses."""
    part = part | whole["$defs"].get(part.get("$ref", "").rpartition("/")[2], {})
    if "anyOf" in part:
        part = part["anyOf"][0]
        _hold(value, part, whole)
    elif part["type"] == "object":
        assert isinstance(value, dict)
        known = part.get("properties", {})
        assert set(part.get("required", [])) <= set(value)
        for name, given in value.items():
            _hold(given, known.get(name) or part["additionalProperties"], whole)
    elif part["type"] == "array":
        assert isinstance(value, list)
        for entry in value:
            _hold(entry, part["items"], whole)
    else:
        kinds = {"string": str, "integer": int, "boolean": bool}
        assert type(value) is kinds[part["type"]]
        assert len(str(value)) <= part.get("maxLength", 100)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_the_reference_has_a_row_for_each_field(keden, language):
    told = _written(keden, "--format", "md", "--lang", language).decode()
    names = re.findall(r"^\|[^|]*\| `(\w+)` \|", told, re.MULTILINE)
    expected = [field.name for record in declaration.RECORDS for field in fields.of(record)]
    assert names == expected
    rows = [line for line in told.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {8}
    assert not re.search(r"\{|Annotated|None", told)


def test_the_page_shows_the_reference_as_it_is(keden):
    told = _written(keden, "--format", "md").decode()
    assert told.strip() in PAGE.read_text("utf-8"), (
        "`python -m docs.reference` writes the page anew"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--template", "gift"], b"import, export, transit, items"),
        (["--template", "import", "--format", "md"], b"does not go with --format md"),
        (["--format", "xml"], b"xml"),
    ],
)
def test_what_there_is_not_is_said(keden, words, said):
    ran = keden("schema", *words)
    assert ran.returncode == 2
    assert said in ran.stderr
