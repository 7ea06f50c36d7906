"""A moment without an offset is on the clock of the office, and never on another day."""

import pathlib

import pytest

from openkeden.cli import options, show
from tests import support

MOMENTS = {
    "2026-04-02T19:30": "2026-04-02T19:30:00+05:00",
    "2026-04-02 19:30": "2026-04-02T19:30:00+05:00",
    "02.04.2026 19:30": "2026-04-02T19:30:00+05:00",
    "2026-04-02": "2026-04-02T00:00:00+05:00",
    "2026-04-02T23:59:59": "2026-04-02T23:59:59+05:00",
    "2024-02-29T12:00": "2024-02-29T12:00:00+06:00",
    "2026-04-02T19:30Z": "2026-04-02T19:30:00+00:00",
    "2026-04-02T19:30+03:00": "2026-04-02T19:30:00+03:00",
}


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment(text: str, tmp_path: pathlib.Path) -> None:
    assert options.moment(text, tmp_path).isoformat() == MOMENTS[text]


@pytest.mark.parametrize("text", ["02/04/2026 19:30", "yesterday", "2026-04-02T25:00"])
def test_no_moment(text: str, tmp_path: pathlib.Path) -> None:
    with pytest.raises(show.UserError):
        options.moment(text, tmp_path)


def test_the_clock_is_that_of_the_law() -> None:
    named = options.moment("2026-04-02T19:30+00:00").replace(tzinfo=None)
    assert support.pack("KG").on_clock(named).isoformat() == "2026-04-02T19:30:00+06:00"


@pytest.mark.parametrize("text", ["2026-04-02", "02.04.2026", "2.4.2026", "2026/04/02"])
def test_a_day(text: str) -> None:
    assert options.day(text) == support.DAY
