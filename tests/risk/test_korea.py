"""The Korean set by the protocol that its copies do not spoil: the controls, the floor and
the challenger come to the figures that are known of them.
"""

import datetime
import pathlib

import pytest

pytest.importorskip("lightgbm")

import numpy as np

from openkeden.formats import history_table
from openkeden.risk.history import column_map, past_lines
from openkeden.risk.indicators.indicator_set import DEFAULT
from openkeden.risk.learning import additive, crossed, examples, ladder, metrics, protocols
from openkeden.risk.learning.metrics import Ranked

DATA = pathlib.Path(__file__).parents[3] / "shared/data/risk"
PARTS = ("df_syn_train_eng.csv", "df_syn_valid_eng.csv")


@pytest.fixture(scope="module")
def trials():
    if not DATA.is_dir():
        pytest.skip(f"no {DATA.name} data")
    tables = {
        name: history_table.columns((DATA / name).read_bytes(), name) for name in PARTS
    }
    today = datetime.date(2026, 1, 1)
    past = past_lines.read(tables, column_map.KOREA, today)
    return protocols.trials(past, "one-row-per-block", DEFAULT, 1)


def _figures(trials, said):
    scored = examples.joined([trial.scored for trial in trials])
    scores = np.concatenate([said(trial) for trial in trials]).astype(float)
    assert len(scores) == 16_820
    return metrics.figures(Ranked(scores, scored.found, scored.revenue, scored.blocks), 1)


#: AUC and hits at 5 and 10 percent, as measured before, of the months that are given.
KNOWN = {
    "dictionary": (0.484, 0.194, 0.221),
    "ladder": (0.587, 0.325, 0.295),
    "challenger": (0.624, 0.351, 0.350),
}
SAID = {
    "dictionary": lambda trial: ladder.remembered(trial.learned, trial.scored),
    "ladder": lambda trial: additive.scores(ladder.fit(trial.learned), trial.scored),
    "challenger": lambda trial: additive.scores(crossed.fit(trial.learned), trial.scored),
}


@pytest.mark.parametrize("engine", KNOWN)
def test_engines_come_to_what_is_known_of_them(trials, engine):
    told = _figures(trials, SAID[engine])
    area, at_5, at_10 = KNOWN[engine]
    assert told["auc"] == pytest.approx(area, abs=0.003)
    assert told["precision_at_5"] == pytest.approx(at_5, abs=0.025)
    assert told["precision_at_10"] == pytest.approx(at_10, abs=0.025)
