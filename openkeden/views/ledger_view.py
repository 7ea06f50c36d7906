"""The verification of the ledger and of a receipt as programs see them, and the signed
head.
"""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.flow.ledger.problems import Problem
from openkeden.flow.ledger.receipts import Proved
from openkeden.flow.ledger.times import LateFact
from openkeden.flow.ledger.verification import LedgerVerdict
from openkeden.locale import law_words
from openkeden.views import finding_view


class LedgerView(msgspec.Struct, frozen=True, kw_only=True):
    """What came of deriving the ledger and all tables again."""

    #: Whether everything fits.
    ok: bool

    #: How many facts there are.
    size: int

    #: The root in hexadecimal.
    root: str

    #: How many signed heads there are.
    heads: int

    #: The first record that does not fit.
    problem: Problem | None

    #: How many records do not fit; an audit ends when it has found a thousand.
    count: int

    #: All of them.
    problems: tuple[Problem, ...]

    #: How many heads were brought from outside; without any a roll-back of the whole
    #: installation cannot be seen.
    outside_heads: int

    #: How many receipts were brought from outside.
    outside_receipts: int

    #: The facts that are late, each with its reason.
    late: tuple[LateFact, ...]

    #: How many facts count as of a moment more than a day from that of the clock.
    apart: int


class ProofView(msgspec.Struct, frozen=True, kw_only=True):
    """What a receipt proves."""

    #: That it proves something.
    ok: bool = True

    #: The index of the fact in the ledger.
    index: int

    #: The name of the ledger.
    origin: str

    #: The size of the ledger at the signed head: what was recorded later is not proved.
    size: int

    #: What happened: `lodging`, `event`, `deposit` ...
    kind: str

    #: The moment that the fact counts as of.
    at: datetime.datetime

    #: The moment of the clock when it was recorded.
    recorded: datetime.datetime

    #: What the fact says, without what officers alone may know.
    fact: Mapping[str, str]

    #: What its sealed part says; nothing where none was brought along.
    sealed: Mapping[str, str]

    #: Which message of the file that was brought along is the one recorded; empty where no
    #: file was.
    message: str

    #: What a receipt cannot say, in the language of the reader.
    later: str


class NoProofView(msgspec.Struct, frozen=True, kw_only=True):
    """Why a receipt proves nothing."""

    #: That it proves nothing.
    ok: bool = False

    #: The reason, in the language of the reader.
    reason: str

    #: The same as a finding.
    findings: tuple[finding_view.FindingView, ...]


def of_verdict(verdict: LedgerVerdict) -> LedgerView:
    """The view of a verification."""
    return LedgerView(
        ok=verdict.problem is None,
        size=verdict.size,
        root=verdict.root.hex(),
        heads=verdict.heads,
        problem=verdict.problem,
        count=len(verdict.problems),
        problems=verdict.problems,
        outside_heads=verdict.outside_heads,
        outside_receipts=verdict.outside_receipts,
        late=verdict.late,
        apart=verdict.apart,
    )


def of_proof(proved: Proved, language: str) -> ProofView:
    """The view of a receipt that proves something."""
    return ProofView(
        index=proved.index,
        origin=proved.origin,
        size=proved.size,
        kind=proved.kind,
        at=proved.at,
        recorded=proved.recorded,
        fact=proved.fact,
        sealed=proved.sealed,
        message=proved.message,
        later=locale.names(language)["done"]["later"],
    )


def of_no_proof(refused: Refused, language: str) -> NoProofView:
    """The view of a receipt that proves nothing."""
    reason = law_words.told(refused.findings[0].args["reason"], language)
    return NoProofView(
        reason=reason, findings=finding_view.each(refused.findings, language)
    )
