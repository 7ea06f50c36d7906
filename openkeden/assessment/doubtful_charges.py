"""Notices of charges that may be less than computed: a list of lower rates that is not held,
and a rate for importers of one kind where it is not known who imports.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from openkeden.assessment import charges, plans
from openkeden.base import findings, money
from openkeden.tariff import duty, rate_book
from openkeden.tariff.lot import IMPORTER, Lot

LOWER_NOT_HELD = findings.Rule(
    number="V47.10",
    message=(
        "The {charge} on goods of code {value} may be less than what is computed, never more"
        " ({gap})."
    ),
    fix=(
        "Look the goods up in the act; `keden law import` adds the row that the law pack lacks"
        " ({key})."
    ),
    severity="warning",
    box="47",
)
ONE_KIND = findings.Rule(
    number="V47.11",
    message=(
        "The {charge} of {amount} on item {value} is owed where a {importer} imports the goods;"
        " who imports them is not known here, so it is charged."
    ),
    fix="Give the BIN or IIN of the consignee, or {asked}=firm or {asked}=person.",
    severity="warning",
    box="47",
)
PERSONS_EXCISE = findings.Rule(
    number="V47.12",
    message=(
        "Natural persons owe an {charge} on goods of code {value} worth so much, {rate}:"
        " {amount}; whether it is taken beside the rates for goods of persons is not settled."
    ),
    fix="Ask the revenue authority before the goods arrive ({law}).",
    severity="warning",
    box="47",
)
RULES = (LOWER_NOT_HELD, ONE_KIND, PERSONS_EXCISE)

_KEYS: Final = {kind.code: kind.key for kind in charges.CHARGES}
_EXCISE: Final = "excise"
_PERSON: Final = "person"


def of_unknown_importers(
    lots: Mapping[int, Lot], assessed: charges.Assessment, plan: plans.Plan
) -> Iterator[findings.Finding]:
    """Charges at a rate for importers of one kind on goods whose importer is not known."""
    for line in assessed.charges:
        kind = plan.of_importers.get(line.rows[0], "") if line.rows else ""
        if kind and not lots[line.item].importer_kind:
            yield findings.of(
                ONE_KIND,
                f"items[{line.item - 1}].attributes",
                value=line.item,
                charge=_KEYS[line.code],
                amount=money.text(line.amount),
                importer=kind,
                asked=IMPORTER,
            )


def of_person(lot: Lot, worth: int, plan: plans.Plan) -> Sequence[findings.Finding]:
    """The excise that a rate for natural persons takes of goods that one of them brings."""
    limited = [rate for rate in plan.book.rates(_EXCISE, lot.code) if _is_for_persons(rate)]
    rate = rate_book.first_holding(limited, lot, worth, plan.worth)
    if rate is None or rate.lacking(lot.quantities, plan.exchange):
        return ()
    amount = duty.amount(
        rate.expression, worth, lot.quantities, plan.exchange, plan.indices
    )
    told = {"charge": _EXCISE, "rate": rate.text, "amount": money.text(amount)}
    return (findings.of(PERSONS_EXCISE, "code", value=lot.code, law=rate.rows[0], **told),)


def _is_for_persons(rate: rate_book.Rate) -> bool:
    return rate.terms is not None and rate.terms.importer == _PERSON
