"""Rates that the list of a preference has of its own: the lower of one and the common rate is
charged, and the trader is told by which row.
"""

from collections.abc import Iterator, Mapping, Sequence

from openkeden.assessment import charges
from openkeden.base import findings, money, rates
from openkeden.tariff import duty, rate_book
from openkeden.tariff.edition import Edition
from openkeden.tariff.lot import Lot
from openkeden.tariff.preference_goods import Terms

_BASIS = "EAEU Treaty art. 35"

OWN_RATE = findings.Rule(
    number="V36.10",
    message=(
        "Goods of code {code} are not free by {preference}: item {value} bears {rate} by its list"
        " ({act}), or the common rate {common} where that is lower; {amount} is charged."
    ),
    fix="Nothing has to be done; compare the goods with the list in the act.",
    severity="notice",
    box="36",
    basis=_BASIS,
)
NOT_COMPUTED = findings.Rule(
    number="V36.11",
    message=(
        "By the list of {preference} item {value} bears {rate} ({act}), which cannot be computed"
        " without {names}; the common rate {common} is charged."
    ),
    fix="State the net mass, or give the exchange rate that is missing.",
    severity="warning",
    box="36",
    basis=_BASIS,
)
RULES = (OWN_RATE, NOT_COMPUTED)


def amount(
    rate: duty.Expression, base: int, quantities: Mapping[str, int], exchange: rates.Rates
) -> int | None:
    """What a rate of a list gives of a base; None where a quantity or an exchange rate that
    it asks for is not at hand.
    """
    if _lacking(rate, quantities, exchange):
        return None
    return duty.amount(rate, base, quantities, exchange, {})


def notices(
    items: Sequence[charges.ChargedItem],
    assessed: charges.Assessment,
    law: Edition,
    exchange: rates.Rates,
) -> Iterator[findings.Finding]:
    """The charges at a rate of a list, and those where one could not be computed."""
    lots = {item.number: item.lot for item in items}
    for line in assessed.charges:
        preference = law.preferences.get(line.preference)
        if preference is None or not line.item:
            continue
        terms = preference.terms(lots[line.item])
        if terms.rate is not None:
            yield _told(line, lots[line.item], terms, exchange)


def _told(
    line: charges.Charge, lot: Lot, terms: Terms, exchange: rates.Rates
) -> findings.Finding:
    """What the trader is told of one charge."""
    assert terms.rate is not None
    assert terms.row is not None
    path = f"items[{line.item - 1}].preferences"
    told = {
        "value": line.item,
        "preference": line.preference,
        "rate": duty.text(terms.rate),
        "act": terms.row.act,
        "common": line.rate,
    }
    lacking = _lacking(terms.rate, lot.quantities, exchange)
    if lacking:
        return findings.of(NOT_COMPUTED, path, names=", ".join(lacking), **told)
    paid = money.text(line.amount)
    return findings.of(OWN_RATE, path, code=lot.code, amount=paid, **told)


def _lacking(
    rate: duty.Expression, quantities: Mapping[str, int], exchange: rates.Rates
) -> list[str]:
    """The units and currencies that a rate asks for and that are not at hand."""
    needs = duty.needs(rate)
    units = sorted(needs.units - quantities.keys())
    currencies = sorted(needs.currencies)
    return [*units, *[each for each in currencies if not rate_book.quoted(each, exchange)]]
