"""What goods would cost to clear, in minor units. No database, no web, no file of the
user.

The goods are assessed as a lot, as those of a declaration are; the rules are asked of what
the question says.
"""

import datetime
import os
from collections.abc import Mapping
from typing import Any, Required, TypedDict, Unpack

import msgspec

from openkeden.assessment import (
    charges,
    completeness,
    explained,
    notices,
    payment_codes,
)
from openkeden.assessment.charges import Charge
from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.base.validity import Provision
from openkeden.filing import declaration
from openkeden.flow.law.packs import Pack
from openkeden.flow.pricing import arguments, consignments, questions
from openkeden.flow.pricing.needs import Need
from openkeden.flow.pricing.questions import Number, Unpriced
from openkeden.flow.pricing.reliefs import Relief
from openkeden.tariff.lot import Lot

__all__ = [
    "CLAIMABLE",
    "Charge",
    "Landed",
    "Need",
    "Number",
    "PriceQuestion",
    "Unpriced",
    "duty",
    "duty_under",
]


#: The charges that a preference can be claimed for.
CLAIMABLE = declaration.Preferences.__struct_fields__


#: Rules that a reader must know before any figure: goods of the Union need no declaration.
SAID_FIRST = ("G15.4",)


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

    #: How the charges are paid.
    payments: payment_codes.Payments

    #: Documents and quotas that the goods must have.
    needs: tuple[Need, ...]

    #: Preferences that are claimed, and those that goods of this origin could claim.
    reliefs: tuple[Relief, ...]

    #: The regimes under which a person may bring or be sent such goods.
    regimes: tuple[str, ...]

    #: The supplementary unit that a declaration will have to count them in (empty: none, or
    #: it was given).
    unit: str

    #: Warnings, what is not held of the charges among them, and as an error that the goods
    #: may not move at all.
    findings: tuple[Finding, ...]

    @property
    def charges(self) -> tuple[Charge, ...]:
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
    def said_first(self) -> tuple[Finding, ...]:
        """What makes the figures idle: that the goods need no declaration."""
        return tuple([one for one in self.findings if one.rule in SAID_FIRST])

    @property
    def said_last(self) -> tuple[Finding, ...]:
        """The other findings."""
        return tuple([one for one in self.findings if one.rule not in SAID_FIRST])

    @property
    def unheld(self) -> bool:
        """Whether measures on such goods are not known here."""
        return any(one.rule == notices.UNHELD.number for one in self.findings)

    @property
    def missing(self) -> tuple[completeness.Missing, ...]:
        """What the total is known to leave out: with any of it, the total is the least."""
        return completeness.missing(self.findings)

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
    return duty_under(questions.pack(law, home), on=on, rates=rates, **asked)


def duty_under(
    pack: Pack,
    *,
    on: datetime.date | None = None,
    rates: Mapping[str, Number] | None = None,
    **asked: Unpack[PriceQuestion],
) -> Landed:
    """Price one lot of goods under this law; the rest is as in `duty`. Raises Unpriced."""
    numbers = {
        name: questions.text(number) for name, number in asked.items() if name in _NUMBERS
    }
    stated = {"attributes": questions.texts(asked.get("attributes", {}))}
    said: dict[str, Any] = {**asked, **numbers, **stated}
    question = consignments.question(said, [{}])
    given = questions.texts(rates or {})
    try:
        return _alone(consignments.price_under(pack, question, on=on, rates=given))
    except Unpriced as refused:
        raise Unpriced(arguments.of_one(refused.findings)) from None


def _alone(priced: consignments.PricedConsignment) -> Landed:
    """The price of a consignment of one lot."""
    (read,) = priced.goods
    return Landed(
        on=priced.on,
        edition=priced.edition,
        currency=priced.currency,
        code=read.asked.code,
        lot=read.lot,
        assessment=priced.assessment,
        lines=priced.lines,
        law=priced.law,
        payments=priced.payments,
        needs=read.needs,
        reliefs=priced.reliefs,
        regimes=priced.regimes,
        unit=read.unit,
        findings=arguments.of_one(priced.findings),
    )
