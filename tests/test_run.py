"""What `make test` says of its own time."""

import pytest

from tests import run


def test_a_first_run_is_told_what_is_usual_and_the_next_what_it_took(tmp_path):
    kept = tmp_path / "build" / "seconds"
    assert run.expected(kept) == f"All tests: {run.USUAL}."
    run.keep(kept, 125)
    assert run.expected(kept) == "All tests: the last time they took 2 min 5 s here."
    kept.write_text("torn")
    assert run.expected(kept) == f"All tests: {run.USUAL}."


@pytest.mark.parametrize(
    ("seconds", "spelled"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3725, "62 min 5 s")],
)
def test_times_are_spelled(seconds, spelled):
    assert run.spelled(seconds) == spelled


def test_a_place_that_is_given_is_kept():
    given = {"PYTEST_DEBUG_TEMPROOT": "/elsewhere", "A": "b"}
    assert run.environment(given) == given


def test_byte_code_that_may_not_lie_beside_its_source_lies_elsewhere():
    unasked = {"PYTEST_DEBUG_TEMPROOT": "/elsewhere"}
    asked = unasked | {"PYTHONDONTWRITEBYTECODE": "1"}
    kept = {"PYTHONPYCACHEPREFIX": str(run.COMPILED)}
    assert run.environment(asked) == unasked | kept
    chosen = {"PYTHONPYCACHEPREFIX": "/compiled"}
    assert run.environment(asked | chosen) == unasked | chosen
