"""Intake: declarations read from a stream of bytes and lodged, a group at a time."""

import datetime
from collections.abc import Iterator
from typing import BinaryIO

from openkeden import formats
from openkeden.base.findings import Refused
from openkeden.clearance import people
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import answers, crossing, lodge, workers
from openkeden.store import log

#: The largest message taken, in bytes, unless its edge says otherwise.
MESSAGE_BYTES = formats.Limits().message_bytes


def lodge_stream(
    stream: BinaryIO,
    actor: str,
    now: datetime.datetime,
    at: Installation,
    message_bytes: int = MESSAGE_BYTES,
    late: str = "",
    beside: workers.Workers | None = None,
    group: int = lodge.GROUP,
) -> Iterator[answers.Answer]:
    """Lodge every declaration of a stream in any format that is known; one answer for each
    message, in their order. So many are recorded together as a `group` has.

    `actor` is the person who hands them in; empty where nobody is named. `late` says why
    the moment runs backwards. `beside` are workers that read ahead.
    """
    limits = formats.Limits(message_bytes=message_bytes)
    by = lodge.Actor(actor or people.UNNAMED)
    day = at.day(now)
    if beside is None or isinstance(day, Refused):
        yield from lodge.lodge_all(formats.read(stream, limits), by, now, at, late, group)
        return
    recorded = log.size()
    run = crossing.Run(day, now, limits)
    ahead = beside.read(formats.cut(stream, limits), run, group)
    reading = formats.bounded(ahead, limits)
    for answer in lodge.lodge_all(reading, by, now, at, late, group):
        beside.saw(new=answer.entry >= recorded)
        yield answer


def unopened(path: str, reason: str) -> answers.Answer:
    """The answer about a file that cannot be opened."""
    unread = formats.unopened(path, reason)
    return answers.of_unread(unread.findings, unread.where)
