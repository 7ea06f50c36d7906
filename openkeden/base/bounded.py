"""Bounded memories: what was found out about a subject is kept, however many subjects are
sent.
"""

from typing import Final, TypeVar

S = TypeVar("S")
T = TypeVar("T")

#: Subjects that one memory keeps before it starts anew.
REMEMBERED: Final = 50_000


def remember(memory: dict[S, T], subject: S, what: T) -> None:
    """Note what was found out about a subject; a full memory starts anew."""
    if len(memory) >= REMEMBERED:
        memory.clear()
    memory[subject] = what
