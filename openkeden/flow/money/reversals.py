"""Reversals: a deposit that was wrong is taken back by a second entry, of two persons."""

import datetime

import msgspec

from openkeden.accounting import account_rules, chart, documents, posting
from openkeden.base import findings, identities, money
from openkeden.base.findings import Refused
from openkeden.clearance import lifecycle
from openkeden.flow import facts, recording
from openkeden.flow.installation import Installation
from openkeden.flow.money.books import Books
from openkeden.flow.people import authority
from openkeden.store import account_tables, read


class ReversalMade(msgspec.Struct, frozen=True):
    """A reversal that was proposed, or done."""

    #: The index of its fact: a second person confirms a proposal by it.
    entry: int

    #: The deposit that was wrong.
    deposit: facts.Deposit

    #: Whether it is done.
    done: bool


def propose(
    entry: int, reason: str, actor: str, now: datetime.datetime, at: Installation
) -> ReversalMade | Refused:
    """Propose to reverse the deposit at an index. The reason says too why the moment runs
    backwards, where it does.
    """
    may_not = authority.authorised(actor, lifecycle.TREASURY, now, at)
    if may_not is not None:
        return may_not
    if not reason.strip():
        return findings.refused(account_rules.NO_REASON, "reason", value=reason)
    with recording.act(at, now, reason) as act:
        if isinstance(act, Refused):
            return act
        wrong = _deposit(entry)
        if isinstance(wrong, Refused):
            return wrong
        books = Books(act, at)
        made = books.record(facts.Reversal(**act.stamp(actor), entry=entry, reason=reason))
        books.close()
    return ReversalMade(made, wrong, done=False)


def confirm(
    proposal: int, actor: str, now: datetime.datetime, at: Installation, late: str = ""
) -> ReversalMade | Refused:
    """Reverse a deposit as another person proposed; refused where the money was used. `late`
    says why the moment runs backwards.
    """
    may_not = authority.authorised(actor, lifecycle.TREASURY, now, at)
    if may_not is not None:
        return may_not
    with recording.act(at, now, late) as act:
        if isinstance(act, Refused):
            return act
        proposed = _fact(proposal)
        if not isinstance(proposed, facts.Reversal) or proposed.proposal is not None:
            return findings.refused(account_rules.NO_PROPOSAL, "proposal", value=proposal)
        wrong = _deposit(proposed.entry)
        if isinstance(wrong, Refused):
            return wrong
        if proposed.actor == identities.normal(actor):
            return findings.refused(account_rules.SAME_PERSON, "actor", value=actor)
        books, means = Books(act, at, [wrong.payer]), chart.MEANS[wrong.kind]
        held = books.accounts.balance(wrong.payer, means.free)
        if held < wrong.amount:
            return _gone(wrong, means.free, held)
        number = documents.compared(wrong.document)
        back = posting.went(means, wrong.payer, wrong.amount, number)
        fact = facts.Reversal(
            **act.stamp(actor),
            entry=proposed.entry,
            reason=proposed.reason,
            proposal=proposal,
            postings=(back,),
        )
        made = books.record(fact)
        books.close()
        account_tables.unbook(act.cursor, proposed.entry)
    return ReversalMade(made, wrong, done=True)


def _fact(entry: int) -> facts.AnyFact | None:
    known = read.entries([entry])
    return facts.read(known[entry].body) if entry in known else None


def _deposit(entry: int) -> facts.Deposit | Refused:
    """The deposit at an index, if it was not reversed."""
    found = _fact(entry)
    if not isinstance(found, facts.Deposit):
        return findings.refused(account_rules.NO_ENTRY, "entry", value=entry)
    for known in read.entries_of(f"entry {entry}"):
        said = facts.read(known.body)
        if isinstance(said, facts.Reversal) and said.proposal is not None:
            return findings.refused(account_rules.REVERSED, "entry", value=entry)
    return found


def _gone(wrong: facts.Deposit, account: str, held: int) -> Refused:
    return findings.refused(
        account_rules.GONE,
        "entry",
        value=money.text(held),
        account=account,
        payer=wrong.payer,
        amount=money.text(wrong.amount),
    )
