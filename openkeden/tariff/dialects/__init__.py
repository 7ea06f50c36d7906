"""Read the official rate texts of several tariffs, and measure how much of a tariff can be
read.
"""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

import msgspec

from openkeden.tariff import duty
from openkeden.tariff.dialects import eaeu, european, us
from openkeden.tariff.duty.scanner import Malformed, fitting

Dialect = Literal["eaeu", "uk", "eu", "us"]

_READERS: dict[str, Callable[[str], duty.Expression]] = {
    "eaeu": eaeu.read,
    "uk": european.read,
    "eu": european.read,
    "us": us.read,
}


class UnreadableExpression(ValueError):
    """A text that the dialect does not know; `reason` says where reading stopped."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(reason)
        self.text, self.reason = text, reason


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a tariff could be read.

    A text is evaluable if its rate can be computed from a declaration alone.
    """

    #: Distinct texts.
    texts: int

    #: Texts that could be read.
    parsed: int

    #: Texts that are evaluable.
    evaluable: int

    #: Tariff lines that bear the texts.
    lines: int

    #: Lines whose texts could be read.
    lines_parsed: int

    #: Lines whose texts are evaluable.
    lines_evaluable: int

    #: Texts that could not be read, in order, each with its reason.
    unreadable: tuple[tuple[str, str], ...]

    #: Other texts that are not evaluable, in order, each with its reason.
    not_evaluable: tuple[tuple[str, str], ...]


class _Judged(NamedTuple):
    """What a dialect makes of one text."""

    #: The text.
    text: str

    #: The number of lines that bear it.
    lines: int

    #: Why it cannot be read; empty: it can.
    unreadable: str

    #: Why its rate cannot be computed; empty: it can, or the text cannot be read.
    obstacle: str


def read(text: str, dialect: Dialect) -> duty.Expression:
    """The rate that an official text states. Raises UnreadableExpression."""
    try:
        return _READERS[dialect](fitting(text))
    except Malformed as malformed:
        raise UnreadableExpression(text, malformed.reason) from malformed


def read_cell(raw: str) -> tuple[duty.Expression, int | None]:
    """The rate of a raw cell of the EAEU tariff and the number of its note, if it has one.

    Raises UnreadableExpression.
    """
    try:
        return eaeu.read_cell(fitting(raw))
    except Malformed as malformed:
        raise UnreadableExpression(raw, malformed.reason) from malformed


def coverage(rows: Iterable[tuple[str, int]], dialect: Dialect) -> Coverage:
    """What a dialect reads of `rows`, pairs of a text and the number of lines that bear it."""
    every = [_judge(text, count, dialect) for text, count in rows]
    parsed = [each for each in every if not each.unreadable]
    evaluable = [each for each in parsed if not each.obstacle]
    return Coverage(
        texts=len(every),
        parsed=len(parsed),
        evaluable=len(evaluable),
        lines=_lines(every),
        lines_parsed=_lines(parsed),
        lines_evaluable=_lines(evaluable),
        unreadable=_reasons([(each.text, each.unreadable) for each in every]),
        not_evaluable=_reasons([(each.text, each.obstacle) for each in parsed]),
    )


def _reasons(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The pairs of a text and a reason that have one."""
    return tuple([(text, reason) for text, reason in pairs if reason])


def _lines(texts: Iterable[_Judged]) -> int:
    return sum([each.lines for each in texts])


def _judge(text: str, count: int, dialect: Dialect) -> _Judged:
    try:
        expression = read(text, dialect)
    except UnreadableExpression as unreadable:
        return _Judged(text, count, unreadable.reason, "")
    obstacles = dict.fromkeys(duty.obstacles(expression))
    return _Judged(text, count, "", "; ".join(obstacles))
