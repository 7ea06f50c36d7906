"""Small worlds for tests: drawn in milliseconds."""

import datetime

from msgspec import structs

from openkeden.world import goods, mechanism
from openkeden.world.generated import GeneratedWorld, WorldPlan
from openkeden.world.mechanism import Mechanism, Spread
from openkeden.world.powers import MILLION

MONDAY = datetime.date(2025, 1, 6)

#: Few of everybody, and offences often enough to be counted in few lines.
SMALL = structs.replace(
    mechanism.HARD,
    importers=120,
    brokers=10,
    goods=40,
    importer_risk=Spread(0, MILLION),
    base=-3_000_000,
)


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
