"""Goods to be priced, read from a file: a table with a row for each of them, or JSON.

The columns are the arguments of a price, in any order: `code,value,net,qty,description`. A
name of a declaration (`item.net_mass_kg`) does as well. What a rate asks for and a claim
have a column each: `attribute.engine_cm3`, `preference.duty`. JSON is a list of objects, or
an object with `items` and what is said of all of them.
"""

import collections
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from openkeden.base import bounded, findings, written
from openkeden.base.findings import Finding
from openkeden.formats import exact, jsonl, rules, shape, spelling, table_rows, xlsx
from openkeden.formats.message import MARK, Limits, Source
from openkeden.formats.table_rows import TableRow

#: The columns.
COLUMNS: Final = (
    *("code", "description", "value", "currency", "origin", "net", "gross", "qty", "unit"),
    *("procedure", "destination", "mode"),
)

#: What a document may say of all its goods beside what may stand in a row.
OF_ALL: Final = ("transport", "transport_currency")

#: Columns of a declaration whose column here has another name.
_AS_DECLARED: Final = {
    "price": "value",
    "net_mass_kg": "net",
    "gross_mass_kg": "gross",
    "supplementary_quantity": "qty",
    "supplementary_unit": "unit",
}

#: The columns that are one for each name, and the argument that they fill.
_NAMED: Final = {"attribute": "attributes", "preference": "preferences"}

#: The columns of a template.
_IN_TEMPLATE: Final = COLUMNS[:9]

#: What only a declaration says, in its first lines.
_OF_DECLARATION: Final = (b'"reference"', b'"direction"', b'"declarant"')


class ListedGoods(NamedTuple):
    """One lot of goods of a file."""

    #: Where it stands: `row 2`, `items[0]`.
    place: str

    #: What is said of it, by argument; `attributes` and `preferences` are tables.
    said: dict[str, Any]


class GoodsList(NamedTuple):
    """The goods of a file."""

    #: The goods.
    goods: tuple[ListedGoods, ...]

    #: What is said of all of them.
    common: dict[str, Any]


def sniff(head: bytes) -> bool:
    """Whether an input begins as a table of goods: its header has `code` or `item.code` and
    no reference of a declaration.
    """
    if table_rows.names_delimiter(head):
        head = head.removeprefix(MARK).partition(b"\n")[2]
    names = [_column(name) for name in table_rows.names(table_rows.first_line(head))]
    return "code" in names and "reference" not in names


def sniff_json(head: bytes) -> bool:
    """Whether an input begins as JSON that lists goods: its objects have a `code`, or the
    document has `items` and no reference of a declaration.
    """
    begun = head.removeprefix(MARK).lstrip()
    if not begun.startswith((b"[", b"{")) or any(name in begun for name in _OF_DECLARATION):
        return False
    return begun.startswith(b"[") or b'"items"' in begun


def template(*, csv: bool) -> bytes:
    """A file of goods to fill in: what most prices need, a row or an object for each lot."""
    if csv:
        return table_rows.write(_IN_TEMPLATE)
    of_all = dict.fromkeys(("currency", "origin", *OF_ALL), "")
    item = dict.fromkeys([name for name in _IN_TEMPLATE if name not in of_all], "")
    whole = {**of_all, "items": [item]}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def read_table(source: Source, limits: Limits) -> GoodsList | tuple[Finding, ...]:
    """The goods of a table, or all that is wrong with it."""
    return _of_rows(table_rows.read(source, limits).rows, limits)


def read_workbook(source: Source, limits: Limits) -> GoodsList | tuple[Finding, ...]:
    """The goods of the first sheet of a workbook that is not empty, or all that is wrong
    with it.
    """
    opened = xlsx.opened_table(source, limits)
    return (opened,) if isinstance(opened, Finding) else _of_rows(opened.rows, limits)


def _of_rows(rows: Iterator[TableRow], limits: Limits) -> GoodsList | tuple[Finding, ...]:
    header = next(rows, None)
    if header is None:
        return (findings.of(rules.NO_DECLARATION, "", value="a table without a header"),)
    names = [_column(cell) for cell in header.cells]
    wrong = _of_header(header, names)
    if wrong:
        return wrong
    read = _Read(limits)
    for row in rows:
        if not row.is_blank:
            read.row(row, names)
    return read.answer()


def read_json(source: Source, limits: Limits) -> GoodsList | tuple[Finding, ...]:
    """The goods of a JSON document, or all that is wrong with it."""
    body = source.rest(limits.message_bytes + 1)
    if len(body) > limits.message_bytes:
        told = {"value": len(body), "limit": limits.message_bytes}
        return (findings.of(rules.TOO_LONG_MESSAGE, "", **told),)
    tree = jsonl.plain(body.removeprefix(MARK), limits)
    if isinstance(tree, Finding):
        return (tree,)
    read = _Read(limits)
    items = tree
    if isinstance(tree, dict):
        items = tree.pop("items", None)
        read.of_all(tree)
    if not isinstance(items, list):
        expected = "a list of objects, one for each lot of goods"
        return (findings.of(rules.MISSING_FIELD, "", value="items", expected=expected),)
    for place, item in enumerate(items):
        read.object(item, f"items[{place}]")
    return read.answer()


def _column(cell: str) -> str:
    """The name of a column as it is known here."""
    name = written.trimmed(cell).text.lower().removeprefix("item.")
    kind, point, rest = name.partition(".")
    singular = kind.removesuffix("s")
    if point and singular in _NAMED:
        return f"{singular}.{rest}"
    return _AS_DECLARED.get(name, name)


def _is_known(name: str) -> bool:
    kind, _, rest = name.partition(".")
    return name in COLUMNS or (kind in _NAMED and bool(rest))


def _of_header(header: TableRow, names: Sequence[str]) -> tuple[Finding, ...]:
    """What is wrong with the header of a table."""
    if header.wrong is not None:
        return (header.wrong,)
    return spelling.listed(_wrong_names(header.at, names))


def _wrong_names(at: str, names: Sequence[str]) -> Iterator[spelling.Untold]:
    for name, count in collections.Counter(filter(None, names)).items():
        if not _is_known(name):
            said = shape.shown(name)
            yield spelling.UnknownName(rules.CSV_COLUMN_UNKNOWN, at, said, COLUMNS)
        elif count > 1:
            yield findings.of(rules.CSV_COLUMN_TWICE, at, value=name)


class _Read:
    """The goods of a file while they are read, and what is wrong with them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.count = 0
        self.goods: list[ListedGoods] = []
        self.common: dict[str, Any] = {}
        self.found = bounded.FindingList()

    def answer(self) -> GoodsList | tuple[Finding, ...]:
        """The goods, or what is wrong with them."""
        most = self.limits.items
        if self.count > most:
            told = {"value": self.count, "limit": most}
            return (findings.of(rules.TOO_MANY_ITEMS, "", **told),)
        if not self.count:
            nothing = "no goods are listed"
            return (findings.of(rules.NO_DECLARATION, "", value=nothing),)
        return self.found.told() or GoodsList(tuple(self.goods), self.common)

    def row(self, row: TableRow, names: Sequence[str]) -> None:
        """Take a row of a table."""
        if row.wrong is not None or len(row.cells) > len(names):
            width = {"value": len(row.cells), "expected": len(names)}
            self._count([row.wrong or findings.of(rules.CSV_WIDTH, row.at, **width)])
            return
        said: dict[str, Any] = {}
        for name, cell in zip(names, row.cells, strict=False):
            if cell and not name:
                self.found.add(
                    [findings.of(rules.CSV_UNNAMED, row.at, column="", value=cell)]
                )
            elif cell.strip():
                _put(said, name, cell)
        self._take(ListedGoods(row.at, said))

    def object(self, item: Any, place: str) -> None:
        """Take an object of JSON."""
        if not isinstance(item, dict):
            told = {"value": shape.shown(item), "expected": "an object of named values"}
            self._count([findings.of(rules.CSV_NUMBER, place, **told)])
            return
        said: dict[str, Any] = {}
        self._fields(item, said, f"{place}.", COLUMNS)
        self._take(ListedGoods(place, said))

    def of_all(self, tree: dict[str, Any]) -> None:
        """Take what a document says of all goods."""
        self._fields(tree, self.common, "", (*COLUMNS, *OF_ALL))

    def _fields(
        self, item: dict[str, Any], said: dict[str, Any], at: str, known: Collection[str]
    ) -> None:
        for name in getattr(item, "twice", ()):
            self.found.add([findings.of(rules.DUPLICATE_KEY, f"{at}{name}", value=name)])
        for given, value in item.items():
            name = _column(given)
            if isinstance(value, dict) and name in _NAMED.values():
                for key, each in value.items():
                    self._value(said, f"{name[:-1]}.{key}", each, f"{at}{name}")
            elif name in known or _is_known(name):
                self._value(said, name, value, f"{at}{name}")
            else:
                nearest = spelling.UnknownName(
                    rules.UNKNOWN_FIELD, f"{at}{given}", given, known
                )
                self.found.add([nearest.told()])

    def _value(self, said: dict[str, Any], name: str, value: Any, at: str) -> None:
        text = exact.text(value)
        if isinstance(text, str):
            if text.strip():
                _put(said, name, text)
        else:
            told = {"value": shape.shown(value), "expected": "text or a plain number"}
            self.found.add([findings.of(rules.CSV_NUMBER, at, **told)])

    def _take(self, goods: ListedGoods) -> None:
        self._count(())
        if self.count <= self.limits.items:
            self.goods.append(goods)

    def _count(self, found: Iterable[Finding]) -> None:
        self.count += 1
        self.found.add(found)


def _put(said: dict[str, Any], name: str, text: str) -> None:
    """Put a text where its name says."""
    kind, _, rest = name.partition(".")
    if kind in _NAMED:
        said.setdefault(_NAMED[kind], {})[rest] = written.trimmed(text).text
    else:
        said[name] = text
