"""What the goods of one consignment would cost to clear together, in minor units.

They are assessed as the items of one declaration are: one fee, one threshold of small
consignments, and carriage that is spread over them.
"""

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from openkeden.assessment import (
    assess,
    charges,
    explain,
    explained,
    notices,
    payment_codes,
    plans,
    price_rules,
)
from openkeden.base import findings, money
from openkeden.base.findings import Finding
from openkeden.base.rates import NoRate, Rates
from openkeden.base.validity import Provision
from openkeden.filing import subjects, validation
from openkeden.flow import clock
from openkeden.flow.pricing import arguments, goods, questions, reliefs
from openkeden.lawpack.pack import Pack
from openkeden.tariff.edition import Edition, Regime

#: What is said of the carriage of a whole consignment.
OF_CARRIAGE: Final = ("transport", "transport_currency")

#: What may be said of all goods at once.
OF_ALL: Final = (
    *("currency", "origin", "preferences", "procedure", "destination", "mode"),
    *OF_CARRIAGE,
)


class ConsignmentQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question about goods that move together, all under one procedure."""

    #: The goods.
    goods: tuple[goods.GoodsQuestion, ...]

    #: What carriage of all of them to the border costs beside their prices (empty:
    #: nothing).
    transport: str = ""

    #: The currency of that (empty: that of the price of the first).
    transport_currency: str = ""


def question(
    common: Mapping[str, Any], said: Iterable[Mapping[str, Any]]
) -> ConsignmentQuestion:
    """The question about goods of which each says what it says, and the common things hold
    for those that do not say them.
    """
    carriage = {name: common[name] for name in OF_CARRIAGE if name in common}
    of_each = {name: text for name, text in common.items() if name not in carriage}
    lots = [goods.GoodsQuestion(**{**of_each, **one}) for one in said]
    return ConsignmentQuestion(goods=tuple(lots), **carriage)


class PricedConsignment(msgspec.Struct, frozen=True, kw_only=True):
    """What the goods of a consignment would cost to clear. Money is in minor units of
    `currency`.
    """

    #: The day of the law and of the exchange rates.
    on: datetime.date

    #: The version of the edition.
    edition: str

    #: The national currency.
    currency: str

    #: The goods, read.
    goods: tuple[goods.AskedGoods, ...]

    #: Their customs values and charges.
    assessment: charges.Assessment

    #: Every figure rebuilt from its parts.
    lines: tuple[explained.ExplainedFigure, ...]

    #: The rows of law by id.
    law: Mapping[str, Provision | None]

    #: How the charges are paid.
    payments: payment_codes.Payments

    #: Preferences that are claimed, and those that goods of their origin could claim.
    reliefs: tuple[reliefs.Relief, ...]

    #: The regimes under which a person may bring or be sent such goods.
    regimes: tuple[str, ...]

    #: Warnings, and as errors that goods may not move at all; a path leads to the goods and
    #: names the argument, `items[0].code`.
    findings: tuple[Finding, ...]

    @property
    def totals(self) -> dict[str, int]:
        """What is payable by code of charge."""
        return charges.by_code(self.assessment.charges)

    @property
    def prohibited(self) -> bool:
        """Whether a prohibition in force stops any of the goods, whatever is paid."""
        return findings.refuses(self.findings)


def price(
    asked: ConsignmentQuestion,
    *,
    on: datetime.date | None = None,
    rates: Mapping[str, str] | None = None,
    law: str = "",
    home: str | os.PathLike[str] | None = None,
) -> PricedConsignment:
    """As `price_under`; `law` is a country with a law pack, `home` an installation. Raises
    Unpriced.
    """
    return price_under(questions.pack(law, home), asked, on=on, rates=rates)


def price_under(
    pack: Pack,
    asked: ConsignmentQuestion,
    *,
    on: datetime.date | None = None,
    rates: Mapping[str, str] | None = None,
) -> PricedConsignment:
    """Price goods by the law and the exchange rates of a day, those given in the place of
    published ones. Raises Unpriced.
    """
    day = on or pack.local(clock.now()).date()
    in_force, exchange = questions.in_force(pack, day, rates or {})
    return _price(asked, pack, in_force, exchange)


def _price(
    asked: ConsignmentQuestion, pack: Pack, law: Edition, exchange: Rates
) -> PricedConsignment:
    context = validation.prepare(law, exchange)
    read = [goods.read(one, context, place) for place, one in enumerate(asked.goods)]
    currency = asked.transport_currency or asked.goods[0].currency
    added, found = goods.carriage(asked.transport, currency, context)
    found = (*_of_goods(read), *found)
    _refuse(found, law, pack)
    begun = explained.Begun(tuple([_begun(one) for one in read]), added, ())
    plan = plans.Plan(law, exchange)
    items = [_charged(one) for one in read]
    assessed = assess.charges_on(begun, items, plan)
    return PricedConsignment(
        on=law.on,
        edition=law.version,
        currency=law.currency,
        goods=tuple(read),
        assessment=assessed,
        lines=explain.rebuild(begun, assessed, law, exchange),
        law={id_: pack.row(id_) for id_ in sorted(assessed.row_ids)},
        payments=payment_codes.of(law),
        reliefs=reliefs.of(items, assessed, law),
        regimes=_regimes(items, assessed, plan),
        findings=found + _told(items, assessed, plan),
    )


def _of_goods(read: Sequence[goods.AskedGoods]) -> list[Finding]:
    """What the rules say of all goods, and that all move under one procedure."""
    found: list[Finding] = []
    first = read[0].asked.procedure
    for place, one in enumerate(read):
        found += one.findings
        if one.asked.procedure != first:
            at = f"items[{place}].procedure"
            told = {"value": one.asked.procedure, "first": first}
            found.append(findings.of(price_rules.MIXED, at, **told))
    return found


def _refuse(found: tuple[Finding, ...], law: Edition, pack: Pack) -> None:
    """Raise Unpriced where an error other than a prohibition stands against the question.

    Currencies without a rate are told once, with the days that have rates and what brings
    them, in place of each rule that asks for one.
    """
    errors = [one for one in found if one.severity == "error"]
    if not all(goods.is_prohibition(one) for one in errors):
        others = [one for one in found if not goods.misses_rate(one)]
        lacking = questions.no_quotes(goods.unquoted(errors), law, pack)
        raise questions.Unpriced((*others, *lacking))


def _begun(read: goods.AskedGoods) -> explained.BegunItem:
    """What the figures of the goods are rebuilt from."""
    return explained.BegunItem(
        number=read.numbers.item.number,
        method=subjects.TRANSACTION,
        amount=read.numbers.price or 0,
        currency=read.asked.currency,
        gross_mass=read.numbers.gross_mass or 0,
        quantities=read.lot.quantities,
    )


def _charged(read: goods.AskedGoods) -> charges.ChargedItem:
    item = read.numbers.item
    return charges.ChargedItem(item.number, read.lot, item.preferences)


def _told(
    items: Sequence[charges.ChargedItem], assessed: charges.Assessment, plan: plans.Plan
) -> tuple[Finding, ...]:
    """What the figures do not say by themselves."""
    procedure, law = items[0].lot.procedure_code, plan.law
    direction = items[0].lot.direction
    told_of = (
        *notices.on_items(procedure, items, assessed, plan),
        *notices.unheld(items, direction, plan),
    )
    found = arguments.within(told_of)
    if plan.procedure(procedure).taxed and _undecided(assessed, plan):
        threshold = law.de_minimis.row.unit
        told = {"value": threshold, "on": law.on}
        return (*found, findings.of(price_rules.UNDECIDED, "rates", **told))
    return found


def _regimes(
    items: Sequence[charges.ChargedItem], assessed: charges.Assessment, plan: plans.Plan
) -> tuple[str, ...]:
    """The regimes of persons that take all the goods, and are made for such goods or free
    some of that value.
    """
    if not plan.procedure(items[0].lot.procedure_code).taxed:
        return ()
    fit = []
    for code, regime in plan.law.regimes.items():
        taken = all(regime.takes(item.lot.code) for item in items)
        if taken and (regime.masks or _frees(regime, assessed.customs_value, plan)):
            fit.append(code)
    return tuple(fit)


def _frees(regime: Regime, value: int, plan: plans.Plan) -> bool:
    """Whether a regime frees goods of a value; false where no rate tells."""
    if regime.free_value is None:
        return False
    try:
        return value <= plan.worth(regime.free_value)
    except NoRate:
        return False


def _undecided(assessed: charges.Assessment, plan: plans.Plan) -> bool:
    """Whether the goods may be a small consignment, and no rate says so.

    An old rate decides where the goods are worth more even if it has moved as far since as
    published rates may without a second look.
    """
    if plan.de_minimis >= 0:
        return False
    row = plan.law.de_minimis.row
    known = plan.exchange.quotes.get(row.unit)
    if known is None:
        return True
    most = 100 + int(plan.law.parameter("exchange.percent_most").value)
    limit = money.parse(row.value) * known.value * most
    worth: int = assessed.worth * known.nominal * 10**known.decimals * 100
    return worth <= limit
