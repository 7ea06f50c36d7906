"""The most memory that this process held at any time."""

import sys
from typing import Final

_MEGABYTE: Final = 1_000_000

#: Bytes of the unit that the system counts in.
_UNIT: Final = 1 if sys.platform == "darwin" else 1024


def megabytes() -> int | None:
    """So many megabytes were resident at most; None where the system does not tell."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return None
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most * _UNIT / _MEGABYTE)
