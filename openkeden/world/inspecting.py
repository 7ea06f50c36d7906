"""Inspections in a generated world: who inspects, and what is said to be found."""

import datetime

from openkeden.risk.indicators.observation import HistoryLine, InspectionOutcome
from openkeden.world.chance import Chance
from openkeden.world.lines import WorldLine
from openkeden.world.mechanism import Mechanism
from openkeden.world.population import Population
from openkeden.world.selecting import Chosen

#: Results are known after a day or two.
_DAYS = (1, 2)


class Inspecting:
    """The officers, some of whom are corrupt."""

    def __init__(self, chance: Chance, mechanism: Mechanism, people: Population) -> None:
        self._chance, self._mechanism, self._people = chance, mechanism, people

    def inspect(self, line: WorldLine, chosen: Chosen) -> HistoryLine:
        """A line with what its inspection is said to have found."""
        officer = self._officer(line)
        found = line.truth.illicit and not self._concealed(officer)
        day = line.declared.day + datetime.timedelta(self._chance.between(*_DAYS))
        outcome = InspectionOutcome(
            found=found,
            known_on=day,
            revenue=line.truth.revenue if found else 0,
            way=chosen.way,
            inclusion_ppm=chosen.inclusion_ppm,
            officer=f"O{officer:03d}",
        )
        return HistoryLine(line.declared, outcome, chosen.inclusion_ppm)

    def _officer(self, line: WorldLine) -> int:
        """The first officers are the corrupt ones: the riskiest importers look for them."""
        mechanism, chance = self._mechanism, self._chance
        risk = self._people.importer_risk[line.truth.importer]
        steers = mechanism.corrupt and risk >= mechanism.steering_risk
        if steers and chance.hit(mechanism.steered_ppm):
            return chance.below(mechanism.corrupt)
        return chance.below(mechanism.officers)

    def _concealed(self, officer: int) -> bool:
        is_corrupt = officer < self._mechanism.corrupt
        return is_corrupt and self._chance.hit(self._mechanism.concealed_ppm)
