"""Gate 2: make a declaration of a filing by the law of its day, or say all that is wrong
with it.

In a line: the subjects of the rules are made, then asked, then the declaration is made. The
fast path answers for what is surely clean; all else is asked every rule, so all findings
come at once.
"""

from collections.abc import Iterator
from typing import Final, TypeVar

import msgspec

from openkeden.base import findings, rates
from openkeden.base.findings import Finding
from openkeden.filing import (
    declaration,
    fast_path,
    item_subjects,
    named,
    preference_papers,
    rules,
    subjects,
)
from openkeden.filing.context import Context
from openkeden.filing.declaration import Declaration
from openkeden.filing.rules import rule
from openkeden.filing.rules.rule import Check
from openkeden.filing.subjects import Subjects
from openkeden.tariff.edition import Edition

S = TypeVar("S")


class Validated(msgspec.Struct, frozen=True):
    """What gate 2 says of a filing."""

    #: None when an error refuses it.
    declaration: Declaration | None
    #: All findings in the order of the boxes.
    findings: tuple[Finding, ...] = ()


class Prepared(msgspec.Struct, frozen=True):
    """A law made ready for a batch, and what the fast path remembers of it."""

    context: Context
    checks: rules.Checks
    memory: fast_path.Memory


#: How many laws stay prepared; a batch uses one, a busy day a few.
_KEPT: Final = 8
#: The laws prepared last. Always replaced whole, so that any thread may read it at any
#: moment.
_prepared: tuple[Prepared, ...] = ()


def validate(
    filing: declaration.Filing,
    digest: bytes,
    edition: Edition,
    exchange: rates.Rates,
    checks: rules.Checks = rules.CHECKS,
) -> Validated:
    """Check a filing by the law of the day of registration, which `edition` is. Never
    raises.

    `digest` is the SHA-256 of the bytes as received; `checks` are the rules to ask.
    """
    law = _law(edition, exchange, checks)
    asked = subjects.of(filing, law.context.measures)
    advised = fast_path.advice(asked, law.memory)
    if advised is not None:
        return Validated(_declaration(asked, digest, law.context), advised)
    return _validated(asked, digest, law.context, checks)


def examine(
    filing: declaration.Filing,
    digest: bytes,
    context: Context,
    checks: rules.Checks = rules.CHECKS,
) -> Validated:
    """Ask every rule, with no fast path and nothing remembered."""
    return _validated(subjects.of(filing, context.measures), digest, context, checks)


def prepare(edition: Edition, exchange: rates.Rates) -> Context:
    """The context of an edition and its day's rates; the same while both are in use."""
    return _law(edition, exchange, rules.CHECKS).context


def _law(edition: Edition, exchange: rates.Rates, checks: rules.Checks) -> Prepared:
    global _prepared  # noqa: PLW0603 - one name, replaced whole
    for law in _prepared:
        context = law.context
        same = context.edition is edition and context.exchange is exchange
        if same and law.checks is checks:
            return law
    context = Context(edition, exchange)
    law = Prepared(context, checks, fast_path.Memory(context, checks))
    _prepared = (law, *_prepared)[:_KEPT]
    return law


def _validated(
    asked: Subjects, digest: bytes, context: Context, checks: rules.Checks
) -> Validated:
    """What every rule says, however many are broken; the declaration unless an error
    refuses it.
    """
    read = named.read(asked.filing, context)
    if read.filing is not asked.filing:
        asked = subjects.of(read.filing, context.measures)
    said = list(read.notices)
    said += sorted(_of_header(asked, context, checks), key=box_order)
    for row in asked.items:
        said += sorted(_of_item(row, context, checks), key=box_order)
    if findings.refuses(said):
        return Validated(None, tuple(said))
    return Validated(_declaration(asked, digest, context), tuple(said))


def _of_header(
    asked: Subjects, context: Context, checks: rules.Checks
) -> Iterator[Finding]:
    """The findings on the declaration as a whole."""
    yield from ask(checks.header, asked.header, context)
    yield from ask(checks.people, asked.people, context)
    for role, party in asked.people.named():
        box = subjects.BOX_OF_ROLE[role]
        yield from ask(checks.party, party, context, f"{role}.", box)
    yield from ask(checks.totals, asked.totals, context)
    for cost in asked.costs:
        yield from ask(checks.cost, cost, context, cost.path)


def _of_item(
    row: subjects.Numbers, context: Context, checks: rules.Checks
) -> Iterator[Finding]:
    """The findings on one item."""
    item, path = row.item, f"items[{row.place - 1}]."
    yield from ask(checks.handling, item_subjects.handling(row.codes), context, path)
    yield from ask(checks.goods, row.codes, context, path)
    yield from ask(checks.item, row, context, path)
    for claim in subjects.claims(row.codes):
        yield from ask(checks.claim, claim, context, f"{path}preferences.{claim.charge}")
    for rests in preference_papers.resting(row):
        yield from ask(checks.papers, rests, context, f"{path}preferences.{rests.charge}")
    for place, number in enumerate(item.containers):
        yield from ask(checks.container, number, context, f"{path}containers[{place}]")
    for place, document in enumerate(item.previous):
        yield from ask(
            checks.document, document, context, f"{path}previous[{place}].", "40"
        )
    for place, document in enumerate(item.documents):
        yield from ask(
            checks.document, document, context, f"{path}documents[{place}].", "44"
        )


def ask(
    checks: tuple[Check[S], ...],
    subject: S,
    context: Context,
    prefix: str = "",
    box: str = "",
) -> Iterator[Finding]:
    """What rules say of one subject; `prefix` leads to it."""
    for check in checks:
        breach = check.test(subject, context)
        if breach is not None:
            yield rule.finding(check, breach, prefix, box)


def box_order(finding: Finding) -> int:
    """Where the box of a finding stands on the form."""
    return rule.place(finding.box)


def _declaration(asked: Subjects, digest: bytes, context: Context) -> Declaration:
    """The declaration of a filing that no error refuses."""
    invoice = asked.totals.invoice
    assert invoice is not None
    goods = tuple([_goods(row, context) for row in asked.items])
    additions = _amounts(asked, subjects.ADDITION)
    deductions = _amounts(asked, subjects.DEDUCTION)
    return Declaration(
        asked.filing, digest, context.on, goods, invoice, additions, deductions
    )


def _amounts(asked: Subjects, side: str) -> tuple[declaration.Amount, ...]:
    """The amounts of one side of the value declaration."""
    if not asked.costs:
        return ()
    entries = [entry for entry in asked.costs if entry.side == side]
    return tuple(
        [
            declaration.Amount(entry.cost.kind, entry.amount or 0, entry.cost.currency)
            for entry in entries
        ]
    )


def _goods(row: subjects.Numbers, context: Context) -> declaration.Goods:
    assert row.price is not None
    assert row.gross_mass is not None
    assert row.net_mass is not None
    quantities = context.quantities_of(row.item, row.net_mass, row.quantity)
    assert quantities is not None
    return declaration.Goods(row.item, row.price, row.gross_mass, row.net_mass, quantities)
