"""Goods lines of a generated world, each with its hidden truth."""

import msgspec

from openkeden.risk.indicators.observation import Observation
from openkeden.world.mechanism import Offence


class Truth(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What no engine sees of a line. Probabilities are in millionths."""

    #: The probability of an offence of such a line, whatever it shows.
    probability: int

    #: The same, with everything that it shows: the best score that there can be.
    best: int

    #: The expected revenue of an inspection, in minor units: the best score for revenue.
    best_revenue: int

    #: The offence (empty: none).
    offence: Offence | str

    #: What an inspection brings, in minor units.
    revenue: int

    #: Whether it belongs to the new scheme.
    scheme: bool

    #: What the goods are and where they come from, as far as that is declared falsely.
    true_code: str = ""
    true_origin: str = ""

    #: The place of importer and route in the world that it was drawn from.
    importer: int
    route: int

    @property
    def illicit(self) -> bool:
        """Whether there is an offence."""
        return bool(self.offence)


class WorldLine(msgspec.Struct, frozen=True, gc=False):
    """A line as it is declared, and its truth."""

    #: What is declared.
    declared: Observation

    #: What is true.
    truth: Truth
