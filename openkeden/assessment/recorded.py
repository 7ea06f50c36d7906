"""Comparison of a recorded assessment with what the law and the message give now."""

from collections.abc import Mapping

from openkeden.assessment import assess, charges, explain, explained, plans
from openkeden.base import findings, money, rates
from openkeden.base.findings import Finding
from openkeden.base.validity import Provision
from openkeden.filing import declaration
from openkeden.tariff import duty
from openkeden.tariff.edition import Edition

OTHER_EDITION = findings.Rule(
    number="X.1",
    message=(
        "The declaration was assessed by edition {stored}; the law pack at hand is {value}."
    ),
    fix=(
        "Nothing is wrong while the figures are exact; else take the version of the law pack that "
        "was used then."
    ),
    severity="warning",
)
NOT_REBUILT = findings.Rule(
    number="X.2",
    message="The figures of {value} cannot be rebuilt: {reason}.",
    fix=(
        "Take the version of the law pack that was used then, and audit the ledger with `keden "
        "ledger verify`."
    ),
)
DIFFERS = findings.Rule(
    number="X.3",
    message=(
        "The figure {value} is recorded as {stored}; from its parts it comes to {rebuilt}."
    ),
    fix=(
        "Audit the ledger with `keden ledger verify`, and see which row of law or which rate is "
        "another one now."
    ),
)
OTHER_RATE = findings.Rule(
    number="X.4",
    message="The rate {stored} is recorded for {value}; the row of law {row} gives {rebuilt}.",
    fix="Take the version of the law pack that was used then.",
)
RULES = (OTHER_EDITION, NOT_REBUILT, DIFFERS, OTHER_RATE)

Amounts = dict[tuple[int, str], int]


def other_edition(assessed: charges.Assessment, law: Edition) -> list[Finding]:
    """The warning that the law at hand is not the version that was used."""
    if law.version == assessed.edition:
        return []
    return [
        findings.of(OTHER_EDITION, "edition", value=law.version, stored=assessed.edition)
    ]


def not_rebuilt(registration: str, path: str, reason: object) -> Finding:
    """The finding on a declaration whose figures cannot be rebuilt."""
    return findings.of(NOT_REBUILT, path, value=registration, reason=reason)


def differences(
    lines: tuple[explained.ExplainedFigure, ...],
    assessed: charges.Assessment,
    declared: declaration.Declaration,
    law: Edition,
    exchange: rates.Rates,
) -> list[Finding]:
    """The first figure that is not the recorded one; else the first charge that is recorded
    and not owed, or not so.
    """
    wrong = explain.difference(lines)
    if wrong is not None:
        return [_differs(wrong.figure, wrong.item, wrong.code, wrong.stored, wrong.amount)]
    again = assess.assess(declared, plans.Plan(law, exchange))
    recorded, owed = _amounts(assessed), _amounts(again)
    for item, code in {**recorded, **owed}:
        stored, rebuilt = recorded.get((item, code)), owed.get((item, code))
        if stored != rebuilt:
            return [_differs("amount", item, code, stored, rebuilt)]
    return []


def _amounts(assessed: charges.Assessment) -> Amounts:
    """The amounts by item and code of charge."""
    return {(charge.item, charge.code): charge.amount for charge in assessed.charges}


def _differs(
    figure: str, item: int, code: str, stored: int | None, rebuilt: int | None
) -> Finding:
    return findings.of(
        DIFFERS,
        "assessment",
        value=_name(figure, item, code),
        stored=_shown(stored),
        rebuilt=_shown(rebuilt),
    )


def other_rates(
    assessed: charges.Assessment, rows: Mapping[str, Provision | None]
) -> list[Finding]:
    """The recorded rates that their rows of law do not give, as far as the pack holds
    these.
    """
    wrong = []
    for charge in assessed.charges:
        id_ = charge.rows[0]
        row = rows[id_]
        if row is None or not row.value:
            continue
        in_force = duty.text(duty.parse(row.value))
        if in_force != charge.rate:
            name = _name("computed", charge.item, charge.code)
            args = {"value": name, "stored": charge.rate, "row": id_, "rebuilt": in_force}
            wrong.append(findings.of(OTHER_RATE, "assessment", **args))
    return wrong


def _name(figure: str, item: int, code: str) -> str:
    """A figure's name as findings use it: `amount 2010 of item 1`."""
    name = f"{figure} {code}" if code else figure
    return f"{name} of item {item}" if item else name


def _shown(amount: int | None) -> str:
    return "-" if amount is None else money.text(amount)
