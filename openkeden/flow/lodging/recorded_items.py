"""The goods of a lodged declaration as its fact records them, and as rows of the table of items."""

from collections.abc import Iterable, Iterator

from openkeden.base import findings, money
from openkeden.clearance import registration
from openkeden.filing import declaration
from openkeden.flow.lodging import facts
from openkeden.store import rows


def of(declared: declaration.Declaration) -> tuple[facts.RecordedItem, ...]:
    """The goods of a declaration, in order."""
    return tuple([_item(goods) for goods in declared.goods])


def _item(goods: declaration.Goods) -> facts.RecordedItem:
    item = goods.item
    statistical = item.statistical_value
    return facts.RecordedItem(
        number=item.number,
        code=item.code,
        origin=item.origin,
        procedure=item.procedure,
        gross_mass=goods.gross_mass_kg,
        net_mass=goods.net_mass_kg,
        quantities=goods.quantities,
        unit=item.supplementary_unit,
        statistical_value=money.parse(statistical) if statistical else None,
    )


def oversized(items: Iterable[facts.RecordedItem]) -> list[findings.Finding]:
    """The numbers that are larger than a column of the table of items."""
    return [found for item in items for found in _oversized(item)]


def _oversized(item: facts.RecordedItem) -> Iterator[findings.Finding]:
    if item.gross_mass > rows.LARGEST:
        yield _too_large(item, "gross_mass_kg", item.gross_mass, money.QUANTITY_DIGITS)
    if item.net_mass > rows.LARGEST:
        yield _too_large(item, "net_mass_kg", item.net_mass, money.QUANTITY_DIGITS)
    if _quantity(item) > rows.LARGEST:
        digits = money.QUANTITY_DIGITS
        yield _too_large(item, "supplementary_quantity", _quantity(item), digits)
    if (item.statistical_value or 0) > rows.LARGEST:
        value = item.statistical_value or 0
        yield _too_large(item, "statistical_value", value, money.MINOR_DIGITS)


def _too_large(item: facts.RecordedItem, name: str, value: int, digits: int) -> findings.Finding:
    return findings.of(
        registration.ITEM_TOO_LARGE,
        f"items[{item.number - 1}].{name}",
        item=item.number,
        value=money.text(value, digits),
        limit=money.text(rows.LARGEST, digits),
    )


def _quantity(item: facts.RecordedItem) -> int:
    """The quantity in the supplementary unit; 0 where there is none."""
    return item.quantities.get(item.unit, 0) if item.unit else 0


def rows_of(fact: facts.Lodging, index: int) -> list[rows.ItemRow]:
    """The rows of the goods of a version, whose lodging is at `index` in the ledger."""
    pairs = zip(fact.items, fact.assessment.items, strict=True)
    return [_row(index, item, valued.value) for item, valued in pairs]


def _row(index: int, item: facts.RecordedItem, value: int) -> rows.ItemRow:
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
