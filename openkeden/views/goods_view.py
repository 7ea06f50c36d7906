"""What a search for goods found, as programs see it."""

import datetime

import msgspec

from openkeden.flow.law import goods_names
from openkeden.flow.law.code_search import Found


class GoodsView(msgspec.Struct, frozen=True, kw_only=True):
    """Goods whose name has all the words."""

    #: A whole code, or the leading digits of all codes that share the name.
    code: str

    #: The name in the language asked for.
    name: str

    #: How many codes begin so.
    lines: int


class SearchView(msgspec.Struct, frozen=True, kw_only=True):
    """The goods that words stand for, the best first."""

    #: The words.
    words: str

    #: The day of the tariff.
    on: datetime.date

    #: How many were found, shown or not.
    found: int

    #: So many at most as were asked for.
    goods: tuple[GoodsView, ...]


def of(found: Found, language: str, limit: int) -> SearchView:
    """The view of so many of the goods at most, by their names in a language."""
    goods = [
        GoodsView(code=one.code, name=goods_names.full(one.code, language), lines=one.lines)
        for one in found.goods[:limit]
    ]
    return SearchView(
        words=found.words, on=found.on, found=len(found.goods), goods=tuple(goods)
    )
