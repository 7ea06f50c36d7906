"""Rules on a document of box 40 or 44: its kind, its number and its date."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from openkeden.base import working_time
from openkeden.filing.context import Context
from openkeden.filing.declaration import Document
from openkeden.filing.rules.extracts import outside
from openkeden.filing.rules.rule import DATA, Breach, Check, rule

_BOXES = "40, 44"


@rule("G44.1", "code", box=_BOXES, basis=DATA)
def document_kind_unknown(document: Document, context: Context) -> Breach:
    """{value} is not a valid kind of document.

    Fix: give the five-digit code of its kind, such as 04021 for a commercial invoice.
    """
    if not context.refuses("documents", document.code):
        return None
    return {"value": document.code or "''"}


document_kind_not_held: Check[Document] = outside(
    "G44.31", "code", "documents", lambda document: document.code, box=_BOXES
)


@rule("G44.2", "number", box=_BOXES, basis=DATA)
def document_number_missing(document: Document, context: Context) -> Breach:
    """A document of kind {code} has no number.

    Fix: give the number printed on it; write b/n if it has none.
    """
    if document.number.strip():
        return None
    return {"value": repr(document.number), "code": document.code or "''"}


@rule("G44.3", "issued_on", box=_BOXES, basis=DATA)
def document_date_unreadable(document: Document, context: Context) -> Breach:
    """{value} is not a valid date.

    Fix: write the date of the document as YYYY-MM-DD.
    """
    wrong = document.issued_on != "" and working_time.parse_day(document.issued_on) is None
    return {"value": document.issued_on} if wrong else None


@rule("G44.4", "issued_on", box=_BOXES, basis=DATA)
def document_of_the_future(document: Document, context: Context) -> Breach:
    """The document is dated {value}, after the day of registration, {on}.

    Fix: correct the date of the document.
    """
    day = working_time.parse_day(document.issued_on) if document.issued_on else None
    if day is None or day <= context.on:
        return None
    return {"value": document.issued_on, "on": context.on}


CHECKS = (
    document_kind_unknown,
    document_kind_not_held,
    document_number_missing,
    document_date_unreadable,
    document_of_the_future,
)
