"""What texts of law say, each read once: rows repeat some hundred texts thousands of times."""

from collections.abc import Callable, Mapping
from typing import Final, Generic, TypeVar

T = TypeVar("T")

#: Texts that are remembered at most: a law pack has some hundreds.
MOST: Final = 10_000


class Readings(Generic[T]):
    """Reads texts by a function that depends on nothing else, and remembers what they say."""

    def __init__(self, read: Callable[[str], T]) -> None:
        self._read = read
        self._known: dict[str, T] = {}

    def __call__(self, text: str) -> T:
        """What a text says. Raises as the function does."""
        known = self._known.get(text)
        if known is None:
            known = self._read(text)
            self.learn({text: known})
        return known

    def learn(self, known: Mapping[str, T]) -> None:
        """Remember what texts were found to say before."""
        if len(self._known) + len(known) > MOST:
            self._known.clear()
        self._known.update(known)
