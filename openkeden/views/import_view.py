"""An import as programs see it: what a file of law changes, or why nothing of it was
imported.
"""

from collections.abc import Iterable, Mapping

import msgspec

from openkeden.base.findings import Refused
from openkeden.flow.law.imports import ImportedEdition, ImportedRows
from openkeden.lawpack.review import edition_effects
from openkeden.lawpack.review.edition_effects import ChargedLine, Effect, EffectKind
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

    #: The notes that are added or get a further period.
    notes: tuple[str, ...] = ()

    #: How many codes change, by kind: `dearer`, `cheaper`, `mixed` (more of some goods, less
    #: of others), `unit` (counted in another), `new`, `ended`, `note` (charged as before).
    effect_counts: Mapping[EffectKind, int] = {}

    #: What changes for the goods of each code, notes counted in, and on which days.
    effects: tuple[Effect, ...] = ()

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
        notes=outcome.notes,
        effect_counts=edition_effects.counts(outcome.effects),
        effects=outcome.effects,
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


def by_kind(effects: Iterable[Effect]) -> dict[EffectKind, list[Effect]]:
    """The effects of each kind that there is, in their order."""
    found: dict[EffectKind, list[Effect]] = {}
    for effect in effects:
        found.setdefault(effect.kind, []).append(effect)
    return found


def cells(effect: Effect, by_note: str) -> tuple[str, str, str, str, str]:
    """An effect in a table: its code, its days, what was charged and what is."""
    until = effect.until.isoformat() if effect.until else ""
    after = _charged(effect.after, by_note) or " ".join(effect.successors)
    before = _charged(effect.before, by_note)
    return effect.code, effect.since.isoformat(), until, before, after


def _charged(line: ChargedLine | None, by_note: str) -> str:
    if line is None:
        return ""
    noted = by_note.format(note=line.note) if line.note else ""
    return ", ".join([part for part in (line.rate, line.unit, noted) if part])
