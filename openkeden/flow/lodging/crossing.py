"""Crossing: a parcel of messages on its way to a worker, and what the law alone says of them
on its way back.

A worker reads, checks and values. It knows no other declaration and no account, and draws
nothing: what hangs on these is left to the process that records. A goods line crosses once,
though a declaration names it twice.
"""

import datetime
import functools
from collections.abc import Sequence
from typing import Any

import msgspec

from openkeden import formats
from openkeden.assessment import charges
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import people
from openkeden.filing import declaration, validation
from openkeden.flow.installation import LawOfDay
from openkeden.flow.lodging import preparation
from openkeden.flow.lodging.filed import Filed, lots_of
from openkeden.flow.lodging.judgement import Ahead, HandedIn, Valued
from openkeden.flow.lodging.law_alone import LawAlone
from openkeden.flow.people import senders
from openkeden.formats import jsonl
from openkeden.risk import lots

#: A message as it was cut from its input.
Message = formats.Received | formats.Unread | formats.Line

_NOBODY = senders.Sender(people.UNNAMED)


class Run(msgspec.Struct, frozen=True):
    """What all messages of a run have in common."""

    #: The law that they are valued by.
    day: LawOfDay

    #: The moment that they are lodged as of.
    now: datetime.datetime

    #: What one of them may cost.
    limits: formats.Limits


class ReadAhead(msgspec.Struct, frozen=True, gc=False, tag=True):
    """What a worker found out about a message that can be read."""

    #: The lots that it brings.
    brought: lots.Brought

    #: What is said about how it was read.
    notices: tuple[Finding, ...]

    #: The filing; None where it is that of the declaration.
    filing: declaration.Filing | None

    #: Why it is refused.
    refused: tuple[Finding, ...] = ()

    #: What the rules say, of a declaration without its goods lines; None where it is refused.
    validated: validation.Validated | None = None

    #: What it owes; None where it is refused.
    assessed: charges.Assessment | None = None

    #: What is to be told of that.
    told: tuple[Finding, ...] = ()


#: What crosses back of each message; None where it does not fit.
Answered = ReadAhead | formats.Unread | None


def packed(parcel: Sequence[Message]) -> bytes | None:
    """A parcel as it crosses; None where a number in it is too large for that."""
    return _packed(parcel)


def worked(parcel: bytes | bytearray, run: Run) -> bytes:
    """What a worker makes of a parcel: every message read and valued by the law alone."""
    sent: list[Message] = _decoder(list[Message]).decode(parcel)
    answered = _answered(sent, run)
    body = _packed(answered)
    if body is None:
        body = _packed([one if _packed([one]) else None for one in answered])
    assert body is not None, "what does not fit was left out"
    return body


def unpacked(
    body: bytes | bytearray, parcel: Sequence[Message], run: Run
) -> list[HandedIn | formats.Unread]:
    """What a worker made of a parcel. Raises DecodeError where it cannot be read."""
    answered: list[Answered] = _decoder(list[Answered]).decode(body)
    return [_handed_in(*pair, run) for pair in zip(parcel, answered, strict=True)]


def read(message: Message, run: Run) -> HandedIn | formats.Unread:
    """A message that is read here; nothing else is found out ahead."""
    read = formats.read_one(message, run.limits)
    return read if isinstance(read, formats.Unread) else HandedIn(read)


@functools.cache
def _decoder(kind: Any) -> "msgspec.msgpack.Decoder[Any]":
    return msgspec.msgpack.Decoder(kind)


def _packed(values: Sequence[Message | Answered]) -> bytes | None:
    try:
        return msgspec.msgpack.encode(values)
    except OverflowError:
        return None


def _answered(sent: Sequence[Message], run: Run) -> list[Answered]:
    """Read and value messages, step by step over all of them."""
    read = [formats.read_one(message, run.limits) for message in sent]
    readable = [message for message in read if isinstance(message, formats.Received)]
    filed = [_filed(received, run) for received in readable]
    said = [preparation.validate(one) for one in filed]
    valued = [preparation.value(*pair) for pair in zip(filed, said, strict=True)]
    ahead = iter([_read_ahead(*pair) for pair in zip(filed, valued, strict=True)])
    return [one if isinstance(one, formats.Unread) else next(ahead) for one in read]


def _filed(received: formats.Received, run: Run) -> Filed:
    brought = lots_of(received.filing, run.day)
    return Filed(received, _NOBODY, run.now, run.day, LawAlone(), brought)


def _read_ahead(filed: Filed, valued: Valued) -> ReadAhead:
    received, brought = filed.received, filed.brought
    filing, notices = received.filing, received.notices
    if isinstance(valued, Refused):
        return ReadAhead(brought, notices, filing, valued.findings)
    validated, declared = valued.validated, valued.declared
    told = valued.noticed[len(notices) + len(validated.findings) :]
    return ReadAhead(
        brought,
        notices,
        None if declared.filing is filing else filing,
        (),
        validation.Validated(_without_lines(declared), validated.findings),
        valued.assessed,
        told,
    )


def _handed_in(message: Message, answered: Answered, run: Run) -> HandedIn | formats.Unread:
    """A message with what a worker found out about it."""
    if answered is None or isinstance(message, formats.Unread):
        return read(message, run)
    if isinstance(answered, formats.Unread):
        return answered
    valued = _whole(answered)
    filing = answered.filing
    if filing is None:
        assert isinstance(valued, preparation.ValuedFiling), "it was not refused"
        filing = valued.declared.filing
    received = formats.Received(
        filing,
        message.body,
        jsonl.MEDIA_TYPE if isinstance(message, formats.Line) else message.media_type,
        message.where,
        answered.notices,
        () if isinstance(message, formats.Line) else message.rows,
    )
    return HandedIn(received, Ahead(run.day, answered.brought, valued))


def _whole(answered: ReadAhead) -> Valued:
    """What a filing owes, or why it is refused, as it was before it crossed."""
    validated, assessed = answered.validated, answered.assessed
    if validated is None or validated.declaration is None or assessed is None:
        return Refused(answered.refused)
    declared = _with_lines(validated.declaration)
    validated = validation.Validated(declared, validated.findings)
    noticed = (*answered.notices, *validated.findings, *answered.told)
    return preparation.ValuedFiling(validated, declared, assessed, (), noticed)


def _without_lines(declared: declaration.Declaration) -> declaration.Declaration:
    """The declaration without the lines of its filing, which its goods hold."""
    filing = msgspec.structs.replace(declared.filing, items=())
    return msgspec.structs.replace(declared, filing=filing)


def _with_lines(declared: declaration.Declaration) -> declaration.Declaration:
    lines = tuple([goods.item for goods in declared.goods])
    filing = msgspec.structs.replace(declared.filing, items=lines)
    return msgspec.structs.replace(declared, filing=filing)
