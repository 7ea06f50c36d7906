"""The law at hand: its rows, what is not held, its edition, and rates of exchange."""

import datetime

import msgspec

from openkeden.api import caching
from openkeden.api.route import Asked, Reply, Route
from openkeden.base.findings import Refused
from openkeden.flow.law import held_law
from openkeden.views import public_law_view, row_view
from openkeden.views.public_law_view import GapsView, HeldLawView, RatesOfDayView
from openkeden.views.row_view import RowView


class RatesOn(msgspec.Struct, frozen=True, kw_only=True):
    """The exchange rates that are asked for."""

    #: The day, as 2026-04-02; today by the clock of the country where it is not given.
    on: datetime.date | None = None

    #: One currency, three letters; all where it is not given.
    currency: str = ""


def law_packs(asked: Asked) -> Reply | Refused:
    """The law at hand: whose it is, its edition, and of which countries there is law."""
    return caching.of_law(public_law_view.of_held(held_law.of(asked.at.pack)))


def law_gaps(asked: Asked) -> Reply | Refused:
    """What the law says and is known not to be held here."""
    gaps = held_law.gaps(asked.at.pack)
    return caching.of_law(public_law_view.of_gaps(gaps, asked.language))


def law_row(asked: Asked) -> Reply | Refused:
    """A row of law: its value with act, article, source, days and how sure it is."""
    row = held_law.row(asked.path["id"], asked.at.pack)
    if isinstance(row, Refused):
        return row
    return caching.of_law(row_view.of(row, asked.language))


def exchange_rates(asked: Asked) -> Reply | Refused:
    """The official exchange rates that value amounts on a day."""
    found = held_law.rates(asked.query.on, asked.query.currency, asked.at.pack)
    if isinstance(found, Refused):
        return found
    return caching.of_day(public_law_view.of_rates(*found), asked, asked.query.on)


ROUTES = (
    Route(
        method="GET",
        path="/law/packs",
        does=law_packs,
        gives=HeldLawView,
        example="/law/packs",
    ),
    Route(
        method="GET", path="/law/gaps", does=law_gaps, gives=GapsView, example="/law/gaps"
    ),
    Route(
        method="GET",
        path="/law/{id...}",
        does=law_row,
        gives=RowView,
        example="/law/kz:procedure/10@2018-01-01",
    ),
    Route(
        method="GET",
        path="/rates",
        does=exchange_rates,
        query=RatesOn,
        gives=RatesOfDayView,
        example="/rates?on=2026-04-02&currency=USD",
    ),
)
