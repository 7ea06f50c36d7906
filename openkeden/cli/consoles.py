"""Consoles of the command line: text with markup for people, styled where a terminal is.

What styles it is loaded where it is needed: lines that go into a file or a pipe are written
as they are, without their marks.
"""

import functools
import os
import re
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rich.console import Console as StyledConsole

#: Columns of a table where no terminal says how wide it is.
WIDTH: Final = 120

#: Columns that a letter takes at most.
_WIDEST_LETTER: Final = 2

#: A mark of style with the backslashes before it: an odd one makes it plain text.
_MARK: Final = re.compile(r"(\\*)(\[[a-z#/@][^\[]*?\])")


class Console:
    """Standard output, or standard error, for people."""

    def __init__(self, *, stderr: bool = False) -> None:
        self._stderr = stderr

    @functools.cached_property
    def styled(self) -> "StyledConsole":
        """The console that knows of styles, tables and progress."""
        from rich.console import Console as StyledConsole  # noqa: PLC0415

        told = sys.stdout.isatty() or "COLUMNS" in os.environ
        width = None if self._stderr or told else WIDTH
        return StyledConsole(stderr=self._stderr, highlight=False, emoji=False, width=width)

    @property
    def width(self) -> int:
        """Its columns."""
        bare = not self._stderr and not sys.stdout.isatty()
        return WIDTH if bare and "COLUMNS" not in os.environ else self.styled.width

    @property
    def is_terminal(self) -> bool:
        """Whether a person looks on."""
        return self.styled.is_terminal

    def print(self, text: Any = "", *, soft_wrap: bool = False, **style: Any) -> None:
        """Print a line of markup, or what the styled console prints; `soft_wrap` leaves it
        to the terminal to fold it.
        """
        stream = sys.stderr if self._stderr else sys.stdout
        if isinstance(text, str) and not stream.isatty():
            told = unmarked(text) if style.get("markup", True) else text
            if soft_wrap or self._fits(told):
                stream.write(f"{told}\n")
                return
        self.styled.print(text, soft_wrap=soft_wrap, **style)

    def _fits(self, told: str) -> bool:
        """Whether no line has to be folded, were each letter as wide as two."""
        widest = max(map(len, told.split("\n")))
        return widest * _WIDEST_LETTER <= self.width


def escape(text: str) -> str:
    """A text that stands in markup as it is."""
    escaped = _MARK.sub(r"\1\1\\\2", text)
    single = escaped.endswith("\\") and not escaped.endswith("\\\\")
    return f"{escaped}\\" if single else escaped


def unmarked(markup: str) -> str:
    """What markup says, without its marks."""
    said, at = [], 0
    for mark in _MARK.finditer(markup):
        said += [markup[at : mark.start()].replace("\\[", "["), _plain(mark)]
        at = mark.end()
    return "".join([*said, markup[at:].replace("\\[", "[")])


def _plain(mark: re.Match[str]) -> str:
    slashes, escaped = divmod(len(mark[1]), 2)
    return "\\" * slashes + (mark[2] if escaped else "")
