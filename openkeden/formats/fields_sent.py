"""An object as it was sent: its fields, and the names that came more than once."""

import collections
from collections.abc import Sequence
from typing import Any


class Fields(dict[str, Any]):
    """The fields of an object by name; of a name that came more than once, the last."""

    __slots__ = ("twice",)

    def __init__(self, pairs: list[tuple[str, Any]], twice: Sequence[str] = ()) -> None:
        super().__init__(pairs)
        self.twice = twice
        if len(self) != len(pairs):
            counts = collections.Counter([name for name, _ in pairs])
            self.twice = sorted([name for name, count in counts.items() if count > 1])
