"""What is wrong with a fact, beyond its place in the tree."""

import msgspec

from openkeden.flow.ledger.problems import Problem


class WrongFact(msgspec.Struct, frozen=True):
    """What of a fact does not fit those before it, or the installation."""

    #: What of the fact.
    column: str

    #: What is recorded.
    stored: str

    #: What it must be.
    expected: str

    def problem(self, table: str, record: str) -> Problem:
        """The same, told of a record of a table."""
        return Problem(table, record, self.column, self.stored, self.expected)
