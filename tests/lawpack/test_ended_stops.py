"""Stops that ended by their own term, with no word on what came after: on the day after them
nothing is known, on the day before the stop itself speaks.
"""

import datetime

import pytest

from openkeden.flow.pricing import admissibility
from openkeden.tariff.lot import Lot
from tests import support

ONE_DAY = datetime.timedelta(days=1)

#: The first day of each gap, goods that it touches, their direction, and beside which code
#: of the same chapter nothing is said.
STARTS = [
    ("livestock", "2026-04-11", "0102294900", "EX", "0103921900"),
    ("livestock", "2026-04-11", "0104108000", "EX", "0106190090"),
    ("beef", "2026-07-01", "0201100008", "EX", "0207121000"),
    ("scrap", "2026-04-30", "7204499000", "EX", "7204211000"),
    ("scrap", "2026-04-30", "7404001000", "EX", "7403110000"),
    ("scrap", "2026-04-30", "8607191009", "EX", "8609009009"),
    ("gas", "2025-05-14", "2711129700", "EX", "2711110000"),
    ("potatoes", "2025-07-28", "0701909000", "EX", "0702000001"),
    ("carrots", "2025-12-01", "0706100001", "EX", "0706909001"),
    ("eggs", "2026-10-01", "0407210000", "IM", "0407900000"),
    ("wheat", "2025-01-01", "1001990000", "IM", "1002900000"),
    ("wheat", "2025-01-01", "1001990000", "TR", "1002900000"),
]


def unheld(code: str, direction: str, day: datetime.date) -> list[str]:
    law = support.edition(day)
    return [
        gap.key.removeprefix("measures.stops_")
        for gap in law.unheld_measures(code, direction)
        if gap.key.startswith("measures.stops_")
    ]


@pytest.mark.parametrize(("name", "day", "code", "direction", "beside"), STARTS)
def test_what_came_after_a_stop_is_not_known(
    name: str, day: str, code: str, direction: str, beside: str
) -> None:
    first = datetime.date.fromisoformat(day)
    assert unheld(code, direction, first) == [name]
    assert unheld(code, direction, first - ONE_DAY) == []
    assert unheld(beside, direction, first) == []
    other = "EX" if direction == "IM" else "IM"
    assert unheld(code, other, first) == (
        [name] if name == "wheat" and other == "IM" else []
    )


def test_the_verdict_after_a_stop_is_nothing_known() -> None:
    lot = Lot("0201100008", direction="EX", partner="CN", documents=frozenset())
    verdicts = [
        admissibility.check_on(
            support.pack(), lot, datetime.date.fromisoformat(day)
        ).verdict.outcome
        for day in ("2026-06-30", "2026-07-01")
    ]
    assert verdicts == ["quota", "unknown"]


def test_each_ended_stop_has_a_start_here() -> None:
    held = {gap.key for gap in support.pack().gaps if gap.key.startswith("measures.stops_")}
    assert held == {f"measures.stops_{name}" for name, *_ in STARTS}
