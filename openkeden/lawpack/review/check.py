"""The check of a law pack: everything wrong with its rows, as findings of the rules P.1 to
P.12.

Risk profiles are judged by their own rules, K.1 and on.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from openkeden.assessment import national_rates
from openkeden.base import findings, time_limits
from openkeden.base.validity import ALWAYS, MARKS, Row, Validity
from openkeden.clearance import deadlines
from openkeden.lawpack.listed_codes import CodeList
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.procedure_rows import DE_MINIMIS
from openkeden.lawpack.review import line_references, listed_goods, references
from openkeden.lawpack.review.remembered import remembered
from openkeden.lawpack.row_keys import KeyedRow, keyed_rows
from openkeden.lawpack.sources import Sources
from openkeden.risk import policy_file

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
    fix="Add the row for the days between, or list the gap that they leave.",
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
    return list(_found(pack.sources))


@remembered(most=2)
def _found(sources: Sources) -> list[findings.Finding]:
    judges: tuple[Callable[[Sources], Iterable[findings.Finding]], ...] = (
        _rows,
        _lists,
        _goods,
        _periods,
        references.judge,
        line_references.judge,
        listed_goods.judge,
        _time_limits,
        _keys,
        _quotes,
    )
    breaches: list[findings.Finding] = []
    for judge in judges:
        breaches += judge(sources)
    return breaches + _policy(sources)


def _rows(sources: Sources) -> Iterator[findings.Finding]:
    """Rows without a basis, with an unknown mark, or that end before they begin."""
    for row in dict.fromkeys([keyed.row for keyed in _keyed(sources)]):
        yield from _act_and_source(row.id, row.act, row.source)
        yield from _mark(row.id, row.mark)
        yield from _ends(row.id, row)
    for table in (sources.tables["terms"], sources.tables["calendars"]):
        yield from _tables(table)
    for edition in sources.editions:
        yield from _mark(f"editions/{edition.chapter}@{edition.since}", edition.mark)
    for note in sources.notes:
        yield from _mark(f"note {note.note}", note.mark)
        yield from _ends(f"note {note.note}", note)
    yield from _backward(sources.tariff)


@remembered(most=4)
def _backward(lines: Sequence[TariffRow]) -> list[findings.Finding]:
    """Lines of the tariff that end before they begin."""
    found: list[findings.Finding] = []
    for line in lines:
        found += _ends(line.id, line)
    return found


@remembered(most=2)
def _keyed(sources: Sources) -> tuple[KeyedRow, ...]:
    return tuple(keyed_rows(sources))


def _tables(table: Mapping[str, Any]) -> Iterator[findings.Finding]:
    """The rows of tables that another part reads: time limits, grounds, working time."""
    for name, rows in table.items():
        for position, row in enumerate(rows):
            yield from _plain(f"{name}[{position}]", row)


def _plain(id_: str, row: Mapping[str, Any]) -> Iterator[findings.Finding]:
    """A row that is still a table."""
    stated = {name: row[name] for name in Row.__struct_fields__ if name in row}
    basis = msgspec.convert({"since": ALWAYS, **stated}, Row)
    yield from _act_and_source(id_, basis.act, basis.source)
    yield from _mark(id_, basis.mark)
    yield from _ends(id_, basis)


def _act_and_source(id_: str, act: str, source: str) -> Iterator[findings.Finding]:
    if not (source.strip() and act.strip()):
        yield findings.of(P1, id_, value=id_)


def _mark(id_: str, mark: str) -> Iterator[findings.Finding]:
    if mark not in MARKS:
        yield findings.of(P2, id_, value=mark, row=id_)


def _ends(id_: str, span: Validity) -> Iterator[findings.Finding]:
    if span.until is not None and span.until < span.since:
        yield findings.of(P3, id_, value=span.until, row=id_, since=span.since)


def _lists(sources: Sources) -> Iterator[findings.Finding]:
    """Lists without a basis, and codes that are wrong or stand twice in one."""
    for code_list in sources.lists.values():
        yield from _list(code_list)


@remembered(most=256)
def _list(code_list: CodeList) -> list[findings.Finding]:
    name, found = code_list.name, []
    if not (code_list.source.strip() and code_list.act.strip()):
        found.append(findings.of(P1, name, value=f"list {name}"))
    by_code: dict[str, list[_Named]] = {}
    for row in code_list.rows:
        id_ = f"{name}/{row.code}"
        found += [*_mark(id_, row.mark), *_ends(id_, row)]
        by_code.setdefault(row.code, []).append(_Named(id_, row))
    found += _listed_twice(name, by_code)
    return found


def _goods(sources: Sources) -> Iterator[findings.Finding]:
    """Goods that stand twice in a list, or that leave it before they come in."""
    by_list: dict[str, dict[str, list[_Named]]] = {}
    for row in sources.measure_goods:
        id_ = f"{row.list}/{row.mask}"
        yield from _ends(id_, row.span)
        by_mask = by_list.setdefault(row.list, {})
        by_mask.setdefault(row.mask, []).append(_Named(id_, row.span))
    for name, by_mask in by_list.items():
        yield from _listed_twice(name, by_mask)


def _listed_twice(
    name: str, by_code: Mapping[str, list[_Named]]
) -> Iterator[findings.Finding]:
    for code, rows in by_code.items():
        if any(first.span.overlaps(second.span) for first, second in _in_turn(rows)):
            yield findings.of(P9, name, value=code, list=name)


def _periods(sources: Sources) -> Iterator[findings.Finding]:
    """Overlaps and holes among the rows of one key."""
    keyed: dict[str, list[_Named]] = {}
    for _, key, row in _keyed(sources):
        keyed.setdefault(key, []).append(_Named(row.id, row))
    for first, second in _note_turns(sources):
        if first.span.overlaps(second.span):
            yield _overlap(first, second)
    for rows in keyed.values():
        yield from _spans(rows)
    yield from _line_periods(sources.tariff)


@remembered(most=4)
def _line_periods(lines: Sequence[TariffRow]) -> list[findings.Finding]:
    """Overlaps and holes among the lines of one code."""
    of_code: dict[str, list[TariffRow]] = {}
    for line in lines:
        of_code.setdefault(line.code, []).append(line)
    found: list[findings.Finding] = []
    for same in of_code.values():
        if len(same) > 1:
            found += _spans([_Named(line.id, line) for line in same])
    return found


def _spans(rows: Iterable[_Named]) -> Iterator[findings.Finding]:
    for first, second in _in_turn(rows):
        if first.span.overlaps(second.span):
            yield _overlap(first, second)
        elif not first.span.meets(second.span):
            yield findings.of(P5, second.id, value=second.id, other=first.id)


def _note_turns(sources: Sources) -> Iterator[tuple[_Named, _Named]]:
    """The periods of each note for one state, each with the one that begins next."""
    periods: dict[tuple[str, str], list[_Named]] = {}
    for note in sources.notes:
        named = _Named(f"note {note.note}", note)
        periods.setdefault((note.note, note.state), []).append(named)
    for rows in periods.values():
        yield from _in_turn(rows)


def _in_turn(rows: Iterable[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Each row with the one that begins next."""
    return itertools.pairwise(sorted(rows, key=lambda row: row.span.since))


def _overlap(first: _Named, second: _Named) -> findings.Finding:
    since = second.span.since
    return findings.of(P4, second.id, value=second.id, since=since, other=first.id)


def _keys(sources: Sources) -> Iterator[findings.Finding]:
    """Rows that the manifest or a list calls for."""
    held = _held_keys(sources)
    for key, name in _wanted_keys(sources):
        if key not in held:
            yield findings.of(P10, key, value=key, list=name)
    if sources.manifest.members not in sources.lists:
        yield findings.of(P10, "members", value=sources.manifest.members, list="lists")


def _held_keys(sources: Sources) -> set[str]:
    kinds = ("parameters", "procedures", "costs", "de_minimis")
    return {keyed.key for keyed in _keyed(sources) if keyed.kind in kinds}


def _wanted_keys(sources: Sources) -> Iterator[tuple[str, str]]:
    """Each key that must have a row, with what calls for it."""
    for key in (*sources.manifest.required, DE_MINIMIS):
        yield key, "required"
    for name, kind in (("procedures", "procedure"), ("costs", "cost")):
        for code in sorted(references.codes(sources, name)):
            yield f"{kind}/{code}", name
    if sources.national_rates:
        yield national_rates.PROCEDURES, "national_rates"
        yield national_rates.YEARS, "national_rates"


def _policy(sources: Sources) -> list[findings.Finding]:
    """What the rules of risk profiles find, and documents asked for that the list does not
    hold.
    """
    policy, breaches = policy_file.policy(sources.tables["profiles"])
    if policy is None:
        return breaches
    asking = [(f"profile/{profile.id}", profile.documents) for profile in policy.profiles]
    lanes = (*policy.thresholds, *policy.shares)
    asking += [(f"{lane.lane} since {lane.since}", lane.documents) for lane in lanes]
    for id_, documents in asking:
        breaches += references.known(sources, id_, "documents", documents)
    return breaches


def _time_limits(sources: Sources) -> Iterator[findings.Finding]:
    """Overlaps of one time limit, and time limits that deadlines need and no row gives."""
    limits = time_limits.from_rows(sources.tables["terms"].get("terms", ())).rows
    for key in deadlines.REQUIRED:
        if key not in limits:
            yield findings.of(P10, f"terms/{key}", value=key, list="terms")
    for key, periods in limits.items():
        rows = [_Named(f"terms/{key}@{row.since}", row) for row in periods]
        for first, second in _in_turn(rows):
            if first.span.overlaps(second.span):
                yield _overlap(first, second)


def _quotes(sources: Sources) -> Iterator[findings.Finding]:
    """Exchange rates in no currency, without a value, or there twice."""
    seen = set()
    for quote in sources.quotes:
        id_ = f"{quote.authority} {quote.currency} {quote.effective_on}"
        yield from references.known(sources, id_, "currencies", {quote.currency})
        if str(quote.nominal).rstrip("0") != "1" or quote.value <= 0:
            reason = "nominal or value is wrong"
            yield references.impossible(id_, quote.text(), reason)
        if id_ in seen:
            yield findings.of(P9, id_, value=id_, list="rates")
        seen.add(id_)
