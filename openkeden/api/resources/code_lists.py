"""The code lists of the law."""

import datetime

import msgspec

from openkeden.api import caching
from openkeden.api.route import Asked, Reply, Route
from openkeden.base import bounded, findings, service_usage
from openkeden.base.findings import Refused
from openkeden.flow.law import code_lists
from openkeden.views import list_view
from openkeden.views.list_view import ListView


class OnDay(msgspec.Struct, frozen=True):
    """The day that is asked about."""

    #: The day, as 2026-04-02; today by the clock of the country where it is not given.
    on: datetime.date | None = None


class Lists(msgspec.Struct, frozen=True):
    """Every code list, without its codes."""

    #: The lists.
    lists: tuple[ListView, ...]


def all_lists(asked: Asked) -> Reply | Refused:
    """Every code list of the law on a day: how many codes it has, and whether it is whole."""
    held = code_lists.held_on(asked.query.on, asked.at.pack)
    views = [list_view.of(one, asked.language, whole=False) for one in held.values()]
    return caching.of_day(Lists(tuple(views)), asked, asked.query.on)


def one_list(asked: Asked) -> Reply | Refused:
    """The codes of one list of the law on a day."""
    held = code_lists.held_on(asked.query.on, asked.at.pack)
    name = asked.path["name"]
    if name not in held:
        shown = bounded.beginning(name)
        return findings.refused(service_usage.NO_PATH, "name", value=shown)
    view = list_view.of(held[name], asked.language, whole=True)
    return caching.of_day(view, asked, asked.query.on)


ROUTES = (
    Route(
        method="GET",
        path="/lists",
        does=all_lists,
        query=OnDay,
        gives=Lists,
        example="/lists?on=2026-04-02",
    ),
    Route(
        method="GET",
        path="/lists/{name}",
        does=one_list,
        query=OnDay,
        gives=ListView,
        example="/lists/documents?on=2026-04-02",
    ),
)
