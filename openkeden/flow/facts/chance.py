"""Facts about random checks: the seed of a day, first committed to, later opened."""

import datetime

from openkeden.flow.facts.fact import Fact


class Seed(Fact, frozen=True, kw_only=True, tag="seed"):
    """The commitment to a day's secret seed of random checks, recorded before the first of
    them.
    """

    on: datetime.date
    commitment: bytes

    @property
    def subject(self) -> str:
        return f"seed {self.on}"


class SeedOpened(Fact, frozen=True, kw_only=True, tag="seed_opened"):
    """The seed of a past day was opened, so that anybody can repeat its draws."""

    on: datetime.date
    seed: bytes

    @property
    def subject(self) -> str:
        return f"seed {self.on}"
