"""What officers found in a declaration, from the recorded acts: the outcome that its goods
lines had, and the day from which it was known.

A declaration has one outcome, which nothing later takes back. Something was found where an
inspection reports a breach, where the declarant must amend, or where a check after release
ends with something due; it is known from that day. Nothing was found where an officer
inspected, or had the documents asked for, and the goods were released or given up without
any of that; it is known from then. What was waived, or only paid for, was not checked.
"""

import datetime
from collections.abc import Callable
from typing import Final

from openkeden.base import cases
from openkeden.clearance import lifecycle
from openkeden.risk.inclusion import Inclusion
from openkeden.risk.indicators.observation import InspectionOutcome, Way

#: Acts by which an officer has a declaration checked.
_ORDERS: Final = ("order_inspection", "ask_documents")

_RELEASES: Final = ("release", "release_items")
_ENDS: Final = ("withdraw", "refuse_release")

#: The day of a moment here.
DayOf = Callable[[datetime.datetime], datetime.date]


class CheckedCase:
    """The acts of officers on one declaration, told in their order."""

    def __init__(self, day_of: DayOf) -> None:
        self._day_of = day_of
        self._inclusion = Inclusion(None, 0)
        self._own_choice = False
        self._inspected = self._documents = False
        self._officer = ""
        #: What was found; None: it was not checked, or is not known yet.
        self.outcome: InspectionOutcome | None = None
        #: The version that was checked.
        self.version = 0
        #: The lines in which something was found; none: it was not told in which.
        self.items: tuple[int, ...] = ()

    def lodge(self, inclusion: Inclusion) -> None:
        """A version was lodged and selected."""
        self._inclusion = inclusion

    @property
    def inclusion_ppm(self) -> int:
        """The probability with which it was to be checked."""
        return self._inclusion.ppm

    def act(self, event: cases.Event, version: int) -> None:
        """Something happened to a version of it."""
        if self.outcome is not None:
            return
        if event.role == lifecycle.INSPECTOR:
            self._ordered(event)
        match event.action:
            case "report_inspection":
                self._inspected, self._officer = True, event.actor
                if event.text("result") == "breach":
                    self.items = event.numbers("items")
                    self._conclude(event, version, found=True)
            case "supply_documents":
                self._documents = True
            case "confirm_waiver":
                self._documents = False
            case "demand_amendment":
                self._conclude(event, version, found=True)
            case "close_check":
                self._closed(event, version)
            case _:
                self._ended(event, version)

    def _ordered(self, event: cases.Event) -> None:
        """An officer's own choice, where nothing had selected it."""
        if event.action in _ORDERS and self._inclusion.way is None:
            self._own_choice = True

    def _closed(self, event: cases.Event, version: int) -> None:
        """A check after release has ended."""
        due = event.amount("due")
        self._conclude(event, version, found=due > 0, revenue=due)

    def _ended(self, event: cases.Event, version: int) -> None:
        """A release or an end: nothing was found, if it was checked."""
        released = event.action in _RELEASES and self._documents
        ended = event.action in (*_RELEASES, *_ENDS) and self._inspected
        if released or ended:
            self._conclude(event, version, found=False)

    def _conclude(
        self, event: cases.Event, version: int, *, found: bool, revenue: int | None = None
    ) -> None:
        self.version = version
        by_officer = event.role in (lifecycle.INSPECTOR, lifecycle.CHIEF)
        self.outcome = InspectionOutcome(
            found=found,
            known_on=self._day_of(event.at),
            revenue=revenue,
            way=self._way(),
            inclusion_ppm=None if self._own_choice else self._inclusion.ppm,
            officer=self._officer or (event.actor if by_officer else ""),
        )

    def _way(self) -> Way:
        if self._own_choice:
            return "officer"
        return self._inclusion.way or "unknown"
