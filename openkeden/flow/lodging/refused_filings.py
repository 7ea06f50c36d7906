"""Refused filings: they count as not filed, but who sent one can look up when and why it was
refused.
"""

import msgspec

from openkeden.base import names
from openkeden.flow import facts
from openkeden.store import read


class RefusedTry(msgspec.Struct, frozen=True):
    """A filing that was refused registration."""

    #: The index of its fact in the ledger.
    entry: int

    #: The fact, with all grounds.
    fact: facts.Refusal


def of(reference: str, declarant: str = "") -> tuple[RefusedTry, ...]:
    """Every refused filing under a reference, the oldest first: of one declarant, or of all
    who used it.
    """
    indices = read.refusals_of(names.comparable(reference))
    stored = read.entries(indices)
    tries = []
    for index in sorted(stored):
        fact = facts.read(stored[index].body)
        assert isinstance(fact, facts.Refusal), "the table names refusals"
        if declarant in ("", fact.declarant):
            tries.append(RefusedTry(index, fact))
    return tuple(tries)
