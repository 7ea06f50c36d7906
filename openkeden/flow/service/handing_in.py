"""Handing in: the body of a request to filings, and their answers in its order."""

import datetime
import io
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from openkeden import formats
from openkeden.base import findings, serving_usage
from openkeden.base.findings import Refused
from openkeden.clearance import people, registration
from openkeden.flow.lodging import answers
from openkeden.flow.lodging.lodge import Actor, GivenAnswer, Sent
from openkeden.flow.service.filing_queue import FilingQueue

#: Media types that declarations are sent as; which format it is, the content tells.
MEDIA_TYPES: Final = (
    *[each.media_type for each in formats.FORMATS],
    "application/x-ndjson",
    "text/xml",
)

#: The largest body, the largest message in it, in bytes.
BODY_BYTES: Final = 32 * formats.message.MEBIBYTE
_LIMITS: Final = formats.Limits(message_bytes=10 * formats.message.MEBIBYTE)

#: Declarations and items that one body may hold.
MOST_FILINGS: Final = 1_000
MOST_ITEMS: Final = 50_000

#: The rules by which a filing cannot be told from one before it.
_CONFLICTS: Final = (
    registration.SAME_REFERENCE.number,
    registration.AMENDMENT_REFERENCE.number,
)


class FilingsDone(msgspec.Struct, frozen=True):
    """What became of what a body holds."""

    #: The answers, in the order of the body.
    given: tuple[GivenAnswer, ...]

    #: Whether it was sent as several: a list, lines, a table.
    several: bool

    def count(self, status: answers.Status) -> int:
        """How many answers have this status."""
        return sum([one.answer.status == status for one in self.given])


def is_conflict(answer: answers.Answer) -> bool:
    """Whether the reference of a filing was used before for something else."""
    rules = [finding.rule for finding in answer.findings]
    return answer.entry < 0 and any(rule in _CONFLICTS for rule in rules)


def hand_in(
    body: bytes,
    media_type: str,
    person: str,
    queue: FilingQueue,
    moment: datetime.datetime | None = None,
) -> FilingsDone | Refused:
    """Lodge all that a body holds in the name of a person; what cannot be read is answered
    in its place, and stops nothing else.
    """
    read = _read(body)
    if isinstance(read, Refused):
        return read
    actor = Actor(person or people.UNNAMED)
    sent = [Sent(one, actor) for one in read if isinstance(one, formats.Received)]
    lodged = queue.hand_in(sent, moment) if sent else []
    if isinstance(lodged, Refused):
        return lodged
    given = tuple(_in_order(read, lodged))
    return FilingsDone(given, sent_as_several(body, media_type, len(given)))


def _read(body: bytes) -> list[formats.Received | formats.Unread] | Refused:
    """Every message of a body, unless they are too many."""
    read: list[formats.Received | formats.Unread] = []
    items = 0
    for message in formats.read(io.BytesIO(body), _LIMITS):
        read.append(message)
        if isinstance(message, formats.Received):
            items += len(message.filing.items)
        if len(read) > MOST_FILINGS or items > MOST_ITEMS:
            return too_many(len(read), items)
    return read


def too_many(filings: int, items: int) -> Refused:
    """The refusal of a body that holds more than may be sent at once."""
    return findings.refused(
        serving_usage.TOO_MANY,
        "body",
        value=filings,
        items=items,
        most=MOST_FILINGS,
        most_items=MOST_ITEMS,
    )


def _in_order(
    read: Iterable[formats.Received | formats.Unread], lodged: Sequence[GivenAnswer]
) -> Iterable[GivenAnswer]:
    following = iter(lodged)
    for message in read:
        if isinstance(message, formats.Unread):
            answer = answers.of_unread(message.findings, message.where)
            yield GivenAnswer(answer, again=False)
        else:
            yield next(following)


def sent_as_several(body: bytes, media_type: str, count: int) -> bool:
    """Whether the answers are a list: by how it was sent, not by how many there were."""
    if count != 1:
        return True
    sniffed = formats.sniff(body[: formats.Source.HEAD])
    name = sniffed.name if sniffed is not None else ""
    if name == "json":
        listed = body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
        return listed or media_type == "application/x-ndjson"
    return name in ("csv", "xlsx")
