"""Rules on the papers that a preference of box 36 rests on: that they are numbered and
dated, and in their term on the day of registration.

One good paper is enough, whatever others stand beside it.
"""

import datetime
from collections.abc import Callable

from openkeden.base import working_time
from openkeden.filing.context import Context
from openkeden.filing.declaration import Document
from openkeden.filing.preference_papers import RestsOn
from openkeden.filing.rules.rule import Breach, rule

_ORIGIN = "EAEU CC art. 29, 31, 53(2)"

Fault = Callable[[Document, Context], bool]


@rule("G36.8", "", basis=_ORIGIN)
def paper_unnumbered(resting: RestsOn, context: Context) -> Breach:
    """{preference} rests on document {document} ({kind}), whose number is {value}.

    Fix: give the number printed on the form; a paper without one proves nothing.
    """
    paper = _faulty(resting, context, _unnumbered)
    if paper is None:
        return None
    return {"value": paper.number or "''", **_named(resting, paper, context)}


@rule("G36.9", "", basis=_ORIGIN)
def paper_undated(resting: RestsOn, context: Context) -> Breach:
    """{preference} rests on document {document} ({kind}), number {value}, which has no date.

    Fix: give its date of issue in box 44; it is good for {months} months from then.
    """
    paper = _faulty(resting, context, _undated)
    if paper is None:
        return None
    months = context.terms_of_papers[paper.code]
    return {"value": paper.number, "months": months, **_named(resting, paper, context)}


@rule("G36.10", "", basis=_ORIGIN)
def paper_expired(resting: RestsOn, context: Context) -> Breach:
    """{preference} rests on document {document} ({kind}) of {value}, which was good until
    {until}; the day of registration is {on}.

    Fix: name in box 44 one that is still in its term, or remove the claim.
    """
    paper = _faulty(resting, context, _expired)
    until = _until(paper, context) if paper is not None else None
    if paper is None or until is None:
        return None
    days = {"until": until, "on": context.on}
    return {"value": paper.issued_on, **days, **_named(resting, paper, context)}


CHECKS = (paper_unnumbered, paper_undated, paper_expired)


def _faulty(resting: RestsOn, context: Context, fault: Fault) -> Document | None:
    """The first paper with a fault, where no paper of the kind is without any."""
    preference = context.edition.preferences.get(resting.code)
    if preference is None or not preference.document:
        return None
    of_kind = [paper for paper in resting.documents if paper.code == preference.document]
    if any(not _wrong(paper, context) for paper in of_kind):
        return None
    return next((paper for paper in of_kind if fault(paper, context)), None)


def _wrong(paper: Document, context: Context) -> bool:
    return any(fault(paper, context) for fault in (_unnumbered, _undated, _expired))


def _unnumbered(paper: Document, _: Context) -> bool:
    """Whether it bears no number: `-`, `b/n` and the like have no digit, or only zeros."""
    return not any(letter.isdigit() and letter != "0" for letter in paper.number)


def _undated(paper: Document, context: Context) -> bool:
    return not paper.issued_on and paper.code in context.terms_of_papers


def _expired(paper: Document, context: Context) -> bool:
    until = _until(paper, context)
    return until is not None and until < context.on


def _until(paper: Document, context: Context) -> datetime.date | None:
    """The last day on which a paper is good; None where it has no term, or no day that has
    come and can be read.
    """
    months = context.terms_of_papers.get(paper.code)
    issued = working_time.parse_day(paper.issued_on) if paper.issued_on else None
    if months is None or issued is None or issued > context.on:
        return None
    return working_time.months_on(issued, months)


def _named(resting: RestsOn, paper: Document, context: Context) -> dict[str, object]:
    kind = context.lists["documents"].get(paper.code, "-")
    return {"preference": resting.code, "document": paper.code, "kind": kind}
