"""Official rate texts in, expressions of one algebra out, whatever the tariff; and how much of a tariff is covered."""

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from openkeden.tariff import duty
from openkeden.tariff.dialects import eaeu, european, us
from openkeden.tariff.duty.scanner import Malformed

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
    """How much of a tariff could be read: distinct texts and the lines that bear them.

    A text is evaluable if its rate can be computed from a declaration alone; `unreadable` and `not_evaluable` list the
    others, each with its reason, in the order given.
    """

    texts: int
    parsed: int
    evaluable: int
    lines: int
    lines_parsed: int
    lines_evaluable: int
    unreadable: tuple[tuple[str, str], ...]
    not_evaluable: tuple[tuple[str, str], ...]


def read(text: str, dialect: Dialect) -> duty.Expression:
    """The rate that an official text states. Raises Unreadable."""
    try:
        return _READERS[dialect](text)
    except Malformed as malformed:
        raise UnreadableExpression(text, malformed.reason) from malformed


def read_cell(raw: str) -> tuple[duty.Expression, int | None]:
    """The rate of a raw cell of the EAEU tariff and the number of its note, if it has one. Raises Unreadable."""
    try:
        return eaeu.read_cell(raw)
    except Malformed as malformed:
        raise UnreadableExpression(raw, malformed.reason) from malformed


def coverage(rows: Iterable[tuple[str, int]], dialect: Dialect) -> Coverage:
    """What a dialect reads of `rows`, pairs of a text and the number of lines that bear it."""
    every = [(text, count, *_judge(text, dialect)) for text, count in rows]
    parsed = [count for _, count, unread, _ in every if not unread]
    evaluable = [count for _, count, unread, obstacle in every if not unread and not obstacle]
    return Coverage(
        texts=len(every),
        parsed=len(parsed),
        evaluable=len(evaluable),
        lines=sum([count for _, count, _, _ in every]),
        lines_parsed=sum(parsed),
        lines_evaluable=sum(evaluable),
        unreadable=tuple([(text, unread) for text, _, unread, _ in every if unread]),
        not_evaluable=tuple([(text, obstacle) for text, _, _, obstacle in every if obstacle]),
    )


def _judge(text: str, dialect: Dialect) -> tuple[str, str]:
    """Why a text cannot be read, and why its rate cannot be computed; empty where it can."""
    try:
        expression = read(text, dialect)
    except UnreadableExpression as unreadable:
        return unreadable.reason, ""
    return "", "; ".join(dict.fromkeys(duty.obstacles(expression)))
