"""A law pack comes in, everything wrong with its rows goes out as findings of the rules P.1 to P.12.

Risk profiles are judged by their own rules, K.1 and on.
"""

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from openkeden.assessment import charges, exempted
from openkeden.base import findings
from openkeden.clearance import deadlines
from openkeden.feeds import lawpack, rows
from openkeden.risk import profiles
from openkeden.tariff import duty, edition, quotas

#: V read in a primary source, S in a secondary one, M from memory, ? not settled.
MARKS = frozenset("VSM?")

P1 = findings.Rule(
    number="P.1",
    message="{value} names no source or no act.",
    fix="Say where the row was read, or `from memory`, and by which act it holds; `none` for our own settings.",
)
P2 = findings.Rule(number="P.2", message="{row} has the mark {value}.", fix="Use V, S, M or ?.")
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
    message="Between {other} and {value} no row is in force.",
    fix="Add the row of the days between, or say in openkeden/law/README.md why there is none.",
    severity="warning",
)
P6 = findings.Rule(
    number="P.6",
    message="{row}: the rate {value} cannot be read: {reason}.",
    fix="Write the rate in the language of openkeden/law/README.md, as `25% min 0.2 EUR/kg`.",
)
P7 = findings.Rule(
    number="P.7",
    message="{row}: no code of the tariff starts with {value}.",
    fix="Correct the digits; a mask is empty or has two to ten digits.",
)
P8 = findings.Rule(
    number="P.8",
    message="{row} uses {value}, which the list {list} does not hold.",
    fix="Correct the code, or add it to the list with its source.",
)
P9 = findings.Rule(
    number="P.9",
    message="{value} stands twice in the list {list}.",
    fix="Keep one row, or give both their days.",
)
P10 = findings.Rule(
    number="P.10",
    message="The parameter {value} is missing.",
    fix="Add the row: every code of the list {list} needs it.",
)
P11 = findings.Rule(
    number="P.11",
    message="{row}: {value} is not possible here: {reason}.",
    fix="Correct the row.",
)
P12 = findings.Rule(
    number="P.12",
    message="{row}: {value} is not a code of the tariff.",
    fix="Name ten-digit codes that are in force on the day after.",
)
RULES = (P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12)


class _Span(NamedTuple):
    """The validity of a row as text of days; an empty end is open."""

    id: str
    since: str
    until: str


def check(pack: lawpack.Pack) -> list[findings.Finding]:
    """Judge all rows of the pack. An error makes a pack unfit for use; a warning is to be looked at."""
    sources = pack.sources
    judges: tuple[Callable[[rows.Sources], Iterable[findings.Finding]], ...] = (
        _rows,
        _lists,
        _periods,
        _expressions,
        _tariff,
        _masks,
        _measures,
        _quotas,
        _terms,
        _preferences,
        _keys,
        _exemptions,
        _quotes,
    )
    found = [one for judge in judges for one in judge(sources)]
    return found + _policy(sources)


def _all_rows(sources: rows.Sources) -> Iterator[edition.Row]:
    for parameter in sources.parameters:
        yield parameter.row
    for charge in sources.charges:
        yield charge.row
    for preference in sources.preferences:
        yield preference.row
    for measure in sources.measures:
        yield measure.row
    for exemption in sources.exemptions:
        yield exemption.row
    yield from (quota.row for quota in sources.quotas)


def _rows(sources: rows.Sources) -> Iterator[findings.Finding]:
    for row in _all_rows(sources):
        if not (row.source.strip() and row.act.strip()):
            yield findings.of(P1, row.id, value=row.id)
        yield from _mark(row.id, row.mark)
        yield from _ends(_Span(row.id, str(row.since), str(row.until or "")))
    for table in (sources.tables["terms"], sources.tables["calendars"]):
        for name, told in table.items():
            for position, plain in enumerate(told):
                yield from _plain(f"{name}[{position}]", plain)
    for one in sources.editions:
        yield from _mark(f"editions/{one.chapter}@{one.since}", one.mark)
    for note in sources.notes:
        yield from _mark(f"note {note.note}", note.mark)
        yield from _ends(_Span(f"note {note.note}", note.since, note.until))
    for line in sources.tariff:
        yield from _ends(_Span(f"{line.code}@{line.since}", line.since, line.until))


def _plain(id_: str, row: Mapping[str, Any]) -> Iterator[findings.Finding]:
    """A row of a table that another part reads: terms, grounds, working time."""
    if not (row.get("source", "").strip() and row.get("act", "").strip()):
        yield findings.of(P1, id_, value=id_)
    yield from _mark(id_, row.get("mark", "?"))
    yield from _ends(_Span(id_, str(row.get("since", "")), str(row.get("until", ""))))


def _mark(id_: str, mark: str) -> Iterator[findings.Finding]:
    if mark not in MARKS:
        yield findings.of(P2, id_, value=mark, row=id_)


def _ends(span: _Span) -> Iterator[findings.Finding]:
    if span.until and span.until < span.since:
        yield findings.of(P3, span.id, value=span.until, row=span.id, since=span.since)


def _lists(sources: rows.Sources) -> Iterator[findings.Finding]:
    for name, one in sources.lists.items():
        if not (one.source.strip() and one.act.strip()):
            yield findings.of(P1, name, value=f"list {name}")
        spans: dict[str, list[_Span]] = {}
        for row in one.rows:
            yield from _mark(f"{name}/{row.code}", row.mark)
            span = _Span(f"{name}/{row.code}", row.since, row.until)
            yield from _ends(span)
            spans.setdefault(row.code, []).append(span)
        for code, known in spans.items():
            if any(_overlap(*pair) for pair in itertools.pairwise(sorted(known, key=lambda span: span.since))):
                yield findings.of(P9, name, value=code, list=name)


def _overlap(first: _Span, second: _Span) -> bool:
    return not first.until or second.since <= first.until


def _periods(sources: rows.Sources) -> Iterator[findings.Finding]:
    """Overlaps and holes among the rows of one key."""
    keyed: dict[str, list[_Span]] = {}
    for key, span in _spans(sources):
        keyed.setdefault(key, []).append(span)
    for spans in keyed.values():
        for first, second in itertools.pairwise(sorted(spans, key=lambda span: span.since)):
            if _overlap(first, second):
                yield findings.of(P4, second.id, value=second.id, since=second.since, other=first.id)
            elif _after(first.until) != second.since:
                yield findings.of(P5, second.id, value=second.id, other=first.id)


def _spans(sources: rows.Sources) -> Iterator[tuple[str, _Span]]:
    """Each row's validity under the key that only one row may have on a day."""
    keyed = [(parameter.key, parameter.row) for parameter in sources.parameters]
    keyed += [(f"{one.charge}/{one.mask}/{sorted(one.needs.items())}", one.row) for one in sources.charges]
    keyed += [(f"preference/{preference.code}", preference.row) for preference in sources.preferences]
    keyed += [(f"measure/{measure.id}", measure.row) for measure in sources.measures]
    keyed += [(f"exemption/{exemption.code}", exemption.row) for exemption in sources.exemptions]
    keyed += [(f"quota/{quota.id}", quota.row) for quota in sources.quotas]
    for key, row in keyed:
        yield key, _Span(row.id, str(row.since), str(row.until or ""))
    for line in sources.tariff:
        yield line.code, _Span(f"{line.code}@{line.since}", line.since, line.until)


def _after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def _expressions(sources: rows.Sources) -> Iterator[findings.Finding]:
    """Rates that the canonical language does not read, each distinct text once."""
    told: dict[str, str] = {}
    for line in sources.tariff:
        told.setdefault(line.rate, f"{line.code}@{line.since}")
    for note in sources.notes:
        if note.rate:
            told.setdefault(note.rate, f"note {note.note}")
    for charge in sources.charges:
        told.setdefault(charge.row.value, charge.row.id)
    for exemption in sources.exemptions:
        told.setdefault(exemption.row.value, exemption.row.id)
    for parameter in sources.parameters:
        if parameter.key.startswith("fee.") or parameter.key.endswith(".duty"):
            told.setdefault(parameter.row.value, parameter.row.id)
    for text, id_ in told.items():
        try:
            duty.parse(text)
        except ValueError as error:
            yield findings.of(P6, id_, value=text, row=id_, reason=error)


def _tariff(sources: rows.Sources) -> Iterator[findings.Finding]:
    """Units, notes, chapters' editions and successors that the tariff's lines name."""
    units = _codes(sources, "units")
    notes = {note.note for note in sources.notes}
    editions = {(one.chapter, one.since) for one in sources.editions}
    for line in sources.tariff:
        id_ = f"{line.code}@{line.since}"
        if not (len(line.code) == 10 and line.code.isascii() and line.code.isdigit()):
            yield findings.of(P12, id_, value=line.code, row=id_)
        for unit in line.unit.split():
            if unit not in units:
                yield findings.of(P8, id_, value=unit, row=id_, list="units")
        if line.note and line.note not in notes:
            yield findings.of(P8, id_, value=f"note {line.note}", row=id_, list="notes")
        if (line.code[:2], line.since) not in editions and (line.code, line.since) not in sources.told:
            yield findings.of(P8, id_, value=f"edition {line.code[:2]} of {line.since}", row=id_, list="editions")
    codes = {line.code for line in sources.tariff}
    for code, following in sources.successors.items():
        for wrong in {code, *following} - codes:
            yield findings.of(P12, f"successors/{code}", value=wrong, row=f"successors of {code}")


def _masks(sources: rows.Sources) -> Iterator[findings.Finding]:
    prefixes = {line.code[:length] for line in sources.tariff for length in range(2, 11)} | {""}
    used = [(charge.row.id, charge.mask) for charge in sources.charges]
    used += [(measure.row.id, mask) for measure in sources.measures for mask in measure.masks]
    for id_, mask in used:
        if mask not in prefixes:
            yield findings.of(P7, id_, value=mask, row=id_)


def _measures(sources: rows.Sources) -> Iterator[findings.Finding]:
    """Codes a measure uses, and that a partner's measure warns while one's own says what it asks."""
    for one in sources.measures:
        id_ = one.row.id
        circles = {lawpack.UNION, lawpack.NON_UNION}
        yield from _known(sources, id_, "countries", (one.partners | one.excluded_partners) - circles)
        yield from _known(sources, id_, "procedures", one.procedures | one.excluded_procedures)
        yield from _known(sources, id_, "transport_modes", one.modes)
        yield from _known(sources, id_, "directions", {one.direction} - {""})
        yield from _known(sources, id_, "documents", {one.document} - {""})
        if one.own == (one.effect == "warn"):
            reason = "a partner's measure warns, our own does more"
            yield findings.of(P11, id_, value=one.effect, row=id_, reason=reason)
        if (one.effect == "document" and not one.document) or (one.effect == "quota" and not one.quota):
            yield findings.of(P11, id_, value=one.effect, row=id_, reason="it names no document or quota")


def _quotas(sources: rows.Sources) -> Iterator[findings.Finding]:
    """Volumes, units and registers, and whether each measure finds its quota and registers."""
    told = quotas.faults(sources.quotas, sources.measures, sources.lists.keys(), _codes(sources, "units"))
    return (findings.of(P11, row.id, value=value, row=row.id, reason=reason) for row, value, reason in told)


def _preferences(sources: rows.Sources) -> Iterator[findings.Finding]:
    known = {kind.preference for kind in charges.CHARGES}
    for one in sources.preferences:
        id_ = one.row.id
        yield from _known(sources, id_, "countries", one.origins)
        yield from _known(sources, id_, "documents", {one.document} - {""})
        if one.charge not in known:
            yield findings.of(P11, id_, value=one.charge, row=id_, reason="no charge can be relieved by that name")
        if not 0 <= one.factor_percent <= 100:
            yield findings.of(P11, id_, value=one.factor_percent, row=id_, reason="a preference never raises a charge")
    for charge in sources.charges:
        if charge.charge not in {kind.key for kind in charges.CHARGES}:
            id_ = charge.row.id
            yield findings.of(P11, id_, value=charge.charge, row=id_, reason="there is no charge of that key")


def _known(sources: rows.Sources, id_: str, name: str, codes: Iterable[str]) -> Iterator[findings.Finding]:
    for code in sorted(set(codes) - _codes(sources, name)):
        yield findings.of(P8, id_, value=code, row=id_, list=name)


def _codes(sources: rows.Sources, name: str) -> set[str]:
    one = sources.lists.get(name)
    return {row.code for row in one.rows} if one else set()


def _keys(sources: rows.Sources) -> Iterator[findings.Finding]:
    """Parameters that the heading or a list calls for."""
    there = {one.key for one in sources.parameters}
    wanted = [(key, "required") for key in sources.heading.required]
    wanted += [(f"charges.{code}", "procedures") for code in sorted(_codes(sources, "procedures"))]
    sides = itertools.product(sorted(_codes(sources, "costs")), ("side", "share"))
    wanted += [(f"costs.{code}.{part}", "costs") for code, part in sides]
    for key, name in wanted:
        if key not in there:
            yield findings.of(P10, key, value=key, list=name)
    if sources.heading.members not in sources.lists:
        yield findings.of(P10, "members", value=sources.heading.members, list="lists")


def _exemptions(sources: rows.Sources) -> Iterator[findings.Finding]:
    """Codes of lower rates, those that are not lower, and the parameters that say what such rates do."""
    there = {one.key for one in sources.parameters}
    for key in (exempted.PROCEDURES, exempted.YEARS) if sources.exemptions else ():
        if key not in there:
            yield findings.of(P10, key, value=key, list="exemptions")
    lines: dict[str, list[rows.TariffRow]] = {}
    for line in sources.tariff:
        lines.setdefault(line.code, []).append(line)
    for one in sources.exemptions:
        id_, since = one.row.id, str(one.row.since)
        if one.code not in lines:
            yield findings.of(P12, id_, value=one.code, row=id_)
        for reason in _obstacles(one.row.value):
            yield findings.of(P11, id_, value=one.row.value, row=id_, reason=reason)
        common = [line.rate for line in lines.get(one.code, ()) if not line.until or since <= line.until]
        if common and not any(_may_be_lower(one.row.value, rate) for rate in common):
            reason = f"the common rate is {common[-1]}, which is not above it"
            yield findings.of(P11, id_, value=one.row.value, row=id_, reason=reason)


def _obstacles(rate: str) -> tuple[str, ...]:
    try:
        return duty.obstacles(duty.parse(rate))
    except ValueError:
        return ()


def _may_be_lower(rate: str, common: str) -> bool:
    """Whether a rate may come to less than another; two plain percentages tell, nothing else does."""
    try:
        lower, higher = duty.parse(rate), duty.parse(common)
    except ValueError:
        return True
    if not (isinstance(lower, duty.Percent) and isinstance(higher, duty.Percent)):
        return lower != higher
    return lower.rate * higher.over < higher.rate * lower.over


def _policy(sources: rows.Sources) -> list[findings.Finding]:
    """What the risk profiles' own rules find, and documents they ask for that the list does not hold."""
    policy, found = profiles.policy(sources.tables["profiles"])
    if policy is not None:
        for one in policy.profiles:
            found += _known(sources, f"profile/{one.id}", "documents", one.documents)
        for other in (*policy.thresholds, *policy.shares):
            found += _known(sources, f"{other.lane} since {other.since}", "documents", other.documents)
    return found


def _terms(sources: rows.Sources) -> Iterator[findings.Finding]:
    """Overlaps of one term, and terms that the lifecycle counts with and no row gives."""
    known = deadlines.terms(sources.tables["terms"].get("terms", ())).rows
    for key in deadlines.REQUIRED:
        if key not in known:
            yield findings.of(P10, f"terms/{key}", value=key, list="terms")
    for key, told in known.items():
        spans = [_Span(f"terms/{key}@{row.since}", str(row.since), str(row.until or "")) for row in told]
        for first, second in itertools.pairwise(sorted(spans, key=lambda span: span.since)):
            if _overlap(first, second):
                yield findings.of(P4, second.id, value=second.id, since=second.since, other=first.id)


def _quotes(sources: rows.Sources) -> Iterator[findings.Finding]:
    seen = set()
    for quote in sources.quotes:
        id_ = f"{quote.authority} {quote.currency} {quote.effective_on}"
        yield from _known(sources, id_, "currencies", {quote.currency})
        if str(quote.nominal).rstrip("0") != "1" or quote.value <= 0:
            yield findings.of(P11, id_, value=quote.text(), row=id_, reason="nominal or value is wrong")
        if id_ in seen:
            yield findings.of(P9, id_, value=id_, list="rates")
        seen.add(id_)
