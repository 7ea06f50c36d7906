"""What every table of a law file says of its rows comes in, their validity and source go out as rows of law."""

import datetime

import msgspec

from openkeden.base.validity import Provision


class Dated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The days, act and source that a table of a law file gives for all its values."""

    since: datetime.date
    until: datetime.date | None = None
    unit: str = ""
    act: str = ""
    article: str = ""
    source: str = ""
    mark: str = "open"

    def row(self, id_: str, value: str) -> Provision:
        return Provision(
            id=f"{id_}@{self.since}",
            value=value,
            since=self.since,
            until=self.until,
            unit=self.unit,
            act=self.act,
            article=self.article,
            source=self.source,
            mark=self.mark,
        )
