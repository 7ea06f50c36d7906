"""The chart of accounts: which accounts a payer has, and between which of them money moves.

Every payer has the same six. Two of them stand for the world outside and fall below nought
by what came in; no other ever does. All accounts of a payer together are always nought.
"""

from typing import Final

import msgspec

#: What came from outside in money, and what was guaranteed from outside.
BANK, GUARANTOR = "bank", "guarantor"

#: Money paid in advance, and the free part of guarantees.
ADVANCE, GUARANTEE = "advance", "guarantee"

#: Money paid for declarations, and guarantees held for them.
DUTIES, SECURED = "duties", "secured"

#: All kinds of accounts with what each means.
KINDS: Final = {
    BANK: "what came from outside in money",
    ADVANCE: "money paid in advance and not yet used",
    DUTIES: "money paid for declarations",
    GUARANTOR: "what was guaranteed from outside",
    GUARANTEE: "the free part of guarantees",
    SECURED: "guarantees held for declarations",
}

#: The kinds that may be below nought: they stand for what is outside.
OUTSIDE: Final = frozenset({BANK, GUARANTOR})


class Means(msgspec.Struct, frozen=True):
    """The three accounts that one kind of means moves between."""

    #: Where it comes from.
    source: str

    #: Where it lies free.
    free: str

    #: Where it stands for declarations.
    used: str


#: Money and guarantees: what lies free of each is the kind of its documents.
MONEY: Final = Means(BANK, ADVANCE, DUTIES)
SECURITY: Final = Means(GUARANTOR, GUARANTEE, SECURED)

#: The means by the kind of account that it lies free on.
MEANS: Final = {ADVANCE: MONEY, GUARANTEE: SECURITY}

#: The actions of a declaration that use means, with what they use.
USES: Final = {"confirm_payment": MONEY, "secure": SECURITY}


def _moves(means: Means) -> tuple[tuple[str, str], ...]:
    return (
        (means.source, means.free),
        (means.free, means.source),
        (means.free, means.used),
        (means.used, means.free),
    )


#: Every pair of accounts that a posting may move between: debit and credit.
MOVES: Final = frozenset([*_moves(MONEY), *_moves(SECURITY)])
