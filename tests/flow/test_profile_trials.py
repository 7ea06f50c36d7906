"""Risk profiles tried on what was lodged: what each strikes is what was recorded of it, and
what inspections found is counted where they found it.
"""

import io
import pathlib

import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.flow import bundled_model, bundled_samples, facts, recording, sealing
from openkeden.flow.lodging import actions
from openkeden.flow.risk import model_files, model_register, profile_trials
from openkeden.risk import profiles
from openkeden.store import read
from tests import founded
from tests.flow.test_act import do
from tests.risk import tables

#: A profile of its own, which strikes shirts.
SHIRTS = """
[[profile]]
id = "T.shirts"
title.en = "Shirts"
lane = "red"
documents = ["04021"]
measure.en = "Look."
since = 2018-01-01
act = "EAEU Customs Code"
article = "376-378"
source = "setting"
conditions = [{ fact = "item.code", op = "starts", value = ["6109"] }]
"""


def quietly(_: int) -> None:
    """Show no progress."""


def tried(at, text: str | None = None, tmp_path: pathlib.Path | None = None):
    path = None
    if text is not None:
        path = tmp_path / "profiles.toml"
        path.write_text(text)
    found = profile_trials.stored(path, at, quietly)
    assert not isinstance(found, Refused), found
    return found


def recorded_hits() -> dict[str, int]:
    """How many lodgings each profile struck, as their sealed parts say."""
    counted: dict[str, int] = {}
    for row in read.all_entries():
        fact = facts.read(row.body)
        if isinstance(fact, facts.Lodging):
            selected = sealing.opened_lodging(fact, row.sealed).selection
            struck = {hit.profile for hit in selected.hits} - set(profiles.RESERVED)
            for name in struck:
                counted[name] = counted.get(name, 0) + 1
    return counted


def test_profiles_in_force_strike_what_was_recorded(at):
    for _ in bundled_samples.run(at):
        pass
    found = tried(at)
    recorded = recorded_hits()
    assert len(recorded) > 5
    assert {
        row.profile.id: row.struck.declarations for row in found.trial.striking
    } == recorded
    assert found.left_out == 0
    assert sum(found.trial.took.values()) == found.trial.tried.declarations > 20


def test_what_inspections_found_is_counted_once_a_declaration(at, tmp_path):
    results = {"A-1": "breach", "A-2": "conforms", "A-3": ""}
    asked = {name: founded.lodge_one(at, founded.shoes(name)) for name in results}
    founded.lodge_one(at, founded.shirts("A-4"))
    for reference, result in results.items():
        if result:
            papers = {"documents": asked[reference].documents}
            do(at, reference, "supply_documents", "declarant", papers)
            do(at, reference, "order_inspection", "inspector", {})
            report = {"act": "ACT-1", "result": result}
            do(at, reference, "report_inspection", "inspector", report)
    both = SHIRTS.replace('"6109"', '"64", "6109"')
    (row,) = [
        one for one in tried(at, both, tmp_path).trial.striking if "T." in one.profile.id
    ]
    assert (row.struck.declarations, row.struck.inspected, row.struck.found) == (4, 2, 1)


def test_a_file_of_profiles_alone_takes_the_rest_from_those_in_force(at, tmp_path):
    founded.lodge_one(at, founded.shirts("A-1"))
    founded.lodge_one(at, founded.lentils("A-2"))
    found = tried(at, SHIRTS, tmp_path).trial
    (row,) = [one for one in found.striking if one.profile.id == "T.shirts"]
    assert (row.struck.declarations, row.alone.declarations) == (1, 1)
    assert found.lanes == {"green": 1, "red": 1}
    assert "KZ.trader.new" not in [one.profile.id for one in found.profiles]


def test_a_trader_is_new_until_he_has_lodged(at, tmp_path):
    new = SHIRTS.replace(
        '{ fact = "item.code", op = "starts", value = ["6109"] }',
        '{ fact = "declarant.new", op = "=", value = true }',
    )
    for reference in ("A-1", "A-2", "A-3"):
        founded.lodge_one(at, founded.shirts(reference))
    found = tried(at, new, tmp_path).trial
    assert found.tried.declarations == 3
    (row,) = [one for one in found.striking if one.profile.id == "T.shirts"]
    assert row.struck.declarations == 1


def test_a_profile_without_a_rate_is_told_once(at, tmp_path):
    """K.13"""
    dear = SHIRTS.replace(
        '{ fact = "item.code", op = "starts", value = ["6109"] }',
        '{ fact = "customs_value", op = ">", value = "1.00", unit = "XAU" }',
    )
    for reference in ("A-1", "A-2"):
        founded.lodge_one(at, founded.shirts(reference))
    found = tried(at, dear, tmp_path)
    assert [one.rule for one in found.findings] == ["K.13"]
    assert "T.shirts" not in [one.profile.id for one in found.trial.striking]


def test_a_model_asked_now_says_what_it_said_then(tmp_path):
    at = founded.bare(tmp_path / "home")
    assert bundled_samples.pay_in(at) is None
    assert bundled_model.put_in_force(at) is None
    for _ in bundled_samples.run(at):
        pass
    file = tmp_path / "again.risk"
    file.write_bytes(bundled_model.content())
    recorded = profile_trials.stored(None, at, quietly)
    again = profile_trials.stored(None, at, quietly, file)
    assert recorded.trial.model.judged > 20
    assert again.trial.model == recorded.trial.model
    assert (recorded.model, again.model) == ("", "champion 2026-03-27")
    other = tmp_path / "other.risk"
    other.write_bytes(tables.file("other", {"64": 3_000_000}))
    differs = profile_trials.stored(None, at, quietly, other).trial.model
    assert differs.of_profiles == recorded.trial.model.of_profiles
    assert differs.of_model != recorded.trial.model.of_model
    connections["default"].close()


def of_file(at, *references: str, model: pathlib.Path | None = None):
    filings = [founded.shirts(references[0]), *map(founded.shoes, references[1:])]
    stream = io.BytesIO(founded.lines(*filings))
    return profile_trials.of_streams(None, [stream], founded.MOMENT, at, model)


def test_the_model_in_force_is_asked_of_files(at, tmp_path):
    assert of_file(at, "A-1", "A-2", "A-3").trial.model is None
    file = tmp_path / "new.risk"
    file.write_bytes(tables.file("new", {"61": 3_000_000, "64": -3_000_000}))
    by_file = of_file(at, "A-1", "A-2", "A-3", model=file)
    made = model_register.propose(
        file.read_bytes(), "new", "champion", recording.By("admin-1", founded.MOMENT), at
    )
    by = recording.By("chief-1", founded.MOMENT)
    assert not isinstance(model_register.promote(made.digest.hex(), by, at), Refused)
    in_force = of_file(at, "A-1", "A-2", "A-3")
    assert in_force.trial.model == by_file.trial.model
    assert in_force.model == by_file.model == made.version
    instead = in_force.trial.model
    assert (instead.judged, instead.of_profiles.declarations, instead.both) == (3, 2, 1)
    model_files.path_of(at.home, made.digest).unlink()
    without = of_file(at, "A-1", "A-2", "A-3")
    assert without.trial.model is None
    assert [one.rule for one in without.findings] == ["M.61"]


def test_a_model_whose_file_was_altered_is_refused(at, tmp_path):
    """M.26"""
    file = tmp_path / "new.risk"
    file.write_bytes(tables.file("new", {"61": 3_000_000})[:-2] + b"\n")
    for refused in (
        of_file(at, "A-1", "A-2", model=file),
        profile_trials.stored(None, at, quietly, file),
    ):
        assert isinstance(refused, Refused)
        assert [one.rule for one in refused.findings] == ["M.26"]


def test_trying_records_nothing(at):
    founded.lodge_one(at, founded.shirts("A-1"))
    before = len(list(read.all_entries()))
    tried(at)
    assert len(list(read.all_entries())) == before
    assert not isinstance(actions.look_up("A-1", at), Refused)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("profile = [", "K.31"),
        ('[[profile]]\nid = "x"', "K.4"),
        ("lanes = 7", "K.4"),
        (SHIRTS.replace("item.code", "item.colour"), "K.1"),
        (SHIRTS.replace('"red"', '"violet"'), "K.4"),
    ],
)
def test_profiles_that_cannot_be_used_are_findings(at, tmp_path, text, rule):
    path = tmp_path / "profiles.toml"
    path.write_text(text)
    refused = profile_trials.stored(path, at, quietly)
    assert isinstance(refused, Refused)
    assert rule in [one.rule for one in refused.findings]
