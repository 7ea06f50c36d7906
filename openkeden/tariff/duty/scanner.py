"""A cursor over the text of a rate: take words, numbers and brackets, or say what was
expected.
"""

from typing import TypeVar

from openkeden.base import money

_DIGITS = frozenset("0123456789")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")

#: Letters of the longest text of a rate; the longest of any tariff read so far has 439.
LONGEST = 1_000

#: Times that a rate is put into another; using the result must not exhaust the stack.
MOST_WRAPPED = 50

P = TypeVar("P")


class Malformed(ValueError):
    """A text that is not a rate: `expected` is not at `position` of `text`; `reason` says
    so.
    """

    def __init__(self, text: str, position: int, expected: str) -> None:
        rest = repr(text[position : position + 20]) if position < len(text) else "the end"
        self.reason = f"position {position}: expected {expected}, found {rest}"
        super().__init__(f"{text!r}, {self.reason}")
        self.text, self.position, self.expected = text, position, expected


def fitting(text: str) -> str:
    """The text of a rate, unless it is longer than any. Raises Malformed."""
    if len(text) > LONGEST:
        shown = text[: LONGEST + 20]
        raise Malformed(shown, LONGEST, f"a rate of at most {LONGEST} letters")
    return text


class Scanner:
    """Reads `text` from the position `at`; every reading skips the spaces before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._wrapped = 0

    def fail(self, expected: str, at: int | None = None) -> Malformed:
        """The error that `expected` does not stand at the cursor (or at `at`)."""
        return Malformed(self.text, self.at if at is None else at, expected)

    def within(self, part: P) -> P:
        """A part that becomes one of another, as often as any rate has it. Raises
        Malformed.
        """
        self._wrapped += 1
        if self._wrapped > MOST_WRAPPED:
            raise self.fail(f"at most {MOST_WRAPPED} bounds, differences and conditions")
        return part

    def skip(self) -> None:
        """Move over spaces."""
        while self.text.startswith(" ", self.at):
            self.at += 1

    def take(self, literal: str) -> bool:
        """Move over `literal` if it stands here."""
        self.skip()
        if self.text.startswith(literal, self.at):
            self.at += len(literal)
            return True
        return False

    def expect(self, literal: str) -> None:
        """Move over `literal`. Raises Malformed."""
        if not self.take(literal):
            raise self.fail(repr(literal))

    def peek(self) -> str:
        """The word here (ASCII letters, digits, underscores), without moving; empty if
        none.
        """
        self.skip()
        end = self.at
        while end < len(self.text) and self.text[end] in _WORD:
            end += 1
        return self.text[self.at : end]

    def word(self, literal: str) -> bool:
        """Move over the whole word `literal` if it stands here."""
        if self.peek() == literal:
            self.at += len(literal)
            return True
        return False

    def until(self, stop: str) -> str:
        """All text up to the character `stop`, moving over both. Raises Malformed."""
        end = self.text.find(stop, self.at)
        if end < 0:
            raise self.fail(repr(stop), len(self.text))
        inside = self.text[self.at : end]
        self.at = end + 1
        return inside

    def number(self, decimals: int, point: str = ".") -> int:
        """A plain decimal number as an integer of 10**-decimals; `point` parts its
        decimals.

        Raises Malformed.
        """
        self.skip()
        whole = self._digits(self.at)
        fraction = self._digits(whole + 1) if self.text.startswith(point, whole) else whole
        end = fraction if fraction > whole + 1 else whole
        try:
            number = money.parse(self.text[self.at : end].replace(point, "."), decimals)
        except ValueError:
            raise self.fail(f"a number of at most {decimals} decimals") from None
        self.at = end
        return number

    def _digits(self, start: int) -> int:
        """The end of the ASCII digits from `start` on."""
        end = start
        while end < len(self.text) and self.text[end] in _DIGITS:
            end += 1
        return end

    def finish(self) -> None:
        """Nothing but spaces may be left. Raises Malformed."""
        self.skip()
        if self.at < len(self.text):
            raise self.fail("the end")
