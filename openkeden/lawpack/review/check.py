"""The check of a law pack: everything wrong with its rows, as findings of the rules P.1 to
P.12.

Risk profiles are judged by their own rules, K.1 and on.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from openkeden.assessment import national_rates
from openkeden.base import findings, time_limits
from openkeden.base.validity import ALWAYS, MARKS, Row, Validity
from openkeden.clearance import deadlines
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.procedure_rows import DE_MINIMIS
from openkeden.lawpack.review import references
from openkeden.lawpack.sources import Sources, keyed_rows
from openkeden.risk import profiles

P1 = findings.Rule(
    number="P.1",
    message="{value} has no source or no act.",
    fix="Say where the row was read, or `from memory`, and which act sets it; `none` for our own"
    " settings.",
)
P2 = findings.Rule(
    number="P.2",
    message="{row} has the mark {value}, which does not exist.",
    fix="Use verified, secondary, memory or open.",
)
P3 = findings.Rule(
    number="P.3",
    message="{row} ends on {value}, before its start on {since}.",
    fix="`until` is the last day in force: correct one of the two days.",
)
P4 = findings.Rule(
    number="P.4",
    message="{value} begins on {since} while {other} is still in force.",
    fix="End the earlier row the day before, or drop one of the two.",
)
P5 = findings.Rule(
    number="P.5",
    message="No row is in force between {other} and {value}.",
    fix=(
        "Add the row for the days between, or say in openkeden/law/README.md why there is"
        " none."
    ),
    severity="warning",
)
P9 = findings.Rule(
    number="P.9",
    message="{value} is in the list {list} twice.",
    fix="Keep one row, or give both of them their days.",
)
P10 = findings.Rule(
    number="P.10",
    message="A row of {value} is missing.",
    fix="Add the row: every code of the list {list} needs it.",
)
RULES = (P1, P2, P3, P4, P5, P9, P10, *references.RULES)


class _Named(NamedTuple):
    """A row by its name, with its validity."""

    id: str
    span: Validity


def check(pack: Pack) -> list[findings.Finding]:
    """Judge all rows of the pack.

    An error makes a pack unfit for use; a warning is to be looked at.
    """
    sources = pack.sources
    judges: tuple[Callable[[Sources], Iterable[findings.Finding]], ...] = (
        _rows,
        _lists,
        _periods,
        references.judge,
        _terms,
        _keys,
        _quotes,
    )
    found: list[findings.Finding] = []
    for judge in judges:
        found += judge(sources)
    return found + _policy(sources)


def _rows(sources: Sources) -> Iterator[findings.Finding]:
    for row in dict.fromkeys([one.row for one in keyed_rows(sources)]):
        if not (row.source.strip() and row.act.strip()):
            yield findings.of(P1, row.id, value=row.id)
        yield from _mark(row.id, row.mark)
        yield from _ends(row.id, row)
    for table in (sources.tables["terms"], sources.tables["calendars"]):
        for name, told in table.items():
            for position, plain in enumerate(told):
                yield from _plain(f"{name}[{position}]", plain)
    for one in sources.editions:
        yield from _mark(f"editions/{one.chapter}@{one.since}", one.mark)
    for note in sources.notes:
        yield from _mark(f"note {note.note}", note.mark)
        yield from _ends(f"note {note.note}", note)
    for line in sources.tariff:
        yield from _ends(line.id, line)


def _plain(id_: str, row: Mapping[str, Any]) -> Iterator[findings.Finding]:
    """A row of a table that another part reads: terms, grounds, working time."""
    given = {name: row[name] for name in Row.__struct_fields__ if name in row}
    basis = msgspec.convert({"since": ALWAYS, **given}, Row)
    if not (basis.source.strip() and basis.act.strip()):
        yield findings.of(P1, id_, value=id_)
    yield from _mark(id_, basis.mark)
    yield from _ends(id_, basis)


def _mark(id_: str, mark: str) -> Iterator[findings.Finding]:
    if mark not in MARKS:
        yield findings.of(P2, id_, value=mark, row=id_)


def _ends(id_: str, span: Validity) -> Iterator[findings.Finding]:
    if span.until is not None and span.until < span.since:
        yield findings.of(P3, id_, value=span.until, row=id_, since=span.since)


def _lists(sources: Sources) -> Iterator[findings.Finding]:
    for name, one in sources.lists.items():
        if not (one.source.strip() and one.act.strip()):
            yield findings.of(P1, name, value=f"list {name}")
        coded: dict[str, list[_Named]] = {}
        for row in one.rows:
            id_ = f"{name}/{row.code}"
            yield from _mark(id_, row.mark)
            yield from _ends(id_, row)
            coded.setdefault(row.code, []).append(_Named(id_, row))
        for code, rows in coded.items():
            if any(first.span.overlaps(second.span) for first, second in _in_turn(rows)):
                yield findings.of(P9, name, value=code, list=name)


def _periods(sources: Sources) -> Iterator[findings.Finding]:
    """Overlaps and holes among the rows of one key."""
    keyed: dict[str, list[_Named]] = {}
    for _, key, row in keyed_rows(sources):
        keyed.setdefault(key, []).append(_Named(row.id, row))
    for line in sources.tariff:
        keyed.setdefault(line.code, []).append(_Named(line.id, line))
    for rows in keyed.values():
        for first, second in _in_turn(rows):
            if first.span.overlaps(second.span):
                yield _overlap(first, second)
            elif not first.span.meets(second.span):
                yield findings.of(P5, second.id, value=second.id, other=first.id)


def _in_turn(rows: Iterable[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Each row with the one that begins next."""
    return itertools.pairwise(sorted(rows, key=lambda one: one.span.since))


def _overlap(first: _Named, second: _Named) -> findings.Finding:
    since = second.span.since
    return findings.of(P4, second.id, value=second.id, since=since, other=first.id)


def _keys(sources: Sources) -> Iterator[findings.Finding]:
    """Parameters that the manifest or a list calls for."""
    there = {one.key for one in sources.parameters}
    there |= {f"procedure/{one.code}" for one in sources.procedures}
    there |= {f"cost/{one.kind}" for one in sources.costs}
    there |= {DE_MINIMIS for _ in sources.de_minimis}
    wanted = [(key, "required") for key in (*sources.manifest.required, DE_MINIMIS)]
    for name, kind in (("procedures", "procedure"), ("costs", "cost")):
        codes = sorted(references.codes(sources, name))
        wanted += [(f"{kind}/{code}", name) for code in codes]
    wanted += [
        (key, "exemptions")
        for key in (national_rates.PROCEDURES, national_rates.YEARS)
        if sources.exemptions
    ]
    for key, name in wanted:
        if key not in there:
            yield findings.of(P10, key, value=key, list=name)
    if sources.manifest.members not in sources.lists:
        yield findings.of(P10, "members", value=sources.manifest.members, list="lists")


def _policy(sources: Sources) -> list[findings.Finding]:
    """What the rules of risk profiles find, and documents asked for that the list does not
    hold.
    """
    policy, found = profiles.policy(sources.tables["profiles"])
    if policy is not None:
        for one in policy.profiles:
            found += references.known(
                sources, f"profile/{one.id}", "documents", one.documents
            )
        for other in (*policy.thresholds, *policy.shares):
            found += references.known(
                sources, f"{other.lane} since {other.since}", "documents", other.documents
            )
    return found


def _terms(sources: Sources) -> Iterator[findings.Finding]:
    """Overlaps of one time limit, and time limits that deadlines need and no row gives."""
    known = time_limits.from_rows(sources.tables["terms"].get("terms", ())).rows
    for key in deadlines.REQUIRED:
        if key not in known:
            yield findings.of(P10, f"terms/{key}", value=key, list="terms")
    for key, told in known.items():
        rows = [_Named(f"terms/{key}@{row.since}", row) for row in told]
        for first, second in _in_turn(rows):
            if first.span.overlaps(second.span):
                yield _overlap(first, second)


def _quotes(sources: Sources) -> Iterator[findings.Finding]:
    seen = set()
    for quote in sources.quotes:
        id_ = f"{quote.authority} {quote.currency} {quote.effective_on}"
        yield from references.known(sources, id_, "currencies", {quote.currency})
        if str(quote.nominal).rstrip("0") != "1" or quote.value <= 0:
            yield findings.of(
                references.P11,
                id_,
                value=quote.text(),
                row=id_,
                reason="nominal or value is wrong",
            )
        if id_ in seen:
            yield findings.of(P9, id_, value=id_, list="rates")
        seen.add(id_)
