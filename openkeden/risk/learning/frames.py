"""`openkeden.risk` as a library: models of data frames, without files, web or database.

A data frame is anything that gives columns by name: a mapping of columns, a table of arrow,
pandas, polars or another library that speaks the arrow interface.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow

from openkeden.base.findings import Refused
from openkeden.risk.history import column_map, past_lines
from openkeden.risk.history.column_map import ColumnMap
from openkeden.risk.history.past_lines import Columns, PastLines
from openkeden.risk.learning import evaluation, examples, training
from openkeden.risk.learning.evaluation import Evaluation
from openkeden.risk.learning.protocols import Protocol
from openkeden.risk.model import line_choice, model_rules
from openkeden.risk.model.line_choice import LineChoice
from openkeden.risk.model.risk_model import LineScore, RiskModel, Scorer

#: Nothing of a frame is later than this where no day is named.
_NEVER: Final = datetime.date.max

_RULES: Final = {rule.number: rule for rule in model_rules.RULES}


class Unusable(ValueError):
    """Data that cannot be used: `refused` holds every reason."""

    def __init__(self, refused: Refused) -> None:
        texts = []
        for finding in refused.findings:
            rule = _RULES.get(finding.rule)
            said = f"{rule.message} {rule.fix}".format(**finding.args) if rule else ""
            texts.append(f"{finding.rule}, {finding.path}: {said}")
        super().__init__("\n".join(texts))
        self.refused = refused


def fit(
    frame: Any,
    columns: str | ColumnMap = "observations",
    *,
    until: datetime.date = _NEVER,
    seed: int = 1,
) -> RiskModel:
    """Learn a model from past goods lines of which some were inspected.

    Raises Unusable where they cannot be learned from.
    """
    trained = training.train(_past(frame, columns, until), seed=seed)
    if isinstance(trained, Refused):
        raise Unusable(trained)
    return trained


def score(
    model: RiskModel, frame: Any, columns: str | ColumnMap = "observations"
) -> list[LineScore]:
    """Score each line of a frame by what the lines of days before it tell, in its order."""
    past = _past(frame, columns, _NEVER)
    scorer = Scorer(model)
    rows = examples.replayed(past.lines, model.indicators)
    by_key = {row.line.observation.key: scorer.score(row.values) for row in rows}
    return [by_key[line.observation.key] for line in past.lines]


def select(
    scores: Sequence[LineScore], keys: Sequence[str], count: int, *, secret: bytes
) -> list[LineChoice]:
    """Choose so many lines for inspection: nine in ten by what an inspection is worth, one
    in ten by chance.
    """
    return line_choice.choose(scores, keys, count, secret=secret)


def evaluate(
    frame: Any,
    columns: str | ColumnMap = "observations",
    *,
    protocol: Protocol = "time",
    model: RiskModel | None = None,
    until: datetime.date = _NEVER,
    seed: int = 1,
) -> Evaluation:
    """Judge engines on lines that they did not learn from.

    Raises Unusable where they cannot be judged on them.
    """
    past = _past(frame, columns, until)
    judged = evaluation.evaluate(past, protocol, seed=seed, model=model)
    if isinstance(judged, Refused):
        raise Unusable(judged)
    return judged


def _past(frame: Any, columns: str | ColumnMap, until: datetime.date) -> PastLines:
    given = column_map.MAPS[columns] if isinstance(columns, str) else columns
    past = past_lines.read({"data": _columns(frame)}, given, until)
    if isinstance(past, Refused):
        raise Unusable(past)
    return past


def _columns(frame: Any) -> Columns:
    if isinstance(frame, Mapping):
        return {name: list(cells) for name, cells in frame.items()}
    found: Columns = pyarrow.table(frame).to_pydict()
    return found
