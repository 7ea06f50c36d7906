"""The watch over what a model in force looks at, counted as lines are registered."""

import copy

import msgspec
import pytest

from openkeden.flow.risk import pasts, targeting, watch
from openkeden.risk.model import model_file
from openkeden.views import alarm_view
from tests import founded
from tests.flow.test_targeting import DAY, cargo, put, sound
from tests.risk import tables


def trained(**lines: tuple[int, ...]) -> bytes:
    """The file of a small model that tells where the lines that it learned from fell."""
    model = tables.model("m1", {"61": 300_000})
    told = lines or {"hs2": (50, 40, 10), "found": (90, 5, 5, 0)}
    axes = [
        msgspec.structs.replace(axis, lines=told[axis.indicator.rpartition(".")[2]])
        for axis in model.axes
    ]
    return model_file.written(msgspec.structs.replace(model, axes=tuple(axes)))


@pytest.fixture
def watched(at):
    """An installation whose watch is content with few lines."""
    founded.pay_in(at)
    policy = at.pack.profiles
    rows = [msgspec.structs.replace(row, least=20) for row in policy.alarms]
    at.pack = copy.copy(at.pack)
    at.pack.profiles = msgspec.structs.replace(policy, alarms=tuple(rows))
    return at


def lodged(at, numbers, moment=founded.MOMENT) -> None:
    founded.lodge_all(at, *[cargo(number) for number in numbers], moment=moment)


def terms(at, days: int = 0) -> dict[str, tuple[int, bool]]:
    """The count and the alarm of each indicator that the model looks at."""
    on = (founded.MOMENT + days * DAY).date()
    told = watch.watch("champion", "inspector-1", on, at)
    return {
        one.part: (one.count, one.alarm) for one in told.readings if one.watched == "term"
    }


def test_all_lines_are_counted_whatever_their_lane(watched):
    put(watched, trained())
    lodged(watched, range(30))
    assert terms(watched) == {"hs2": (30, True), "trader.found": (30, False)}
    lodged(watched, range(30, 50), founded.MOMENT + DAY)
    assert terms(watched, 1) == {"hs2": (50, True), "trader.found": (50, False)}
    sound(watched)


def test_another_process_counts_the_same(watched):
    put(watched, trained())
    lodged(watched, range(30))
    lodged(watched, range(30, 50), founded.MOMENT + DAY)
    told = terms(watched, 1)
    for forgets in (False, True):
        pasts._known.clear()
        targeting._ready.clear()
        if forgets:
            for path in (watched.home / "models").glob("past-*"):
                path.unlink()
        assert terms(watched, 1) == told


def test_a_drift_is_told_in_words_of_the_field(watched):
    put(watched, trained())
    lodged(watched, range(30))
    on = founded.MOMENT.date()
    told = watch.watch("champion", "inspector-1", on, watched)
    view = alarm_view.of(told.readings, told.findings, "ru")
    texts = [one.text for one in view.readings if one.watched == "term"]
    assert texts == ["группа", "участник ВЭД, досмотры с нарушением"]
    assert not view.ok


def test_m67_a_model_that_does_not_tell_its_lines_is_not_watched_for_drift(watched):
    put(watched, tables.file("m1", {}))
    lodged(watched, range(30))
    told = watch.watch("champion", "inspector-1", founded.MOMENT.date(), watched)
    assert [one.rule for one in told.findings] == ["M.67"]
    assert not [one for one in told.readings if one.watched == "term"]


def test_no_model_in_force_has_no_drift_and_a_changed_one_is_told(watched):
    made = put(watched, trained())
    lodged(watched, range(30))
    path = next((watched.home / "models").glob("*.model"))
    path.write_bytes(b"changed")
    told = watch.watch("champion", "inspector-1", founded.MOMENT.date(), watched)
    assert [one.rule for one in told.findings] == ["M.61"]
    assert made.name in told.findings[0].args["value"]
