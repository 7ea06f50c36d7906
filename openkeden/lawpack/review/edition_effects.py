"""What rows of the tariff change for the goods of each code: from which day to which it is
charged otherwise, dearer or cheaper, counted in another unit, new or ended.

Notes are counted in, as the member state of the pack applies them.
"""

import collections
import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from openkeden.base.validity import ALWAYS, Validity
from openkeden.base.working_time import DAY
from openkeden.lawpack import tariff_lines
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.sources import NoteRow, Sources
from openkeden.tariff import duty, rate_order

#: `mixed`: more of some goods and less of others; `note`: charged as before, by another
#: note.
EffectKind = Literal["dearer", "mixed", "unit", "ended", "new", "cheaper", "note"]

#: Those kinds, what costs most first.
KINDS: tuple[EffectKind, ...] = (
    "dearer",
    "mixed",
    "unit",
    "ended",
    "new",
    "cheaper",
    "note",
)


class ChargedLine(msgspec.Struct, frozen=True):
    """How goods of a code are charged on a day."""

    #: The supplementary unit; empty: none.
    unit: str

    #: The rate, that of the note where it replaces the line's.
    rate: str

    #: The number of the note of the line; empty: none.
    note: str


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What changes for the goods of a code over some days."""

    kind: EffectKind

    code: str

    #: The first day.
    since: datetime.date

    #: The last day; None where no end is known.
    until: datetime.date | None

    #: How they were charged; None: the code was not in force.
    before: ChargedLine | None

    #: How they are charged now; None: the code is not in force.
    after: ChargedLine | None

    #: Of a code that ends the codes that take up its goods.
    successors: tuple[str, ...]


def effects(before: Sources, after: Sources) -> tuple[Effect, ...]:
    """What differs between the rows held and those with a file merged, by kind and code."""
    was, now = _ChargedTariff(before), _ChargedTariff(after)
    found: list[Effect] = []
    for code in sorted(_touched(before, after)):
        found += _of_code(code, was, now)
    rank = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda one: (rank[one.kind], one.code, one.since)))


def counts(found: Iterable[Effect]) -> dict[EffectKind, int]:
    """How many codes there are of each kind."""
    codes: dict[EffectKind, set[str]] = {kind: set() for kind in KINDS}
    for effect in found:
        codes[effect.kind].add(effect.code)
    return {kind: len(named) for kind, named in codes.items()}


def _touched(before: Sources, after: Sources) -> set[str]:
    """The codes whose lines differ, or that carry a note which does."""
    lines = {row.code for row in set(before.tariff) ^ set(after.tariff)}
    notes = {row.note for row in set(before.notes) ^ set(after.notes)}
    carrying = [row.code for row in after.tariff if row.note in notes]
    return lines | set(carrying)


class _ChargedTariff:
    """The rows of a tariff, read code by code."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.lines = collections.defaultdict[str, list[TariffRow]](list)
        for row in sources.tariff:
            self.lines[row.code].append(row)
        self.notes: Mapping[str, list[NoteRow]] = tariff_lines.by_number(sources)

    def edges(self, code: str) -> Iterator[datetime.date]:
        """The days on which the code begins to be charged otherwise."""
        for row in self.lines.get(code, ()):
            yield from _edges(row)
            for period in self.notes.get(row.note, ()):
                yield from _edges(period)

    def on(self, code: str, day: datetime.date) -> ChargedLine | None:
        for row in self.lines.get(code, ()):
            if row.holds(day):
                periods = self.notes.get(row.note, [])
                rate = tariff_lines.charged(row, periods, day, self.sources.manifest)
                return ChargedLine(row.unit, duty.text(rate), row.note)
        return None


def _edges(span: Validity) -> Iterator[datetime.date]:
    if span.since != ALWAYS:
        yield span.since
    if span.until is not None:
        yield span.until + DAY


def _of_code(code: str, was: _ChargedTariff, now: _ChargedTariff) -> list[Effect]:
    """The effects on a code, those that follow each other and say the same as one."""
    days = sorted({*was.edges(code), *now.edges(code)})
    told: list[Effect] = []
    for place, day in enumerate(days):
        before, after = was.on(code, day), now.on(code, day)
        if before == after:
            continue
        until = days[place + 1] - DAY if place + 1 < len(days) else None
        last = told[-1] if told else None
        if (
            last
            and last.until == day - DAY
            and (last.before, last.after) == (before, after)
        ):
            told[-1] = msgspec.structs.replace(last, until=until)
        else:
            told.append(_effect(code, Validity(since=day, until=until), before, after, now))
    return told


def _effect(
    code: str,
    span: Validity,
    before: ChargedLine | None,
    after: ChargedLine | None,
    now: _ChargedTariff,
) -> Effect:
    successors = now.sources.successors.get(code, ()) if after is None else ()
    return Effect(
        kind=_kind(before, after),
        code=code,
        since=span.since,
        until=span.until,
        before=before,
        after=after,
        successors=successors,
    )


def _kind(before: ChargedLine | None, after: ChargedLine | None) -> EffectKind:
    if before is None:
        return "new"
    if after is None:
        return "ended"
    if before.unit != after.unit:
        return "unit"
    rates = [duty.read(line.rate) for line in (before, after)]
    changed = rate_order.change(*rates)
    return "note" if changed == "same" else changed
