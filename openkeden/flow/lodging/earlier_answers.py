"""Earlier answers: what was filed before under the same key, and how it stands today."""

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.clearance import registration
from openkeden.filing import declaration
from openkeden.flow import facts
from openkeden.flow.lodging import answers, recorded_message
from openkeden.flow.lodging.batch import REPLACED, Batch
from openkeden.flow.lodging.filed import Filed
from openkeden.store import read, rows


def of(filed: Filed, kept: Batch) -> rows.DeclarationRow | Finding | None:
    """The version that was lodged by the same filing, the refusal of another filing under
    its key, or None where the filing is new.
    """
    known = kept.known.get(filed.key)
    if known is None or known.digest == filed.digest:
        return known
    if same_content(filed.filing, kept.message(known.lodged)):
        return known
    return _taken(filed.filing, known)


def answer(known: rows.DeclarationRow, kept: Batch, where: str) -> answers.Answer:
    """The answer that was given before, with the state of today where it is another one."""
    fact = facts.read(kept.entry(known.lodged).body)
    assert isinstance(fact, facts.Lodging)
    signer = kept.signers.get(known.lodged, "")
    given = answers.of_lodging(fact, known.lodged, where, signer)
    today = _today(known)
    if today == given.state:
        return given
    return msgspec.structs.replace(given, state_now=today)


def _today(known: rows.DeclarationRow) -> str:
    """The state of the declaration, of its newest version where this one was replaced."""
    if known.state != REPLACED:
        return known.state
    return read.versions(known.registration)[-1].state


def same_content(filing: declaration.Filing, message: bytes) -> bool:
    """Whether an earlier message says the same in other bytes: spacing, order of columns,
    another format, another spelling of its reference.
    """
    earlier = recorded_message.again(message)
    if earlier is None:
        return False
    before = earlier.filing
    return before == msgspec.structs.replace(filing, reference=before.reference)


def _taken(filing: declaration.Filing, known: rows.DeclarationRow) -> Finding:
    """That the reference is that of something else; an amendment is told what it needs."""
    rule = registration.SAME_REFERENCE
    if filing.amends:
        rule = registration.AMENDMENT_REFERENCE
    return findings.of(
        rule,
        "reference",
        value=known.reference,
        on=known.registered_on,
        known=known.registration,
        free=numbered(known.reference, known.version + 1),
    )


def numbered(reference: str, version: int) -> str:
    """A reference for a version of a declaration: the first one's, with the number.

    >>> numbered("INV-7", 2), numbered("INV-7-v2", 3)
    ('INV-7-v2', 'INV-7-v3')
    """
    first, mark, last = reference.rpartition("-v")
    begun = first if mark and first and last.isdecimal() else reference
    return f"{begun}-v{version}"
