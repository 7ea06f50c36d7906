"""References of rows that lead nowhere: rates, codes, units, lists and registers not held."""

import datetime
from collections.abc import Collection, Container, Iterable, Iterator

from openkeden.assessment import charges
from openkeden.base import findings, money
from openkeden.lawpack.sources import Sources
from openkeden.tariff import conditions, duty, quotas
from openkeden.tariff.measures import Measure

P6 = findings.Rule(
    number="P.6",
    message="{row}: the rate {value} cannot be read: {reason}.",
    fix=(
        "Write the rate in the language of openkeden/law/README.md, as `25% min 0.2"
        " EUR/kg`."
    ),
)
P7 = findings.Rule(
    number="P.7",
    message="{row}: no code of the tariff starts with {value}.",
    fix="Correct the digits; a mask is empty or has two to ten digits.",
)
P8 = findings.Rule(
    number="P.8",
    message="{row} uses {value}, which is not in the list {list}.",
    fix="Correct the code, or add it to the list with its source.",
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
RULES = (P6, P7, P8, P11, P12)


def judge(sources: Sources) -> Iterator[findings.Finding]:
    """What is wrong with what the rows name."""
    yield from _expressions(sources)
    yield from _tariff(sources)
    yield from _masks(sources)
    yield from _charges(sources)
    yield from _measures(sources)
    yield from _quotas(sources)
    yield from _preferences(sources)
    yield from _covered(sources)
    yield from _exemptions(sources)
    yield from _regimes(sources)
    yield from _gaps(sources)


def known(
    sources: Sources, id_: str, name: str, wanted: Iterable[str]
) -> Iterator[findings.Finding]:
    """The codes wanted by the row `id_` that the list `name` does not hold."""
    there = codes(sources, name)
    for code in sorted(set(wanted) - there):
        yield findings.of(P8, id_, value=code, row=id_, list=name)


def codes(sources: Sources, name: str) -> set[str]:
    """The codes of a list on any day; none where there is no such list."""
    one = sources.lists.get(name)
    return {row.code for row in one.rows} if one else set()


def _expressions(sources: Sources) -> Iterator[findings.Finding]:
    """Rates that the canonical language does not read, each distinct text once."""
    told: dict[str, str] = {}
    for line in sources.tariff:
        told.setdefault(line.rate, line.id)
    for note in [note for note in sources.notes if note.rate]:
        told.setdefault(note.rate, f"note {note.note}")
    rated = [one.row for one in sources.charges]
    rated += [one.row for one in sources.exemptions]
    rated += [one.row for one in sources.regimes if one.row.value]
    rated += [one.row for one in sources.parameters if one.key.startswith("fee.")]
    for row in rated:
        told.setdefault(row.value, row.id)
    for text, id_ in told.items():
        try:
            duty.parse(text)
        except ValueError as error:
            yield findings.of(P6, id_, value=text, row=id_, reason=error)


def _tariff(sources: Sources) -> Iterator[findings.Finding]:
    """Units, notes, chapters' editions and successors that the tariff's lines name."""
    units = codes(sources, "units")
    notes = {note.note for note in sources.notes}
    editions = {(one.chapter, one.since) for one in sources.editions}
    for line in sources.tariff:
        id_ = line.id
        if not (len(line.code) == 10 and line.code.isascii() and line.code.isdigit()):
            yield findings.of(P12, id_, value=line.code, row=id_)
        for unit in line.unit.split():
            if unit not in units:
                yield findings.of(P8, id_, value=unit, row=id_, list="units")
        if line.note and line.note not in notes:
            yield findings.of(P8, id_, value=f"note {line.note}", row=id_, list="notes")
        if (line.code[:2], line.since) not in editions and (
            line.code,
            line.since,
        ) not in sources.imported:
            yield findings.of(
                P8,
                id_,
                value=f"edition {line.code[:2]} of {line.since}",
                row=id_,
                list="editions",
            )
    lines = {line.code for line in sources.tariff}
    for code, following in sources.successors.items():
        for wrong in {code, *following} - lines:
            yield findings.of(
                P12, f"successors/{code}", value=wrong, row=f"successors of {code}"
            )


def _masks(sources: Sources) -> Iterator[findings.Finding]:
    known = prefixes([line.code for line in sources.tariff])
    used: list[tuple[str, Collection[str]]] = []
    used += [(charge.row.id, (charge.mask,)) for charge in sources.charges]
    used += [(covered.row.id, (covered.row.value,)) for covered in sources.covered]
    used += [
        (regime.row.id, (*regime.masks, *regime.excluded)) for regime in sources.regimes
    ]
    used += [(f"gap {gap.key}", gap.masks) for gap in sources.gaps]
    used += [(measure.row.id, measure.masks) for measure in sources.measures]
    for id_, masks in used:
        for mask in masks:
            if mask not in known:
                yield findings.of(P7, id_, value=mask, row=id_)


def prefixes(codes: Iterable[str]) -> set[str]:
    """What a mask may be to reach one of these codes: the beginnings of each, and the empty
    mask of all goods.
    """
    known = {""}
    for length in range(2, 11):
        known.update([code[:length] for code in codes])
    return known


def _charges(sources: Sources) -> Iterator[findings.Finding]:
    """Keys of charges, countries, and the conditions under which a rate applies."""
    keys = {
        kind.key for kind in (*charges.CHARGES, charges.SINGLE) if kind is not charges.DUTY
    }
    for one in sources.charges:
        id_ = one.row.id
        if one.charge not in keys:
            yield findings.of(
                P11, id_, value=one.charge, row=id_, reason="there is no charge of that key"
            )
        origins = (one.origins | one.excluded) - codes(sources, "origins_special")
        yield from known(sources, id_, "countries", origins)
        for text in one.when:
            yield from _condition(sources, id_, text)


def _condition(sources: Sources, id_: str, text: str) -> Iterator[findings.Finding]:
    """A condition that cannot be read, or that counts in a unit which is not there."""
    try:
        units = conditions.parse(text).units
    except ValueError as error:
        yield findings.of(P11, id_, value=text, row=id_, reason=error)
    else:
        yield from known(sources, id_, "units", units)


def _measures(sources: Sources) -> Iterator[findings.Finding]:
    """Codes that a measure uses, and what its effect calls for."""
    for one in sources.measures:
        id_ = one.row.id
        circles = sources.manifest.circles
        yield from known(
            sources, id_, "countries", (one.partners | one.excluded_partners) - circles
        )
        yield from known(
            sources, id_, "procedures", one.procedures | one.excluded_procedures
        )
        yield from known(sources, id_, "transport_modes", one.modes)
        yield from known(sources, id_, "directions", {one.direction} - {""})
        yield from known(sources, id_, "documents", {one.document} - {""})
        if not one.own and one.effect != "warn":
            reason = "a partner's measure only warns"
            yield findings.of(P11, id_, value=one.effect, row=id_, reason=reason)
        if (one.effect == "document" and not one.document) or (
            one.effect == "quota" and not one.quota
        ):
            yield findings.of(
                P11, id_, value=one.effect, row=id_, reason="it names no document or quota"
            )


def _quotas(sources: Sources) -> Iterator[findings.Finding]:
    units = codes(sources, "units")
    return quota_faults(sources.quotas, sources.measures, sources.lists.keys(), units)


def quota_faults(
    held: Collection[quotas.Quota],
    asking: Iterable[Measure],
    registers: Container[str],
    units: Container[str],
) -> Iterator[findings.Finding]:
    """What is wrong with quotas and with the measures that name them or registers."""
    for one in held:
        id_ = one.row.id
        if one.unit not in units:
            yield _impossible(id_, one.unit, "there is no such unit")
        grouped = sum([group.volume for group in one.groups])
        if not 0 < one.volume <= quotas.LARGEST or grouped > one.volume:
            volume = money.short(one.volume, money.QUANTITY_DIGITS)
            yield _impossible(
                id_, volume, "a volume is positive and holds those of its groups"
            )
        yield from _registers(id_, [group.register for group in one.groups], registers)
    for measure in asking:
        named = measure.registers | measure.excluded_registers
        yield from _registers(measure.row.id, sorted(named), registers)
        if measure.quota and not _lasting(measure, held):
            reason = "no quota of that id holds on all its days"
            yield _impossible(measure.row.id, measure.quota, reason)


def _registers(
    id_: str, names: Iterable[str], registers: Container[str]
) -> Iterator[findings.Finding]:
    for name in names:
        if name not in registers:
            yield _impossible(id_, name, "there is no list of that name")


def _lasting(measure: Measure, held: Iterable[quotas.Quota]) -> bool:
    """Whether the quota of a measure holds on all days of the measure."""
    return any(one.id == measure.quota and one.row.covers(measure.row) for one in held)


def _impossible(id_: str, value: str, reason: str) -> findings.Finding:
    return findings.of(P11, id_, value=value, row=id_, reason=reason)


def _preferences(sources: Sources) -> Iterator[findings.Finding]:
    fields = {kind.preference for kind in charges.CHARGES} - {""}
    for one in sources.preferences:
        id_ = one.row.id
        yield from known(sources, id_, "countries", one.origins)
        yield from known(sources, id_, "documents", {one.document} - {""})
        if one.charge not in fields:
            yield findings.of(
                P11,
                id_,
                value=one.charge,
                row=id_,
                reason="no charge can be relieved by that name",
            )
        if not 0 <= one.factor_percent <= 100:
            yield findings.of(
                P11,
                id_,
                value=one.factor_percent,
                row=id_,
                reason="a preference never raises a charge",
            )
        if one.offset and one.factor_percent:
            reason = "what is set off in the return leaves nothing to pay here"
            yield findings.of(P11, id_, value=one.factor_percent, row=id_, reason=reason)


def _covered(sources: Sources) -> Iterator[findings.Finding]:
    there = {one.code for one in sources.preferences}
    for one in sources.covered:
        if one.preference not in there:
            id_ = one.row.id
            yield findings.of(
                P11,
                id_,
                value=one.preference,
                row=id_,
                reason="there is no preference of that code",
            )


def _exemptions(sources: Sources) -> Iterator[findings.Finding]:
    """Codes of lower rates, and those that are not lower or cannot be computed."""
    lines = _ends_and_rates(sources)
    for one in sources.exemptions:
        id_ = one.row.id
        if one.code not in lines:
            yield findings.of(P12, id_, value=one.code, row=id_)
        for reason in _obstacles(one.row.value):
            yield findings.of(P11, id_, value=one.row.value, row=id_, reason=reason)
        common = [
            rate
            for until, rate in lines.get(one.code, ())
            if until is None or one.row.since <= until
        ]
        if common and not any(_may_be_lower(one.row.value, rate) for rate in common):
            reason = f"the common rate is {common[-1]}, which is not above it"
            yield findings.of(P11, id_, value=one.row.value, row=id_, reason=reason)


def _ends_and_rates(sources: Sources) -> dict[str, list[tuple[datetime.date | None, str]]]:
    """The last day and the rate of each line of the tariff, by code."""
    found: dict[str, list[tuple[datetime.date | None, str]]] = {}
    for line in sources.tariff:
        found.setdefault(line.code, []).append((line.until, line.rate))
    return found


def _obstacles(rate: str) -> tuple[str, ...]:
    try:
        return duty.obstacles(duty.parse(rate))
    except ValueError:
        return ()


def _may_be_lower(rate: str, common: str) -> bool:
    """Whether a rate may come to less than another: certain for two percentages only."""
    try:
        lower, higher = duty.parse(rate), duty.parse(common)
    except ValueError:
        return True
    if not (isinstance(lower, duty.Percent) and isinstance(higher, duty.Percent)):
        return lower != higher
    return lower.rate * higher.over < higher.rate * lower.over


def _regimes(sources: Sources) -> Iterator[findings.Finding]:
    """What a regime frees and takes its rate of."""
    single = any(one.charge == charges.SINGLE.key for one in sources.charges)
    for one in sources.regimes:
        id_ = one.row.id
        if one.base not in ("excess", "whole"):
            yield findings.of(
                P11,
                id_,
                value=one.base,
                row=id_,
                reason="a rate is taken of the excess or of the whole",
            )
        if one.free_value and not _is_amount(one.free_value):
            yield findings.of(
                P11,
                id_,
                value=one.free_value,
                row=id_,
                reason="it is no amount of a currency",
            )
        if one.free_mass and not _is_quantity(one.free_mass):
            yield findings.of(
                P11,
                id_,
                value=one.free_mass,
                row=id_,
                reason="it is no number of kilograms",
            )
        if not one.row.value and not single:
            yield findings.of(
                P11,
                id_,
                value="rate",
                row=id_,
                reason="it names none and there is no single rate",
            )


def _is_amount(text: str) -> bool:
    try:
        return isinstance(duty.parse(text), duty.Fixed)
    except ValueError:
        return False


def _is_quantity(text: str) -> bool:
    try:
        return money.parse(text, money.QUANTITY_DIGITS) > 0
    except ValueError:
        return False


def _gaps(sources: Sources) -> Iterator[findings.Finding]:
    keys = {kind.key for kind in charges.CHARGES}
    for one in sources.gaps:
        if one.masks and one.charge not in keys:
            id_ = f"gap {one.key}"
            yield findings.of(
                P11, id_, value=one.charge, row=id_, reason="there is no charge of that key"
            )
