"""What a direction and a procedure go with: features of movement and previous procedures of
box 37, letters of box 36.

The list `procedure_codes` has a row for each direction, procedure, part and code. It is an
extract: a part without any row is not judged.
"""

from collections.abc import Mapping
from typing import Final

#: The list, and its parts beside those of box 36.
CODES: Final = "procedure_codes"
FEATURE, PREVIOUS = "feature", "previous"

#: The codes of each direction, procedure and part.
ByUse = Mapping[tuple[str, str, str], frozenset[str]]


def by_use(listed: Mapping[str, str]) -> ByUse:
    """The codes of the list by direction, procedure and part."""
    codes: dict[tuple[str, str, str], set[str]] = {}
    for row in listed:
        direction, procedure, part, code = row.split(" ")
        codes.setdefault((direction, procedure, part), set()).add(code)
    return {use: frozenset(known) for use, known in codes.items()}
