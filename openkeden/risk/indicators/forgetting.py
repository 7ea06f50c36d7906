"""Forgetting: of too many keys those go first that were seen longest ago."""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


def forget(cells: dict[K, T], most: int, last_seen: Callable[[T], int]) -> None:
    """Keep what is known of so many keys, those that were seen last.

    Where there are more, an eighth is made free at once.
    """
    if len(cells) <= most:
        return
    oldest = sorted(cells, key=lambda key: (last_seen(cells[key]), key))
    for key in oldest[: len(oldest) - (most - most // 8)]:
        del cells[key]
