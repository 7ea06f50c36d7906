"""Postings: an amount taken from one account and given to another."""

import msgspec


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
