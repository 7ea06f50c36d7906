"""What an audit names: a record, file or object that does not fit, and what it should be."""

from collections.abc import Iterator

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """A record that does not fit."""

    #: The table; `schema` or `database` for what is no table, `file` for what lies beside
    #: it, `outside` for what was brought from elsewhere.
    table: str
    #: Which record of the table.
    record: str
    #: Empty where the whole record is meant.
    column: str
    stored: str
    #: What the facts say.
    expected: str


def cells(
    table: str, name: str, stored: msgspec.Struct, expected: msgspec.Struct
) -> Iterator[Problem]:
    """The columns of a record in which it is not the expected one."""
    for column in stored.__struct_fields__:
        here, derived = getattr(stored, column), getattr(expected, column)
        if here != derived:
            yield Problem(table, name, column, shown(here), shown(derived))


def shown(value: object) -> str:
    """A value of a column as text."""
    return value.hex() if isinstance(value, bytes) else str(value)
