"""The house that the tests of this folder lodge at."""

from tests.house import at

__all__ = ["at"]
