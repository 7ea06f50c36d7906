"""Deposits: a document brings a payer money or a guarantee, once, and what waits is paid."""

import datetime

import msgspec

from openkeden.accounting import account_rules, chart, documents, posting
from openkeden.accounting.documents import PaymentDocument
from openkeden.base import findings, money, usage
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import lifecycle
from openkeden.flow import facts, recording
from openkeden.flow.installation import Installation
from openkeden.flow.money import settlement
from openkeden.flow.money.books import Books
from openkeden.flow.money.settlement import Settled
from openkeden.flow.people import authority
from openkeden.store import account_tables, read, rows


class Deposited(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was booked, now or before."""

    #: The index of its fact.
    entry: int

    document: PaymentDocument

    #: What was paid upon it.
    settled: tuple[Settled, ...]

    #: What is left on the account after that.
    balance: int

    #: Documents of the same number at the same bank: to be looked at.
    alike: tuple[Finding, ...] = ()


def order(
    payer: str,
    amount: int,
    number: str,
    bank: str,
    issued: datetime.date,
    *,
    guarantee: bool = False,
) -> PaymentDocument:
    """A document that brings money or a guarantee, as it is to be booked."""
    kind = chart.GUARANTEE if guarantee else chart.ADVANCE
    return PaymentDocument(payer, kind, amount, number, bank, issued)


def deposit(
    document: PaymentDocument,
    actor: str,
    now: datetime.datetime,
    at: Installation,
    late: str = "",
) -> Deposited | Refused:
    """Book a document, pay what waits for it and release what waited for that alone.

    The same document again gives the same answer and changes nothing. `late` says why the
    moment runs backwards.
    """
    may_not = authority.authorised(actor, lifecycle.TREASURY, now, at)
    if may_not is not None:
        return may_not
    against = documents.wrong(document, at.local(now).date())
    if against:
        return Refused(against)
    with recording.act(at, now, late) as act:
        alike = account_tables.documents_alike(document.number, document.bank)
        for row in alike:
            if _same(row, document):
                return _again(row, document, alike)
        if isinstance(act, Refused):
            return act
        books = Books(act, at, [document.payer])
        large = _too_large(document, books)
        if large is not None:
            return Refused((large,))
        made = _book(document, actor, now, at, books, alike)
        books.close()
        account_tables.book(act.cursor, row_of(document, made.entry))
    return made


def row_of(document: PaymentDocument, entry: int) -> rows.DocumentRow:
    """The row of a document that an entry booked."""
    return rows.DocumentRow(
        document.number,
        document.bank,
        document.issued.isoformat(),
        document.payer,
        document.kind,
        document.amount,
        entry,
    )


def document_of(fact: facts.Deposit) -> PaymentDocument:
    """The document that a fact booked."""
    return PaymentDocument(
        fact.payer, fact.kind, fact.amount, fact.document, fact.bank, fact.issued
    )


def _same(row: rows.DocumentRow, document: PaymentDocument) -> bool:
    """Whether a booked document is this one, whatever its amount."""
    known = (row.issued, row.payer, row.kind)
    return known == (document.issued.isoformat(), document.payer, document.kind)


def _again(
    row: rows.DocumentRow, document: PaymentDocument, alike: list[rows.DocumentRow]
) -> Deposited | Refused:
    """The answer that was given before; another amount is refused."""
    if row.amount != document.amount:
        return findings.refused(
            account_rules.OTHER_AMOUNT,
            "amount",
            value=document.document,
            known=money.text(row.amount),
            amount=money.text(document.amount),
            entry=row.entry,
        )
    end = account_tables.committed_with(row.entry)
    entries = read.entries(range(row.entry, end))
    found = [facts.read(entries[index].body) for index in range(row.entry, end)]
    first, steps = found[0], found[1:]
    assert isinstance(first, facts.Deposit)
    settled = [_settled(fact) for fact in steps if isinstance(fact, facts.CaseStep)]
    earlier = [known for known in alike if known.entry < row.entry]
    return Deposited(
        entry=row.entry,
        document=document_of(first),
        settled=tuple(settled),
        balance=account_tables.balance_before(row.payer, row.kind, end),
        alike=tuple([_alike(known, first.document) for known in earlier]),
    )


def _settled(fact: facts.CaseStep) -> Settled:
    declared = read.versions(fact.registration)[-1]
    return Settled(
        fact.registration,
        declared.reference,
        fact.postings[0].amount,
        fact.postings[0].credit == chart.SECURED,
        fact.state,
    )


def _too_large(document: PaymentDocument, books: Books) -> Finding | None:
    """No column holds what all documents of a payer brought."""
    means = chart.MEANS[document.kind]
    came = -books.accounts.balance(document.payer, means.source)
    if came + document.amount <= rows.LARGEST:
        return None
    return findings.of(
        usage.TOO_MUCH,
        "amount",
        value=money.text(document.amount),
        payer=document.payer,
    )


def _book(
    document: PaymentDocument,
    actor: str,
    now: datetime.datetime,
    at: Installation,
    books: Books,
    alike: list[rows.DocumentRow],
) -> Deposited:
    payer, means = document.payer, chart.MEANS[document.kind]
    fact = facts.Deposit(
        **books.act.stamp(actor),
        **msgspec.structs.asdict(document),
        postings=(posting.came(means, payer, document.amount, document.number),),
    )
    entry = books.record(fact)
    settled = settlement.settle(payer, now, at, books)
    return Deposited(
        entry=entry,
        document=document,
        settled=settled,
        balance=books.accounts.balance(payer, means.free),
        alike=tuple([_alike(known, document.document) for known in alike]),
    )


def _alike(known: rows.DocumentRow, number: str) -> Finding:
    return findings.of(
        account_rules.ALIKE,
        "document",
        value=number,
        entry=known.entry,
        payer=known.payer,
        issued=known.issued,
        amount=money.text(known.amount),
    )
