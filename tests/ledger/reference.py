"""The definitions of RFC 6962 section 2.1 as they stand there, recursive and slow, to hold
the ledger's tree against.
"""

import functools
import hashlib


class Reference:
    """MTH, PATH and PROOF over given leaf hashes; spans are (low, high)."""

    def __init__(self, leaves):
        self.leaves = leaves
        self.mth = functools.cache(self._mth)

    def root(self, size):
        return self.mth(0, size) if size else hashlib.sha256(b"").digest()

    def _mth(self, low, high):
        if high - low == 1:
            return self.leaves[low]
        k = _k(high - low)
        return hashlib.sha256(
            b"\x01" + self.mth(low, low + k) + self.mth(low + k, high)
        ).digest()

    def path(self, m, low, high):
        if high - low == 1:
            return []
        k = _k(high - low)
        if m < k:
            return [*self.path(m, low, low + k), self.mth(low + k, high)]
        return [*self.path(m - k, low + k, high), self.mth(low, low + k)]

    def proof(self, m, low, high, whole=True):
        if m == high - low:
            return [] if whole else [self.mth(low, high)]
        k = _k(high - low)
        if m <= k:
            return [*self.proof(m, low, low + k, whole), self.mth(low + k, high)]
        return [*self.proof(m - k, low + k, high, False), self.mth(low, low + k)]


def _k(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k
