"""Small models for tests: a score by chapter."""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.risk.indicators.indicator_set import DEFAULT
from openkeden.risk.model import model_file
from openkeden.risk.model.risk_model import Calibration, Origins, RevenueHead, RiskModel
from openkeden.risk.model.tables import Axis, ScoreTable

DAY = datetime.date(2026, 3, 31)
ORIGINS = Origins(
    program="0",
    data="00",
    since=DAY,
    until=DAY,
    known_until=DAY,
    lines=1,
    inspected=1,
    found=1,
    seed=1,
)


def model(engine: str, scores: Mapping[str, int]) -> RiskModel:
    """A model that adds these millionths of log-odds by chapter, and more for what was found
    with the trader."""
    levels = tuple(sorted({*scores, "99"}))
    entries = (*[scores.get(level, 0) for level in levels], 0)
    return RiskModel(
        engine=engine,
        indicators=DEFAULT,
        axes=(Axis("hs2", levels=levels), Axis("trader.found", ends=(0, 2))),
        start=-2_000_000,
        tables=(ScoreTable((0,), entries), ScoreTable((1,), (0, 200_000, 500_000, 0))),
        calibration=Calibration((-4_000_000, 4_000_000), (10_000, 900_000)),
        revenue=RevenueHead("", 20 << 16),
        origins=ORIGINS,
        figures={engine: {"auc": 700_000}},
    )


def file(engine: str, scores: Mapping[str, int]) -> bytes:
    """The file of such a model."""
    return model_file.written(model(engine, scores))


def by_office(engine: str) -> bytes:
    """The file of a model that looks at the office of a line alone."""
    made = msgspec.structs.replace(
        model(engine, {}),
        axes=(Axis("office.found", ends=(0,)),),
        tables=(ScoreTable((0,), (0, 100_000, 0)),),
    )
    return model_file.written(made)
