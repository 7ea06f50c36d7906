"""A declaration and its assessment in, what the trader is told of it beside the figures out.

That is: goods tied to the country by its lower rate, charges set off instead of paid, rates that some goods have of their
own, and what the rows of law are known not to hold, so that nobody takes silence for zero.
"""

from collections.abc import Iterator

from openkeden.assessment import assess, charges, national_rates
from openkeden.base import findings, money
from openkeden.filing import declaration
from openkeden.tariff import asked

OFFSET = findings.Rule(
    number="V36.4",
    message="The {charge} of {amount} on item {value} is not paid here: {preference} sets it off in the payer's return.",
    fix="Enter the amount in the return of the month of release, as owed and as deducted.",
    severity="notice",
    box="36",
)
NOT_HELD = findings.Rule(
    number="V47.1",
    message="The {charge} on goods of code {value} may be more than what is computed ({gap}).",
    fix="Look the rate up in its act; `keden law import` adds the row that the law pack lacks ({key}).",
    severity="warning",
    box="47",
)
OWN_RATE = findings.Rule(
    number="V47.2",
    message="The {charge} on item {value} is taken at {rate}; some goods of code {code} have others, from {least}, by {names}.",
    fix="State {names} among the attributes of the item, as `keden tariff show {code}` lists them, if one fits the goods.",
    severity="notice",
    box="47",
)
RULES = (*national_rates.RULES, OFFSET, NOT_HELD, OWN_RATE)


def notices(
    declared: declaration.Declaration, assessed: charges.Assessment, plan: assess.Plan
) -> tuple[findings.Finding, ...]:
    """Everything that is to be told, by item."""
    law = plan.law
    found = [*national_rates.notices(declared, assessed, law, plan.exchange)]
    if any(line.preference for line in assessed.charges):
        found += _offset(assessed, plan)
    if law.gaps or law.unsettled:
        found += _not_held(declared, plan)
    if any(line.code in plan.selective for line in assessed.charges):
        found += _own_rates(declared, assessed, plan)
    return tuple(found)


def _offset(assessed: charges.Assessment, plan: assess.Plan) -> Iterator[findings.Finding]:
    for line in assessed.charges:
        preference = plan.law.preferences.get(line.preference)
        if preference is not None and preference.offset and line.computed:
            told = {
                "charge": preference.charge,
                "amount": money.text(line.computed),
                "preference": preference.code,
            }
            yield findings.of(
                OFFSET, f"items[{line.item - 1}].preferences", value=line.item, **told
            )


def _own_rates(
    declared: declaration.Declaration, assessed: charges.Assessment, plan: assess.Plan
) -> Iterator[findings.Finding]:
    """Charges at the rate for all other goods where some, such as those of one producer, have a rate of their own."""
    items = {goods.item.number: goods.item for goods in declared.goods}
    procedure = plan.procedure(declared.filing.procedure)
    for line in assessed.charges:
        key = plan.selective.get(line.code)
        if key is None or not line.item:
            continue
        item = items[line.item]
        kinds = procedure.of_code(item.code).kinds
        limited = [
            rate.terms
            for kind, rates in kinds
            if kind.code == line.code
            for rate in rates
            if rate.terms
        ]
        own = [
            (rate, asked.missing(rate.needs, item.attributes))
            for rate in limited
            if rate.concerns(item.origin) and asked.fits(rate.needs, item.attributes, unstated=True)
        ]
        unstated = [(rate, names) for rate, names in own if names]
        if unstated:
            yield findings.of(
                OWN_RATE,
                f"items[{line.item - 1}].attributes",
                value=line.item,
                charge=key,
                rate=line.rate,
                code=item.code,
                least=min([rate.row.value for rate, _ in unstated], key=_first_number),
                names=", ".join(dict.fromkeys([name for _, names in unstated for name in names])),
            )


def _first_number(rate: str) -> int:
    """What orders rates told alike, as percentages are: the number that each begins with, in millionths."""
    number = rate.partition("%")[0].partition(" ")[0]
    return money.parse(number, money.QUANTITY_DIGITS) if number.replace(".", "", 1).isdigit() else 0


def _not_held(declared: declaration.Declaration, plan: assess.Plan) -> Iterator[findings.Finding]:
    procedure = plan.procedure(declared.filing.procedure)
    for place, goods in enumerate(declared.goods):
        code = goods.item.code
        for gap in procedure.gaps_of(code):
            told = {"charge": gap.charge, "gap": gap.text.rstrip("."), "key": gap.key}
            yield findings.of(NOT_HELD, f"items[{place}].code", value=code, **told)
