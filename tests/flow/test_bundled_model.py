"""The bundled risk model: what its file and card say, how it is made anew, and where it is
put in force.
"""

import shlex
import subprocess

import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.flow import bundled_model, bundled_samples, recording
from openkeden.flow.risk import model_register
from openkeden.risk.indicators import catalogue
from openkeden.risk.indicators.indicator_set import DEFAULT
from openkeden.risk.model import model_file
from openkeden.risk.model.risk_model import RiskModel
from openkeden.store import log
from tests import founded

CARD = founded.ROOT / "openkeden" / "samples" / "world.md"

#: It travels with the package.
MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def model() -> RiskModel:
    read = model_file.read(bundled_model.content(), bundled_model.NAME)
    assert isinstance(read, RiskModel)
    return read


@pytest.fixture
def empty(tmp_path):
    """An installation in which only the fictional people of the samples act."""
    at = founded.bare(tmp_path / "home")
    assert bundled_samples.pay_in(at) is None
    yield at
    connections["default"].close()


def test_it_is_small_and_its_card_says_how_it_was_made(model):
    body = bundled_model.content()
    card = CARD.read_text("utf-8")
    assert len(body) <= MOST_BYTES
    for said in (
        model_file.digest(body),
        model.origins.data,
        "make model",
        "generated world",
        "not the world",
    ):
        assert said in card


def test_it_looks_at_the_indicators_of_today(model):
    assert model.indicators == DEFAULT
    known = {one.name for one in catalogue.catalogue(DEFAULT)}
    assert {axis.indicator for axis in model.axes} <= known


def test_it_learned_from_days_before_the_samples(model):
    assert model.origins.known_until < bundled_samples.MOMENT.date()


def test_its_command_makes_such_a_model(tmp_path):
    pytest.importorskip("lightgbm", reason="pip install 'openkeden[train]'")
    command = ["make", "-n", "model", f"BIN={founded.KEDEN.parent}", "READY="]
    told = subprocess.run(
        command, cwd=founded.ROOT, capture_output=True, check=True, text=True
    )
    lines = told.stdout.replace("\\\n", " ").splitlines()
    calls = [shlex.split(line) for line in lines if line.startswith(str(founded.KEDEN))]
    for call in calls:
        smaller = [{"52": "20", "500": "300"}.get(word, word) for word in call]
        here = [word.replace("openkeden/samples", ".") for word in smaller]
        subprocess.run(here, cwd=tmp_path, env=founded.environment(), check=True)
    made = model_file.read((tmp_path / bundled_model.NAME).read_bytes(), "made")
    assert isinstance(made, RiskModel)
    assert made.indicators == DEFAULT
    assert "make model" in (tmp_path / CARD.name).read_text("utf-8")


def test_two_people_put_it_in_force_once(empty):
    assert bundled_model.put_in_force(empty) is None
    (champion,) = model_register.known(empty).in_force
    assert champion.role == "champion"
    assert champion.actor == bundled_samples.ADMINISTRATOR
    size = log.size()
    assert bundled_samples.pay_in(empty) is None
    assert bundled_model.put_in_force(empty) is None
    assert log.size() == size


def test_what_was_withdrawn_stays_so(empty):
    assert bundled_model.put_in_force(empty) is None
    by = recording.By(bundled_samples.CHIEF, bundled_samples.MOMENT)
    assert not isinstance(model_register.withdraw("", "a test", by, empty), Refused)
    assert bundled_model.put_in_force(empty) is None
    assert model_register.known(empty).in_force == ()


def test_one_that_was_proposed_meanwhile_is_promoted(empty):
    by = recording.By(bundled_samples.ADMINISTRATOR, bundled_samples.MOMENT)
    body = bundled_model.content()
    made = model_register.propose(body, bundled_model.NAME, "champion", by, empty)
    assert not isinstance(made, Refused)
    assert bundled_model.put_in_force(empty) is None
    assert model_register.known(empty).in_force == (made,)


def test_who_is_not_known_puts_nothing_in_force(at):
    refused = bundled_model.put_in_force(at)
    assert isinstance(refused, Refused)
    assert [one.rule for one in refused.findings] == ["PE.3"]
    assert model_register.known(at).proposed == ()


def test_it_chooses_a_sample_and_says_why(empty):
    assert bundled_model.put_in_force(empty) is None
    samples = list(bundled_samples.run(empty))
    targeted = bundled_model.targeted(samples, empty)
    assert targeted.by_model
    lanes = {sample.answer.reference: sample.answer.lane for sample in samples}
    for reference, selected in targeted.by_model:
        assert lanes[reference] == "red"
        assert selected.explained is not None
        assert selected.model.contributions
    judged = [one for one in targeted.by_chance if one in lanes]
    assert judged == list(targeted.by_chance)


def test_without_it_no_sample_is_judged(empty):
    samples = list(bundled_samples.run(empty))
    targeted = bundled_model.targeted(samples, empty)
    assert (targeted.by_model, targeted.by_chance) == ((), ())
