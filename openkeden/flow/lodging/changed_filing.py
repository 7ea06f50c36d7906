"""A changed filing made the amendment of a lodged declaration: it is given the registration
number that it amends and a reference of its own.
"""

import datetime
import itertools
from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from openkeden import formats
from openkeden.base import findings, names
from openkeden.base.findings import Refused
from openkeden.clearance import amendment_rules
from openkeden.filing import declaration
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import (
    answers,
    earlier_answers,
    lodge,
    references,
    refused_filings,
)
from openkeden.flow.lodging.batch import declarant_of
from openkeden.formats import jsonl
from openkeden.store import read, rows

Versions = Sequence[rows.DeclarationRow]


def amend(
    made: formats.Received | formats.Unread,
    actor: str,
    now: datetime.datetime,
    at: Installation,
    late: str = "",
) -> answers.Answer:
    """Lodge an amendment in the name of a person; `late` says why the moment runs
    backwards.
    """
    if isinstance(made, formats.Unread):
        return answers.of_unread(made.findings, made.where)
    return lodge.lodge([made], lodge.Actor(actor), now, at, late)[0]


def of(
    reference: str, stream: BinaryIO, own: str, message_bytes: int
) -> formats.Received | formats.Unread | Refused:
    """The amendment that a file with the changed declaration makes of the one that
    `reference` means; `own` is the reference that it is given, found where it is empty.

    The same file again is the same amendment.
    """
    versions = references.versions(reference)
    if isinstance(versions, Refused):
        return not_lodged(reference) or versions
    limits = formats.Limits(message_bytes=message_bytes)
    messages = list(itertools.islice(formats.read(stream, limits), 2))
    if len(messages) != 1:
        return findings.refused(amendment_rules.ONE_MESSAGE, "file", value=len(messages))
    message = messages[0]
    if isinstance(message, formats.Unread):
        return message
    number = versions[-1].registration
    if message.filing.amends not in ("", number):
        return findings.refused(
            amendment_rules.OTHER, "amends", value=message.filing.amends, known=number
        )
    filing = msgspec.structs.replace(message.filing, amends=number)
    named = own or _reference(filing, versions)
    if not named:
        return findings.refused(
            amendment_rules.UNCHANGED, "file", value=number, version=versions[-1].version
        )
    return _message(message, msgspec.structs.replace(filing, reference=named))


def not_lodged(reference: str) -> Refused | None:
    """That what is to be amended or withdrawn was refused, and so never filed."""
    lodged = not isinstance(references.versions(reference), Refused)
    if lodged or not refused_filings.of(reference):
        return None
    return findings.refused(amendment_rules.NOT_LODGED, "reference", value=reference)


def _reference(filing: declaration.Filing, versions: Versions) -> str:
    """A reference for an amendment: that of the version which says the same already, its
    own where it is free, else one with the number of the version; empty where it changes
    nothing.
    """
    latest = versions[-1]
    if _says(filing, latest):
        return latest.reference if latest.version > 1 else ""
    wanted = filing.reference
    version = latest.version + 1
    while _is_taken(wanted, filing):
        wanted = earlier_answers.numbered(versions[0].reference, version)
        version += 1
    return wanted


def _says(filing: declaration.Filing, version: rows.DeclarationRow) -> bool:
    """Whether a version says what a filing says, but for reference and what it amends."""
    message = read.entries([version.lodged])[version.lodged].received
    amends = filing.amends if version.version > 1 else ""
    same = msgspec.structs.replace(filing, amends=amends)
    return earlier_answers.same_content(same, message)


def _is_taken(reference: str, filing: declaration.Filing) -> bool:
    key = (declarant_of(filing), names.comparable(reference))
    return bool(read.declarations_by_key([key]))


def _message(received: formats.Received, filing: declaration.Filing) -> formats.Received:
    """The message that is lodged: the file as it is, where it says all that is needed."""
    if filing == received.filing:
        return received
    body = b"".join(jsonl.write([filing]))
    return formats.Received(filing, body, jsonl.MEDIA_TYPE, received.where)
