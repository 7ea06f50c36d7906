"""Desks: the declarations of an office that a model had to choose from, and what is left of
the inspections of the day.

Declarations come one by one. One is chosen where its utility is above that of so many of
the recent ones as there are inspections left for the declarations still to come.
"""

import bisect
import collections
import datetime
from collections.abc import Callable, Iterable, Mapping

import msgspec

from openkeden.risk import budget
from openkeden.risk.budget import Aim, Bar, Choice, Opinion
from openkeden.risk.profiles import MILLION, InspectionBudget, Role

#: Recent declarations that a new one is compared with.
RECENT = 500

#: Days of an office by which the number of declarations of a day is foreseen.
DAYS = 7


class Turn(msgspec.Struct, frozen=True):
    """A declaration whose turn it is."""

    #: The day.
    on: datetime.date

    #: The office.
    office: str

    #: The keys of its lots.
    lots: tuple[bytes, ...]

    #: The secret of the day.
    seed: bytes

    #: The budget of the office.
    row: InspectionBudget

    #: The least that chance may have, in millionths.
    floor_ppm: int


class Desk:
    """The declarations of an office that a role had to choose from, up to now.

    `day` is the latest, None where there was none; `days` says how many the days before had,
    `utilities` of the recent ones, the oldest first.
    """

    def __init__(
        self,
        office: str,
        role: Role,
        model: bytes = b"",
        day: datetime.date | None = None,
        seen: int = 0,
        left: int = 0,
        days: tuple[int, ...] = (),
        utilities: Iterable[int] = (),
    ) -> None:
        self.office, self.role, self.model, self.day = office, role, model, day
        #: Declarations of the day so far.
        self.seen = seen
        #: Inspections left for the day, in millionths.
        self.left = left
        self.days = days
        self.utilities = collections.deque(utilities, RECENT)
        self._ordered = sorted(self.utilities)

    def open(
        self, on: datetime.date, row: InspectionBudget, model: bytes, *, contested: bool
    ) -> None:
        """Begin a day, where it is a new one, or go over to another model, whose utilities
        are not those of the one before. Part of an inspection is left for the next day.
        """
        if model != self.model:
            self.model = model
            self.utilities.clear()
            self._ordered.clear()
        if self.day is not None and on <= self.day:
            return
        self.days = self._days_before(on)
        share = row.share_ppm(self.role, contested=contested)
        model_part = row.inspections * (MILLION - row.chance_ppm)
        self.day, self.seen = on, 0
        self.left = self.left % MILLION + model_part * share // MILLION

    def _days_before(self, on: datetime.date) -> tuple[int, ...]:
        """How many declarations the days before this one had."""
        if self.day is None or on <= self.day or not self.seen:
            return self.days
        return (*self.days, self.seen)[-DAYS:]

    def foreseen(self, on: datetime.date, row: InspectionBudget, *, contested: bool) -> int:
        """How many declarations a day has: the mean of the last ones, else what the budget
        reckons with.
        """
        days = self._days_before(on)
        if days:
            return -(-sum(days) // len(days))
        share = row.share_ppm(self.role, contested=contested)
        return -(-row.declarations * share // MILLION)

    def bar(self, foreseen: int) -> Bar:
        """What the next declaration has to be above."""
        # A day that has more than was foreseen goes on for a while.
        to_come = max(foreseen - self.seen, foreseen // 10, 1)
        recent = len(self._ordered)
        return Bar(self._utility(recent, to_come), recent, self.left, to_come)

    def _utility(self, recent: int, to_come: int) -> int | None:
        """Of the recent ones and the next the share is chosen that the inspections left
        are of the declarations to come: rounded down, so that they last.
        """
        if self.left < MILLION:
            return None
        above = self.left * (recent + 1) // (to_come * MILLION)
        if not above:
            return None
        return self._ordered[recent - above] if above <= recent else -1

    def passed(self, utility: int, *, chosen: bool) -> None:
        """Count a declaration that the role had to choose from."""
        if len(self.utilities) == RECENT:
            oldest = bisect.bisect_left(self._ordered, self.utilities[0])
            del self._ordered[oldest]
        self.utilities.append(utility)
        bisect.insort(self._ordered, utility)
        self.seen += 1
        if chosen:
            self.left -= MILLION


class Desks:
    """The desks of some offices."""

    def __init__(self, known: Iterable[Desk] = ()) -> None:
        self._desks = {(desk.office, desk.role): desk for desk in known}

    def all(self) -> tuple[Desk, ...]:
        """Every desk."""
        return tuple(self._desks.values())

    def desk(self, office: str, role: Role) -> Desk:
        """The desk of an office and role."""
        desk = self._desks.get((office, role))
        if desk is None:
            desk = self._desks[office, role] = Desk(office, role)
        return desk

    def aim(
        self,
        of: Turn,
        models: Mapping[Role, bytes],
        opinion: Callable[[Role], Opinion],
    ) -> Aim:
        """What the models in force, by their digests, bring to a declaration; `opinion`
        gives that of one of them.
        """
        on, row, contested = of.on, of.row, len(models) > 1
        role = budget.role_of(of.seed, of.lots, row, contested=contested)
        foreseen = {
            each: self.desk(of.office, each).foreseen(on, row, contested=contested)
            for each in models
        }
        desk = self.desk(of.office, role)
        desk.open(on, row, models[role], contested=contested)
        said = opinion(role)
        return Aim(
            row=row,
            model=models[role],
            role=role,
            opinion=said,
            utility=budget.utility(said, row, of.seed, of.lots),
            bar=desk.bar(foreseen[role]),
            chance_ppm=budget.chance(row, sum(foreseen.values()), of.floor_ppm),
        )

    def passed(self, office: str, choice: Choice) -> Desk:
        """Count a declaration that was registered; what rules stop competes with none."""
        desk = self.desk(office, choice.role)
        if not choice.stopped:
            desk.passed(choice.utility, chosen=choice.chosen)
        return desk
