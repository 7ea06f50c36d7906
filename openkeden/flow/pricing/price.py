"""A question about goods in, what they would cost to clear out: no database, no web, no file of the user.

The question becomes a filing with stand-ins for what no figure depends on; gate 2 checks it and the assessment prices it,
as they do any filing.
"""

import datetime
import hashlib
import os
from collections.abc import Mapping
from typing import Required, TypedDict, Unpack

import msgspec

from openkeden.assessment import assess, charges, explain, notices
from openkeden.base import findings, rates
from openkeden.base.findings import Finding
from openkeden.base.validity import Provision
from openkeden.filing import declaration, validation
from openkeden.filing.context import Context
from openkeden.flow import clock
from openkeden.flow.pricing import questions, stand_in
from openkeden.flow.pricing.questions import Number, Unpriced
from openkeden.flow.pricing.stand_in import Need
from openkeden.lawpack.pack import Pack
from openkeden.tariff.edition import Edition

__all__ = ["Landed", "Need", "Number", "PriceQuestion", "Unpriced", "duty"]

#: The rules of gate 2 that ask for an exchange rate, and the one that forbids goods.
_RATE_RULES = ("G22.2", "G22.3", "G47.1", "GV.4")
_PROHIBITED = "G33.4"


class Landed(msgspec.Struct, frozen=True, kw_only=True):
    """What goods would cost to clear on the day `on`. Money is in minor units of `currency` (tiyn for KZT).

    edition: the law used; declared, assessment: what was assessed and what came out; lines: every figure rebuilt from
    its parts; law: the rows of law by id; needs: documents and quotas that the goods must have; unit: the supplementary
    unit that a declaration will have to count them in (empty: none, or it was given); findings: warnings, among them what
    is not held of the charges, and as an error that the goods may not move at all.
    """

    on: datetime.date
    edition: str
    currency: str
    code: str
    declared: declaration.Declaration
    assessment: charges.Assessment
    lines: tuple[explain.ExplainedFigure, ...]
    law: Mapping[str, Provision | None]
    needs: tuple[Need, ...]
    unit: str
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

    code: the ten-digit commodity code; value: the price in `currency`; origin: two letters; net, gross: kilograms
    (gross: as net); qty: the quantity in the supplementary unit of the code, or in the unit that its rate asks for, or in
    `unit`; attributes: what a rate asks of the goods, `{"engine_cm3": "1995"}`; preferences: the codes claimed, as
    `{"duty": "LDC"}`; procedure: two digits (40); transport: what carriage to the border costs beside the price, in
    `transport_currency` (that of the price); destination: where exports go; mode: of transport at the border (30: road).
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
    """Price the clearance of one lot of goods: customs value, duty, excise, VAT and fee, with the law behind each.

    `on` is the day (today in the country of `law`); `rates` replace published exchange rates, as `{"EUR": "600.00",
    "UZS": "100:3.93"}`; `law` is a country with a law pack (KZ, or that of the installation); `home` is the folder of an installation,
    whose own rows of law and loaded exchange rates then count too. The goods are `code`, `value`, `currency`, `origin` and `net`, and where a rate asks for them
    `gross`, `qty`, `unit`, `attributes`, `preferences`, `procedure`, `transport`, `transport_currency`, `destination`
    and `mode`: see `Asked`.

    Nothing is read but the law pack of the package and the files of `home`. Raises Unpriced, a ValueError with all findings, for what gate 2
    would refuse: an unknown or ended code, a missing quantity, no rate. Goods that may not move are priced all the same,
    and `prohibited`. Raises TypeError for a float, lawpack.NoPack for a country without a law pack.

    >>> import datetime, openkeden
    >>> landed = openkeden.duty(
    ...     code="6403999600", value="10000.00", currency="USD", origin="CN", net=1000, qty=1000,
    ...     on=datetime.date(2026, 4, 2), rates={"USD": "475.00", "EUR": "550.00"},
    ... )
    >>> landed.customs_value
    475000000
    >>> for charge in landed.charges:
    ...     print(charge.code, charge.base, charge.rate, charge.amount)
    2010 475000000 1.25 EUR/pair 68750000
    5010 543750000 16% 87000000
    1010 0 6 MCI 2595000
    >>> landed.total
    158345000
    """
    numbers = {name: questions.text(number) for name, number in asked.items() if name in _NUMBERS}
    stated = {"attributes": questions.texts(asked.get("attributes", {}))}
    question = stand_in.Enquiry(**{**asked, **numbers, **stated})  # type: ignore[arg-type]
    pack = questions.pack(law, home)
    day = on or pack.local(clock.now()).date()
    in_force, exchange = questions.in_force(pack, day, questions.texts(rates or {}))
    return _price(question, pack, in_force, exchange)


def _price(asked: stand_in.Enquiry, pack: Pack, law: Edition, exchange: rates.Rates) -> Landed:
    context = validation.prepare(law, exchange)
    drawn = stand_in.draw(asked, context)
    declared, found = _validated(drawn.filing, law, exchange, pack)
    plan = assess.Plan(law, exchange)
    assessed = assess.assess(declared, plan)
    ids = {id_ for charge in assessed.charges for id_ in charge.rows}
    found += notices.notices(declared, assessed, plan)
    if plan.procedure(asked.procedure).taxed and plan.de_minimis < 0:
        found += (
            findings.of(
                questions.UNDECIDED,
                "rates",
                value=law.de_minimis.row.unit,
                on=law.on,
            ),
        )
    return Landed(
        on=law.on,
        edition=law.version,
        currency=law.currency,
        code=asked.code,
        declared=declared,
        assessment=assessed,
        lines=explain.explain(declared, assessed, law, exchange),
        law={id_: pack.row(id_) for id_ in sorted(ids)},
        needs=drawn.needs,
        unit=drawn.unit,
        findings=found,
    )


def _validated(
    filing: declaration.Filing, law: Edition, exchange: rates.Rates, pack: Pack
) -> tuple[declaration.Declaration, tuple[Finding, ...]]:
    """The declaration that gate 2 makes of a question, and what it found. Raises Unpriced.

    Goods that only a prohibition stops pass by the same law without its prohibitions; the finding stays.
    """
    digest = hashlib.sha256(msgspec.json.encode(filing)).digest()
    validated = validation.validate(filing, digest, law, exchange)
    errors = [found for found in validated.findings if found.severity == "error"]
    if errors and all(found.rule == _PROHIBITED for found in errors):
        allowing = tuple([measure for measure in law.measures if measure.effect != "refuse"])
        open_law = msgspec.structs.replace(law, measures=allowing)
        again = validation.examine(filing, digest, Context(open_law, exchange)).declaration
        assert again is not None
        return again, validated.findings
    if validated.declaration is None:
        raise Unpriced((*validated.findings, *_unquoted(errors, law, pack)))
    return validated.declaration, validated.findings


def _unquoted(errors: list[Finding], law: Edition, pack: Pack) -> list[Finding]:
    """For each currency without a rate: which day has rates, and what to do about it."""
    lacking = dict.fromkeys(
        found.args.get("currency", found.args["value"])
        for found in errors
        if found.rule in _RATE_RULES
    )
    return [questions.no_quote(currency, law, pack) for currency in lacking]
