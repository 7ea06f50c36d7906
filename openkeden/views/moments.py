"""Moments as people read them, by the clock of the country."""

import datetime

from openkeden.flow.installation import Installation


def shown(moment: datetime.datetime | None, at: Installation) -> str:
    """A moment to the minute; a dash where there is none."""
    return f"{at.local(moment):%Y-%m-%d %H:%M}" if moment else "–"
