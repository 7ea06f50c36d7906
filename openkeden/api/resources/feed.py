"""The feed: all that happened to one's declarations after an entry of the ledger."""

from typing import Annotated

import msgspec

from openkeden.api.route import Asked, Reply, Route
from openkeden.flow.access import feed
from openkeden.views import feed_view


class FeedWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of the feed is asked for."""

    #: What `next` of the part before said; without it the feed begins.
    after: Annotated[int, msgspec.Meta(ge=-1)] = -1

    #: How many seconds to wait where there is nothing yet.
    wait: Annotated[int, msgspec.Meta(ge=0, le=feed.LONGEST)] = 0

    #: How many at most.
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 100


def feed_after(asked: Asked) -> Reply:
    """What happened after an entry, the oldest first; waits for it where that is asked."""
    wanted = asked.query
    found = feed.awaited(wanted.after, wanted.limit, asked.caller, wanted.wait)
    return Reply(body=feed_view.of(found))


ROUTES = (
    Route(
        method="GET",
        path="/events",
        does=feed_after,
        example="/events?after=0",
        scope="read",
        query=FeedWanted,
        gives=feed_view.FeedView,
    ),
)
