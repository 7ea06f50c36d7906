"""Gaps of a law pack as an edition holds them."""

import datetime
from collections.abc import Iterable

from openkeden.lawpack.sources import GapRow
from openkeden.tariff.edition import Gap


def on(rows: Iterable[GapRow], day: datetime.date) -> tuple[Gap, ...]:
    """The gaps that touch codes of the tariff on a day."""
    touching = [gap for gap in rows if gap.masks and gap.holds(day)]
    return tuple([_gap(row) for row in touching])


def _gap(row: GapRow) -> Gap:
    return Gap(
        key=row.key,
        charge=row.charge,
        masks=row.masks,
        text=row.text,
        directions=row.directions,
        goods=row.goods,
        ask=row.ask,
        trade=row.trade,
        lowers=row.lowers,
        source=row.source,
        mark=row.mark,
    )
