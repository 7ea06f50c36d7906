"""Validity: from which day to which a row of law is in force, and what the row rests on.

Every table of law, the calendar and the risk profiles among them, is made of rows of this
kind.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Literal, Protocol, TypeVar

import msgspec

_DAY = datetime.timedelta(days=1)

#: The day before which nothing begins: the first day of a row that has always been in
#: force.
ALWAYS = datetime.date.min

#: How sure a row of law is.
Mark = Literal["verified", "secondary", "memory", "open"]

#: What each mark says of a row.
MARKS: Mapping[Mark, str] = {
    "verified": "read in a primary source: the act, an official page, a published schema",
    "secondary": "read in a secondary source only",
    "memory": "from memory, not checked",
    "open": "looked for and not settled, or a setting of ours",
}


class Validity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A span of days."""

    #: The first day in force.
    since: datetime.date

    #: The last day in force; None where no end is known.
    until: datetime.date | None = None

    def holds(self, day: datetime.date) -> bool:
        """Whether it is in force on this day, both ends counted."""
        return self.since <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: "Validity") -> bool:
        """Whether some day is in both spans."""
        begins_before_end = other.until is None or self.since <= other.until
        return begins_before_end and (self.until is None or other.since <= self.until)

    def covers(self, other: "Validity") -> bool:
        """Whether every day of the other span is in this one."""
        if other.since < self.since:
            return False
        return self.until is None or (other.until is not None and other.until <= self.until)

    def meets(self, other: "Validity") -> bool:
        """Whether the other span begins on the day after this one ends."""
        return self.until is not None and self.until + _DAY == other.since


class Row(Validity, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of law: its validity, and what it rests on."""

    #: The act that says it.
    act: str = ""

    #: The article of that act.
    article: str = ""

    #: What a reader must know besides.
    remark: str = ""

    #: Where it was read.
    source: str = ""

    #: How sure the row is: one of `MARKS`; another is told by the check of a pack.
    mark: str = "open"

    @property
    def basis(self) -> str:
        """Its act with the article, and what a reader must know besides."""
        act = f"{self.act}, {self.article}" if self.article else self.act
        return f"{act}; {self.remark}" if self.remark else act

    def provision(self, id_: str, value: str, unit: str = "") -> "Provision":
        """A value of law that rests on this row; its first day ends the id."""
        return Provision(
            id=f"{id_}@{self.since}",
            value=value,
            unit=unit,
            since=self.since,
            until=self.until,
            act=self.act,
            article=self.article,
            remark=self.remark,
            source=self.source,
            mark=self.mark,
        )


class Provision(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value of law: a rate, an amount, a date or a word, as an edition holds it and an
    assessment quotes it.
    """

    #: The key by which figures name it, with its first day.
    id: str

    #: The value as text.
    value: str

    #: The unit or currency of the value, where it has one.
    unit: str = ""


class Dated(Protocol):
    """What rests on a row of law and holds on its days."""

    @property
    def row(self) -> Provision:
        """The row."""


D = TypeVar("D", bound=Dated)


def in_force(rows: Iterable[D], day: datetime.date) -> list[D]:
    """Those that hold on a day."""
    return [dated for dated in rows if dated.row.holds(day)]
