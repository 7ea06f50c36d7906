"""A signed declaration handed in: a file of one message with its signature."""

import datetime
import io
import itertools

import msgspec

from openkeden import formats
from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.clearance import people
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import answers, lodge
from openkeden.flow.recording import By
from openkeden.flow.signing import checked_signatures
from openkeden.signatures import signature_rules
from openkeden.signatures.provider import Signed


class SignedFile(msgspec.Struct, frozen=True):
    """A file with its signature."""

    #: The file.
    body: bytes

    #: Its detached signature.
    signature: bytes

    #: Bytes of the largest message.
    most: int = formats.Limits().message_bytes


def not_alone(many: int) -> Refused:
    """That a signature is of one declaration, and not of so many."""
    return findings.refused(signature_rules.NOT_ALONE, "signature", value=many)


def clear(file: SignedFile, by: By, at: Installation) -> answers.Answer | Refused:
    """Lodge the declaration of a file with its signature; the sender may be nobody that is
    known.
    """
    message = _read(file)
    if isinstance(message, Refused):
        return message
    if isinstance(message, formats.Unread):
        return answers.of_unread(message.findings, message.where)
    actor = lodge.Actor(by.actor or people.UNNAMED)
    return lodge.lodge([message], actor, by.now, at, by.late)[0]


def check(file: SignedFile, now: datetime.datetime, at: Installation) -> Signed | Refused:
    """Whose signature a declaration has by the law of a moment; nothing is recorded."""
    day, message = at.day(now), _read(file)
    if isinstance(day, Refused):
        return day
    if isinstance(message, Refused):
        return message
    if isinstance(message, formats.Unread):
        return Refused(message.findings)
    return checked_signatures.of(message, now, day, at)


def _read(file: SignedFile) -> formats.Received | formats.Unread | Refused:
    """The one declaration of a file; what is signed is the whole file."""
    limits = formats.Limits(message_bytes=file.most)
    reading = formats.read(io.BytesIO(file.body), limits)
    found = list(itertools.islice(reading, 2))
    if len(found) != 1:
        return not_alone(len(found))
    message = found[0]
    if isinstance(message, formats.Unread):
        return message
    return msgspec.structs.replace(message, body=file.body, signature=file.signature)
