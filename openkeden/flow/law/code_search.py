"""Codes of the tariff by words of goods."""

import datetime
import pathlib

import msgspec

from openkeden.base import bounded, findings, usage
from openkeden.base.findings import Refused
from openkeden.flow.law import goods_names, packs
from openkeden.lawpack import goods_search


class Found(msgspec.Struct, frozen=True):
    """What a search came to on a day."""

    words: str
    on: datetime.date
    goods: tuple[goods_search.FoundGoods, ...]


def search(
    words: str, on: datetime.date | None, home: pathlib.Path, country: str = ""
) -> Found | Refused:
    """As `search_in`, in the law of the installation in a folder, or of another country."""
    pack = packs.open_pack(home, country)
    return pack if isinstance(pack, Refused) else search_in(words, on, pack)


def search_in(words: str, on: datetime.date | None, pack: packs.Pack) -> Found | Refused:
    """The goods in the tariff of a day whose names have all the words, in any language."""
    if not goods_search.terms(words):
        shown = bounded.beginning(words)
        return findings.refused(usage.NO_WORDS, "words", value=shown)
    day = packs.day_of(pack, on)
    return packs.covered(pack, lambda: _found(words, pack, day))


def _found(words: str, pack: packs.Pack, day: datetime.date) -> Found:
    goods = goods_search.search(words, goods_names.held(), pack.on(day).lines)
    return Found(words, day, goods)
