"""Keys that nobody uses: they are locked after the days of a setting."""

import datetime
from typing import Final

from openkeden.flow import settings

_HOUR: Final = datetime.timedelta(hours=1)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def hour(moment: datetime.datetime) -> int:
    """The hour of a moment, counted from 1970."""
    return (moment - _EPOCH) // _HOUR


def moment(hour_since: int) -> datetime.datetime:
    """When an hour began."""
    return _EPOCH + hour_since * _HOUR


def since(last: datetime.datetime, today: datetime.date) -> bool:
    """Whether what was used last then is locked today."""
    return (today - last.date()).days > int(settings.UNUSED.value)
