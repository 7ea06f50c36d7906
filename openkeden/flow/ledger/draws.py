"""Draws of random checks in the verification of the ledger: every one is repeated, with the
seed that the key gives and the one that was committed to.
"""

import datetime
from collections.abc import Callable, Iterator

from openkeden.flow import facts, sealing
from openkeden.flow.ledger.wrong_fact import WrongFact
from openkeden.risk import random_check


class Draws:
    """The seeds that facts commit to and open, and the draws made of them.

    `seed` gives the seed of a day by the key of the ledger, `day` the day of a moment here.
    """

    def __init__(
        self,
        seed: Callable[[datetime.date], bytes],
        day: Callable[[datetime.datetime], datetime.date],
    ) -> None:
        self._seed, self._day = seed, day
        self._seeds: dict[datetime.date, bytes] = {}
        self._committed: dict[datetime.date, bytes] = {}

    def check(self, _: int, fact: facts.AnyFact, sealed: bytes) -> Iterator[WrongFact]:
        """What does not fit a fact with its sealed part."""
        match fact:
            case facts.Seed():
                yield from self._commits(fact)
            case facts.SeedOpened():
                yield from self._opens(fact)
            case facts.Lodging():
                yield from self._drew(fact, sealed)

    def _commits(self, fact: facts.Seed) -> Iterator[WrongFact]:
        expected = random_check.commitment(self._of(fact.on))
        if fact.on in self._committed:
            yield WrongFact("on", str(fact.on), "one commitment a day")
        elif fact.commitment != expected:
            yield WrongFact("commitment", fact.commitment.hex(), expected.hex())
        self._committed[fact.on] = fact.commitment

    def _opens(self, fact: facts.SeedOpened) -> Iterator[WrongFact]:
        committed = self._committed.get(fact.on, b"")
        if random_check.commitment(fact.seed) != committed:
            yield WrongFact("seed", fact.seed.hex(), f"the seed of {committed.hex()}")

    def _drew(self, fact: facts.Lodging, sealed: bytes) -> Iterator[WrongFact]:
        day = self._day(fact.at)
        try:
            drawn = sealing.opened_lodging(fact, sealed).selection.draw
        except sealing.Damaged as damaged:
            yield WrongFact("sealed", str(damaged), "the sealed part of this fact")
            return
        if day not in self._committed:
            yield WrongFact("draw", str(day), "a seed that was committed to before")
        elif not random_check.replay(drawn, self._of(day), fact.lots):
            expected = random_check.draw(
                self._of(day), fact.lots, drawn.probability_ppm, drawn.stratum
            )
            yield WrongFact("draw", str(drawn), str(expected))

    def _of(self, day: datetime.date) -> bytes:
        if day not in self._seeds:
            self._seeds[day] = self._seed(day)
        return self._seeds[day]
