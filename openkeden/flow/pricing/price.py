"""What goods would cost to clear, in minor units. No database, no web, no file of the
user.

The goods are assessed as a lot, as those of a declaration are; the rules are asked of what
the question says.
"""

import datetime
import os
from collections.abc import Mapping
from typing import Required, TypedDict, Unpack

import msgspec

from openkeden.assessment import (
    assess,
    charges,
    explain,
    explained,
    notices,
    plans,
    price_rules,
    valuation,
)
from openkeden.base import findings, rates
from openkeden.base.findings import Finding
from openkeden.base.validity import Provision
from openkeden.filing import declaration, subjects, validation
from openkeden.flow import clock
from openkeden.flow.pricing import goods, questions
from openkeden.flow.pricing.needs import Need
from openkeden.flow.pricing.questions import Number, Unpriced
from openkeden.lawpack.pack import Pack
from openkeden.tariff.edition import Edition
from openkeden.tariff.lot import Lot

__all__ = ["CLAIMABLE", "Landed", "Need", "Number", "PriceQuestion", "Unpriced", "duty"]


#: The charges that a preference can be claimed for.
CLAIMABLE = declaration.Preferences.__struct_fields__


class Landed(msgspec.Struct, frozen=True, kw_only=True):
    """What goods would cost to clear. Money is in minor units of `currency` (tiyn for KZT)."""

    #: The day of the law and of the exchange rates.
    on: datetime.date

    #: The version of the edition.
    edition: str

    #: The national currency.
    currency: str

    #: The commodity code.
    code: str

    #: The goods that were assessed.
    lot: Lot

    #: Their customs value and charges.
    assessment: charges.Assessment

    #: Every figure rebuilt from its parts.
    lines: tuple[explained.ExplainedFigure, ...]

    #: The rows of law by id.
    law: Mapping[str, Provision | None]

    #: Documents and quotas that the goods must have.
    needs: tuple[Need, ...]

    #: The supplementary unit that a declaration will have to count them in (empty: none, or
    #: it was given).
    unit: str

    #: Warnings, what is not held of the charges among them, and as an error that the goods
    #: may not move at all.
    findings: tuple[Finding, ...]

    @property
    def charges(self) -> tuple[charges.Charge, ...]:
        """Duty, excise, VAT and fee, in the order of computing."""
        return self.assessment.charges

    @property
    def customs_value(self) -> int:
        """The value that duty is computed on."""
        return self.assessment.customs_value

    @property
    def total(self) -> int:
        """All charges together."""
        return self.assessment.payable

    @property
    def prohibited(self) -> bool:
        """Whether a prohibition in force stops the goods, whatever is paid."""
        return findings.refuses(list(self.findings))


class PriceQuestion(TypedDict, total=False):
    """What is asked about one lot of goods. Numbers are text, integers or Decimals.

    code: the ten-digit commodity code; value: the price in `currency`; origin: two letters;
    net, gross: kilograms (gross: as net); qty: the quantity in the supplementary unit of
    the code, or in the unit that its rate asks for, or in `unit`; attributes: what a rate
    asks of the goods, `{"engine_cm3": "1995"}`; preferences: the codes claimed, as
    `{"duty": "LDC"}`; procedure: two digits (40); transport: what carriage to the border
    costs beside the price, in `transport_currency` (that of the price); destination: where
    exports go; mode: of transport at the border (30: road).
    """

    code: Required[str]
    value: Required[Number]
    currency: Required[str]
    origin: Required[str]
    net: Required[Number]
    gross: Number
    qty: Number
    unit: str
    attributes: Mapping[str, Number]
    preferences: Mapping[str, str]
    procedure: str
    transport: Number
    transport_currency: str
    destination: str
    mode: str


#: What of a question is a number.
_NUMBERS = ("value", "net", "gross", "qty", "transport")


def duty(
    *,
    on: datetime.date | None = None,
    rates: Mapping[str, Number] | None = None,
    law: str = "",
    home: str | os.PathLike[str] | None = None,
    **asked: Unpack[PriceQuestion],
) -> Landed:
    """Price the clearance of one lot of goods: customs value, duty, excise, VAT and fee,
    with the law behind each.

    As `openkeden.duty`, in minor units. Raises Unpriced for what gate 2 would refuse, and
    TypeError for a float.
    """
    numbers = {
        name: questions.text(number) for name, number in asked.items() if name in _NUMBERS
    }
    stated = {"attributes": questions.texts(asked.get("attributes", {}))}
    question = goods.GoodsQuestion(**{**asked, **numbers, **stated})  # type: ignore[arg-type]
    pack = questions.pack(law, home)
    day = on or pack.local(clock.now()).date()
    in_force, exchange = questions.in_force(pack, day, questions.texts(rates or {}))
    return _price(question, pack, in_force, exchange)


def _price(
    asked: goods.GoodsQuestion, pack: Pack, law: Edition, exchange: rates.Rates
) -> Landed:
    read = goods.read(asked, validation.prepare(law, exchange))
    _refuse(read.findings, law, pack)
    plan = plans.Plan(law, exchange)
    price = _price_of(read, asked.currency)
    claims = read.numbers.item.preferences
    assessed = assess.charges_on(read.lot, price, plan, claims)
    items = [charges.ChargedItem(1, read.lot, claims)]
    found = notices.on_items(asked.procedure, items, assessed, plan)
    if plan.procedure(asked.procedure).taxed and plan.de_minimis < 0:
        threshold = law.de_minimis.row.unit
        found += (findings.of(price_rules.UNDECIDED, "rates", value=threshold, on=law.on),)
    ids = set[str]().union(*[charge.rows for charge in assessed.charges])
    return Landed(
        on=law.on,
        edition=law.version,
        currency=law.currency,
        code=asked.code,
        lot=read.lot,
        assessment=assessed,
        lines=explain.rebuild(_begun(read, price), assessed, law, exchange),
        law={id_: pack.row(id_) for id_ in sorted(ids)},
        needs=read.needs,
        unit=read.unit,
        findings=read.findings + found,
    )


def _refuse(found: tuple[Finding, ...], law: Edition, pack: Pack) -> None:
    """Raise Unpriced where an error other than a prohibition stands against the question.

    For each currency without a rate it is told which day has rates, and what to do about
    it.
    """
    errors = [one for one in found if one.severity == "error"]
    if not all(goods.is_prohibition(one) for one in errors):
        lacking = [questions.no_quote(name, law, pack) for name in goods.unquoted(errors)]
        raise Unpriced((*found, *lacking))


def _price_of(read: goods.AskedGoods, currency: str) -> valuation.Price:
    """What the goods cost and what is added to it, as the question says."""
    costs = [
        declaration.Amount(entry.cost.kind, entry.amount or 0, entry.cost.currency)
        for entry in read.carriage
    ]
    return valuation.Price(read.numbers.price or 0, currency, tuple(costs))


def _begun(read: goods.AskedGoods, price: valuation.Price) -> explained.Begun:
    """What the figures of the goods are rebuilt from."""
    item = explained.BegunItem(
        number=1,
        method=subjects.TRANSACTION,
        amount=price.amount,
        currency=price.currency,
        gross_mass=read.numbers.gross_mass or 0,
        quantities=read.lot.quantities,
    )
    return explained.Begun((item,), price.additions, ())
