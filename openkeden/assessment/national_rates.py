"""National rates: duties below the common tariff that one country of the Union alone may
apply.

For Kazakhstan they are its exemptions from the common tariff. Goods released at such a rate
are conditionally released: they stay in the country, and become Union goods after some
years if they are on the Commission's list.
"""

from collections.abc import Mapping, Sequence

from openkeden.assessment import charges
from openkeden.base import findings, money, rates
from openkeden.tariff.edition import Edition, NationalRate
from openkeden.tariff.rate_book import Rate, RateBook

#: Parameters of law: the procedures under which the lower rates hold, and after how many
#: years the tie may end.
PROCEDURES, YEARS = "exemptions.procedures", "exemptions.tied_years"

_BASIS = "EEC Council decision 59 of 2015-10-14; EAEU CC art. 126(1)(3), 126(4), 136(7)"

CONDITIONAL = findings.Rule(
    number="V36.1",
    message=(
        "Item {value} is charged the duty of {country} alone, {rate} in place of {common}, which"
        " saves {saved}: its goods are released conditionally and must stay in {country}, for"
        " {years} years if the Commission lists them."
    ),
    fix=(
        "Do nothing if the goods stay; for goods that are free in the Union claim {decline} for "
        "the duty in box 36."
    ),
    severity="notice",
    box="36",
    basis=_BASIS,
)
MIXED = findings.Rule(
    number="V36.2",
    message=(
        "Items {value} are tied to {country}, items {free} of the same declaration are free in the"
        " Union."
    ),
    fix=(
        "Keep it so, or split the declaration with `keden split`: the papers of the free goods "
        "then name no tied ones."
    ),
    severity="notice",
    box="36",
    basis=_BASIS,
)
UNUSED = findings.Rule(
    number="V36.3",
    message=(
        "A lower duty of {country}, {rate}, is in force for item {value}, but was not applied: "
        "{lacking} is missing."
    ),
    fix=(
        "State the quantity among the attributes of the item, or load the exchange rate; or claim "
        "{decline} in box 36."
    ),
    severity="warning",
    box="36",
    basis=_BASIS,
)
RULES = (CONDITIONAL, MIXED, UNUSED)

NationalRates = Mapping[str, NationalRate]

NONE: NationalRates = {}


def under(procedure: str, law: Edition) -> NationalRates:
    """The national rates in force under a procedure of box 1, by code."""
    row = law.parameters.get(PROCEDURES)
    return law.exemptions if row is not None and procedure in row.value.split() else NONE


def decline(law: Edition) -> str:
    """The preference of box 36 by which a filer asks for the common duty: it leaves all of
    it. A dash where none is.
    """
    whole = (
        one
        for one in law.preferences.values()
        if one.charge == charges.DUTY.preference and not one.origins
    )
    return next(
        (one.code for one in whole if one.factor_percent == 100 and not one.document), "-"
    )


def notices(
    procedure: str,
    items: Sequence[charges.ChargedItem],
    assessed: charges.Assessment,
    book: RateBook,
    exchange: rates.Rates,
) -> tuple[findings.Finding, ...]:
    """Which items are conditionally released and what that saves, and where a national rate
    was not applied.
    """
    law = book.law
    in_force = under(procedure, law) if law.exemptions else NONE
    if not in_force:
        return ()
    found = [_conditional(one, assessed, law) for one in assessed.reduced]
    conditional = set(assessed.conditional)
    free = [one.number for one in items if one.number not in conditional]
    if conditional and free:
        args = {
            "value": _numbers(assessed.conditional),
            "free": _numbers(free),
            "country": law.jurisdiction,
        }
        found.append(findings.of(MIXED, "items", **args))
    for one in items:
        if one.lot.code not in in_force or one.number in conditional or one.claims.duty:
            continue
        lower = book.national(one.lot.code)
        missing = lower.lacking(one.lot.quantities, exchange)
        if missing:
            found.append(_unused(one.number, lower, missing, law))
    return tuple(found)


def _conditional(
    one: charges.ReducedItem, assessed: charges.Assessment, law: Edition
) -> findings.Finding:
    duties = [line for line in assessed.charges if line.code == charges.DUTY.code]
    rate = next(line.rate for line in duties if line.item == one.item)
    return findings.of(
        CONDITIONAL,
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
    number: int, lower: Rate, missing: tuple[str, ...], law: Edition
) -> findings.Finding:
    return findings.of(
        UNUSED,
        f"items[{number - 1}].attributes",
        value=number,
        rate=lower.text,
        lacking=", ".join(missing),
        country=law.jurisdiction,
        decline=decline(law),
    )


def _numbers(items: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, items))
