"""Following the law: a process that serves goes by what others import, without a restart.

Law and rates are files and rows that any process may add to. Before a group of filings they
are looked at, at most once a second.
"""

import time
from typing import Final

from openkeden.base.findings import Refused
from openkeden.flow import installation_files
from openkeden.flow.installation import Installation
from openkeden.flow.law import in_use, law_here

#: Seconds between two looks.
EVERY: Final = 1.0


class Follower:
    """Whether the law of an installation changed since it was read."""

    def __init__(self, at: Installation, every: float = EVERY) -> None:
        self._at, self._every = at, every
        self._law = self._law_now()
        self._looked = time.monotonic()

    def follow(self) -> None:
        """Go by the law in use, where it is another than the one that was read.

        Files that no fact speaks of, and files that cannot be read, are left for the next
        look: what is recorded meanwhile is refused by their rules.
        """
        if time.monotonic() - self._looked < self._every:
            return
        self._looked = time.monotonic()
        law = self._law_now()
        if law != self._law and self._read_law():
            self._law = law
        self._at.follow_rates()

    def _read_law(self) -> bool:
        """Read the law that lies here and go by it; whether that could be done."""
        home = self._at.home
        loaded = installation_files.readable(lambda: law_here.load(home), "home", home)
        if isinstance(loaded, Refused):
            return False
        if in_use.check(loaded[1], in_use.latest(), home) is not None:
            return False
        self._at.follow(*loaded)
        return True

    def _law_now(self) -> object:
        known = in_use.latest()
        return law_here.state(self._at.home), known and known.index
