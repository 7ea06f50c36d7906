"""What lines of the tariff name and the pack does not hold: units, notes, editions, successors."""

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from openkeden.base import findings
from openkeden.base.codes import digits
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.review import references
from openkeden.lawpack.review.remembered import remembered
from openkeden.lawpack.sources import Sources


def judge(sources: Sources) -> Iterator[findings.Finding]:
    """Units, notes, editions and successors that are named and not held."""
    units = references.codes(sources, "units")
    notes = {"", *[note.note for note in sources.notes]}
    editions = {(edition.chapter, edition.since) for edition in sources.editions}
    begun = editions | sources.imported.keys()
    for line in _misspelt(sources.tariff):
        yield findings.of(references.P12, line.id, value=line.code, row=line.id)
    for likeness, lines in _alike(sources.tariff).items():
        named = units.issuperset(likeness.unit.split()) and likeness.note in notes
        if named and (likeness.chapter, likeness.since) in editions:
            continue
        for line in lines:
            yield from _line_names(line, units, notes)
            yield from _line_edition(line, begun)
    yield from _successors(sources)


class _Likeness(NamedTuple):
    """What lines of the tariff name beside their code and their rate."""

    unit: str
    note: str
    chapter: str
    since: datetime.date


@remembered(most=4)
def _alike(lines: Sequence[TariffRow]) -> dict[_Likeness, list[TariffRow]]:
    """The lines that name the same."""
    found: dict[_Likeness, list[TariffRow]] = {}
    for line in lines:
        likeness = _Likeness(line.unit, line.note, line.code[:2], line.since)
        found.setdefault(likeness, []).append(line)
    return found


@remembered(most=4)
def _misspelt(lines: Sequence[TariffRow]) -> list[TariffRow]:
    """The lines whose code is none."""
    return [line for line in lines if not digits(line.code, 10)]


def _line_names(
    line: TariffRow, units: frozenset[str], notes: set[str]
) -> Iterator[findings.Finding]:
    """Units and a note of a line that are not held."""
    for unit in line.unit.split():
        if unit not in units:
            yield findings.of(references.P8, line.id, value=unit, row=line.id, list="units")
    if line.note not in notes:
        note = f"note {line.note}"
        yield findings.of(references.P8, line.id, value=note, row=line.id, list="notes")


def _line_edition(
    line: TariffRow, begun: set[tuple[str, datetime.date]]
) -> Iterator[findings.Finding]:
    """A line that neither an edition of its chapter nor an import began on its day."""
    chapter = line.code[:2]
    if begun.isdisjoint({(chapter, line.since), (line.code, line.since)}):
        edition = f"edition {chapter} of {line.since}"
        yield findings.of(
            references.P8, line.id, value=edition, row=line.id, list="editions"
        )


def _successors(sources: Sources) -> Iterator[findings.Finding]:
    """Codes among those that end and their successors which the tariff never had."""
    lines = references.codes_of(sources.tariff)
    for code, following in sources.successors.items():
        id_, row = f"successors/{code}", f"successors of {code}"
        for wrong in {code, *following} - lines:
            yield findings.of(references.P12, id_, value=wrong, row=row)
