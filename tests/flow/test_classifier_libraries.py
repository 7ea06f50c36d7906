"""Whatever learns or judges models of goods says which library is missing, before it reads."""

import pytest

from openkeden.base import classifier_usage
from openkeden.base.findings import Refused
from openkeden.flow.classification import (
    agreement_trials,
    classifier_training,
    labelled_files,
)
from openkeden.flow.classification.labelled_files import TextFiles
from tests import support

USES = {
    "evaluate": lambda given, law: classifier_training.evaluate("-", given, law, 1, print),
    "validate": lambda given, law: classifier_training.validate(
        "-", given, law, 1, print, linear=False
    ),
    "train": lambda given, law: classifier_training.train(
        "-", given, given.files[0], law, 1, print, linear=False
    ),
    "agreement": lambda given, law: agreement_trials.measure("-", given, law, 1, print),
}


@pytest.mark.parametrize("use", USES)
def test_a_missing_library_is_named_u_161(use, tmp_path, monkeypatch):
    monkeypatch.setattr(labelled_files, "_LIBRARIES", ("no_such_library",))
    given = TextFiles((tmp_path / "not there.csv",))
    said = USES[use](given, support.pack())
    assert isinstance(said, Refused)
    (found,) = said.findings
    assert found.rule == classifier_usage.NO_TRAINING.number
    assert found.args["value"] == "no_such_library"
