"""Names of goods by their codes."""

import functools

from openkeden.files import bundled
from openkeden.lawpack.goods_names import GoodsNames

#: The folder of law whose nomenclature all countries here share.
_NOMENCLATURE = "eaeu"


@functools.cache
def held() -> GoodsNames:
    """The names that the program holds."""
    return GoodsNames(bundled.folder("law"), _NOMENCLATURE)


def short(code: str, language: str) -> str:
    """The name of the goods of a code without what sets its line apart; empty: none is
    known.
    """
    return held().short(code, language)


def full(code: str, language: str) -> str:
    """The name of the goods of a code with what sets its line apart."""
    return held().full(code, language)


def within_heading(code: str, language: str) -> str:
    """The name of a line beside others of its heading, what is its alone first."""
    return held().within_heading(code, language)
