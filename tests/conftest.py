"""Settings of all tests: a random test has no limit of time, so that a busy machine fails
none, the law of the package is read once, and no terminal has a width.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests import law_once, on_postgres, one_key

__all__ = ["law_once", "one_key"]

settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

# Processes that share the tests are given the width of a terminal that is not there.
os.environ.pop("COLUMNS", None)


@pytest.fixture(autouse=on_postgres.is_on())
def databases_dropped():
    """After each test nothing of it is left on the server."""
    with on_postgres.passing():
        yield
