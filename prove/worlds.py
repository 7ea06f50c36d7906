"""The shares of the best that ways to choose reach in generated worlds: the figures of
docs/world.md, `python -m prove.worlds --by champion --every 2 --seeds 1 2 3`.
"""

import argparse
import datetime
import statistics
from collections.abc import Sequence
from typing import Final, get_args

from openkeden.world import goods, learned, measures, mechanism, policies, trial
from openkeden.world.generated import GeneratedWorld, WorldPlan
from openkeden.world.measures import TrialMeasures
from openkeden.world.policies import Aim, Targeting
from openkeden.world.trial import TrialRules

_MONDAY: Final = datetime.date(2024, 1, 1)
_MILLION: Final = 1_000_000

#: What is told of each world.
_FIGURES: Final = (
    *("hits_of_best", "worth_of_best"),
    *("revenue_of_best", "worth_of_best_by_revenue"),
    *("hit_rate", "scheme_caught"),
)


def main(given: Sequence[str] | None = None) -> None:
    """Print a row a world, and the mean of all with its standard error."""
    asked = _arguments(given)
    print(f"{asked.kind}, {asked.by} for {asked.aim}, anew every {asked.every} weeks")
    print("seed", *_FIGURES)
    rows = []
    for seed in asked.seeds:
        rows.append(_figures(_measured(asked, seed)))
        print(seed, *[f"{figure:.3f}" for figure in rows[-1]], flush=True)
    columns = list(zip(*rows, strict=True))
    print("mean", *[f"{statistics.mean(column):.3f}" for column in columns])
    if len(rows) > 1:
        errors = [statistics.stdev(column) / len(rows) ** 0.5 for column in columns]
        print("error", *[f"{error:.3f}" for error in errors])


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m prove.worlds", description=__doc__)
    parser.add_argument("--kind", choices=mechanism.BY_NAME, default="simple-hard")
    engines = (*policies.PLAIN, "champion", "challenger")
    parser.add_argument("--by", choices=engines, default="champion")
    parser.add_argument("--aim", choices=get_args(Aim), default="findings")
    parser.add_argument("--every", type=int, default=2, help="weeks")
    parser.add_argument("--weeks", type=int, default=104)
    parser.add_argument("--lines", type=int, default=1000, help="a week")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    return parser.parse_args(given)


def _measured(asked: argparse.Namespace, seed: int) -> TrialMeasures:
    """The last quarter of the weeks; the new scheme begins in their middle."""
    drawn = mechanism.BY_NAME[asked.kind]
    plan = WorldPlan(
        seed=seed,
        mechanism=drawn,
        goods=goods.invented(seed, drawn),
        first_monday=_MONDAY,
        per_week=asked.lines,
        scheme_week=asked.weeks // 2,
    )
    weeks = trial.run(GeneratedWorld(plan), _policy(asked), TrialRules(), asked.weeks)
    told = [week.result for week in weeks]
    return measures.measure(told[-(asked.weeks // 4) :])


def _policy(asked: argparse.Namespace) -> Targeting:
    if asked.by in policies.PLAIN:
        return policies.PLAIN[asked.by]()
    return learned.ModelTargeting(asked.by, asked.aim, asked.every)


def _figures(told: TrialMeasures) -> list[float]:
    return [getattr(told, figure) / _MILLION for figure in _FIGURES]


if __name__ == "__main__":
    main()
