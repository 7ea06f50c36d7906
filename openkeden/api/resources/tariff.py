"""The tariff: codes by words, one code on a day and through all days, what changed."""

import datetime
from typing import Annotated

import msgspec

from openkeden.api import caching
from openkeden.api.resources.code_lists import OnDay
from openkeden.api.route import Asked, Reply, Route
from openkeden.base import findings, public_usage
from openkeden.base.findings import Refused
from openkeden.flow.law import code_history, code_search, codes, editions
from openkeden.views import code_view, edition_view, goods_view, public_law_view
from openkeden.views.code_view import AbsentView, BelowView, CodeView
from openkeden.views.edition_view import DifferenceView
from openkeden.views.goods_view import SearchView
from openkeden.views.public_law_view import CodeHistoryView


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """Words of goods."""

    #: The words, in any of the three languages: all must be in a name of the goods, or in
    #: what people call them.
    q: Annotated[str, msgspec.Meta(max_length=200)]

    #: The day, as 2026-04-02; today by the clock of the country where it is not given.
    on: datetime.date | None = None

    #: So many goods at most.
    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 20


class BetweenDays(msgspec.Struct, frozen=True, kw_only=True):
    """Two days."""

    #: The earlier day, as 2026-03-01.
    since: datetime.date

    #: The later day, as 2026-04-02; today by the clock of the country where it is not given.
    until: datetime.date | None = None


def search_tariff(asked: Asked) -> Reply | Refused:
    """Search the tariff of a day for goods, by their names or by what people call them.

    Names and words are those of this program, not the text of the tariff: which code goods
    have, its texts and notes decide.
    """
    wanted = asked.query
    found = code_search.search_in(wanted.q, wanted.on, asked.at.pack)
    if isinstance(found, Refused):
        return found
    view = goods_view.of(found, asked.language, wanted.limit)
    return caching.of_day(view, asked, wanted.on)


def one_code(asked: Asked) -> Reply | Refused:
    """What is known of a code on a day: rate, taxes, preferences, measures and gaps.

    With four to nine digits the lines below are listed. Of a code that is not in force the
    `status` says why, with its successors or the nearest codes.
    """
    found = codes.look_up_in(asked.path["code"], asked.query.on, asked.at.pack)
    if isinstance(found, Refused):
        return found
    return caching.of_day(code_view.of(found, asked.language), asked, asked.query.on)


def code_rows(asked: Asked) -> Reply | Refused:
    """The rows of law on a code through all its days: its lines in the tariff, and rates."""
    found = code_history.of(asked.path["code"], asked.at.pack)
    if isinstance(found, Refused):
        return found
    return caching.of_law(public_law_view.of_history(found, asked.language))


def tariff_changes(asked: Asked) -> Reply | Refused:
    """What differs between the tariff of two days: codes that appeared and ended, rates,
    notes and units that changed.
    """
    first, last = asked.query.since, asked.query.until
    last = last or asked.at.local(asked.now).date()
    if last < first:
        return findings.refused(public_usage.WRONG_ORDER, "until", value=last, first=first)
    found = editions.compare_days(first, last, asked.at.pack)
    if isinstance(found, Refused):
        return found
    return caching.of_day(edition_view.of(found), asked, asked.query.until)


ROUTES = (
    Route(
        method="GET",
        path="/tariff",
        does=search_tariff,
        query=Search,
        gives=SearchView,
        example="/tariff?q=tomatoes+fresh&on=2026-04-02",
    ),
    Route(
        method="GET",
        path="/tariff/changes",
        does=tariff_changes,
        query=BetweenDays,
        gives=DifferenceView,
        example="/tariff/changes?since=2026-03-01&until=2026-04-02",
    ),
    Route(
        method="GET",
        path="/tariff/{code}",
        does=one_code,
        query=OnDay,
        gives=CodeView | BelowView | AbsentView,
        example="/tariff/6403999600?on=2026-04-02",
    ),
    Route(
        method="GET",
        path="/tariff/{code}/history",
        does=code_rows,
        gives=CodeHistoryView,
        example="/tariff/6403999600/history",
    ),
)
