"""A lodged declaration in, every figure of its assessment rebuilt from its message and the law out, or what differs."""

import hashlib
import io
from collections.abc import Mapping

import msgspec

from openkeden import formats
from openkeden.assessment import assess, charges, explain
from openkeden.base import findings, money, rates
from openkeden.base.findings import Finding
from openkeden.base.validity import Provision
from openkeden.filing import declaration, validation
from openkeden.flow import installation
from openkeden.flow.lodging import actions, facts
from openkeden.lawpack.pack import Pack
from openkeden.store import read
from openkeden.tariff import duty
from openkeden.tariff.edition import Edition

OTHER_EDITION = findings.Rule(
    number="X.1",
    message="The declaration was assessed by edition {stored}; the law pack at hand is {value}.",
    fix="Nothing is wrong while the figures are exact; else take the version of the law pack that was used then.",
    severity="warning",
)
NOT_REBUILT = findings.Rule(
    number="X.2",
    message="The figures of {value} cannot be rebuilt: {reason}.",
    fix="Take the version of the law pack that was used then, and audit the ledger with `keden ledger verify`.",
)
DIFFERS = findings.Rule(
    number="X.3",
    message="The figure {value} is recorded as {stored}; from its parts it comes to {rebuilt}.",
    fix="Audit the ledger with `keden ledger verify`, and see which row of law or which rate is another one now.",
)
OTHER_RATE = findings.Rule(
    number="X.4",
    message="The rate {stored} is recorded for {value}; the row of law {row} gives {rebuilt}.",
    fix="Take the version of the law pack that was used then.",
)
RULES = (OTHER_EDITION, NOT_REBUILT, DIFFERS, OTHER_RATE)


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration's figures with their parts. `exact`: all were rebuilt and are the recorded ones, to the tiyn.

    lines: every figure, those of the items first (empty: nothing could be rebuilt); law: the rows of law by id, None for
    one that the pack at hand does not hold; findings: what differs, and whether the law pack is another one.
    """

    fact: facts.Lodging
    currency: str
    lines: tuple[explain.ExplainedFigure, ...]
    law: Mapping[str, Provision | None]
    findings: tuple[Finding, ...]

    @property
    def exact(self) -> bool:
        """Whether nothing differs."""
        return bool(self.lines) and not findings.refuses(list(self.findings))


def of(reference: str, at: installation.Installation) -> Explanation | Finding:
    """Explain the version in force of a declaration, by registration number or by its declarant's reference."""
    known = actions.look_up(reference, at)
    if isinstance(known, Finding):
        return known
    body = read.entries([known.row.lodged])[known.row.lodged].received
    return rebuild(known.lodging, body, at.pack)


def rebuild(fact: facts.Lodging, received: bytes, pack: Pack) -> Explanation:
    """Rebuild the figures that `fact` records of the message `received`, by the law of that day as `pack` holds it.

    Exchange rates are those that the fact records; the pack's serve only thresholds that the fact names no rate for.
    """
    assessed = fact.assessment
    law, exchange = pack.on(assessed.on), pack.exchange_on(assessed.on)
    stored = {quote.currency: quote for quote in assessed.quotes}
    exchange = msgspec.structs.replace(exchange, quotes={**exchange.quotes, **stored})
    found = [] if law.version == assessed.edition else [_other_edition(assessed, law)]
    rows = {id_: pack.row(id_) for charge in assessed.charges for id_ in charge.rows}
    lines: tuple[explain.ExplainedFigure, ...] = ()
    declared = _declared(fact, received, law, exchange)
    if isinstance(declared, Finding):
        found.append(declared)
    else:
        try:
            lines = explain.explain(declared, assessed, law, exchange)
        except (ValueError, LookupError) as lacking:
            found.append(
                findings.of(NOT_REBUILT, "assessment", value=fact.registration, reason=lacking)
            )
        else:
            found += [
                *_differences(lines, assessed, declared, law, exchange),
                *_of_law(assessed, rows),
            ]
    return Explanation(
        fact=fact, currency=law.currency, lines=lines, law=rows, findings=tuple(found)
    )


def _other_edition(assessed: charges.Assessment, law: Edition) -> Finding:
    return findings.of(OTHER_EDITION, "edition", value=law.version, stored=assessed.edition)


def _declared(
    fact: facts.Lodging, received: bytes, law: Edition, exchange: rates.Rates
) -> declaration.Declaration | Finding:
    """The declaration in a recorded message; a finding when it is not the message of the fact, or no longer passes."""
    if hashlib.sha256(received).digest() != fact.digest:
        return findings.of(
            NOT_REBUILT, "received", value=fact.registration, reason="the message is another one"
        )
    read_again = list(formats.read(io.BytesIO(received)))
    if len(read_again) != 1 or not isinstance(read_again[0], formats.Received):
        return findings.of(
            NOT_REBUILT, "received", value=fact.registration, reason="the message cannot be read"
        )
    validated = validation.validate(read_again[0].filing, fact.digest, law, exchange)
    if validated.declaration is None:
        broken = ", ".join(
            sorted({found.rule for found in validated.findings if found.severity == "error"})
        )
        return findings.of(
            NOT_REBUILT, "received", value=fact.registration, reason=f"the law refuses it: {broken}"
        )
    return validated.declaration


def _differences(
    lines: tuple[explain.ExplainedFigure, ...],
    assessed: charges.Assessment,
    declared: declaration.Declaration,
    law: Edition,
    exchange: rates.Rates,
) -> list[Finding]:
    """The first figure that is not the recorded one; else the first charge that is recorded and not owed, or not so."""
    wrong = explain.difference(lines)
    if wrong is not None:
        name = _name(wrong.figure, wrong.item, wrong.code)
        known, found = _shown(wrong.stored), money.text(wrong.amount)
        return [findings.of(DIFFERS, "assessment", value=name, stored=known, rebuilt=found)]
    again = assess.assess(declared, assess.Plan(law, exchange))
    for (item, code), (stored, rebuilt) in _pairs(assessed.charges, again.charges).items():
        if stored != rebuilt:
            name = _name("amount", item, code)
            return [
                findings.of(
                    DIFFERS,
                    "assessment",
                    value=name,
                    stored=_shown(stored),
                    rebuilt=_shown(rebuilt),
                )
            ]
    return []


def _pairs(
    recorded: tuple[charges.Charge, ...], owed: tuple[charges.Charge, ...]
) -> dict[tuple[int, str], tuple[int | None, int | None]]:
    """By item and code of a charge, the amount recorded and the one owed; None where there is no such charge."""
    first, second = (
        {(line.item, line.code): line.amount for line in lines} for lines in (recorded, owed)
    )
    return {key: (first.get(key), second.get(key)) for key in (*first, *second)}


def _of_law(assessed: charges.Assessment, rows: Mapping[str, Provision | None]) -> list[Finding]:
    """The recorded rates that their rows of law do not give, as far as the pack holds these."""
    found = []
    for charge in assessed.charges:
        row = rows[charge.rows[0]]
        given = duty.text(duty.parse(row.value)) if row is not None and row.value else charge.rate
        if given != charge.rate:
            name = _name("computed", charge.item, charge.code)
            args = {"value": name, "stored": charge.rate, "row": charge.rows[0], "rebuilt": given}
            found.append(findings.of(OTHER_RATE, "assessment", **args))
    return found


def _name(figure: str, item: int, code: str) -> str:
    """A figure's name as findings use it: `amount 2010 of item 1`."""
    return " ".join([figure, *([code] if code else []), *([f"of item {item}"] if item else [])])


def _shown(amount: int | None) -> str:
    return "-" if amount is None else money.text(amount)
