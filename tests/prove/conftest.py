"""The installation that the tests of this folder lodge at."""

from tests.founded import at

__all__ = ["at"]
