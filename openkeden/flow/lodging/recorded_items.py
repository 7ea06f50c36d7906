"""The goods of a lodged declaration as its fact records them, and as rows of the table of
items.
"""

from collections.abc import Iterable

from openkeden.base import findings, money
from openkeden.clearance import registration
from openkeden.filing import declaration
from openkeden.flow import facts
from openkeden.flow.facts.recorded_item import RecordedItem
from openkeden.store import rows

#: The field of the message and the decimals of each number that `_numbers` gives.
_COLUMNS = (
    ("gross_mass_kg", money.QUANTITY_DIGITS),
    ("net_mass_kg", money.QUANTITY_DIGITS),
    ("supplementary_quantity", money.QUANTITY_DIGITS),
    ("statistical_value", money.MINOR_DIGITS),
)


def of(declared: declaration.Declaration) -> tuple[RecordedItem, ...]:
    """The goods of a declaration, in order."""
    return tuple([_item(goods) for goods in declared.goods])


def _item(goods: declaration.Goods) -> RecordedItem:
    item = goods.item
    statistical = item.statistical_value
    return RecordedItem(
        item.number,
        item.code,
        item.origin,
        item.procedure,
        goods.gross_mass_kg,
        goods.net_mass_kg,
        goods.quantities,
        item.supplementary_unit,
        money.parse(statistical) if statistical else None,
    )


def oversized(items: Iterable[RecordedItem]) -> list[findings.Finding]:
    """The first number of each item that is larger than a column of the table of items."""
    return [_too_large(item) for item in items if max(_numbers(item)) > rows.LARGEST]


def _numbers(item: RecordedItem) -> tuple[int, int, int, int]:
    """The numbers of an item that a message may make as large as it likes."""
    statistical = item.statistical_value or 0
    return item.gross_mass, item.net_mass, _quantity(item), statistical


def _too_large(item: RecordedItem) -> findings.Finding:
    columns = zip(_COLUMNS, _numbers(item), strict=True)
    (name, digits), value = next(pair for pair in columns if pair[1] > rows.LARGEST)
    return findings.of(
        registration.ITEM_TOO_LARGE,
        f"items[{item.number - 1}].{name}",
        item=item.number,
        value=money.text(value, digits),
        limit=money.text(rows.LARGEST, digits),
    )


def _quantity(item: RecordedItem) -> int:
    """The quantity in the supplementary unit; 0 where there is none."""
    return item.quantities.get(item.unit, 0) if item.unit else 0


def rows_of(fact: facts.Lodging, index: int) -> list[rows.ItemRow]:
    """The rows of the goods of a version, whose lodging is at `index` in the ledger."""
    pairs = zip(fact.items, fact.assessment.items, strict=True)
    return [_row(index, item, valued.value) for item, valued in pairs]


def _row(index: int, item: RecordedItem, value: int) -> rows.ItemRow:
    return rows.ItemRow(
        index,
        item.number,
        item.code,
        item.origin,
        item.procedure,
        item.gross_mass,
        item.net_mass,
        item.unit,
        _quantity(item),
        value,
        item.statistical_value,
    )
