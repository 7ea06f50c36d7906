"""A model learned again from the ledger, and what keeps one from being learned."""

import pytest

from openkeden.base.findings import Refused
from openkeden.flow import recording
from openkeden.flow.lodging import actions
from openkeden.flow.risk import recorded_lines, retraining
from tests import founded

pytest.importorskip("lightgbm", reason="pip install 'openkeden[train]'")


def retrained(at, actor: str = "admin-1"):
    by = recording.By(actor, founded.MOMENT)
    return retraining.retrain("champion", 1, by, at, lambda _: None)


def rule(refused) -> str:
    assert isinstance(refused, Refused), refused
    return refused.findings[0].rule


def test_only_an_administrator_has_a_model_learned(at):
    assert rule(retrained(at, "inspector-1")) == "PE.4"


def test_without_declarations_nothing_is_learned(at):
    assert rule(retrained(at)) == "M.38"


def test_without_inspections_nothing_is_learned(at):
    founded.lodge_all(at, founded.lentils("A-1"), founded.lentils("A-2"))
    assert rule(retrained(at)) == "M.10"


def test_too_few_inspections_are_told(at):
    found_in(at, "A-1")
    (line,) = recorded_lines.lines(at, ())
    assert line.outcome is not None
    assert rule(retrained(at)) in ("M.11", "M.14")


def found_in(at, reference: str) -> None:
    """Documents show that a declaration must be amended."""
    asked = founded.lodge_one(at, founded.shoes(reference))
    for action, role, args in (
        ("supply_documents", "declarant", {"documents": asked.documents}),
        ("demand_amendment", "inspector", {"reason": "the price"}),
    ):
        who, moment = founded.BY_ROLE[role], founded.MOMENT
        done = actions.act(reference, action, role, who, moment, at, args)
        assert not isinstance(done, Refused), done
