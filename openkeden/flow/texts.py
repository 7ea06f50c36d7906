"""Every numbered rule of every part, so that an edge can say any finding in its reader's language."""

import functools

from openkeden import locale
from openkeden.assessment import declared, notices, reconcile
from openkeden.base import findings
from openkeden.clearance import events
from openkeden.feeds import audit, check, editions, intake, rates
from openkeden.filing import rules
from openkeden.flow import asking, split
from openkeden.formats import findings as formats
from openkeden.risk import profiles

#: Rules of the parts that need no database.
_PLAIN = (
    *formats.RULES,
    *reconcile.RULES,
    *declared.RULES,
    *notices.RULES,
    *rules.RULES,
    *events.RULES,
    *check.RULES,
    *audit.RULES,
    *editions.RULES,
    *intake.RULES,
    *rates.RULES,
    *profiles.RULES,
    *asking.RULES,
    *split.RULES,
)


def of(found: findings.Finding, language: str) -> locale.Text:
    """What a finding says. The parts with a database are loaded only where one of theirs has to be told."""
    plain = _plain()
    return (plain if found.rule in plain.rules else catalogue()).text(found, language)


@functools.cache
def _plain() -> locale.Catalogue:
    return locale.Catalogue(_PLAIN)


@functools.cache
def catalogue() -> locale.Catalogue:
    """The rules of gate 1 to 3, of the law pack, the rates, the profiles, and of lodging."""
    from openkeden.flow import act, explain, lodge, quotes  # noqa: PLC0415

    return locale.Catalogue([*_PLAIN, *lodge.RULES, *act.RULES, *quotes.RULES, *explain.RULES])
