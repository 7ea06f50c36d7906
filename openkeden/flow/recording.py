"""Recording: facts are stamped here with the moment of the clock, and appended to the
ledger in the transaction of their caller.
"""

import datetime
from typing import Any

from openkeden.base import identities
from openkeden.flow import clock, facts
from openkeden.ledger import checkpoint, entry
from openkeden.store import log


def stamp(at: datetime.datetime, actor: str, late: str = "") -> dict[str, Any]:
    """What every fact of one act says: as of which moment, when by the clock, by whom, and
    why so late.
    """
    return {
        "v": facts.VERSION,
        "at": at,
        "recorded": clock.now(),
        "actor": identities.normal(actor),
        "late": late,
    }


def log_record(
    fact: facts.AnyFact, received: bytes = b"", sealed: bytes = b""
) -> log.LogRecord:
    """A fact as the ledger takes it, with the message that it answers and what it seals."""
    return log.LogRecord(
        kind=str(type(fact).__struct_config__.tag),
        subject=fact.subject,
        at=facts.microseconds(fact.at),
        recorded=facts.microseconds(fact.recorded),
        body=entry.canonical(fact),
        received=received,
        sealed=sealed,
    )


def append(
    cursor: Any, fact: facts.AnyFact, key: checkpoint.Key, sealed: bytes = b""
) -> int:
    """Append one fact with what it seals and sign the new head; its index in the ledger."""
    index = log.size()
    log.append(cursor, [log_record(fact, sealed=sealed)], key)
    return index
