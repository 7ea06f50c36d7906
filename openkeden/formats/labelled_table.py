"""Tables of texts of goods and their codes, as CSV in any of the forms that people keep them
in.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.classification import labelled_rules, labelled_text
from openkeden.classification.labelled_text import LabelledText
from openkeden.formats import table_rows
from openkeden.formats.message import Limits, Source
from openkeden.formats.table_rows import TableRow

#: Rows that are named; further bad ones are counted.
_NAMED: Final = 20


#: What a table of goods lines says of an inspection that found something, or nothing.
_SOMETHING: Final = ("1", "true")
_NOTHING: Final = ("0", "false")


class NamedColumns(msgspec.Struct, frozen=True):
    """The columns that somebody named; empty: they are recognised."""

    #: The column of texts.
    text: str = ""

    #: The column of codes.
    code: str = ""


#: What a table may leave out.
_OPTIONAL: Final[tuple[labelled_text.Role, ...]] = ("group", "language", "found", "trust")

RECOGNISED: Final = NamedColumns()


class LabelledTable(msgspec.Struct, frozen=True):
    """A table that was read."""

    #: Its texts.
    texts: tuple[LabelledText, ...]

    #: What is wrong with rows that were left out.
    notices: tuple[Finding, ...] = ()


class _CellPlaces(msgspec.Struct, frozen=True):
    """Where the cells of a row stand."""

    #: The place of the text by its language; an empty language: it is not told.
    texts: Mapping[str, int]

    #: The place of the code.
    code: int

    #: The place of the group; None: there is none.
    group: int | None

    #: The place of the language; None: there is none.
    language: int | None

    #: The place of what an inspection found; None: there is none.
    found: int | None

    #: The place of how far a code is to be trusted; None: there is none.
    trust: int | None

    #: The names of the columns.
    names: tuple[str, ...]


def read(
    data: bytes, name: str, named: NamedColumns = RECOGNISED
) -> LabelledTable | Refused:
    """The texts of a table; `name` is how findings call it."""
    limits = Limits()
    rows = table_rows.read(Source(io.BytesIO(data), limits.message_bytes), limits).rows
    head = next(rows, None)
    if head is None:
        return findings.refused(labelled_rules.NO_ROWS, "data", value=name)
    if head.wrong is not None:
        return Refused((head.wrong,))
    layout = _layout(tuple([cell.strip() for cell in head.cells]), name, named)
    return layout if isinstance(layout, Refused) else _read(rows, layout, name)


def _layout(
    names: tuple[str, ...], name: str, named: NamedColumns
) -> _CellPlaces | Refused:
    known = ", ".join(names)
    missing = [one for one in (named.text, named.code) if one and one not in names]
    if missing:
        return Refused(
            tuple(
                [
                    findings.of(
                        labelled_rules.NO_COLUMN, "data", value=one, file=name, known=known
                    )
                    for one in missing
                ]
            )
        )
    text = named.text or labelled_text.column_of("text", names)
    code = named.code or labelled_text.column_of("code", names)
    texts = {"": text} if text else labelled_text.language_columns(names)
    lacking = [
        *([] if texts else [labelled_rules.NO_TEXT_COLUMN]),
        *([] if code else [labelled_rules.NO_CODE_COLUMN]),
    ]
    if lacking:
        found = [findings.of(rule, "data", value=name, known=known) for rule in lacking]
        return Refused(tuple(found))
    places: dict[labelled_text.Role, int | None] = {}
    for role in _OPTIONAL:
        column = labelled_text.column_of(role, names)
        places[role] = names.index(column) if column else None
    return _CellPlaces(
        texts={of: names.index(column) for of, column in texts.items()},
        code=names.index(code),
        group=places["group"],
        language=places["language"],
        found=places["found"],
        trust=places["trust"],
        names=names,
    )


def _read(
    rows: Iterable[TableRow], layout: _CellPlaces, name: str
) -> LabelledTable | Refused:
    texts: list[LabelledText] = []
    bad: list[Finding] = []
    count = irregular = 0
    for row in rows:
        if row.is_blank:
            continue
        count += 1
        if _cell(row, layout.found) in _SOMETHING:
            irregular += 1
            continue
        for one in _texts(row, layout):
            (bad if isinstance(one, Finding) else texts).append(one)  # type: ignore[arg-type]
    if not texts and not bad:
        return findings.refused(labelled_rules.NO_ROWS, "data", value=name)
    notices = bad[:_NAMED]
    if irregular:
        notices.append(findings.of(labelled_rules.IRREGULAR, "data", value=irregular))
    if len(bad) > _NAMED:
        more = len(bad) - _NAMED
        notices.append(findings.of(labelled_rules.MORE_BAD, "data", value=more))
    if len(bad) > len(texts):
        args = {"value": len(bad), "rows": count}
        mostly = findings.of(labelled_rules.MOSTLY_BAD, "data", **args)
        return Refused((mostly, *notices))
    return LabelledTable(tuple(texts), tuple(notices))


def _texts(row: TableRow, layout: _CellPlaces) -> Iterator[LabelledText | Finding]:
    """The texts of a row, or what is wrong with it."""
    if row.wrong is not None:
        yield row.wrong
        return
    cell = row.cell(layout.code)
    codes = labelled_text.codes(cell)
    if not codes:
        args = {"value": cell, "column": layout.names[layout.code], "row": row.at}
        yield findings.of(labelled_rules.BAD_CODE, row.at, **args)
        return
    trust = _trust(row, layout)
    if isinstance(trust, Finding):
        yield trust
        return
    group, told = _cell(row, layout.group), _cell(row, layout.language)
    for language, place in layout.texts.items():
        text = row.cell(place).strip()
        if text:
            yield LabelledText(text, codes, language or told, group, trust)
        else:
            args = {"value": cell, "column": layout.names[place], "row": row.at}
            yield findings.of(labelled_rules.NO_TEXT, row.at, **args)


def _trust(row: TableRow, layout: _CellPlaces) -> int | Finding:
    """How far the code of a row is to be trusted."""
    if _cell(row, layout.found) in _NOTHING:
        return labelled_text.CHECKED
    cell = _cell(row, layout.trust).lower()
    if cell in labelled_text.TRUST:
        return labelled_text.TRUST[cell]
    column = layout.names[layout.trust or 0]
    known = ", ".join([one for one in labelled_text.TRUST if one])
    args = {"value": cell, "column": column, "row": row.at, "known": known}
    return findings.of(labelled_rules.BAD_TRUST, row.at, **args)


def _cell(row: TableRow, place: int | None) -> str:
    """The cell at a place; empty where there is none."""
    return "" if place is None else row.cell(place).strip()
