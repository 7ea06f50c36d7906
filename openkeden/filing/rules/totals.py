"""Rules on a declaration beside the sums of its items: boxes 5, 6, 12, 16, 19, 22, 32 and
35.
"""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from openkeden.base import money, rates
from openkeden.filing.context import Context
from openkeden.filing.rules.rule import DATA, Breach, rule
from openkeden.filing.subjects import ADDITION, DEDUCTION, Totals, total

_FORMAT = "EAEU schema of the goods declaration"


@rule("G5.1", "items_total", basis=DATA)
def items_miscounted(totals: Totals, context: Context) -> Breach:
    """Box 5 says {value} items, but the declaration has {found}.

    Fix: correct box 5, or add the items that are missing.
    """
    stated, count = totals.filing.items_total, len(totals.filing.items)
    return None if stated == count else {"value": stated, "found": count}


@rule("G5.2", "items", basis=DATA)
def items_missing(totals: Totals, context: Context) -> Breach:
    """The declaration has {value} items.

    Fix: declare at least one item.
    """
    return None if totals.filing.items else {"value": 0}


@rule("G5.3", "items", basis=_FORMAT)
def items_too_many(totals: Totals, context: Context) -> Breach:
    """The declaration has {value} items, but may have at most {most}.

    Fix: split it.
    """
    count, most = len(totals.filing.items), context.most_items
    return {"value": count, "most": most} if count > most else None


@rule("G6.1", "packages_total", basis=DATA)
def packages_miscounted(totals: Totals, context: Context) -> Breach:
    """Box 6 says {value} packages, but the items add up to {found}.

    Fix: correct box 6 or the packages of an item; count packages that items share once, at
    the first item.
    """
    stated = totals.filing.packages_total
    return (
        None if stated == totals.packages else {"value": stated, "found": totals.packages}
    )


@rule("G12.1", "customs_value_total", basis=_FORMAT)
def customs_total_unreadable(totals: Totals, context: Context) -> Breach:
    """{value} is not a valid customs value.

    Fix: write the total in national currency with digits and a decimal point, at most two
    decimals, or leave box 12 empty.
    """
    text = totals.filing.customs_value_total
    return {"value": text} if text and totals.stated_customs_value is None else None


@rule("G12.2", "customs_value_total", basis=DATA)
def customs_total_differs(totals: Totals, context: Context) -> Breach:
    """Box 12 says {value}, but the customs values of box 45 add up to {found}.

    Fix: correct box 12 or the value of an item.
    """
    stated, summed = totals.stated_customs_value, totals.customs_value
    if stated is None or summed is None or stated == summed:
        return None
    return {"value": totals.filing.customs_value_total, "found": money.text(summed)}


@rule("G45.2", "items", basis=DATA, severity="warning")
def customs_values_incomplete(totals: Totals, context: Context) -> Breach:
    """Box 45 gives the customs value of {value} of {items} items.

    Fix: give it for all items or for none; the assessment computes it in any case.
    """
    items = totals.filing.items
    valued = [item for item in items if item.customs_value]
    return (
        {"value": len(valued), "items": len(items)}
        if 0 < len(valued) < len(items)
        else None
    )


@rule("G16.2", "origin_country", basis=DATA)
def origins_differ(totals: Totals, context: Context) -> Breach:
    """Box 16 says that all goods originate in {value}, but some originate in {others}.

    Fix: leave box 16 empty if the origins differ, or correct box 34.
    """
    country = totals.filing.origin_country
    others = sorted({item.origin for item in totals.filing.items} - {country})
    if not others or country not in context.lists["countries"]:
        return None
    return {"value": country, "others": ", ".join(others)}


@rule("G19.1", "container", basis=DATA)
def containers_missing(totals: Totals, context: Context) -> Breach:
    """Box 19 is {value}, goods in containers, but no item names a container.

    Fix: name the containers in box 31, or set box 19 to 0.
    """
    return {"value": 1} if totals.filing.container and not totals.containers else None


@rule("G19.2", "container", basis=DATA)
def containers_denied(totals: Totals, context: Context) -> Breach:
    """Box 19 is {value}, no containers, but items name {found}.

    Fix: set box 19 to 1, or remove the containers from box 31.
    """
    denied = totals.containers > 0 and not totals.filing.container
    return {"value": 0, "found": totals.containers} if denied else None


@rule("G22.5", "invoice_total", basis=_FORMAT)
def invoice_unreadable(totals: Totals, context: Context) -> Breach:
    """{value} is not a valid amount of money.

    Fix: write the invoice total with digits and a decimal point, at most two decimals, such
    as 10000.00.
    """
    return (
        {"value": totals.filing.invoice_total or "''"} if totals.invoice is None else None
    )


@rule("G22.6", "invoice_total", basis=DATA)
def invoice_differs(totals: Totals, context: Context) -> Breach:
    """Box 22 says {value}, but the prices of box 42 add up to {found}.

    Fix: correct box 22 or the price of an item; costs outside the price belong in the value
    declaration.
    """
    stated, summed = totals.invoice, totals.prices
    if stated is None or summed is None or stated == summed:
        return None
    return {"value": totals.filing.invoice_total, "found": money.text(summed)}


@rule("G32.2", "items", basis=DATA, severity="warning")
def items_repeated(totals: Totals, context: Context) -> Breach:
    """Items {first} and {value} have the same code, origin, description, mass and price.

    Fix: remove one of them if the goods were entered twice.
    """
    seen: dict[tuple[str, ...], int] = {}
    for place, item in enumerate(totals.filing.items, 1):
        key = (
            item.code,
            item.origin,
            item.procedure,
            item.description,
            item.net_mass_kg,
            item.price,
        )
        first = seen.setdefault(key, place)
        if first != place:
            return {"value": place, "first": first}
    return None


@rule("G35.3", "gross_mass_total_kg", basis=_FORMAT)
def gross_total_unreadable(totals: Totals, context: Context) -> Breach:
    """{value} is not a valid mass in kilograms.

    Fix: write the total with digits and a decimal point, at most six decimals, or leave it
    empty.
    """
    text = totals.filing.gross_mass_total_kg
    return {"value": text} if text and totals.stated_gross_mass is None else None


@rule("G35.4", "gross_mass_total_kg", basis="comparison of documents")
def gross_total_differs(totals: Totals, context: Context) -> Breach:
    """The total gross mass is {value} kg, but box 35 adds up to {found} kg: a difference of
    more than {tolerance} per mille.

    Fix: correct the total or the gross mass of an item.
    """
    return _gross_apart(totals, context, far=True)


@rule("G35.5", "gross_mass_total_kg", basis="comparison of documents", severity="warning")
def gross_total_near(totals: Totals, context: Context) -> Breach:
    """The total gross mass is {value} kg, but box 35 adds up to {found} kg: a difference
    within {tolerance} per mille.

    Fix: check which of the two is right.
    """
    return _gross_apart(totals, context, far=False)


@rule("GV.8", "deductions", box="value declaration", basis="EAEU CC art. 40(2)")
def deductions_above_price(totals: Totals, context: Context) -> Breach:
    """The deductions come to {value} {currency}, which is not less than the price and the
    additions together, {price} {currency}.

    Fix: correct the deductions; they are parts of the price.
    """
    national = context.exchange.national
    price = _converted(totals.invoice, totals.filing.currency, context)
    deducted = _sum(totals, DEDUCTION, context)
    added = _sum(totals, ADDITION, context)
    if not deducted or added is None or price is None or deducted < price + added:
        return None
    whole = money.text(price + added)
    return {"value": money.text(deducted), "price": whole, "currency": national}


def _gross_apart(totals: Totals, context: Context, *, far: bool) -> Breach:
    stated, summed = totals.stated_gross_mass, totals.gross_mass
    if stated is None or summed is None or stated == summed:
        return None
    if (abs(stated - summed) * 1000 > summed * context.gross_per_mille) is not far:
        return None
    return {
        "value": totals.filing.gross_mass_total_kg,
        "found": money.short(summed, money.QUANTITY_DIGITS),
        "tolerance": context.gross_per_mille,
    }


def _sum(totals: Totals, side: str, context: Context) -> int | None:
    """The costs of a side in minor national units; None while one is unreadable or
    unquoted.
    """
    costs = [cost for cost in totals.costs if cost.side == side]
    return total([_converted(cost.amount, cost.cost.currency, context) for cost in costs])


def _converted(amount: int | None, currency: str, context: Context) -> int | None:
    try:
        return None if amount is None else context.exchange.convert(amount, currency)
    except rates.NoRate:
        return None


CHECKS = (
    items_miscounted,
    items_missing,
    items_too_many,
    packages_miscounted,
    customs_total_unreadable,
    customs_total_differs,
    customs_values_incomplete,
    origins_differ,
    containers_missing,
    containers_denied,
    invoice_unreadable,
    invoice_differs,
    items_repeated,
    gross_total_unreadable,
    gross_total_differs,
    gross_total_near,
    deductions_above_price,
)
