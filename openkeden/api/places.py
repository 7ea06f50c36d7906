"""Parameters in addresses and in headers: what each means wherever it stands."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple


class NamedPlace(NamedTuple):
    """A parameter that is no part of a query."""

    #: What it is.
    means: str

    #: What it may be, as a JSON Schema.
    schema: Mapping[str, Any]

    #: What it may be, as an example; empty: examples of routes have it.
    example: str = ""


def _text(means: str, **schema: Any) -> NamedPlace:
    return NamedPlace(means, {"type": "string", "minLength": 1, **schema})


#: The parameters of addresses by their names.
PLACES: Final[Mapping[str, NamedPlace]] = {
    "code": _text("A commodity code: ten digits, or the first four to nine."),
    "name": _text("The name of a code list."),
    "id": _text("The key of a row of law, as figures name it; it has slashes."),
    "kind": _text("The name of a template, or of a kind of problem."),
    "office": _text("The first part of a registration number: the office."),
    "day": _text("The second part of a registration number: the day, as 020426."),
    "serial": _text("The third part of a registration number: seven digits."),
    "version": _text("The number of a version, from 1."),
    "action": _text("The action, as the list of actions names it."),
    "entry": _text("The index of a fact in the ledger.", pattern=r"^[0-9]{1,18}$"),
    "sha256": _text("The SHA-256 of a paper, in hexadecimal.", pattern=r"^[0-9a-f]{64}$"),
    "level": _text("The level of the tile, from the leaves at 0.", pattern=r"^[0-9]{1,2}$"),
    "index": _text(
        "The index of the tile in groups of three digits, each but the last after an x, as"
        " x001/067; of a tile that is not full `.p/` and its width follow, as 067.p/12.",
    ),
}

#: The headers that some routes read.
HEADERS: Final[Mapping[str, NamedPlace]] = {
    "If-Match": NamedPlace(
        means="The ETag of what the act was decided on.",
        schema={"type": "string", "minLength": 1},
        example='"entry-12"',
    ),
    "Idempotency-Key": NamedPlace(
        means="Names the act: what is sent again with the same one is done once.",
        schema={"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
        example="a7f3c2d81b",
    ),
}
