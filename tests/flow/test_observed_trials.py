"""Profiles in force tried on the goods lines of a history: the same strike as when these were
lodged.
"""

import datetime

import msgspec
import pytest

from openkeden.flow.risk import models, observed_trials, recorded_lines
from openkeden.flow.risk.history_files import HistoryFile
from openkeden.lawpack.pack import Pack
from openkeden.risk import observed_profiles
from openkeden.risk.indicators.observation import HistoryLine, InspectionOutcome
from tests import founded, support


def past(at) -> list[HistoryLine]:
    for reference, of in (("A-1", founded.shoes), ("A-2", founded.shirts)):
        founded.lodge_one(at, of(reference))
    return list(recorded_lines.lines(at, ()))


def struck(lines) -> dict[str, bool]:
    tried = [line.observation for line in lines]
    found = observed_trials.trial(lines, tried, support.pack(), generated=False)
    hits = map(observed_profiles.is_struck, found.severities)
    assert found.struck == sum(map(observed_profiles.is_struck, found.severities))
    return dict(zip([line.code[:4] for line in tried], hits, strict=True))


def test_profiles_strike_what_they_struck_when_it_was_lodged(at):
    lines = past(at)
    found = struck(lines)
    assert found == {"6403": True, "6109": False}


def test_a_history_as_it_is_written_can_be_asked(at, tmp_path):
    pytest.importorskip("lightgbm", reason="pip install 'openkeden[train]'")
    file = tmp_path / "past.csv"
    assert HistoryFile(past(at)).write(file) is None
    read = models.history([file], models.DEFAULT_MAP, support.DAY)
    assert struck(read.lines) == {"6403": True, "6109": False}


def test_a_trader_with_irregularities_is_known_from_the_day_after(at):
    lines = [line for line in past(at) if line.observation.code.startswith("6109")]
    (shirt,) = lines
    day = shirt.observation.day
    before = []
    for number in range(3):
        seen = msgspec.structs.replace(
            shirt.observation,
            declaration=f"B-{number}",
            day=day - datetime.timedelta(9),
        )
        outcome = InspectionOutcome(found=True, known_on=day - datetime.timedelta(1))
        before.append(HistoryLine(seen, outcome))

    def is_struck(known_on: datetime.date) -> bool:
        told = [
            msgspec.structs.replace(
                line, outcome=msgspec.structs.replace(line.outcome, known_on=known_on)
            )
            for line in before
        ]
        found = observed_trials.trial(
            [*told, shirt], [shirt.observation], support.pack(), generated=False
        )
        return bool(found.struck)

    assert is_struck(day - datetime.timedelta(1))
    assert not is_struck(day)


def test_lines_that_do_not_name_their_direction_are_not_asked_about(at):
    lines = [
        msgspec.structs.replace(
            line, observation=msgspec.structs.replace(line.observation, more={})
        )
        for line in past(at)
    ]
    tried = [line.observation for line in lines]
    pack = support.pack()
    assert observed_trials.trial(lines, tried, pack, generated=False) is None
    assert observed_trials.trial(lines, tried, pack, generated=True) is not None
    assert observed_trials.trial([], [], pack, generated=True) is None


def test_the_day_is_one_with_rates(at):
    lines = past(at)
    for day, on in (
        (datetime.date(2025, 6, 1), datetime.date(2026, 4, 3)),
        (datetime.date(2026, 4, 2), datetime.date(2026, 4, 2)),
        (datetime.date(2026, 9, 6), datetime.date(2026, 4, 3)),
    ):
        moved = [
            msgspec.structs.replace(
                line, observation=msgspec.structs.replace(line.observation, day=day)
            )
            for line in lines
        ]
        tried = [line.observation for line in moved]
        found = observed_trials.trial(moved, tried, support.pack(), generated=False)
        assert found.on == on


def test_a_day_that_the_law_does_not_hold_has_no_profiles(at):
    lines = [
        msgspec.structs.replace(
            line,
            observation=msgspec.structs.replace(
                line.observation, day=datetime.date(2099, 1, 1)
            ),
        )
        for line in past(at)
    ]
    tried = [line.observation for line in lines]
    pack = Pack(msgspec.structs.replace(support.pack().sources, quotes=()))
    assert observed_trials.trial(lines, tried, pack, generated=False) is None
