"""Observations: goods lines as they were registered, whatever the source, and what their
inspections found.
"""

import datetime
from collections.abc import Mapping
from typing import Literal

import msgspec

#: How a line came to be inspected: by a model, by a profile, by chance, by an officer's own
#: choice, after release, or in a way that the source does not tell.
Way = Literal["model", "profile", "random", "officer", "audit", "unknown"]


class Observation(msgspec.Struct, frozen=True, gc=False):
    """One goods line at its registration. What the source does not tell is empty or None."""

    #: The number or reference of its declaration.
    declaration: str

    #: The number of the line, from 1.
    item: int

    #: The day of registration.
    day: datetime.date

    #: The importer (of an export: the exporter), by number.
    trader: str = ""

    #: Who declares for the trader, by number; empty where the trader declares himself.
    agent: str = ""

    #: The other party of the sale, abroad.
    partner: str = ""

    #: The office of declaration.
    office: str = ""

    #: The commodity code: 2 to 10 digits.
    code: str = ""

    #: The country of origin, two letters.
    origin: str = ""

    #: The country of dispatch, two letters.
    dispatch: str = ""

    #: The mode of transport.
    mode: str = ""

    #: The procedure.
    procedure: str = ""

    #: The customs value in minor units of the national currency.
    value: int | None = None

    #: The net mass in millionths of a kilogram.
    net_mass: int | None = None

    #: The quantity in the supplementary unit, in millionths.
    quantity: int | None = None

    #: The charges in minor units of the national currency.
    charges: int | None = None

    #: The rate of the duty, in millionths of the value.
    duty_ppm: int | None = None

    #: The description of the goods.
    description: str = ""

    #: How far the code is from the description: the natural logarithm of how much likelier
    #: another heading is by it, in thousandths.
    text_distance: int | None = None

    #: Further categories that a source has, by name.
    more: Mapping[str, str] = {}

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from all others of a source."""
        return self.declaration, self.item


class InspectionOutcome(msgspec.Struct, frozen=True, gc=False):
    """What the inspection of a goods line found."""

    #: Whether it found an irregularity.
    found: bool

    #: The day from which this is known.
    known_on: datetime.date

    #: Charges that were added, in minor units; None: not told.
    revenue: int | None = None

    #: How the line came to be inspected.
    way: Way = "unknown"

    #: The probability with which it was to be inspected, in millionths; None: not told.
    inclusion_ppm: int | None = None

    #: Who inspected.
    officer: str = ""


class HistoryLine(msgspec.Struct, frozen=True, gc=False):
    """A goods line of the past, and its outcome where it was inspected."""

    #: The line.
    observation: Observation

    #: The outcome; None: not inspected.
    outcome: InspectionOutcome | None = None

    #: The probability with which its declaration was to be checked, in millionths; None:
    #: not told.
    inclusion_ppm: int | None = None
