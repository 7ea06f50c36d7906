"""Lists of goods of preferences in a law file: a line with all that it rests on, or a list
whose lines rest on one heading.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from openkeden.base.validity import Provision, Row
from openkeden.lawpack import charge_rows
from openkeden.lawpack.pack_files import PackFiles, cells_of
from openkeden.tariff.preference_goods import CoveredGoods

#: The columns of a line with all that it rests on, and those of them that may be left out.
COVERED = ("preference", "mask", "rate", "condition", *charge_rows.BASIS)
OPTIONAL = frozenset({"rate", "condition", charge_rows.REMARK})


class _ListHeading(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all lines of a list rest on."""

    #: The preference.
    preference: str

    #: The file of the lines, of `mask,rate,condition,remark`.
    file: str


def covered_in(folder: str, cells: Mapping[str, str]) -> CoveredGoods:
    """The goods of a preference in one line of CSV. Raises ValueError."""
    columns = charge_rows.stated(cells)
    preference, mask = columns.pop("preference"), columns.pop("mask")
    rate, condition = columns.pop("rate", ""), columns.pop("condition", "")
    row = msgspec.convert(columns, Row)
    return CoveredGoods(
        preference=preference,
        row=row.provision(f"{folder}:goods/{preference}/{mask}", mask),
        rate=rate,
        condition=condition,
        part=row.remark if condition else "",
    )


class GoodsLines(msgspec.Struct, frozen=True):
    """A list of goods as its file has it: it is read when goods of it are asked for."""

    #: The code of the preference.
    preference: str

    #: What all its lines rest on; its id begins theirs.
    basis: Provision

    #: The file, with its head.
    text: str


def lists_in(files: PackFiles) -> Callable[[str, object], Iterator[GoodsLines]]:
    """What makes one list of its heading, whose lines stand in a file beside it.

    Raises ValueError.
    """

    def listed(folder: str, table: object) -> Iterator[GoodsLines]:
        heading = msgspec.convert(table, _ListHeading)
        basis = heading.provision(f"{folder}:goods/{heading.preference}/", "")
        text = files.bytes(heading.file).decode()
        lines = GoodsLines(heading.preference, basis, text)
        goods_of(lines)
        yield lines

    return listed


@functools.lru_cache(maxsize=32)
def goods_of(listed: GoodsLines) -> tuple[CoveredGoods, ...]:
    """The goods of a list. Raises ValueError."""
    basis = listed.basis
    begin, at, end = basis.id.partition("@")
    fields = {name: getattr(basis, name) for name in Provision.__struct_fields__}
    goods = []
    for mask, rate, condition, remark in cells_of(listed.text):
        fields["id"], fields["value"] = begin + mask + at + end, mask
        fields["remark"] = _both(basis.remark, remark) if remark else basis.remark
        row = Provision(**fields)
        part = remark if condition else ""
        goods.append(CoveredGoods(listed.preference, row, rate, condition, part))
    return tuple(goods)


def goods_in(lists: Iterable[GoodsLines]) -> Iterator[CoveredGoods]:
    """The goods of several lists, one after the other."""
    return itertools.chain.from_iterable(map(goods_of, lists))


def _both(common: str, own: str) -> str:
    return f"{own}; {common}" if common else own
