"""References of rows that lead nowhere: rates that cannot be read, and codes, units, lists
and registers that are not held.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

from openkeden.assessment import charges
from openkeden.base import findings, money
from openkeden.base.validity import MARKS
from openkeden.lawpack.charge_rows import RegimeRow
from openkeden.lawpack.listed_codes import CodeList
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.review import rate_texts
from openkeden.lawpack.review.remembered import remembered
from openkeden.lawpack.sources import GapRow, Sources
from openkeden.tariff import conditions, duty, preference_goods, quotas
from openkeden.tariff.measures import Measure

P6 = findings.Rule(
    number="P.6",
    message="{row}: the rate {value} cannot be read: {reason}.",
    fix="Write the rate as `25% min 0.2 EUR/kg`; `keden tariff import --help` shows every form.",
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
    yield from _masks(sources)
    yield from _charges(sources)
    yield from _measures(sources)
    yield from _quotas(sources)
    yield from _preferences(sources)
    yield from _covered(sources)
    yield from _national_rates(sources)
    yield from _regimes(sources)
    yield from _limits(sources)
    yield from _gaps(sources)


def known(
    sources: Sources, id_: str, name: str, wanted: Iterable[str]
) -> Iterator[findings.Finding]:
    """The codes wanted by the row `id_` that the list `name` does not hold."""
    listed = codes(sources, name)
    for code in sorted(set(wanted) - listed):
        yield findings.of(P8, id_, value=code, row=id_, list=name)


def codes(sources: Sources, name: str) -> frozenset[str]:
    """The codes of a list on any day; none where there is no such list."""
    code_list = sources.lists.get(name)
    return _codes(code_list) if code_list else frozenset()


@remembered(most=256)
def _codes(listed: CodeList) -> frozenset[str]:
    return frozenset([row.code for row in listed.rows])


def _expressions(sources: Sources) -> Iterator[findings.Finding]:
    """Rates that the canonical language does not read, each distinct text once."""
    for text, id_ in rate_texts.distinct(sources).items():
        try:
            duty.read(text)
        except ValueError as error:
            yield findings.of(P6, id_, value=text, row=id_, reason=error)


def _masks(sources: Sources) -> Iterator[findings.Finding]:
    """Masks that no code of the tariff begins with."""
    beginnings = beginnings_of(sources.tariff)
    for id_, masks in _masked(sources):
        for mask in masks:
            if mask not in beginnings:
                yield findings.of(P7, id_, value=mask, row=id_)


def _masked(sources: Sources) -> Iterator[tuple[str, Collection[str]]]:
    """Each row that names codes by masks, with its masks."""
    for charge in sources.charges:
        yield charge.row.id, (charge.mask,)
    for covered in sources.covered:
        yield covered.row.id, (covered.row.value,)
    for regime in sources.regimes:
        yield regime.row.id, (*regime.masks, *regime.excluded)
    for limit in sources.limits:
        yield limit.row.id, limit.masks
    for gap in sources.gaps:
        yield f"gap {gap.key}", gap.masks
    for measure in sources.measures:
        yield measure.row.id, measure.masks


@remembered(most=4)
def beginnings_of(lines: Sequence[TariffRow]) -> set[str]:
    """What a mask may be to reach a line of the tariff."""
    return prefixes(codes_of(lines))


@remembered(most=4)
def codes_of(lines: Sequence[TariffRow]) -> frozenset[str]:
    """The codes that the tariff has on any day."""
    return frozenset([line.code for line in lines])


def prefixes(codes: Iterable[str]) -> set[str]:
    """What a mask may be to reach one of these codes: the beginnings of each, and the empty
    mask of all goods.
    """
    beginnings = {""}
    for length in range(2, 11):
        beginnings.update([code[:length] for code in codes])
    return beginnings


def _charges(sources: Sources) -> Iterator[findings.Finding]:
    """Keys of charges, countries, and the conditions under which a rate applies."""
    keys = {
        kind.key for kind in (*charges.CHARGES, charges.SINGLE) if kind is not charges.DUTY
    }
    for charge in sources.charges:
        id_ = charge.row.id
        if charge.charge not in keys:
            yield impossible(id_, charge.charge, "there is no charge of that key")
        origins = (charge.origins | charge.excluded) - codes(sources, "origins_special")
        yield from known(sources, id_, "countries", origins)
        for text in charge.when:
            yield from _condition(sources, id_, text)


def _condition(sources: Sources, id_: str, text: str) -> Iterator[findings.Finding]:
    """A condition that cannot be read, or that counts in a unit which is not there."""
    try:
        units = conditions.read(text).units
    except ValueError as error:
        yield impossible(id_, text, error)
    else:
        yield from known(sources, id_, "units", units)


def _measures(sources: Sources) -> Iterator[findings.Finding]:
    """Codes that a measure uses, and what its effect calls for."""
    for measure in sources.measures:
        yield from _measure_codes(sources, measure)
        yield from _measure_effect(measure)


def _measure_codes(sources: Sources, measure: Measure) -> Iterator[findings.Finding]:
    id_ = measure.row.id
    partners = measure.partners | measure.excluded_partners
    procedures = measure.procedures | measure.excluded_procedures
    named = {
        "countries": partners - sources.manifest.circles,
        "procedures": procedures,
        "transport_modes": _modes(sources, measure),
        "directions": set(measure.direction.split()),
        "documents": {measure.document, *measure.accepted} - {""},
    }
    for name, wanted in named.items():
        yield from known(sources, id_, name, wanted)


def _modes(sources: Sources, measure: Measure) -> frozenset[str]:
    """The kinds of transport that a measure names, by themselves or by a list of them."""
    named = measure.modes & sources.lists.keys()
    return (measure.modes - named).union(*[codes(sources, name) for name in named])


def _measure_effect(measure: Measure) -> Iterator[findings.Finding]:
    id_, effect = measure.row.id, measure.effect
    if not measure.own and effect != "warn":
        yield impossible(id_, effect, "a partner's measure only warns")
    needed = {"document": measure.document, "quota": measure.quota}
    if not needed.get(effect, "none needed"):
        yield impossible(id_, effect, "it names no document or quota")


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
    for quota in held:
        yield from _quota_faults(quota, registers, units)
    for measure in asking:
        named = measure.registers | measure.excluded_registers
        yield from _registers(measure.row.id, sorted(named), registers)
        if measure.quota and not _lasting(measure, held):
            reason = "no quota of that id holds on all its days"
            yield impossible(measure.row.id, measure.quota, reason)


def _quota_faults(
    quota: quotas.Quota, registers: Container[str], units: Container[str]
) -> Iterator[findings.Finding]:
    id_ = quota.row.id
    if quota.unit not in units:
        yield impossible(id_, quota.unit, "there is no such unit")
    grouped = sum([group.volume for group in quota.groups])
    if not 0 < quota.volume <= quotas.LARGEST or grouped > quota.volume:
        volume = money.short(quota.volume, money.QUANTITY_DIGITS)
        reason = "a volume is positive and holds those of its groups"
        yield impossible(id_, volume, reason)
    yield from _registers(id_, [group.register for group in quota.groups], registers)


def _registers(
    id_: str, names: Iterable[str], registers: Container[str]
) -> Iterator[findings.Finding]:
    for name in names:
        if name not in registers:
            yield impossible(id_, name, "there is no list of that name")


def _lasting(measure: Measure, held: Iterable[quotas.Quota]) -> bool:
    """Whether the quota of a measure holds on all days of the measure."""
    return any(
        quota.id == measure.quota and quota.row.covers(measure.row) for quota in held
    )


def impossible(id_: str, value: object, reason: object) -> findings.Finding:
    """That a value of the row `id_` cannot be there."""
    return findings.of(P11, id_, value=value, row=id_, reason=reason)


def _preferences(sources: Sources) -> Iterator[findings.Finding]:
    """Codes that a preference uses, and what it leaves of a charge."""
    fields = {kind.preference for kind in charges.CHARGES} - {""}
    for preference in sources.preferences:
        id_, factor = preference.row.id, preference.factor_percent
        yield from known(sources, id_, "countries", preference.origins)
        yield from known(sources, id_, "documents", {preference.document} - {""})
        if preference.charge not in fields:
            reason = "no charge can be relieved by that name"
            yield impossible(id_, preference.charge, reason)
        if not 0 <= factor <= 100:
            yield impossible(id_, factor, "a preference never raises a charge")
        if preference.offset and factor:
            reason = "what is set off in the return leaves nothing to pay here"
            yield impossible(id_, factor, reason)


def _covered(sources: Sources) -> Iterator[findings.Finding]:
    """Listed goods of preferences that are not there, and what cannot be said of them."""
    preferences = {preference.code for preference in sources.preferences}
    for covered in sources.covered:
        id_, kind = covered.row.id, covered.kind
        if covered.preference not in preferences:
            reason = "there is no preference of that code"
            yield impossible(id_, covered.preference, reason)
        if kind and kind not in preference_goods.CONDITIONS:
            reason = f"a condition is one of {', '.join(preference_goods.CONDITIONS)}"
            yield impossible(id_, covered.condition, reason)
        if (kind == preference_goods.QUOTA) != bool(covered.document):
            reason = "a quota, and nothing else, names the kind of its document"
            yield impossible(id_, covered.condition, reason)
        if covered.document:
            yield from known(sources, id_, "documents", {covered.document})
        share = covered.share
        if share is not None and not 0 <= share <= preference_goods.WHOLE:
            yield impossible(id_, covered.rate, "a preference never raises a charge")


def _national_rates(sources: Sources) -> Iterator[findings.Finding]:
    """Codes of lower rates, and those that are not lower or cannot be computed."""
    lines = rate_texts.ends_and_rates(sources.tariff)
    for lower in sources.national_rates:
        id_, rate = lower.row.id, lower.row.value
        if lower.code not in lines:
            yield findings.of(P12, id_, value=lower.code, row=id_)
        for reason in rate_texts.obstacles(rate):
            yield impossible(id_, rate, reason)
        others = rate_texts.common(lines.get(lower.code, []), lower.row.since)
        if others and not any(rate_texts.may_be_lower(rate, other) for other in others):
            reason = f"the common rate is {others[-1]}, which is not above it"
            yield impossible(id_, rate, reason)


def _regimes(sources: Sources) -> Iterator[findings.Finding]:
    """What a regime frees and takes its rate of."""
    single = any(charge.charge == charges.SINGLE.key for charge in sources.charges)
    for regime in sources.regimes:
        id_ = regime.row.id
        if regime.base not in ("excess", "whole"):
            reason = "a rate is taken of the excess or of the whole"
            yield impossible(id_, regime.base, reason)
        yield from _regime_limits(regime)
        if not regime.row.value and not single:
            reason = "it names none and there is no single rate"
            yield impossible(id_, "rate", reason)


def _regime_limits(regime: RegimeRow) -> Iterator[findings.Finding]:
    """Limits of a regime that are not of their kind."""
    id_, value, mass = regime.row.id, regime.free_value, regime.free_mass
    if value and not rate_texts.is_amount(value):
        yield impossible(id_, value, "it is not a valid amount of a currency")
    if mass and not rate_texts.is_quantity(mass):
        yield impossible(id_, mass, "it is not a valid number of kilograms")


def _limits(sources: Sources) -> Iterator[findings.Finding]:
    """Numbers of a limit that cannot be read, and units that there are not."""
    for limit in sources.limits:
        id_ = limit.row.id
        for number in (limit.free, limit.most):
            if number and not rate_texts.is_quantity(number):
                yield impossible(id_, number, "it is not a valid quantity")
        if limit.unit:
            yield from known(sources, id_, "units", {limit.unit})
        yield from _told(id_, limit.goods, limit.ask)


def _told(
    id_: str, goods: Mapping[str, str], ask: Mapping[str, str]
) -> Iterator[findings.Finding]:
    """That goods, or what to ask for, are not named in English."""
    if "en" not in goods or "en" not in ask:
        yield impossible(id_, "", "`goods` and `ask` must be there in English")


def _gaps(sources: Sources) -> Iterator[findings.Finding]:
    """Gaps of charges that there are not, and gaps of measures that say too little."""
    keys = {*[kind.key for kind in charges.CHARGES], *charges.BESIDE}
    for gap in sources.gaps:
        if gap.charge and gap.charge not in keys:
            id_, reason = f"gap {gap.key}", "there is no charge of that key"
            yield impossible(id_, gap.charge, reason)
        if gap.masks and not gap.charge:
            yield from _measure_gap(sources, gap)


def _measure_gap(sources: Sources, gap: GapRow) -> Iterator[findings.Finding]:
    """What a gap of measures lacks: the goods and what to ask for, a mark; or a direction
    that there is not.
    """
    id_ = f"gap {gap.key}"
    yield from _told(id_, gap.goods, gap.ask)
    if gap.mark not in MARKS:
        yield impossible(id_, gap.mark, "it is not a mark")
    yield from known(sources, id_, "directions", gap.directions)
