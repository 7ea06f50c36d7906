"""Results: ratios of measurements that took turns in one run, and what stood beside them."""

import statistics
from collections.abc import Sequence

import msgspec


class Ratio(msgspec.Struct, frozen=True):
    """What was measured, as often as it was, over what took turns with it."""

    #: What was measured.
    what: str
    #: What it was divided by.
    beside: str
    #: The ratio of each round.
    rounds: tuple[float, ...]
    #: What has to be known to read it.
    note: str = ""

    @property
    def middle(self) -> float:
        return statistics.median(self.rounds)

    @property
    def spread(self) -> str:
        """The lowest and the highest of all rounds."""
        if len(self.rounds) == 1:
            return ""
        return f"{number(min(self.rounds))} to {number(max(self.rounds))}"

    def __str__(self) -> str:
        spread = f" ({self.spread} of {len(self.rounds)})" if self.spread else ""
        note = f"; {self.note}" if self.note else ""
        return f"{self.what} / {self.beside}: {number(self.middle)}{spread}{note}"


def number(ratio: float) -> str:
    """A ratio with the digits that mean something."""
    if ratio < 1:
        return f"{ratio:.3f}"
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def quotients(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...]:
    """The ratios of rounds, pair by pair."""
    return tuple([one / other for one, other in zip(above, below, strict=True)])
