"""What an officer is told of a declaration that a model chose, kept with the decision."""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.risk.indicators.catalogue import IndicatorValue

#: What stands between the indicators of one term.
JOINED = " x "


class SimilarCase(msgspec.Struct, frozen=True):
    """A goods line of the past that the model sees much alike, and what came of it."""

    #: The registration number of its declaration.
    registration: str

    #: The number of the item.
    item: int

    #: The day of registration.
    on: datetime.date

    #: Whether an irregularity was found.
    found: bool


class SmallestChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """The one indicator that, had it been another, would have let the declaration pass."""

    #: The indicator; of a category any level but its own would do.
    indicator: str

    #: Of a number the value that it would be above; None: nothing is too little.
    above: int | None = None

    #: The value that it would not exceed; None: nothing is too much.
    up_to: int | None = None

    #: Whether it would be unknown.
    unknown: bool = False


class ExplainedChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a model chose a declaration."""

    #: The item that it is about.
    item: int

    #: The values of the indicators that contributed, by name.
    values: Mapping[str, IndicatorValue]

    #: What was found in the past where things were most alike.
    similar: tuple[SimilarCase, ...] = ()

    #: What would have let it pass; None: no single indicator would.
    change: SmallestChange | None = None
