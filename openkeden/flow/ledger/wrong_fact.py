"""What is wrong with a fact, beyond its place in the tree."""

import msgspec


class WrongFact(msgspec.Struct, frozen=True):
    """What of a fact does not fit those before it, or the installation."""

    #: What of the fact.
    column: str

    #: What is recorded.
    stored: str

    #: What it must be.
    expected: str
