"""The only place where the clock is read."""

import datetime


def now() -> datetime.datetime:
    """The present moment, aware, in UTC."""
    return datetime.datetime.now(datetime.UTC)  # noqa: TID251
