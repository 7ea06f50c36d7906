"""Gate 2: a filing in, a declaration or everything that is wrong with it out, by the law of the day of registration.

`screen` passes what is surely clean; whatever it does not pass is asked every rule, so that all findings come at once.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from openkeden.base import findings, rates
from openkeden.base.findings import Finding
from openkeden.filing import declaration, fast_path, rules, subjects
from openkeden.filing.context import Context
from openkeden.filing.declaration import Declaration
from openkeden.filing.rules import rule
from openkeden.tariff.edition import Edition

S = TypeVar("S")

#: Contexts kept for the editions last used; a batch uses one, a busy day a few.
_KEPT = 8
_contexts: list[Context] = []


class Validated(msgspec.Struct, frozen=True):
    """What gate 2 says: the declaration, None when an error refuses it, and all findings in the order of the boxes."""

    declaration: Declaration | None
    findings: tuple[Finding, ...] = ()


def validate(
    filing: declaration.Filing, digest: bytes, edition: Edition, exchange: rates.Rates
) -> Validated:
    """Check a filing against every rule in force on the day of `edition` (the day of registration). Never raises.

    `digest` is the SHA-256 of the bytes as received.
    """
    context = prepare(edition, exchange)
    clean = fast_path.screen(filing, digest, context)
    return Validated(*clean) if clean is not None else examine(filing, digest, context)


def prepare(edition: Edition, exchange: rates.Rates) -> Context:
    """The context of an edition and its day's rates; the same one each time while both are in use."""
    for known in _contexts:
        if known.edition is edition and known.exchange is exchange:
            return known
    made = Context(edition, exchange)
    _contexts.insert(0, made)
    del _contexts[_KEPT:]
    return made


def examine(filing: declaration.Filing, digest: bytes, context: Context) -> Validated:
    """Ask every rule, however many are broken. The slow way: `validate` takes it where `screen` is not sure."""
    lines = [context.line(filing, item) for item in filing.items]
    numbers = [
        subjects.numbers(filing, place, context.needs(line).units)
        for place, line in enumerate(lines, 1)
    ]
    found = sorted(_of_heading(filing, numbers, context), key=_box)
    for line, row in zip(lines, numbers, strict=True):
        found += sorted(_of_item(line, row, context), key=_box)
    if findings.refuses(found):
        return Validated(None, tuple(found))
    return Validated(_declaration(filing, digest, numbers, context), tuple(found))


def _of_heading(
    filing: declaration.Filing, numbers: list[subjects.Numbers], context: Context
) -> Iterator[Finding]:
    """The findings on the declaration as a whole."""
    yield from _found(rules.HEADING, subjects.heading(filing), context)
    people = subjects.people(filing)
    yield from _found(rules.PEOPLE, people, context)
    for role, party in people.named():
        yield from _found(rules.PARTY, party, context, f"{role}.", subjects.BOX_OF_ROLE[role])
    yield from _found(rules.TOTALS, subjects.totals(filing, numbers), context)
    for path, cost in subjects.charged(filing):
        yield from _found(rules.COST, cost, context, path)


def _of_item(
    line: subjects.ItemCodes, row: subjects.Numbers, context: Context
) -> Iterator[Finding]:
    """The findings on one item."""
    item, path = row.item, f"items[{row.place - 1}]."
    yield from _found(rules.LINE, line, context, path)
    yield from _found(rules.ITEM, row, context, path)
    for claim in subjects.claims(line):
        yield from _found(rules.CLAIM, claim, context, f"{path}preferences.{claim.charge}")
    for place, number in enumerate(item.containers):
        yield from _found(rules.CONTAINER, number, context, f"{path}containers[{place}]")
    for name, box, documents in (
        ("previous", "40", item.previous),
        ("documents", "44", item.documents),
    ):
        for place, document in enumerate(documents):
            yield from _found(rules.DOCUMENT, document, context, f"{path}{name}[{place}].", box)


def _found(
    checks: Iterable[rule.Check[S]], subject: S, context: Context, prefix: str = "", box: str = ""
) -> Iterator[Finding]:
    for check in checks:
        breach = check.test(subject, context)
        if breach is not None:
            yield rule.finding(check, breach, prefix, box)


def _box(finding: Finding) -> int:
    """Where a box stands on the form: A first, then by number, the value declaration last."""
    if finding.box == "A":
        return 0
    return int(finding.box) if finding.box.isdecimal() else 100


def _declaration(
    filing: declaration.Filing, digest: bytes, numbers: list[subjects.Numbers], context: Context
) -> Declaration:
    """The declaration of a filing that no error refuses."""
    invoice = subjects.amount(filing.invoice_total)
    assert invoice is not None
    goods = tuple([_goods(row, context) for row in numbers])
    additions, deductions = (
        tuple(
            [
                declaration.Amount(cost.kind, subjects.amount(cost.amount) or 0, cost.currency)
                for cost in costs
            ]
        )
        for costs in (filing.additions, filing.deductions)
    )
    return Declaration(filing, digest, context.on, goods, invoice, additions, deductions)


def _goods(row: subjects.Numbers, context: Context) -> declaration.Goods:
    assert row.price is not None
    assert row.gross_mass is not None
    assert row.net_mass is not None
    quantities = context.quantities_of(row.item, row.net_mass, row.quantity)
    assert quantities is not None
    return declaration.Goods(row.item, row.price, row.gross_mass, row.net_mass, quantities)
