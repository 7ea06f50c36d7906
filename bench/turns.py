"""Time that work takes, in turns with other work."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def used(work: Callable[[], object]) -> float:
    """Seconds of the processor that this takes; what was there before is not collected
    meanwhile.
    """
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def passed(work: Callable[[], object]) -> float:
    """Seconds of the clock that this takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def groups(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The things in groups of this size; the rest that makes none is left out."""
    for start in range(0, len(things) - size + 1, size):
        yield things[start : start + size]
