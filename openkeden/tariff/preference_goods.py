"""Goods of a preference: what its list grants, leaves out, or charges at a rate of its own.

Of the rows that reach a code the longest mask decides. A list in which some row grants
covers what its rows name; a list of exceptions alone covers all other goods too.
"""

import functools
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import msgspec

from openkeden.base.validity import Provision
from openkeden.tariff import duty
from openkeden.tariff.lot import Lot

#: The rate of goods that a list leaves out.
COMMON: Final = "common"

#: How a share of the common rate is written: `50% of common`.
_SHARE: Final = "% of common"

#: The attribute by which goods say what they are to a row that means some goods of a code.
ATTRIBUTE: Final = "preference_list"

#: Its words: goods that the row means, others of the code, those within a quota.
NAMED: Final = "named"
OTHER: Final = "other"
WITHIN_QUOTA: Final = "quota"
WORDS: Final = (NAMED, OTHER, WITHIN_QUOTA)

#: Why a row may not hold for all goods of its codes: it means some by name, in a season,
#: without a mark in their certificate, used ones, or outside a quota.
PART: Final = "part"
SEASON: Final = "season"
MARK: Final = "mark"
USED: Final = "used"
QUOTA: Final = "quota"
CONDITIONS: Final = (PART, SEASON, MARK, USED, QUOTA)

#: All of a charge, in per cent.
WHOLE: Final = 100


class CoveredGoods(msgspec.Struct, frozen=True, gc=False):
    """Codes under a mask in the list of a preference."""

    #: The code of the preference.
    preference: str

    #: The row of law; its value is the mask.
    row: Provision

    #: What goods of the codes bear: empty, what the preference leaves; else `common`, a
    #: share as `50% of common`, or a rate, of which and the common one the lower counts.
    rate: str = ""

    #: Which goods of the codes are meant, where not all are: one of `CONDITIONS`; a quota
    #: with the kind of document that proves a share of it.
    condition: str = ""

    #: Which goods those are, in our words; empty: not known.
    part: str = ""

    @property
    def mask(self) -> str:
        """What the codes begin with."""
        return self.row.value

    @property
    def kind(self) -> str:
        """The word of its condition; empty: it has none."""
        return self.condition.partition(" ")[0]

    @property
    def document(self) -> str:
        """The kind of document that its condition asks for; empty: none."""
        return self.condition.partition(" ")[2]

    @property
    def share(self) -> int | None:
        """What it leaves of the common rate, in per cent; None: it has a rate of its own,
        or grants.
        """
        return share_of(self.rate)

    def applies(self, lot: Lot) -> bool:
        """Whether it holds for a lot. Goods that do not say what they are get no relief by
        it.
        """
        if not self.condition:
            return True
        stated = lot.attributes.get(ATTRIBUTE, "")
        if not self.rate:
            return stated == NAMED
        if self.kind == QUOTA:
            return stated != WITHIN_QUOTA or self.document not in lot.documents
        return stated != OTHER


class Terms(NamedTuple):
    """What a preference leaves of a charge on a lot."""

    #: Of the common charge, in per cent.
    percent: int

    #: A rate of its own, of which and the common one the lower counts.
    rate: duty.Expression | None = None

    #: The row of the list that says so; None: none does.
    row: Provision | None = None

    @property
    def rows(self) -> tuple[str, ...]:
        """The id of that row."""
        return () if self.row is None else (self.row.id,)


class PreferenceList:
    """The list of goods of one preference on a day. Safe to share: it never changes."""

    def __init__(
        self,
        rows: Iterable[CoveredGoods],
        *,
        listed: bool,
        more: Callable[[], Iterable[CoveredGoods]] = tuple,
    ) -> None:
        self._own, self._more, self._listed = tuple(rows), more, listed

    @functools.cached_property
    def rows(self) -> tuple[CoveredGoods, ...]:
        """The rows: those given, and `more`, which is asked for with the first goods."""
        return (*self._own, *self._more())

    @functools.cached_property
    def closed(self) -> bool:
        """Whether goods that no row reaches are left out."""
        return self._listed or any(not goods.rate for goods in self.rows)

    @functools.cached_property
    def by_mask(self) -> dict[str, CoveredGoods]:
        """The rows by their masks."""
        return {goods.row.value: goods for goods in self.rows}

    @functools.cached_property
    def _lengths(self) -> tuple[int, ...]:
        """The lengths of the masks, the longest first."""
        return tuple(sorted({len(mask) for mask in self.by_mask}, reverse=True))

    @functools.cached_property
    def _by_id(self) -> dict[str, CoveredGoods]:
        return {goods.row.id: goods for goods in self.rows}

    def find(self, code: str) -> CoveredGoods | None:
        """The row that decides on goods of a code: that of the longest mask."""
        for length in self._lengths:
            goods = self.by_mask.get(code[:length])
            if goods is not None:
                return goods
        return None

    def terms(self, lot: Lot, percent: int) -> Terms:
        """What is left of the charge on a lot by a preference that leaves `percent`."""
        goods = self.find(lot.code)
        if goods is None:
            return self._unnamed(percent)
        if goods.applies(lot):
            return _terms(goods, percent)
        return Terms(percent if goods.rate else WHOLE)

    def recorded(self, rows: Iterable[str], percent: int) -> Terms:
        """The same by the ids of the rows that a charge was computed by."""
        for id_ in rows:
            goods = self._by_id.get(id_)
            if goods is not None:
                return _terms(goods, percent)
        return self._unnamed(percent)

    def _unnamed(self, percent: int) -> Terms:
        return Terms(WHOLE if self.closed else percent)


def share_of(rate: str) -> int | None:
    """The share of the common rate that a text tells, in per cent; None: it tells none.

    >>> share_of("common"), share_of("50% of common"), share_of("11.3%")
    (100, 50, None)
    """
    if rate == COMMON:
        return WHOLE
    if not rate.endswith(_SHARE):
        return None
    text = rate.removesuffix(_SHARE)
    return int(text) if text.isascii() and text.isdigit() else None


def _terms(goods: CoveredGoods, percent: int) -> Terms:
    if not goods.rate:
        return Terms(percent, row=goods.row)
    share = goods.share
    if share is not None:
        return Terms(share, row=goods.row)
    return Terms(WHOLE, duty.read(goods.rate), goods.row)
