"""Modes: an installation whose filings count, or one to try things at.

The name of the ledger says which it is, so that no receipt of the one passes for one of the
other: that of an installation for tests ends in `/test`.
"""

import threading
from collections.abc import Iterable
from typing import Final, Literal

from openkeden.flow.access import key_text
from openkeden.flow.installation import Installation

Mode = Literal["live", "test"]

#: How a reference ends whose first tries are refused as if there were too much to do.
_BUSY: Final = "-503"
_TRIES: Final = 2

#: References whose tries are counted.
_MOST: Final = 10_000


def of(at: Installation) -> Mode:
    """The mode of an installation."""
    return "test" if at.origin.endswith(key_text.TEST_ORIGIN) else "live"


class PlannedFaults:
    """Faults that a reference asks for, so that programs can try what they do then."""

    def __init__(self) -> None:
        self._tries: dict[str, int] = {}
        self._lock = threading.Lock()

    def fail(self, references: Iterable[str]) -> bool:
        """Whether one of these references asks for a fault this time."""
        asking = [one for one in references if one.endswith(_BUSY)]
        with self._lock:
            return any(self._fails(one) for one in asking)

    def _fails(self, reference: str) -> bool:
        tries = self._tries.get(reference, 0)
        if tries >= _TRIES or len(self._tries) >= _MOST:
            return False
        self._tries[reference] = tries + 1
        return True
