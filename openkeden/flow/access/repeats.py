"""Requests sent again: what was done by one is not done a second time, and its answer is
given again, to the byte.

The answer is written in the transaction of what was done. What was refused changed nothing
and may be sent again, corrected, under the same key.
"""

import datetime
from collections.abc import Callable
from typing import Final, TypeVar

import msgspec

from openkeden.base import findings, service_usage
from openkeden.base.findings import Refused
from openkeden.flow import facts
from openkeden.store import kept_answers, write
from openkeden.store.kept_answers import KeptAnswerRow

#: How long answers are kept.
KEPT: Final = datetime.timedelta(days=90)

#: What is answered where nothing was done.
Not = TypeVar("Not")

Headers = tuple[tuple[str, str], ...]


class Done(msgspec.Struct, frozen=True):
    """What is answered to something that was done."""

    #: The status of the answer.
    status: int

    #: Its headers, besides those that every answer has.
    headers: Headers

    #: Its body.
    body: bytes

    #: Whether it was given before.
    again: bool = False


def once(
    person: str,
    key: str,
    digest: bytes,
    now: datetime.datetime,
    act: Callable[[], Done | Not],
) -> Done | Not | Refused:
    """Do what a person asks under a key, or give the answer of when it was done; `digest` is
    that of the request. Refused where the key was used for another one.
    """
    with write.group() as cursor:
        known = kept_answers.of(person, key)
        if known is not None and known.at >= facts.microseconds(now - KEPT):
            return _again(known, key, digest)
        done = act()
        if not isinstance(done, Done):
            return done
        if known is not None:
            kept_answers.drop(cursor, person, key)
        kept_answers.keep(cursor, _row(person, key, digest, now, done))
    return done


def forget(now: datetime.datetime) -> int:
    """Give up the answers that have been kept long enough; how many there were."""
    with write.group() as cursor:
        return kept_answers.drop_before(cursor, facts.microseconds(now - KEPT))


def _again(known: KeptAnswerRow, key: str, digest: bytes) -> Done | Refused:
    if known.digest != digest:
        return findings.refused(service_usage.OTHER_CONTENT, "Idempotency-Key", value=key)
    headers = msgspec.json.decode(known.headers, type=Headers)
    return Done(known.status, headers, known.body, again=True)


def _row(
    person: str, key: str, digest: bytes, now: datetime.datetime, done: Done
) -> KeptAnswerRow:
    headers = msgspec.json.encode(done.headers).decode()
    at = facts.microseconds(now)
    return KeptAnswerRow(person, key, digest, done.status, headers, done.body, at)
