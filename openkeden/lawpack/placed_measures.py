"""Measures as an edition holds them: those in force, with their partners by country, their
kinds of transport by code and the goods of their lists, and a refusal of each line whose
season is over.
"""

import datetime
from collections.abc import Iterator, Mapping

import msgspec

from openkeden.base.validity import in_force
from openkeden.lawpack.goods_lists import GoodsLists
from openkeden.lawpack.manifest import Manifest
from openkeden.lawpack.sources import Sources
from openkeden.tariff.measures import Measure
from openkeden.tariff.seasons import Season

#: The codes of each list of a day, with their names.
Lists = Mapping[str, Mapping[str, str]]


def on(
    sources: Sources,
    goods: GoodsLists,
    lists: Lists,
    members: frozenset[str],
    day: datetime.date,
) -> tuple[Measure, ...]:
    """The measures of a day."""
    manifest = sources.manifest
    held = in_force(sources.measures, day)
    listed = [_with_goods(measure, goods, day) for measure in held]
    placed = [_placed(measure, manifest, members) for measure in listed]
    carried = [_carried(measure, lists) for measure in placed]
    return (*carried, *_out_of_season(sources, day))


def seasons(sources: Sources, day: datetime.date) -> dict[str, Season]:
    """The seasons of lines in force, by code."""
    return {season.code: season for season in in_force(sources.seasons, day)}


def reaches(measure: Measure, goods: GoodsLists, code: str) -> bool:
    """Whether a measure of the rows covers a code on some day."""
    if measure.longest(code) >= 0:
        return True
    return any(code.startswith(row.mask) for row in goods.rows(measure.goods))


def _with_goods(measure: Measure, goods: GoodsLists, day: datetime.date) -> Measure:
    """The measure with the goods of its list on a day."""
    if not measure.goods:
        return measure
    listed = goods.on(measure.goods, day)
    masks = measure.masks | listed.masks if measure.masks else listed.masks
    return msgspec.structs.replace(measure, masks=masks, otherwise=listed.otherwise)


def _placed(measure: Measure, pack: Manifest, members: frozenset[str]) -> Measure:
    """The measure with the union's name among its partners replaced by the members of the
    day.
    """
    circles = measure.partners & pack.circles
    if not circles:
        return measure
    partners = measure.partners - circles
    if pack.union in circles:
        return msgspec.structs.replace(measure, partners=partners | members)
    excluded = measure.excluded_partners | members
    return msgspec.structs.replace(measure, partners=partners, excluded_partners=excluded)


def _carried(measure: Measure, lists: Lists) -> Measure:
    """The measure with lists named among its kinds of transport replaced by their codes."""
    named = measure.modes & lists.keys()
    if not named:
        return measure
    codes = frozenset[str]().union(*[lists[name] for name in named])
    return msgspec.structs.replace(measure, modes=measure.modes - named | codes)


def _out_of_season(sources: Sources, day: datetime.date) -> Iterator[Measure]:
    """A refusal of each line that does not hold on this day of the year."""
    for season in seasons(sources, day).values():
        if not season.holds(day):
            yield Measure(
                id=f"season/{season.code}",
                masks=frozenset({season.code}),
                direction="",
                effect="refuse",
                row=season.row,
                of_line=True,
            )
