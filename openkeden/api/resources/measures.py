"""Measures: whether bans, permits and quotas let goods move."""

import datetime
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from openkeden.api import caching
from openkeden.api.route import Asked, Reply, Route
from openkeden.base import findings, public_usage
from openkeden.base.findings import Refused
from openkeden.flow.law import packs
from openkeden.flow.pricing import admissibility
from openkeden.views import admissibility_view
from openkeden.views.admissibility_view import AdmissibilityView

Direction = Literal["import", "export", "transit"]

#: The code of box 1.1 for each direction.
_CODES: Final[Mapping[Direction, str]] = {
    "import": "IM",
    "export": "EX",
    "transit": "TR",
}


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """Goods that are to move."""

    #: The commodity code, ten digits.
    code: str

    #: Where the goods go.
    direction: Direction

    #: The country of origin, two letters; an import's partner.
    origin: str = ""

    #: The country of destination, two letters; an export's partner.
    destination: str = ""

    #: The customs procedure, two digits.
    procedure: str = ""

    #: Transport at the border: its code, or rail, road, air, sea.
    mode: str = ""

    #: What the goods are: `attribute.sex=male`.
    attribute: Mapping[str, str] = {}

    #: The BIN or IIN of who receives an import or sends an export.
    person: str = ""

    #: A kind of document at hand, as 01011; may be given several times.
    document: tuple[str, ...] = ()

    #: A day, as 2026-04-02; may be given several times. Today where neither this nor a
    #: period is given.
    on: tuple[datetime.date, ...] = ()

    #: The first of the days on which the verdict changes.
    since: datetime.date | None = msgspec.field(name="from", default=None)

    #: The last of these days.
    until: datetime.date | None = msgspec.field(name="to", default=None)


#: Days that are tried in one request.
_MOST_DAYS: Final = 31


def goods_measures(asked: Asked) -> Reply | Refused:
    """Whether goods may move on a day, which rows of law say so, and when that changes.

    What is not stated exempts from nothing, and what is not known here permits nothing.
    """
    wanted, pack = asked.query, asked.at.pack
    period = _period(wanted)
    if isinstance(period, Refused):
        return period
    days = wanted.on[:_MOST_DAYS]
    if not days and period is None:
        days = (packs.day_of(pack, None),)
    found = admissibility.answer(pack, _question(wanted), days, period)
    if isinstance(found, Refused):
        return found
    view = admissibility_view.of(found, pack.sources.lists, asked.language)
    return caching.of_law(view)


def _question(wanted: Movement) -> admissibility.Question:
    return admissibility.Question(
        code=wanted.code,
        direction=_CODES[wanted.direction],
        origin=wanted.origin,
        destination=wanted.destination,
        procedure=wanted.procedure,
        mode=wanted.mode,
        attributes=wanted.attribute,
        person=wanted.person,
        documents=wanted.document,
    )


def _period(wanted: Movement) -> admissibility.SearchPeriod | Refused | None:
    """The days between which changes are asked for, if any are."""
    first, last = wanted.since, wanted.until
    if first is None and last is None:
        return None
    if first is not None and last is not None and last < first:
        return findings.refused(public_usage.WRONG_ORDER, "to", value=last, first=first)
    return admissibility.SearchPeriod(first, last)


ROUTES = (
    Route(
        method="GET",
        path="/measures",
        does=goods_measures,
        query=Movement,
        gives=AdmissibilityView,
        example="/measures?code=0713400000&direction=export&destination=UZ&on=2026-04-02",
    ),
)
