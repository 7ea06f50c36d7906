"""National rates: duties below the common tariff that one country of the Union alone may
apply.

For Kazakhstan they are its exemptions from the common tariff. Goods released at such a rate
are conditionally released: they stay in the country, and become Union goods after some
years if they are on the Commission's list.
"""

from collections.abc import Iterator, Mapping, Sequence

from openkeden.assessment import charges
from openkeden.base import findings, money, rates
from openkeden.tariff.edition import Edition, NationalRate
from openkeden.tariff.rate_book import RateBook

#: Parameters of law: the procedures under which the lower rates hold, and after how many
#: years the tie may end.
PROCEDURES, YEARS = "national_rates.procedures", "national_rates.years"

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
        "the duty."
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
        "{decline} for the duty."
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
    return (
        law.national_rates if row is not None and procedure in row.value.split() else NONE
    )


def decline(law: Edition) -> str:
    """The preference of box 36 by which a filer asks for the common duty: it leaves all of
    it. A dash where none is.
    """
    for preference in law.preferences.values():
        of_duty = preference.charge == charges.DUTY.preference
        whole = preference.factor_percent == 100
        if of_duty and whole and not (preference.origins or preference.document):
            return preference.code
    return "-"


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
    in_force = under(procedure, law) if law.national_rates else NONE
    if not in_force:
        return ()
    notes = [_conditional(reduced, assessed, law) for reduced in assessed.reduced]
    others = _others(items, assessed)
    if others and assessed.reduced:
        notes.append(_mixed(assessed, others, law))
    for item in others:
        if item.lot.code in in_force and not item.claims.duty:
            notes += _unused(item, book, exchange)
    return tuple(notes)


def _others(
    items: Sequence[charges.ChargedItem], assessed: charges.Assessment
) -> list[charges.ChargedItem]:
    """The items that are not conditionally released."""
    conditional = set(assessed.conditional)
    return [item for item in items if item.number not in conditional]


def _mixed(
    assessed: charges.Assessment, free: Sequence[charges.ChargedItem], law: Edition
) -> findings.Finding:
    return findings.of(
        MIXED,
        "items",
        value=_numbers(assessed.conditional),
        free=_numbers([item.number for item in free]),
        country=law.jurisdiction,
    )


def _conditional(
    reduced: charges.ReducedItem, assessed: charges.Assessment, law: Edition
) -> findings.Finding:
    duties = [line for line in assessed.charges if line.code == charges.DUTY.code]
    rate = next(line.rate for line in duties if line.item == reduced.item)
    return findings.of(
        CONDITIONAL,
        f"items[{reduced.item - 1}].code",
        value=reduced.item,
        rate=rate,
        common=reduced.rate,
        saved=money.text(reduced.saved),
        country=law.jurisdiction,
        years=law.parameter(YEARS).value,
        decline=decline(law),
    )


def _unused(
    item: charges.ChargedItem, book: RateBook, exchange: rates.Rates
) -> Iterator[findings.Finding]:
    """The warning that a lower rate was not applied, where something it needs is missing."""
    lower = book.national(item.lot.code)
    missing = lower.lacking(item.lot.quantities, exchange)
    if missing:
        yield findings.of(
            UNUSED,
            f"items[{item.number - 1}].attributes",
            value=item.number,
            rate=lower.text,
            lacking=", ".join(missing),
            country=book.law.jurisdiction,
            decline=decline(book.law),
        )


def _numbers(items: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, items))
