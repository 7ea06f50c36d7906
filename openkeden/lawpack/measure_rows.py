"""Tables of a law file on measures and quotas."""

from collections.abc import Mapping

import msgspec

from openkeden.base import money
from openkeden.base.validity import Row
from openkeden.tariff import conditions, measures
from openkeden.tariff.quotas import HolderGroup, Quota


class _Measure(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    title: str
    masks: frozenset[str] = frozenset()
    goods: str = ""
    of_line: bool = False
    direction: str
    effect: measures.Effect
    own: bool = True
    partners: frozenset[str] = frozenset()
    excluded_partners: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    excluded_procedures: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    excluded_registers: frozenset[str] = frozenset()
    when: tuple[str, ...] = ()
    document: str = ""
    accepted: frozenset[str] = frozenset()
    quota: str = ""
    limit: str = ""


class _Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    register: str
    volume: str
    each: str = ""


class _Quota(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    title: str
    volume: str
    unit: str = ""
    each: str = ""
    holders: Mapping[str, str] = {}
    groups: tuple[_Group, ...] = ()


def measures_of(folder: str, table: object) -> list[measures.Measure]:
    """The measure of one table. Raises msgspec.ValidationError, ValueError for a wrong
    condition.
    """
    stated = msgspec.convert(table, _Measure)
    own = ("row", "when", "otherwise")
    names = [name for name in measures.Measure.__struct_fields__ if name not in own]
    fields = {name: getattr(stated, name) for name in names}
    row = stated.provision(f"{folder}:measure/{stated.id}", stated.title)
    return [measures.Measure(**fields, row=row, when=tuple(map(_of_goods, stated.when)))]


#: The columns of measures as CSV, those with several words, and the conditions.
_WORDS = ("partners", "procedures", "excluded_procedures", "accepted")
_OF_LINE = "of_line"


def measure_in(folder: str, cells: Mapping[str, str]) -> measures.Measure:
    """The measure of one line of CSV: blanks part codes, a semicolon parts conditions.

    Raises ValueError.
    """
    table: dict[str, object] = {name: cell for name, cell in cells.items() if cell}
    table |= {name: cells[name].split() for name in _WORDS}
    table["direction"] = cells["direction"]
    table["when"] = [text.strip() for text in cells["when"].split(";") if text.strip()]
    table[_OF_LINE] = cells[_OF_LINE] == "yes"
    (made,) = measures_of(folder, table)
    return made


def _of_goods(text: str) -> conditions.AttributeCondition:
    match conditions.parse(text):
        case conditions.AttributeCondition() as made:
            return made
    raise ValueError(
        f"{text!r} is not a condition on an attribute of the goods: write sex = male"
    )


def quotas_of(folder: str, table: object) -> list[Quota]:
    """The quota of one table. Raises ValueError for what is not a quantity."""
    stated = msgspec.convert(table, _Quota)
    groups = [
        HolderGroup(group.name, group.register, _volume(group.volume), _limit(group.each))
        for group in stated.groups
    ]
    return [
        Quota(
            id=stated.id,
            unit=stated.unit,
            volume=_volume(stated.volume),
            row=stated.provision(f"{folder}:quota/{stated.id}", stated.title, stated.unit),
            each=_limit(stated.each),
            holders={person: _volume(text) for person, text in stated.holders.items()},
            groups=tuple(groups),
        )
    ]


def _volume(text: str) -> int:
    return money.parse(text, money.QUANTITY_DIGITS)


def _limit(text: str) -> int | None:
    return _volume(text) if text else None
