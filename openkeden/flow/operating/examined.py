"""What an examination looks at, and what it finds."""

import datetime
import pathlib
from collections.abc import Iterable, Mapping

import msgspec

from openkeden.base.findings import Finding, Refused
from openkeden.flow.law.law_here import LawHere
from openkeden.lawpack.pack import Pack
from openkeden.ledger import checkpoint


class Installed(msgspec.Struct, frozen=True, kw_only=True):
    """An installation as far as it could be read."""

    #: Its folder.
    home: pathlib.Path

    #: The moment of the clock.
    now: datetime.datetime

    #: Why the database cannot be asked; None where it can.
    unanswered: Refused | None

    #: The key of the ledger, or why it cannot be read.
    key: checkpoint.Key | Refused

    #: The law that lies there with what it is known by, or why it cannot be read.
    law: tuple[Pack, LawHere] | Refused


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out about one part of an installation."""

    #: What was looked at.
    part: str

    #: What was seen, by what it is.
    seen: Mapping[str, str] = {}

    #: What is wrong, and what is worth knowing.
    findings: tuple[Finding, ...] = ()

    #: Whether it could be looked at.
    done: bool = True


#: What a check gives: what was seen, and findings.
SeenAndFound = tuple[Mapping[str, str], Iterable[Finding]]


def reasons(answer: object) -> tuple[Finding, ...]:
    """The findings of a refusal; none where nothing was refused."""
    return answer.findings if isinstance(answer, Refused) else ()
