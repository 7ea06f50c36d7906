"""Floods of messages that cannot be read: their findings are listed up to a number, then the
messages are counted, and an input that holds hardly anything else is given up.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from openkeden.base import findings
from openkeden.formats import rules
from openkeden.formats.message import Limits, Unread

#: What is made of a message that can be read.
M = TypeVar("M")


def bounded(reading: Iterable[M | Unread], limits: Limits) -> Iterator[M | Unread]:
    """The same messages, as long as not too many of them cannot be read."""
    listed = read = 0
    unlisted: list[str] = []
    more = 0
    for message in reading:
        if not isinstance(message, Unread):
            read += 1
            yield message
        elif listed < limits.findings:
            listed += len(message.findings)
            yield message
        else:
            more += 1
            unlisted = [*unlisted[:1], message.where]
            if more > limits.unread + read:
                break
    if more:
        yield _more(more, read, unlisted, given_up=more > limits.unread + read)


def _more(more: int, read: int, places: list[str], *, given_up: bool) -> Unread:
    """That there are more messages than are listed, and whether the rest was left unread."""
    found = [findings.of(rules.MORE_MESSAGES, "", value=more)]
    if given_up:
        found.append(findings.of(rules.GIVEN_UP, places[-1], value=more, read=read))
    where = places[0] if len(places) == 1 else f"{places[0]} to {places[-1]}"
    return Unread(tuple(found), where)
