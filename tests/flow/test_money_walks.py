"""Random deposits, lodgings, payments, reversals, withdrawals and mandates, with a simple
model of the books beside them.
"""

import collections
import datetime
import itertools
import pathlib
import tempfile

import msgspec
import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openkeden.accounting import posting
from openkeden.base.findings import Refused
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import actions
from openkeden.flow.money import deposits, mandates, payments, reversals
from openkeden.store import account_tables
from tests import founded

PEOPLE = (founded.PAYER, founded.OTHER)
UNIT = 1_000_000_00
MINUTE = datetime.timedelta(minutes=1)

#: What somebody does: a name, and small numbers that choose the rest.
STEP = st.tuples(
    st.sampled_from(
        (
            "deposit",
            "deposit",
            "lodge",
            "lodge",
            "pay",
            "withdraw",
            "reverse",
            "give",
            "end",
        )
    ),
    st.integers(0, 3),
    st.integers(0, 3),
)


class Walk:
    """A sequence of acts on an installation, and what must hold after each."""

    def __init__(self, at) -> None:
        self.at, self.count = at, itertools.count(1)
        self.now = founded.MOMENT
        self.came = collections.Counter()
        self.documents: list[tuple[str, str, int, int]] = []
        self.numbers: list[str] = []

    def deposit(self, who: int, much: int) -> None:
        payer, kind = PEOPLE[who % 2], ("advance", "guarantee")[who // 2]
        number = f"D-{next(self.count)}"
        amount = 1 + much * UNIT
        order = founded.order(amount, payer, kind, number)
        made = deposits.deposit(order, "treasury-1", self.now, self.at)
        assert isinstance(made, deposits.Deposited)
        assert deposits.deposit(order, "treasury-2", self.now, self.at) == made
        self.came[payer, kind] += amount
        self.documents.append((payer, number, amount, made.entry))

    def lodge(self, who: int, what: int) -> None:
        make = founded.shoes if what == 1 else founded.shirts
        filing = founded.of(PEOPLE[who % 2], make(f"L-{next(self.count)}"))
        if who > 1:
            other = founded.of(PEOPLE[(who + 1) % 2], filing).financial
            filing = msgspec.structs.replace(filing, financial=other)
        answer = founded.lodge_one(self.at, filing, moment=self.now)
        assert answer.status == "registered", answer
        self.numbers.append(answer.registration)

    def pay(self, which: int, much: int) -> None:
        if self.numbers and self.documents:
            payer, number, amount, _ = self.documents[which % len(self.documents)]
            args = {"amount": amount // (much + 1), "document": number, "payer": payer}
            self._act(which, "confirm_payment", "treasury", "treasury-1", args)

    def withdraw(self, which: int, _more: int) -> None:
        if self.numbers:
            row = founded.declared(self.numbers[which % len(self.numbers)])
            person = "trader-1" if row.declarant == founded.PAYER else "trader-2"
            self._act(which, "withdraw", "declarant", person, {})

    def _act(self, which, action, role, person, args) -> None:
        number = self.numbers[which % len(self.numbers)]
        actions.act(number, action, role, person, self.now, self.at, args)

    def reverse(self, which: int, _more: int) -> None:
        if not self.documents:
            return
        payer, number, amount, entry = self.documents[which % len(self.documents)]
        proposed = reversals.propose(entry, "wrong", "treasury-1", self.now, self.at)
        if isinstance(proposed, Refused):
            return
        same = reversals.confirm(proposed.entry, "treasury-1", self.now, self.at)
        assert isinstance(same, Refused)
        done = reversals.confirm(proposed.entry, "treasury-2", self.now, self.at)
        if not isinstance(done, Refused):
            self.came[payer, done.deposit.kind] -= amount
            self.documents.remove((payer, number, amount, entry))

    def give(self, who: int, much: int) -> None:
        day = self.now.date()
        payer, holder = PEOPLE[who % 2], PEOPLE[(who + 1) % 2]
        asked = mandates.asked(payer, holder, 1 + much * 2 * UNIT, day, day, "P")
        made = mandates.give(
            asked, mandates.Giver.treasury, "treasury-1", self.now, self.at
        )
        assert isinstance(made, mandates.MandateGiven)

    def end(self, which: int, _more: int) -> None:
        for known in mandates.of()[which : which + 1]:
            mandates.withdraw(
                known.id, "x", mandates.Giver.treasury, "treasury-1", self.now, self.at
            )

    def holds(self) -> None:
        """The books are whole."""
        held = founded.balances(self.at)
        assert sum(held.values()) == 0
        for (payer, kind), balance in held.items():
            assert balance >= 0 or kind in ("bank", "guarantor"), (payer, kind)
        for (payer, kind), came in self.came.items():
            source = "bank" if kind == "advance" else "guarantor"
            assert -held.get((payer, source), 0) == came
        stands = collections.Counter()
        for number in self.numbers:
            stands += self._case(number)
        for (payer, kind), amount in stands.items():
            assert held[payer, kind] == amount
        for payer, number, amount, _ in self.documents:
            assert account_tables.booked(payer, number, "duties") <= amount
        self._mandates()

    def _case(self, number: str) -> collections.Counter:
        """A released declaration is covered, and what its case says stands for it."""
        known = actions.look_up(number, self.at)
        case, moved = known.case, payments.stands(known.recorded)
        assert case.covered or case.state != "released"
        uses = collections.Counter()
        for use in posting.standing(moved):
            uses[use.payer, use.credit] += use.amount
            own = use.payer == known.row.declarant
            assert own or use.mandate, "another's money under a mandate alone"
        paid = sum(amount for (_, kind), amount in uses.items() if kind == "duties")
        assert (case.paid, case.paid + case.secured) == (paid, uses.total())
        return uses

    def _mandates(self) -> None:
        used = collections.Counter()
        for row in account_tables.all_postings():
            if row.mandate:
                sign = 1 if row.debit in ("advance", "guarantee") else -1
                used[row.mandate] += sign * row.amount
        for known in mandates.of():
            assert used[known.id] == known.used <= known.limit


@pytest.mark.usefixtures("closing")
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEP, min_size=4, max_size=14))
def test_whatever_happens_the_books_are_whole(steps):
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(founded.found(pathlib.Path(folder) / "home"))
        for name, one, two in steps:
            walk.now += MINUTE
            getattr(walk, name)(one, two)
            walk.holds()
        verdict = verification.verify(walk.at)
        assert verdict.problem is None, (verdict.problem, steps)
        connections["default"].close()


@pytest.fixture
def closing():
    """The connection is closed, whatever came of it."""
    yield
    connections["default"].close()
