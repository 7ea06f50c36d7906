"""Payments for one declaration: what a step of its case moves between accounts."""

import datetime
from collections.abc import Collection, Iterator

from openkeden.accounting import account_rules, chart, documents, posting
from openkeden.accounting.chart import Means
from openkeden.accounting.posting import Posting
from openkeden.base import findings, money
from openkeden.base.cases import Event
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import decision
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.flow import facts
from openkeden.flow.money.accounts import Accounts, Parties, Purse
from openkeden.store import account_tables

Recorded = Collection[facts.Lodging | facts.CaseStep]


def parties_of(lodging: facts.Lodging) -> Parties:
    """Who pays for a version, and whose goods they are."""
    return Parties(lodging.payer, lodging.declarant, lodging.consignee)


def of_decision(
    decided: decision.Decision, number: str, purse: Purse
) -> tuple[Posting, ...]:
    """What the automatic decision on a declaration draws."""
    drawn = ((chart.MONEY, decided.debited), (chart.SECURITY, decided.held))
    return tuple(
        [
            posting.used(means, purse.payer, amount, number, purse.mandate)
            for means, amount in drawn
            if amount
        ]
    )


def of_event(covering: Event, number: str, purse: Purse) -> tuple[Posting, ...]:
    """What the system draws by an event of its own."""
    means, amount = chart.USES[covering.action], covering.amount("amount")
    return (posting.used(means, purse.payer, amount, number, purse.mandate),)


def stands(recorded: Recorded) -> tuple[Posting, ...]:
    """All postings of a declaration, oldest first."""
    found: list[Posting] = []
    for fact in recorded:
        found += fact.postings
    return tuple(found)


def given_back(before: Collection[Posting], after: DeclarationCase) -> tuple[Posting, ...]:
    """What goes back of a declaration's postings, so that what stands is what its case
    says.
    """
    back: list[Posting] = []
    for kind, amount in ((chart.DUTIES, after.paid), (chart.SECURED, after.secured)):
        held = [use.amount for use in posting.standing(before) if use.credit == kind]
        assert sum(held) >= amount, (kind, held, amount)
        back += posting.given_back(before, (kind,), sum(held) - amount)
    return tuple(back)


def booked(
    lodging: facts.Lodging,
    case: DeclarationCase,
    event: Event,
    accounts: Accounts,
    on: datetime.date,
) -> tuple[Posting, ...] | Refused:
    """What an event books from an account for a declaration, nothing where it is none that
    does, or everything that stands against it.
    """
    means = chart.USES.get(event.action)
    if means is None:
        return ()
    parties = parties_of(lodging)
    payer = event.text("payer") or parties.payer
    if not payer:
        return findings.refused(
            account_rules.NO_ACCOUNT, "args.payer", value=parties.declarant
        )
    amount = event.amount("amount")
    against = [*_amount(case, means, amount)]
    mandate = ""
    if payer not in (parties.declarant, parties.consignee):
        known = accounts.mandate((payer, parties.declarant), on, amount)
        if known is None:
            holder = parties.declarant
            against.append(
                findings.of(
                    account_rules.NOT_THE_PAYER, "args.payer", value=payer, holder=holder
                )
            )
        elif known.left < amount:
            against.append(_over(account_rules.LIMIT, known.left, amount, mandate=known.id))
        else:
            mandate = known.id
    number = documents.compared(event.text("document"))
    against += _document(event, number, payer, means, amount)
    held = accounts.balance(payer, means.free)
    if held < amount:
        against.append(
            _over(account_rules.TOO_LITTLE, held, amount, payer=payer, account=means.free)
        )
    if against:
        return Refused(tuple(against))
    return (posting.used(means, payer, amount, number, mandate),)


def _over(rule: findings.Rule, most: int, amount: int, **args: str) -> Finding:
    """An amount is more than there is."""
    return findings.of(
        rule, "args.amount", value=money.text(most), amount=money.text(amount), **args
    )


def _amount(case: DeclarationCase, means: Means, amount: int) -> Iterator[Finding]:
    """Security may be more than is missing: release on security (art. 121) asks for it."""
    if amount <= 0:
        yield findings.of(account_rules.NO_AMOUNT, "args.amount", value=money.text(amount))
    elif means == chart.MONEY and amount > case.missing:
        yield findings.of(
            account_rules.OVERPAID,
            "args.amount",
            value=money.text(amount),
            missing=money.text(case.missing),
        )


def _document(
    event: Event, number: str, payer: str, means: Means, amount: int
) -> Iterator[Finding]:
    """What is wrong with the document that an event names: its money is spent once."""
    said = event.text("document")
    known = account_tables.documents_of(number, payer, means.free)
    if not known:
        yield findings.of(
            account_rules.UNKNOWN_DOCUMENT, "args.document", value=said, payer=payer
        )
        return
    brought = sum([document.amount for document in known])
    left = brought - account_tables.booked(payer, number, means.used)
    if amount > left:
        yield findings.of(
            account_rules.DOCUMENT_SPENT,
            "args.document",
            value=said,
            left=money.text(left),
            amount=money.text(amount),
        )
