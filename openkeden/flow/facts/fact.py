"""What all facts of the ledger have in common."""

import datetime
from typing import Literal

import msgspec

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


#: The version in which facts are written.
VERSION: Literal[2] = 2


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="fact", omit_defaults=True):
    """Any fact."""

    #: The version of its shape.
    v: Literal[1, 2]
    #: The moment that it counts as of.
    at: datetime.datetime
    #: The moment of the clock when it was recorded.
    recorded: datetime.datetime
    #: Who recorded it: a person of the register, or the system.
    actor: str
    #: Why it counts as of a moment before the latest one that the ledger spoke of, or was
    #: recorded by a clock that runs behind; empty where it does neither.
    late: str = ""

    @property
    def subject(self) -> str:
        """What the ledger files it under: a registration number, a payer, a day."""
        raise NotImplementedError


def microseconds(moment: datetime.datetime) -> int:
    """A moment as microseconds since 1970, exactly."""
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)


def moment(microseconds_since: int) -> datetime.datetime:
    """The moment of so many microseconds since 1970, in UTC."""
    return EPOCH + datetime.timedelta(microseconds=microseconds_since)
