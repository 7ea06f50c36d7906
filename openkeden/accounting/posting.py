"""Postings: an amount taken from one account and given to another."""

from collections.abc import Iterable

import msgspec

from openkeden.accounting import chart
from openkeden.accounting.chart import Means


class Posting(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One movement between two accounts of a payer: what one loses the other gains.

    It is written as an array in the order below.
    """

    #: Whose accounts they are.
    payer: str

    #: The account that loses.
    debit: str

    #: The account that gains.
    credit: str

    #: In minor national units; never nought, never negative.
    amount: int

    #: The document that brought the money, or the declaration that it is for.
    document: str

    #: The mandate under which the payer's money is used for another; empty for its own.
    mandate: str = ""


#: Balances, or changes of balances, by payer and kind of account.
Balances = dict[tuple[str, str], int]


def came(means: Means, payer: str, amount: int, document: str) -> Posting:
    """Means came in from outside."""
    return Posting(payer, means.source, means.free, amount, document)


def went(means: Means, payer: str, amount: int, document: str) -> Posting:
    """Means that had come in never came: the reverse of `came`."""
    return Posting(payer, means.free, means.source, amount, document)


def used(
    means: Means, payer: str, amount: int, document: str, mandate: str = ""
) -> Posting:
    """Free means are used for a declaration."""
    return Posting(payer, means.free, means.used, amount, document, mandate)


def reverse(posting: Posting, amount: int) -> Posting:
    """A part of what a posting moved goes back."""
    return msgspec.structs.replace(
        posting, debit=posting.credit, credit=posting.debit, amount=amount
    )


def sound(posting: Posting) -> bool:
    """Whether a posting moves something between accounts that the chart connects."""
    named = posting.payer != "" and posting.amount > 0
    return named and (posting.debit, posting.credit) in chart.MOVES


def add(balances: Balances, posting: Posting) -> None:
    """Add a posting to balances."""
    lost, gained = (posting.payer, posting.debit), (posting.payer, posting.credit)
    balances[lost] = balances.get(lost, 0) - posting.amount
    balances[gained] = balances.get(gained, 0) + posting.amount


def drawn(postings: Iterable[Posting]) -> dict[str, int]:
    """By how much postings draw on each mandate; less than nought where they give back."""
    change: dict[str, int] = {}
    for posting in postings:
        if posting.mandate:
            amount = posting.amount if posting.debit in chart.MEANS else -posting.amount
            change[posting.mandate] = change.get(posting.mandate, 0) + amount
    return change


def standing(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """What stands for a declaration by all its postings, oldest first: each use of means,
    less what was given back of it.
    """
    left: dict[Posting, int] = {}
    for posting in postings:
        if posting.debit in chart.MEANS:
            key, amount = msgspec.structs.replace(posting, amount=0), posting.amount
        else:
            key, amount = reverse(posting, 0), -posting.amount
        left[key] = left.get(key, 0) + amount
    return tuple(
        [
            msgspec.structs.replace(key, amount=amount)
            for key, amount in left.items()
            if amount
        ]
    )


def given_back(
    postings: Iterable[Posting], kinds: Iterable[str], at_most: int | None = None
) -> tuple[Posting, ...]:
    """What gives back that stands for a declaration on these kinds of accounts: all of it,
    or at most an amount, the latest use first.
    """
    wanted, left = frozenset(kinds), at_most
    back: list[Posting] = []
    for use in reversed(standing(postings)):
        amount = use.amount if left is None else min(left, use.amount)
        if use.credit in wanted and amount > 0:
            back.append(reverse(use, amount))
            left = None if left is None else left - amount
    return tuple(back)
