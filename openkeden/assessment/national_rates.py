"""Lower rates that one country of the union alone may apply: when they hold in, what the trader is told of them out.

They are the exemptions of Kazakhstan from the common tariff. Goods released at such a rate are conditionally released:
they stay in the country, and become Union goods after some years if they are on the Commission's list.
"""

from collections.abc import Mapping

from openkeden.assessment import charges
from openkeden.base import findings, money, rates
from openkeden.filing import declaration
from openkeden.tariff import duty
from openkeden.tariff.edition import Edition, NationalRate

#: Parameters of law: the procedures under which the lower rates hold, and after how many years the tie may end.
PROCEDURES, YEARS = "exemptions.procedures", "exemptions.tied_years"

_BASIS = "EEC Council decision 59 of 2015-10-14; EAEU CC art. 126(1)(3), 126(4), 136(7)"

TIED = findings.Rule(
    number="V36.1",
    message=(
        "Item {value} is charged the duty of {country} alone, {rate} in place of {common}, which saves {saved}: its goods "
        "are released conditionally and must stay in {country}, for {years} years if the Commission lists them."
    ),
    fix="Do nothing if the goods stay; for goods that are free in the Union claim {decline} for the duty in box 36.",
    severity="notice",
    box="36",
    basis=_BASIS,
)
MIXED = findings.Rule(
    number="V36.2",
    message="Items {value} are tied to {country}, items {free} of the same declaration are free in the Union.",
    fix="Keep it so, or split the declaration with `keden split`: the papers of the free goods then name no tied ones.",
    severity="notice",
    box="36",
    basis=_BASIS,
)
UNUSED = findings.Rule(
    number="V36.3",
    message="A lower duty of {country}, {rate}, is in force for item {value}, but was not applied: {lacking} is missing.",
    fix="State the quantity among the attributes of the item, or load the exchange rate; or claim {decline} in box 36.",
    severity="warning",
    box="36",
    basis=_BASIS,
)
RULES = (TIED, MIXED, UNUSED)

Exemptions = Mapping[str, NationalRate]

NONE: Exemptions = {}


def under(procedure: str, law: Edition) -> Exemptions:
    """The lower rates in force under a procedure of box 1, by code."""
    row = law.parameters.get(PROCEDURES)
    return law.exemptions if row is not None and procedure in row.value.split() else NONE


def lacking(
    lower: NationalRate, goods: declaration.Goods, exchange: rates.Rates, indices: Mapping[str, int]
) -> tuple[str, ...]:
    """The units and currencies that a lower rate asks for and that are not at hand; none where it can be computed."""
    asked = duty.needs(lower.rate)
    units = sorted(asked.units - goods.quantities.keys())
    currencies = sorted(asked.currencies - indices.keys())
    return (*units, *[currency for currency in currencies if not _quoted(currency, exchange)])


def decline(law: Edition) -> str:
    """The preference of box 36 by which a filer asks for the common duty: it leaves all of it. A dash where none is."""
    whole = (
        one
        for one in law.preferences.values()
        if one.charge == charges.DUTY.preference and not one.origins
    )
    return next((one.code for one in whole if one.factor_percent == 100 and not one.document), "-")


def notices(
    declared: declaration.Declaration,
    assessed: charges.Assessment,
    law: Edition,
    exchange: rates.Rates,
) -> tuple[findings.Finding, ...]:
    """What the trader is told: which items are tied and what that saves, and where a lower rate was not applied."""
    in_force = under(declared.filing.procedure, law) if law.exemptions else NONE
    if not in_force:
        return ()
    found = [_tied(one, assessed, law) for one in assessed.exempted]
    tied = set(assessed.tied)
    free = [goods.item.number for goods in declared.goods if goods.item.number not in tied]
    if tied and free:
        args = {
            "value": _numbers(assessed.tied),
            "free": _numbers(free),
            "country": law.jurisdiction,
        }
        found.append(findings.of(MIXED, "items", **args))
    for goods in declared.goods:
        lower = in_force.get(goods.item.code)
        if lower is None or goods.item.number in tied or goods.item.preferences.duty:
            continue
        missing = lacking(lower, goods, exchange, law.indices)
        if missing:
            found.append(_unused(goods.item.number, lower, missing, law))
    return tuple(found)


def _tied(one: charges.ReducedItem, assessed: charges.Assessment, law: Edition) -> findings.Finding:
    rate = next(
        line.rate
        for line in assessed.charges
        if line.item == one.item and line.code == charges.DUTY.code
    )
    return findings.of(
        TIED,
        f"items[{one.item - 1}].code",
        value=one.item,
        rate=rate,
        common=one.rate,
        saved=money.text(one.saved),
        country=law.jurisdiction,
        years=law.parameter(YEARS).value,
        decline=decline(law),
    )


def _unused(
    number: int, lower: NationalRate, missing: tuple[str, ...], law: Edition
) -> findings.Finding:
    return findings.of(
        UNUSED,
        f"items[{number - 1}].attributes",
        value=number,
        rate=duty.text(lower.rate),
        lacking=", ".join(missing),
        country=law.jurisdiction,
        decline=decline(law),
    )


def _numbers(items: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, items))


def _quoted(currency: str, exchange: rates.Rates) -> bool:
    try:
        exchange.quote(currency)
    except rates.NoRate:
        return False
    return True
