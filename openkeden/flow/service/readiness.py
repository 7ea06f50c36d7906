"""Readiness: whether a request that comes now would be done."""

import datetime
from collections.abc import Iterator

from django.db import DatabaseError

from openkeden.base import findings, operating_usage
from openkeden.base.findings import Finding, Refused
from openkeden.flow.installation import Installation
from openkeden.flow.law import packs
from openkeden.flow.service.filing_queue import FilingQueue
from openkeden.store import connecting, log


def objections(
    at: Installation, filings: FilingQueue | None, now: datetime.datetime
) -> Refused | None:
    """Every reason why it would not: the database, the law of today, what waits."""
    today = at.local(now).date()
    law = packs.covered(at.pack, lambda: at.pack.on(today))
    found = [*_database(), *_reasons(law)]
    if filings is not None:
        found += _reasons(filings.objection())
    return Refused(tuple(found)) if found else None


def _database() -> Iterator[Finding]:
    try:
        with connecting.told_alike():
            log.size()
    except DatabaseError as error:
        yield findings.of(operating_usage.NO_ANSWER, "database", value=error)


def _reasons(answer: object) -> tuple[Finding, ...]:
    return answer.findings if isinstance(answer, Refused) else ()
