"""Whether the service lives, and whether it is ready: for what watches it and sends requests
to it. Nobody needs a key for it, and it may be asked as often as one likes.
"""

import msgspec

from openkeden.api.route import Asked, Declined, Reply, Route
from openkeden.flow.service import readiness, writer

_UNKEPT = (("Cache-Control", "no-store"),)


class ServiceStanding(msgspec.Struct, frozen=True):
    """How the service stands."""

    #: `up`: it answers; `ready`: what is sent now is done.
    status: str


def health(_asked: Asked) -> Reply:
    """Whether the process answers at all."""
    return Reply(body=ServiceStanding("up"), headers=_UNKEPT)


def ready(asked: Asked) -> Reply | Declined:
    """Whether what is sent now is done: the database answers, the law holds today, the writer
    lives and its queue has room; else 503 with every reason.
    """
    refusal = readiness.objections(asked.at, asked.filings, asked.now)
    if refusal is None:
        return Reply(body=ServiceStanding("ready"), headers=_UNKEPT)
    again = ("Retry-After", str(writer.RETRY_AFTER))
    return Declined(refusal=refusal, kind="busy", headers=(*_UNKEPT, again))


ROUTES = (
    Route(
        method="GET",
        base="",
        path="/health",
        does=health,
        gives=ServiceStanding,
        example="/health",
        limited=False,
    ),
    Route(
        method="GET",
        base="",
        path="/ready",
        does=ready,
        gives=ServiceStanding,
        example="/ready",
        limited=False,
    ),
)
