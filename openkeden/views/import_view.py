"""An import as programs see it: what a file of law changes, or why nothing of it was
imported.
"""

import msgspec

from openkeden.base.findings import Refused
from openkeden.flow.law.imports import ImportedEdition, ImportedRows
from openkeden.views import finding_view


class EditionImportView(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition of the tariff changes, or would change in a dry run."""

    #: The name under which it is kept.
    name: str

    #: Whether it was kept: not in a dry run, and not when it changes nothing or is refused.
    taken: bool

    #: Codes that appear.
    appeared: tuple[str, ...] = ()

    #: Codes whose lines change.
    changed: tuple[str, ...] = ()

    #: Codes that end.
    ended: tuple[str, ...] = ()

    #: How many rows were held already.
    known: int = 0

    #: What is to be said about the file.
    findings: tuple[finding_view.FindingView, ...]


class RowsImportView(msgspec.Struct, frozen=True, kw_only=True):
    """What rows of law change, or would change in a dry run."""

    #: The name under which they are kept.
    name: str

    #: Whether they were kept: not in a dry run, and not when they change nothing or are
    #: refused.
    taken: bool

    #: Ids of rows that are added.
    added: tuple[str, ...] = ()

    #: Ids of rows that end the day before one of these begins.
    ended: tuple[str, ...] = ()

    #: Gaps of the pack that they fill.
    closes: tuple[str, ...] = ()

    #: How many rows were held already.
    known: int = 0

    #: What is to be said about the file.
    findings: tuple[finding_view.FindingView, ...]


def of_edition(
    outcome: ImportedEdition | Refused, name: str, language: str
) -> EditionImportView:
    """The view of an edition that was imported under a name, or refused."""
    said = finding_view.each(outcome.findings, language)
    if isinstance(outcome, Refused):
        return EditionImportView(name=name, taken=False, findings=said)
    return EditionImportView(
        name=name,
        taken=outcome.taken,
        appeared=outcome.appeared,
        changed=outcome.changed,
        ended=outcome.ended,
        known=outcome.known,
        findings=said,
    )


def of_rows(outcome: ImportedRows | Refused, name: str, language: str) -> RowsImportView:
    """The view of rows that were imported under a name, or refused."""
    said = finding_view.each(outcome.findings, language)
    if isinstance(outcome, Refused):
        return RowsImportView(name=name, taken=False, findings=said)
    return RowsImportView(
        name=name,
        taken=outcome.taken,
        added=outcome.added,
        ended=outcome.ended,
        closes=outcome.closes,
        known=outcome.known,
        findings=said,
    )
