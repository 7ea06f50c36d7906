"""Rules on an addition or a deduction of the value declaration (numbers `GV`)."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from openkeden.filing import subjects
from openkeden.filing.context import Context
from openkeden.filing.rules.rule import RATE, Breach, rule
from openkeden.filing.subjects import Charged

_BOX = "value declaration"
_VALUE = "EAEU CC art. 40"


@rule("GV.1", "kind", box=_BOX, basis=_VALUE)
def cost_kind_unknown(charged: Charged, context: Context) -> Breach:
    """{value} is not a valid kind of addition or deduction; nothing else may change the
    price.

    Fix: give one of {known}.
    """
    kind, kinds = charged.cost.kind, context.lists["costs"]
    return None if kind in kinds else {"value": kind or "''", "known": ", ".join(kinds)}


@rule("GV.2", "amount", box=_BOX, basis=_VALUE)
def cost_unreadable(charged: Charged, context: Context) -> Breach:
    """{value} is not an amount of money above zero.

    Fix: write the cost with digits and a decimal point, at most two decimals, or remove the
    entry.
    """
    return None if charged.amount else {"value": charged.cost.amount or "''"}


@rule("GV.3", "currency", box=_BOX, basis=_VALUE)
def cost_currency_unknown(charged: Charged, context: Context) -> Breach:
    """{value} is not a valid currency code.

    Fix: give the three-letter code of the currency of the cost.
    """
    currency = charged.cost.currency
    return None if currency in context.lists["currencies"] else {"value": currency or "''"}


@rule("GV.4", "currency", box=_BOX, basis=RATE)
def cost_currency_unquoted(charged: Charged, context: Context) -> Breach:
    """There is no usable official rate for {value}, the currency of the cost, on {on}; the
    last known rate is {quote}.

    Fix: load the rates of that day (`keden rates fetch {on}`, or a file: `keden rates
    import`), or state the cost in a currency that is quoted.
    """
    currency = charged.cost.currency
    if currency not in context.lists["currencies"]:
        return None
    none = context.no_rate(currency)
    if none is None:
        return None
    last = none.quote.text() if none.quote else "-"
    return {"value": currency, "on": context.on, "quote": last}


@rule("GV.5", "kind", box=_BOX, basis=_VALUE)
def cost_on_wrong_side(charged: Charged, context: Context) -> Breach:
    """{value} is on the wrong side of the value declaration.

    Fix: move it: additions raise the price, deductions lower it.
    """
    side = context.sides.get(charged.cost.kind)
    return {"value": charged.cost.kind} if side not in (None, charged.side) else None


@rule("GV.6", "kind", box=_BOX, basis="EAEU CC art. 40(2)")
def deduction_unproved(charged: Charged, context: Context) -> Breach:
    """{value} is deducted, but no document in box 44 proves it.

    Fix: name in box 44 the document that shows this cost separately from the price.
    """
    unproved = charged.side == subjects.DEDUCTION and not charged.documented
    return {"value": charged.cost.kind} if unproved else None


@rule("GV.7", "kind", box=_BOX, basis="EAEU CC art. 40(1)", severity="warning")
def addition_without_transaction(charged: Charged, context: Context) -> Breach:
    """{value} is added, but no item is valued by method 1, the only method with additions.

    Fix: remove the entry, or correct the method in box 43.
    """
    return None if charged.by_transaction else {"value": charged.cost.kind}


CHECKS = (
    cost_kind_unknown,
    cost_unreadable,
    cost_currency_unknown,
    cost_currency_unquoted,
    cost_on_wrong_side,
    deduction_unproved,
    addition_without_transaction,
)
