"""The truth of a generated world as a table."""

from collections.abc import Iterable, Iterator, Sequence

from openkeden.world.lines import WorldLine

#: The columns of the truth.
TRUTH = (
    "declaration",
    "item",
    "probability",
    "best",
    "best_revenue",
    "offence",
    "revenue",
    "scheme",
    "true_code",
    "true_origin",
)


def truth(lines: Iterable[WorldLine]) -> Iterator[Sequence[str]]:
    """The rows of the truth; probabilities are in millionths."""
    for line in lines:
        row = [line.declared.declaration, str(line.declared.item)]
        yield [*row, *[_cell(getattr(line.truth, name)) for name in TRUTH[2:]]]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
