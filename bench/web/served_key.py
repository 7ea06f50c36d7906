"""The key that a bench asks with."""

from typing import Final

KEY: Final = "bench"
