"""What is made of rows, remembered for the rows of late: a pack before and after an import
shares most of them.
"""

from collections.abc import Callable
from typing import TypeVar

R = TypeVar("R")
T = TypeVar("T")


def remembered(most: int) -> Callable[[Callable[[R], T]], Callable[[R], T]]:
    """Remember what a function makes of its one argument, an object that never changes, for
    the `most` latest. Objects are told apart by identity: to compare them would cost more.
    """

    def wrapped(make: Callable[[R], T]) -> Callable[[R], T]:
        kept: dict[int, tuple[R, T]] = {}

        def made(rows: R) -> T:
            known = kept.get(id(rows))
            if known is None:
                known = kept[id(rows)] = (rows, make(rows))
                if len(kept) > most:
                    del kept[next(iter(kept))]
            return known[1]

        return made

    return wrapped
