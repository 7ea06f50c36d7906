"""The figures of generated worlds: a row a world, the mean and its error."""

import pytest

from prove import worlds


def test_each_world_is_told_and_the_mean(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--by", "past-rates", "--weeks", "12", "--lines", "200", "--seeds", "1", "2"]
    worlds.main(asked)
    title, names, *rows = capsys.readouterr().out.splitlines()
    assert title.startswith("simple-hard, past-rates for findings")
    told = {row.split()[0]: list(map(float, row.split()[1:])) for row in rows}
    assert list(told) == ["1", "2", "mean", "error"]
    assert {len(row) for row in told.values()} == {len(names.split()) - 1}
    assert told["mean"][0] == pytest.approx((told["1"][0] + told["2"][0]) / 2, abs=1e-3)
    assert 0 < told["mean"][1] < 1
