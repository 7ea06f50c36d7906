"""Every numbered rule of every part, so that an edge can say any finding in its reader's language."""

import functools

from openkeden import locale
from openkeden.assessment import declared, notices, reconcile
from openkeden.clearance import events
from openkeden.feeds import audit, check, editions, rates
from openkeden.filing import rules
from openkeden.flow import act, explain, lodge, price, quotes, split
from openkeden.formats import findings as formats
from openkeden.risk import profiles


@functools.cache
def catalogue() -> locale.Catalogue:
    """The rules of gate 1 to 3, of the law pack, the rates, the profiles, and of lodging."""
    return locale.Catalogue(
        [
            *formats.RULES,
            *reconcile.RULES,
            *declared.RULES,
            *notices.RULES,
            *rules.RULES,
            *events.RULES,
            *check.RULES,
            *audit.RULES,
            *editions.RULES,
            *rates.RULES,
            *profiles.RULES,
            *lodge.RULES,
            *act.RULES,
            *quotes.RULES,
            *price.RULES,
            *explain.RULES,
            *split.RULES,
        ]
    )
