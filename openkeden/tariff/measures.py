"""Prohibitions, permits and quotas of one day in, those that touch one lot of goods out, the most specific first."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from openkeden.tariff import edition

#: refuse: not admitted; document: admitted with the named document; quota: admitted while the quota lasts; warn: told.
Effect = Literal["refuse", "document", "quota", "warn"]

_CHAPTER = 2


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A non-tariff measure in force (EAEU Customs Code art. 7), one row of law.

    masks: leading digits of the codes it covers (`""`: all goods); direction: `IM`, `EX` or `TR` (empty: any);
    partners: countries it is limited to (empty: any), less `excluded_partners`; procedures: two-digit codes it is
    limited to (empty: any), less `excluded_procedures`; modes: transport modes at the border (empty: any);
    attributes: what the goods must be, as `{"sex": "male"}`; document: the kind of document that satisfies it; quota:
    the number of the quota it draws on; limit: the quota's total or share per holder as the act words it; own: false
    for the measure of a partner country, which warns our exporter and never refuses.
    """

    id: str
    masks: tuple[str, ...]
    direction: str
    effect: Effect
    row: "edition.Row"
    own: bool = True
    partners: frozenset[str] = frozenset()
    excluded_partners: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    excluded_procedures: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = {}
    document: str = ""
    quota: str = ""
    limit: str = ""

    def longest(self, code: str) -> int:
        """Digits of the longest mask that `code` starts with; -1 when none does."""
        return max((len(mask) for mask in self.masks if code.startswith(mask)), default=-1)


class Index(msgspec.Struct, frozen=True):
    """Measures by chapter: `everywhere` cover all goods and stand in each chapter's tuple as well."""

    chapters: Mapping[str, tuple[Measure, ...]]
    everywhere: tuple[Measure, ...]

    def candidates(self, code: str) -> tuple[Measure, ...]:
        """The measures that name the chapter of `code`: one look-up, empty for most goods."""
        return self.chapters.get(code[:_CHAPTER], self.everywhere)


def index(measures: Iterable[Measure]) -> Index:
    """Put measures under the chapters they name. A mask is empty or has at least the two digits of a chapter."""
    known = tuple(measures)
    everywhere = tuple(measure for measure in known if "" in measure.masks)
    chapters = {mask[:_CHAPTER] for measure in known for mask in measure.masks if mask}
    return Index(
        {
            chapter: tuple(m for m in known if any(mask[:_CHAPTER] in ("", chapter) for mask in m.masks))
            for chapter in chapters
        },
        everywhere,
    )


def applicable(
    measures: Iterable[Measure],
    *,
    code: str,
    direction: str,
    partner: str,
    procedure: str,
    mode: str,
    attributes: Mapping[str, str],
) -> tuple[Measure, ...]:
    """The measures that touch this lot, the longest mask first, then the narrower circle of partners.

    `partner` is the country of origin of an import and the country of destination of an export; `procedure` may be
    the whole of box 37, its first two digits count. An attribute that the goods do not state does not exempt them:
    a ban on male calves holds for calves of unstated sex. `measures` is `Edition.measures`, or quicker
    `Index.candidates(code)`.
    """
    found = [
        (measure.longest(code), measure)
        for measure in measures
        if _covers(measure, direction, partner, procedure[:2], mode) and _fits(measure.attributes, attributes)
    ]
    hits = [(length, measure) for length, measure in found if length >= 0]
    hits.sort(key=lambda hit: (-hit[0], len(hit[1].partners) or 1_000, hit[1].id))
    return tuple([measure for _, measure in hits])


def _covers(measure: Measure, direction: str, partner: str, procedure: str, mode: str) -> bool:
    """Whether direction, partner, procedure and mode are within the measure's scope."""
    return (
        measure.direction in ("", direction)
        and (not measure.partners or partner in measure.partners)
        and partner not in measure.excluded_partners
        and (not measure.procedures or procedure in measure.procedures)
        and procedure not in measure.excluded_procedures
        and (not measure.modes or mode in measure.modes)
    )


def _fits(asked: Mapping[str, str], stated: Mapping[str, str]) -> bool:
    """Whether no stated attribute differs from what the measure asks of the goods."""
    return all(stated.get(name, value) == value for name, value in asked.items())
