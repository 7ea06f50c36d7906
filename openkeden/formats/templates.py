"""Templates of declarations: the fields that an import, an export or a transit needs, left
empty.

The direction and the number of goods lines stand in them already. A declaration may hold
more than its template; the reference of fields names all of it.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from openkeden.filing import declaration, fields, subjects
from openkeden.formats import columns, table_rows


class TemplateKind(msgspec.Struct, frozen=True):
    """A kind of declaration."""

    #: Its direction in box 1.
    direction: str
    #: The fields that it does not need, beside those that no template has.
    without: frozenset[str] = frozenset()


#: The kinds by the name under which a template is asked for.
KINDS: Final[Mapping[str, TemplateKind]] = {
    "import": TemplateKind(subjects.IMPORT, frozenset({"guarantee"})),
    "export": TemplateKind(subjects.EXPORT, frozenset({"guarantee", "additions"})),
    "transit": TemplateKind(
        subjects.TRANSIT, frozenset({"additions", "valuation_method", "preferences"})
    ),
}

#: What few declarations need.
_RARE: Final = frozenset(
    {
        "feature",
        "exchange_rate",
        "customs_value_total",
        "gross_mass_total_kg",
        "deductions",
        "deferral",
        "amends",
        "quota",
        "previous",
        "customs_value",
        "statistical_value",
    }
)


def tree(kind: TemplateKind) -> dict[str, Any]:
    """The template as plain values: one item, and one entry in each list of documents or
    costs.
    """
    made = _record(declaration.Filing, kind.without | _RARE)
    made["items"][0]["number"] = 1
    return made | {"direction": kind.direction, "items_total": 1}


def _record(record: type[msgspec.Struct], without: frozenset[str]) -> dict[str, Any]:
    shown = [field for field in fields.of(record) if field.name not in without]
    return {field.name: _value(field, without) for field in shown}


def _value(field: fields.Field, without: frozenset[str]) -> Any:
    entry = fields.record(fields.element(field.type))
    if entry is not None:
        return [_record(entry, without)]
    inner = fields.record(field.type)
    if inner is not None:
        return _record(inner, without)
    return field.default or _empty(field.type)


def _empty(kind: Any) -> Any:
    """Nothing, in a field of this type that holds no record."""
    if kind in (bool, int):
        return kind()
    if fields.longest(kind) is not None:
        return ""
    return [] if fields.element(kind) is not None else {}


def as_json(kind: TemplateKind) -> bytes:
    """The template as JSON, a field a line."""
    return msgspec.json.format(msgspec.json.encode(tree(kind)), indent=2) + b"\n"


def as_csv(kind: TemplateKind) -> bytes:
    """The template as CSV: a header of its columns, and one row."""
    whole = tree(kind)
    rows = {False: whole, True: whole["items"][0]}
    names, cells = [], []
    for column in columns.COLUMNS:
        value = _at(rows[column.item], column.path)
        if value is not None:
            names.append(column.name)
            cells.append(column.write(value))
    return table_rows.write(names) + table_rows.write(cells)


def _at(values: dict[str, Any], path: tuple[str, ...]) -> Any:
    """The value at a path; None where the template has no such field."""
    value: Any = values
    for name in path:
        value = value.get(name) if value is not None else None
    return value


def every_column() -> bytes:
    """The header of a table with every column that there is."""
    return table_rows.write([column.name for column in columns.COLUMNS])
