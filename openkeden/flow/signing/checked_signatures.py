"""Checks of signatures of a group of filings: whose each is, and whether that person may
sign the declaration.
"""

import datetime
from collections.abc import Iterable, Sequence

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import lifecycle
from openkeden.filing import declaration
from openkeden.flow import settings
from openkeden.flow.installation import Installation, LawOfDay
from openkeden.flow.people import authority
from openkeden.flow.signing import asked
from openkeden.formats.message import Received
from openkeden.signatures import signatory, signature_rules
from openkeden.signatures.provider import Provider, Signed, Trust

#: What the house has to mend, so that nothing is recorded of the filing.
_OF_THE_HOUSE = frozenset(
    {
        signature_rules.NO_LIBRARY.number,
        signature_rules.BAD_SETTING.number,
        signature_rules.BAD_LIST.number,
        signature_rules.NO_LIST.number,
    }
)


def of_group(
    group: Sequence[Received], now: datetime.datetime, day: LawOfDay, at: Installation
) -> list[Signed | Refused | None]:
    """Whose signature each of a group has, or why it does not hold or is missing; None for
    a filing that needs none.
    """
    required = asked.is_required(settings.SIGNATURES)
    if isinstance(required, Refused):
        return [required] * len(group)
    if not required and not any(one.signature for one in group):
        return [None] * len(group)
    rests_on = _rests_on(at)
    if isinstance(rests_on, Refused):
        return [rests_on] * len(group)
    found: list[Signed | Refused | None] = []
    for one in group:
        if one.signature:
            found.append(_of(one, now, day, at, rests_on))
        else:
            found.append(_without(one, required=required))
    return found


def lacking(found: Iterable[Finding]) -> bool:
    """Whether it is the house that cannot check a signature."""
    return any(one.rule in _OF_THE_HOUSE for one in found)


def of(
    received: Received, now: datetime.datetime, day: LawOfDay, at: Installation
) -> Signed | Refused:
    """Whose signature a filing has, or all that stands against it."""
    rests_on = _rests_on(at)
    if isinstance(rests_on, Refused):
        return rests_on
    return _of(received, now, day, at, rests_on)


def _rests_on(at: Installation) -> tuple[Provider, Trust] | Refused:
    # What reads certificates is loaded where there is one.
    from openkeden.flow.signing import trusted  # noqa: PLC0415

    checks, trust = trusted.provider(), trusted.trust(at.home)
    if isinstance(checks, Refused):
        return checks
    return trust if isinstance(trust, Refused) else (checks, trust)


def _without(received: Received, *, required: bool) -> Refused | None:
    if not required:
        return None
    named = received.filing.reference or received.where
    return findings.refused(signature_rules.UNSIGNED, "signature", value=named)


def _of(
    received: Received,
    now: datetime.datetime,
    day: LawOfDay,
    at: Installation,
    rests_on: tuple[Provider, Trust],
) -> Signed | Refused:
    checks, trust = rests_on
    signed = checks.check(received.body, received.signature, now, trust)
    if isinstance(signed, Refused):
        return signed
    filing, lists = received.filing, day.edition.lists
    declared = signatory.Declared(
        signatory=filing.signatory,
        declarant=filing.declarant.id,
        represented=_represented(signed, filing, now, at),
        uses=lists.get("signing_uses", {}),
        signing=lists.get("firm_signers", {}),
    )
    against = signatory.against(signed, declared)
    return Refused(against) if against else signed


def _represented(
    signed: Signed, filing: declaration.Filing, now: datetime.datetime, at: Installation
) -> bool:
    """Whether the register of people has a signer for the declarant."""
    firm = filing.declarant.id
    if not signed.number or not firm:
        return False
    person = signatory.person(signed)
    refused = authority.authorised(person, lifecycle.DECLARANT, now, at, firm=firm)
    return refused is None
