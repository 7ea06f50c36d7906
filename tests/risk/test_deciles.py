"""Calibration by tenths: counts, what was said and found, and whether both agree."""

import pytest

np = pytest.importorskip("numpy", reason="pip install 'openkeden[train]'")

from openkeden.risk.learning import deciles, random_stratum  # noqa: E402

LINES = 1_000


def test_tenths_go_from_the_least_to_the_most_likely():
    said = np.arange(LINES, dtype=np.int64)[::-1] * 1_000
    found = (said >= 500_000).astype(np.float64)
    told = deciles.deciles(said, found)
    assert [one.lines for one in told] == [LINES // 10] * 10
    assert [one.found for one in told] == [0] * 5 + [100] * 5
    assert [one.rate for one in told] == [0.0] * 5 + [1.0] * 5
    assert [round(one.said, 4) for one in told[:2]] == [0.0495, 0.1495]
    assert (told[0].rate_low, told[0].rate_high) == random_stratum.wilson(0.0, 100)


@pytest.mark.parametrize(("ppm", "holds"), [(200_000, True), (700_000, False)])
def test_what_was_said_lies_in_the_interval_or_not(ppm, holds):
    said = np.full(LINES, ppm, dtype=np.int64)
    found = np.array(([1.0] + [0.0] * 4) * (LINES // 5))
    assert [one.holds for one in deciles.deciles(said, found)] == [holds] * 10


def test_fewer_lines_make_fewer_parts():
    said = np.array([300_000, 100_000], dtype=np.int64)
    told = deciles.deciles(said, np.array([1.0, 0.0]))
    assert [(one.lines, one.found) for one in told] == [(1, 0), (1, 1)]
