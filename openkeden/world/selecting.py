"""Selection under a budget: most places go to the highest scores, the rest is drawn from
everything that is left, so that what was not chosen is measured too.
"""

from collections.abc import Sequence

import msgspec

from openkeden.risk.indicators.observation import Way
from openkeden.world.chance import Chance
from openkeden.world.powers import MILLION


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """How much is inspected, in millionths."""

    #: The share of the lines that is inspected.
    inspected_ppm: int = 100_000

    #: The share of these that is drawn at random.
    random_ppm: int = 100_000

    def places(self, lines: int) -> tuple[int, int]:
        """How many of so many lines are inspected, and how many of these are drawn."""
        inspected = lines * self.inspected_ppm // MILLION
        return inspected, inspected * self.random_ppm // MILLION


class Chosen(msgspec.Struct, frozen=True, gc=False):
    """A line that is inspected."""

    #: Its place among the lines.
    place: int

    #: How it was chosen.
    way: Way

    #: The probability with which it was to be chosen, in millionths.
    inclusion_ppm: int


def select(scores: Sequence[int], budget: Budget, chance: Chance) -> list[Chosen]:
    """The lines that are inspected, by place; among equal scores chance decides."""
    inspected, drawn = budget.places(len(scores))
    order = ranked(scores, chance)
    top, rest = order[: inspected - drawn], order[inspected - drawn :]
    by_chance = [rest[place] for place in chance.sample(len(rest), drawn)]
    share = drawn * MILLION // len(rest) if rest else 0
    chosen = [Chosen(place, "model", MILLION) for place in top]
    chosen += [Chosen(place, "random", share) for place in by_chance]
    return sorted(chosen, key=lambda one: one.place)


def draw(count: int, ppm: int, chance: Chance) -> list[Chosen]:
    """Each of so many lines with the same probability."""
    places = [place for place in range(count) if chance.hit(ppm)]
    return [Chosen(place, "random", ppm) for place in places]


def ranked(scores: Sequence[int], chance: Chance) -> list[int]:
    """The places from the highest score down; among equal scores chance decides."""
    lots = [chance.below(MILLION**2) for _ in scores]
    return sorted(range(len(scores)), key=lambda place: (-scores[place], lots[place]))
