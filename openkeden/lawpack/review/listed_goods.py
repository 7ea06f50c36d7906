"""Goods that measures and seasons name by lists: codes that the tariff never had, and lists
that are not there.
"""

from collections.abc import Container, Iterator

from openkeden.base import findings
from openkeden.lawpack.review import references
from openkeden.lawpack.sources import Sources


def judge(sources: Sources) -> Iterator[findings.Finding]:
    """What is wrong with the lists of goods, and with what names them."""
    lines = references.codes_of(sources.tariff)
    yield from _listed(sources, lines)
    yield from _named(sources)
    for season in sources.seasons:
        if season.code not in lines:
            id_ = season.row.id
            yield findings.of(references.P12, id_, value=season.code, row=id_)


def _listed(sources: Sources, lines: Container[str]) -> Iterator[findings.Finding]:
    """Goods of a list of which the tariff has no line."""
    beginnings = references.beginnings_of(sources.tariff)
    for row in sources.measure_goods:
        id_ = f"goods {row.list}"
        if row.mask not in beginnings:
            yield findings.of(references.P7, id_, value=row.mask, row=id_)
        if row.otherwise and row.otherwise not in lines:
            yield findings.of(references.P12, id_, value=row.otherwise, row=id_)


def _named(sources: Sources) -> Iterator[findings.Finding]:
    """Measures that name no goods, or a list that is not there."""
    names = {row.list for row in sources.measure_goods}
    for measure in sources.measures:
        id_ = measure.row.id
        if measure.goods and measure.goods not in names:
            reason = "there is no list of goods of that name"
            yield references.impossible(id_, measure.goods, reason)
        if not (measure.goods or measure.masks):
            yield references.impossible(id_, "masks", "it names no goods")
