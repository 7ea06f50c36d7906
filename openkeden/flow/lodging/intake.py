"""Intake: declarations read from a stream of bytes and lodged, a group at a time."""

import datetime
from collections.abc import Iterator
from typing import BinaryIO

from openkeden import formats
from openkeden.clearance import people
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import answers, lodge

#: The largest message taken, in bytes, unless its edge says otherwise.
MESSAGE_BYTES = formats.Limits().message_bytes


def lodge_stream(
    stream: BinaryIO,
    actor: str,
    now: datetime.datetime,
    at: Installation,
    message_bytes: int = MESSAGE_BYTES,
    late: str = "",
) -> Iterator[answers.Answer]:
    """Lodge every declaration of a stream in any format that is known; one answer for each
    message, in their order.

    `actor` is the person who hands them in; empty where nobody is named. `late` says why
    the moment runs backwards.
    """
    reading = formats.read(stream, formats.Limits(message_bytes=message_bytes))
    return lodge.lodge_all(reading, lodge.Actor(actor or people.UNNAMED), now, at, late)


def unopened(path: str, reason: str) -> answers.Answer:
    """The answer about a file that cannot be opened."""
    unread = formats.unopened(path, reason)
    return answers.of_unread(unread.findings, unread.where)
