"""Draws by frequencies: the counts of bench/counts, and picking by them."""

import csv
import itertools
import pathlib
import random
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

_FOLDER = pathlib.Path(__file__).parent.parent / "counts"

T = TypeVar("T")


def rows(name: str) -> Iterator[tuple[list[str], int]]:
    """What each row of a file of counts is about, and how often it occurs."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for *about, count in reader:
            yield about, int(count)


class Frequencies(Generic[T]):
    """Things with their counts, to pick from."""

    def __init__(self, counts: Mapping[T, int]) -> None:
        self.things = list(counts)
        self._reached = list(itertools.accumulate(counts.values()))

    def pick(self, draw: random.Random) -> T:
        """One of them, each as often as it was counted."""
        return draw.choices(self.things, cum_weights=self._reached)[0]


def habits() -> dict[str, Frequencies[str]]:
    """How declarations are written, by habit."""
    counted: dict[str, dict[str, int]] = {}
    for (habit, value), count in rows("habits"):
        counted.setdefault(habit, {})[value] = count
    return {habit: Frequencies(counts) for habit, counts in counted.items()}
