"""Small worlds for tests: drawn in milliseconds."""

import datetime

from openkeden.world import goods
from openkeden.world.generated import GeneratedWorld, WorldPlan
from openkeden.world.mechanism import SMALL, Mechanism

__all__ = ["SMALL"]

MONDAY = datetime.date(2025, 1, 6)


def small(
    seed: int = 1, per_week: int = 200, scheme_week: int = 99, drawn: Mechanism = SMALL
) -> GeneratedWorld:
    plan = WorldPlan(
        seed=seed,
        mechanism=drawn,
        goods=goods.invented(seed, drawn),
        first_monday=MONDAY,
        per_week=per_week,
        scheme_week=scheme_week,
    )
    return GeneratedWorld(plan)
