"""Explain a lodged declaration: rebuild every figure from its message and the law of its
day, and say what differs.
"""

import hashlib
from collections.abc import Mapping

import msgspec

from openkeden.assessment import explain, explained, payment_codes, recorded
from openkeden.base import rates
from openkeden.base.findings import Finding, Refused, refuses
from openkeden.base.validity import Provision
from openkeden.filing import declaration, validation
from openkeden.flow import facts
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import actions, recorded_message
from openkeden.flow.signing import recorded_signatures
from openkeden.lawpack.pack import Pack
from openkeden.risk import selection
from openkeden.store import read
from openkeden.tariff.edition import Edition


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration's figures with their parts."""

    #: The lodging that is explained.
    fact: facts.Lodging

    #: The national currency.
    currency: str

    #: Every figure, those of the items first; none where nothing could be rebuilt.
    lines: tuple[explained.ExplainedFigure, ...]

    #: Who signed it; None where it was not signed.
    signed: facts.DeclarationSigned | None = None

    #: The rows of law by id; None for one that the pack at hand does not hold.
    law: Mapping[str, Provision | None]

    #: How the charges are paid under the law of that day.
    payments: payment_codes.Payments

    #: What differs, whether the law pack is another one, and what was warned of when it was
    #: lodged.
    findings: tuple[Finding, ...]

    @property
    def exact(self) -> bool:
        """Whether all figures were rebuilt and are the recorded ones, to the last minor
        unit.
        """
        return bool(self.lines) and not refuses(self.findings)

    @property
    def recorded(self) -> int:
        """How many of the figures are recorded, and so could be compared."""
        return sum([line.figure not in explained.UNSTATED for line in self.lines])


def of(reference: str, at: Installation) -> Explanation | Refused:
    """Explain the version in force of a declaration, by registration number or by its
    declarant's reference; what was warned of when it was lodged is said again.
    """
    known = actions.look_up(reference, at)
    if isinstance(known, Refused):
        return known
    body = read.entries([known.row.lodged])[known.row.lodged].received
    rebuilt = rebuild(known.lodging, body, at.pack)
    warned = [one for one in known.lodging.warnings if one.severity == "warning"]
    return msgspec.structs.replace(
        rebuilt,
        signed=recorded_signatures.of(known.row.lodged),
        findings=(*rebuilt.findings, *warned),
    )


def selected(
    reference: str, officer: str, at: Installation
) -> selection.Selection | Refused:
    """How a declaration was selected, for an officer of its office."""
    known = actions.look_up_as(reference, officer, at)
    return known if isinstance(known, Refused) else actions.selection_of(known)


def rebuild(fact: facts.Lodging, received: bytes, pack: Pack) -> Explanation:
    """Rebuild the figures that `fact` records of the message `received`, by the law of that
    day as `pack` holds it.

    Exchange rates are those that the fact records; the pack's serve only thresholds that
    the fact names no rate for.
    """
    assessed = fact.assessment
    law, exchange = pack.on(assessed.on), pack.exchange_on(assessed.on)
    stored = {quote.currency: quote for quote in assessed.quotes}
    exchange = msgspec.structs.replace(exchange, quotes={**exchange.quotes, **stored})
    rows = {id_: pack.row(id_) for id_ in assessed.row_ids}
    lines, found = _rebuilt(fact, received, rows, law, exchange)
    return Explanation(
        fact=fact,
        currency=law.currency,
        lines=lines,
        law=rows,
        payments=payment_codes.of(law),
        findings=(*recorded.other_edition(assessed, law), *found),
    )


def _rebuilt(
    fact: facts.Lodging,
    received: bytes,
    rows: Mapping[str, Provision | None],
    law: Edition,
    exchange: rates.Rates,
) -> tuple[tuple[explained.ExplainedFigure, ...], list[Finding]]:
    """The figures and what differs; no figures where they cannot be rebuilt."""
    declared = _declared(fact, received, law, exchange)
    if isinstance(declared, Finding):
        return (), [declared]
    assessed = fact.assessment
    try:
        lines = explain.explain(declared, assessed, law, exchange)
    except (ValueError, LookupError) as lacking:
        return (), [recorded.not_rebuilt(fact.registration, "assessment", lacking)]
    found = recorded.differences(lines, assessed, declared, law, exchange)
    return lines, [*found, *recorded.other_rates(assessed, rows)]


def _declared(
    fact: facts.Lodging, received: bytes, law: Edition, exchange: rates.Rates
) -> declaration.Declaration | Finding:
    """The declaration in a recorded message; a finding when it is not the message of the
    fact, or no longer passes.
    """
    if hashlib.sha256(received).digest() != fact.digest:
        return _unlike(fact, "the message is another one")
    message = recorded_message.again(received)
    if message is None:
        return _unlike(fact, "the message cannot be read")
    validated = validation.validate(message.filing, fact.digest, law, exchange)
    if validated.declaration is None:
        broken = {
            finding.rule for finding in validated.findings if finding.severity == "error"
        }
        return _unlike(fact, f"the law refuses it: {', '.join(sorted(broken))}")
    return validated.declaration


def _unlike(fact: facts.Lodging, reason: str) -> Finding:
    return recorded.not_rebuilt(fact.registration, "received", reason)
