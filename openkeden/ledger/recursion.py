"""The tree of RFC 6962 as its section 2.1 defines it: by recursion over all of its leaves.

Nothing here knows how the ledger grows its tree, so that the one can be held against the
other. Roots of complete subtrees are remembered.
"""

import hashlib
from collections.abc import Sequence


class Leaves:
    """The leaf hashes of a tree, and every hash that follows from them."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self._hashes = hashes
        self._complete: dict[tuple[int, int], bytes] = {}

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves. Raises IndexError when there are fewer."""
        if not 0 <= size <= len(self._hashes):
            raise IndexError(f"no tree of {size} leaves over {len(self._hashes)}")
        return self.over(0, size)

    def over(self, low: int, high: int) -> bytes:
        """MTH(D[low:high]), 32 bytes."""
        width = high - low
        if width == 0:
            return hashlib.sha256(b"").digest()
        if width == 1:
            return self._hashes[low]
        known = self._complete.get((low, high))
        if known is None:
            middle = low + _largest_power_below(width)
            left, right = self.over(low, middle), self.over(middle, high)
            known = hashlib.sha256(b"\x01" + left + right).digest()
            if width == 2 * (middle - low):
                self._complete[low, high] = known
        return known


def _largest_power_below(width: int) -> int:
    """The largest power of two smaller than `width`."""
    power = 1
    while power * 2 < width:
        power *= 2
    return power
