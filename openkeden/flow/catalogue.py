"""Catalogue: every numbered rule of every part, so that an edge can say any finding in its
reader's language.
"""

import functools

from openkeden import formats, locale
from openkeden.accounting import account_rules
from openkeden.assessment import notices, price_rules, recorded
from openkeden.base import bounded, calls, recording_rules, usage, written_rules
from openkeden.base.findings import Finding
from openkeden.classification import advance_rulings, agreement_rules, labelled_rules
from openkeden.classification.index import classifier_rules
from openkeden.classification.questions import question_rules
from openkeden.clearance import (
    access_keys,
    action_rules,
    amendment_rules,
    check_rules,
    events,
    listing_rules,
    next_steps,
    people,
    registration,
)
from openkeden.comparison import reconcile
from openkeden.feeds import bounds, continuity, download, nbk, second_opinion
from openkeden.filing import rules, splitting
from openkeden.flow.law import goods_names
from openkeden.lawpack.imports import edition_turns, law_rows, tariff_edition, tariff_pair
from openkeden.lawpack.review import audit, check
from openkeden.risk import budget_rows, history_rules, policy_file, seed_rules, standing
from openkeden.risk.model import model_rules
from openkeden.signatures import signature_rules
from openkeden.tariff import quota_rules


def text(finding: Finding, language: str) -> locale.Text:
    """What a finding says in a language."""
    return catalogue().text(finding, language)


@functools.cache
def catalogue() -> locale.Catalogue:
    """The rules of all parts by number."""
    return locale.Catalogue(
        [
            *bounded.RULES,
            *usage.RULES,
            *calls.RULES,
            *recording_rules.RULES,
            *written_rules.RULES,
            *formats.rules.RULES,
            *rules.RULES,
            *quota_rules.RULES,
            *agreement_rules.RULES,
            *notices.RULES,
            *recorded.RULES,
            *policy_file.RULES,
            *seed_rules.RULES,
            *model_rules.RULES,
            *classifier_rules.RULES,
            *history_rules.RULES,
            *budget_rows.RULES,
            *standing.RULES,
            *events.RULES,
            *registration.RULES,
            *check_rules.RULES,
            *amendment_rules.RULES,
            *action_rules.RULES,
            *next_steps.RULES,
            *listing_rules.RULES,
            *people.RULES,
            *access_keys.RULES,
            *signature_rules.RULES,
            *reconcile.RULES,
            *nbk.RULES,
            *bounds.RULES,
            *continuity.RULES,
            *download.RULES,
            *check.RULES,
            *audit.RULES,
            *tariff_edition.RULES,
            *edition_turns.RULES,
            *tariff_pair.RULES,
            *law_rows.RULES,
            *advance_rulings.RULES,
            *second_opinion.RULES,
            *price_rules.RULES,
            *splitting.RULES,
            *account_rules.RULES,
            *labelled_rules.RULES,
            *question_rules.RULES,
        ],
        goods_names.short,
    )
