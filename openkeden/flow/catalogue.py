"""Every numbered rule of every part, so that an edge can say any finding in its reader's language."""

import functools

from openkeden import locale
from openkeden.assessment import notices
from openkeden.assessment.declared import RULES
from openkeden.base import findings
from openkeden.clearance import events
from openkeden.comparison import reconcile
from openkeden.feeds import nbk
from openkeden.filing import rules
from openkeden.flow.pricing import questions, split_filing
from openkeden.formats.rules import RULES as FORMAT_RULES
from openkeden.lawpack.imports import law_rows, tariff_edition
from openkeden.lawpack.review import audit, check
from openkeden.risk import profiles

#: Rules of the parts that need no database.
_PLAIN = (
    *FORMAT_RULES,
    *reconcile.RULES,
    *RULES,
    *notices.RULES,
    *rules.RULES,
    *events.RULES,
    *check.RULES,
    *audit.RULES,
    *tariff_edition.RULES,
    *law_rows.RULES,
    *nbk.RULES,
    *profiles.RULES,
    *questions.RULES,
    *split_filing.RULES,
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
    from openkeden.flow.law import rates_import  # noqa: PLC0415
    from openkeden.flow.lodging import actions, explanation, lodge  # noqa: PLC0415

    return locale.Catalogue(
        [*_PLAIN, *lodge.RULES, *actions.RULES, *rates_import.RULES, *explanation.RULES]
    )
