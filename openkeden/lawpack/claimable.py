"""Preferences that can be claimed on a day, with their lists of goods."""

import datetime
import functools
from collections.abc import Iterable

import msgspec

from openkeden.base.validity import in_force
from openkeden.lawpack import goods_rows
from openkeden.lawpack.sources import Sources
from openkeden.tariff.edition import Preference
from openkeden.tariff.preference_goods import CoveredGoods, PreferenceList


def preferences(sources: Sources, day: datetime.date) -> dict[str, Preference]:
    """Preferences in force by code, with the lists of goods of those that have one."""
    goods: dict[str, list[CoveredGoods]] = {}
    for covered in in_force(sources.own_goods, day):
        goods.setdefault(covered.preference, []).append(covered)
    lists: dict[str, list[goods_rows.GoodsLines]] = {}
    for listed in sources.preference_goods:
        if listed.basis.holds(day):
            lists.setdefault(listed.preference, []).append(listed)
    found = {}
    for granted in in_force(sources.preferences, day):
        code = granted.code
        found[code] = _listing(granted, goods.get(code, ()), lists.get(code, ()))
    return found


def _listing(
    granted: Preference,
    rows: Iterable[CoveredGoods],
    lists: Iterable[goods_rows.GoodsLines],
) -> Preference:
    """The preference with its list of goods."""
    if not (rows or lists or granted.listed):
        return granted
    more = functools.partial(goods_rows.goods_in, lists)
    goods = PreferenceList(rows, listed=granted.listed, more=more)
    return msgspec.structs.replace(granted, goods=goods)
