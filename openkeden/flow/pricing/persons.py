"""Prices for persons: what goods of theirs would owe under a regime; nothing is declared."""

import datetime
import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Required, TypedDict, Unpack, cast

import msgspec

from openkeden.assessment import (
    charges,
    doubtful_charges,
    explained,
    notices,
    payment_codes,
    persons,
    plans,
    price_rules,
    quantity_limits,
)
from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.base.rates import NoRate, Quote
from openkeden.base.validity import Provision
from openkeden.filing import subjects, validation
from openkeden.filing.rules import absent_codes
from openkeden.flow import clock
from openkeden.flow.pricing import as_asked, questions
from openkeden.flow.pricing.questions import Number, Unpriced
from openkeden.lawpack.pack import Pack
from openkeden.tariff import conditions, duty, measures
from openkeden.tariff.edition import Edition, Regime
from openkeden.tariff.lot import MASS, Lot

#: What a question under a regime cannot do without.
NEEDED = ("value", "currency", "net")

_PIECES = "pc"


class PersonalPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What goods of a person would owe on the day `on`. Money is in minor units of
    `currency`.

    given: their price as it was given; customs_value: it in national currency; owed: the
    charges with their bases; law: the rows of law by id; quotes: the exchange rates used.
    """

    on: datetime.date
    edition: str
    currency: str
    code: str
    given: explained.Given
    customs_value: int
    owed: persons.Owed
    law: Mapping[str, Provision | None]

    #: How the charges are paid.
    payments: payment_codes.Payments

    quotes: tuple[Quote, ...]

    #: The limits that the goods keep, and what is not held of charges and measures on them.
    findings: tuple[Finding, ...] = ()

    @property
    def total(self) -> int:
        """All charges together."""
        return self.owed.total


class PersonalQuestion(TypedDict, total=False):
    """Goods of a person. Numbers are text, integers or Decimals.

    code: ten digits, which a regime of one rate for all goods does without; value: the
    price in `currency`; net: kilograms; qty: in `unit`, or in the supplementary unit of the
    code; attributes: what a rate asks of the goods, as
    `{"age_years": "4", "engine_cm3": "1998"}`.
    """

    code: str
    value: Required[Number]
    currency: Required[str]
    net: Required[Number]
    qty: Number
    unit: str
    attributes: Mapping[str, Number]


def price(
    *,
    regime: str,
    on: datetime.date | None = None,
    rates: Mapping[str, Number] | None = None,
    law: str = "",
    home: str | os.PathLike[str] | None = None,
    **asked: Unpack[PersonalQuestion],
) -> PersonalPrice:
    """What goods of a person owe under a regime: `parcel`, `luggage`, `luggage_air`, `car`,
    `ecommerce` (from its start).

    The goods are `code`, `value`, `currency`, `net`, `qty`, `unit` and `attributes`: see
    `PersonalQuestion`; `on`, `rates`, `law` and `home` are as `price.duty` has them.
    Raises Unpriced with all findings.
    """
    pack = questions.pack(law, home)
    return price_under(pack, regime=regime, on=on, rates=rates, **asked)


def price_under(
    pack: Pack,
    *,
    regime: str,
    on: datetime.date | None = None,
    rates: Mapping[str, Number] | None = None,
    **asked: Unpack[PersonalQuestion],
) -> PersonalPrice:
    """What they owe under this law; the rest is as in `price`. Raises Unpriced."""
    said = {name: text for name, text in asked.items() if isinstance(text, str)}
    read = as_asked.texts(said)
    asked = cast("PersonalQuestion", {**asked, **read.texts})
    stated = questions.texts(asked.get("attributes", {}))
    day = on or pack.local(clock.now()).date()
    in_force, exchange = questions.in_force(pack, day, questions.texts(rates or {}))
    chosen, plan = in_force.regimes.get(regime), plans.Plan(in_force, exchange)
    code = asked.get("code", "")
    breaches = _wrong_words(regime, code, asked["currency"], plan, pack)
    price, quantities = _numbers(asked, stated, in_force, breaches)
    if breaches or chosen is None:
        raise Unpriced((*read.notices, *breaches))
    lot = Lot(code, attributes=stated, quantities=quantities)
    _refuse_goods(lot, chosen, plan)
    try:
        worth = exchange.convert(price, asked["currency"])
        owed = persons.owed(lot, worth, chosen, plan)
    except (NoRate, persons.Unrated, duty.MissingQuantity) as lacking:
        raise Unpriced((_lacking(lacking, regime, in_force, pack),)) from None
    given = explained.Given(price, asked["currency"], exchange.quote(asked["currency"]))
    return _priced(pack, plan, lot, worth, given, owed)


def _refuse_goods(lot: Lot, regime: Regime, plan: plans.Plan) -> None:
    """Raise Unpriced for goods that a person may not bring, for too many, for what is not
    counted and for attributes that nothing asks for.
    """
    law, code = plan.law, regime.code
    found = [*quantity_limits.breaches(lot, code, law), *_not_asked(lot, plan)]
    unstated = quantity_limits.unstated(lot, code, law)
    if unstated:
        found.append(_asked(code, unstated, law))
    if found:
        raise Unpriced(tuple(found))


def _not_asked(lot: Lot, plan: plans.Plan) -> Iterator[Finding]:
    """The attributes that no rate of persons asks for."""
    known = dict.fromkeys(plan.law.lists["quantities"])
    for rate in plan.law.charge_rates.get(charges.SINGLE.key, ()):
        asked = conditions.on_attributes(rate.when)
        known |= dict.fromkeys([condition.name for condition in asked])
    for name in lot.attributes:
        if name not in known:
            told = {"value": name, "known": ", ".join(known)}
            yield findings.of(price_rules.NOT_ASKED, "attributes", **told)


def _told(lot: Lot, worth: int, regime: Regime, plan: plans.Plan) -> tuple[Finding, ...]:
    """The limits that the goods keep, and what is not held of the measures and of the
    payments beside the charges on them.
    """
    if not lot.code:
        told = {"value": regime.code}
        return (findings.of(price_rules.LIMITS_UNKNOWN, "code", **told),)
    limits = quantity_limits.notices(lot, regime.code, plan.law)
    gaps = [gap for gap in plan.law.gaps_of(lot.code) if gap.charge in charges.BESIDE]
    unheld = plan.unheld_measures(lot.code, subjects.IMPORT)
    moved = msgspec.structs.replace(lot, direction=subjects.IMPORT)
    touching = measures.applicable(plan.law.measures, moved)
    return (
        *limits,
        *[notices.of_charge(gap, "code", lot.code) for gap in gaps],
        *[notices.of_gap(gap, "code", lot.code) for gap in unheld if not gap.trade],
        *notices.of_persons(touching, "code", lot.code),
        *doubtful_charges.of_person(lot, worth, plan),
    )


def _no_regime(regime: str, law: Edition, pack: Pack) -> Finding:
    """That a regime is not in force, and from when it is."""
    begins = [one.row.since for one in pack.sources.regimes if one.code == regime]
    later = [day for day in begins if day > law.on]
    if later:
        told = {"value": regime, "on": law.on, "since": min(later)}
        return findings.of(price_rules.NOT_YET, "regime", **told)
    regimes = ", ".join(law.regimes) or "-"
    told = {"value": regime, "on": law.on, "known": regimes}
    return findings.of(price_rules.NO_REGIME, "regime", **told)


def _without_code(regime: Regime | None) -> list[Finding]:
    """That a regime cannot do without a code: its rate is another for other goods."""
    if regime is None or (regime.rate and not (regime.masks or regime.vat)):
        return []
    return [findings.of(price_rules.CODE_NEEDED, "code", value=regime.code)]


def _wrong_words(
    regime: str, code: str, currency: str, plan: plans.Plan, pack: Pack
) -> list[Finding]:
    """What is wrong with the words of a question."""
    law = plan.law
    breaches: list[Finding] = []
    if regime not in law.regimes:
        breaches.append(_no_regime(regime, law, pack))
    if not code:
        breaches += _without_code(law.regimes.get(regime))
    elif code not in law.lines:
        context = validation.prepare(law, plan.exchange)
        breaches += absent_codes.of_code(code, context)
    elif regime in law.regimes and not law.regimes[regime].takes(code):
        breaches.append(
            findings.of(price_rules.NOT_TAKEN, "code", value=code, regime=regime)
        )
    if currency != law.currency and currency not in law.lists["currencies"]:
        breaches.append(_unusable("currency", currency, law))
    return breaches


def _unusable(what: str, value: str, law: Edition) -> Finding:
    return findings.of(price_rules.UNUSABLE, what, what=what, value=value, on=law.on)


class _QuantityText(NamedTuple):
    """A quantity of a question, not yet read: what states it, its unit and its text."""

    what: str
    unit: str
    text: str


def _numbers(
    asked: PersonalQuestion,
    stated: Mapping[str, str],
    law: Edition,
    breaches: list[Finding],
) -> tuple[int, dict[str, int]]:
    """The price in minor units and the quantities by unit; what cannot be used is added to
    the findings.
    """
    quantities: dict[str, int] = {}
    for what, unit, text in _quantity_texts(asked, stated, law):
        number = subjects.quantity(text)
        unread = number is None or (not number and unit != MASS)
        if unread or quantities.setdefault(unit, number or 0) != number:
            breaches.append(_unusable(what, text, law))
    value = questions.text(asked["value"])
    price = subjects.amount(value)
    if price is None:
        breaches.append(_unusable("value", value, law))
    return price or 0, quantities


def _quantity_texts(
    asked: PersonalQuestion, stated: Mapping[str, str], law: Edition
) -> list[_QuantityText]:
    """The net mass, the quantities among the attributes, and how many there are."""
    units = law.lists["quantities"]
    texts = [_QuantityText("net", MASS, questions.text(asked["net"]))]
    for name, text in stated.items():
        if name in units:
            texts.append(_QuantityText(name, units[name], text))
    line = law.lines.get(asked.get("code", ""))
    supplementary = line.unit if line is not None else ""
    count = questions.text(asked.get("qty", ""))
    if count:
        unit = asked.get("unit") or supplementary
        texts.append(_QuantityText("qty", unit, count))
    elif supplementary == _PIECES and not any(text.unit == _PIECES for text in texts):
        texts.append(_QuantityText("qty", _PIECES, "1"))
    return texts


def _lacking(lacking: Exception, regime: str, law: Edition, pack: Pack) -> Finding:
    match lacking:
        case NoRate():
            if lacking.reason == "coarse":
                return findings.of(
                    price_rules.COARSE, "currency", value=lacking.currency, on=law.on
                )
            return questions.no_quotes([lacking.currency], law, pack)[0]
        case duty.MissingQuantity():
            return _asked(regime, (lacking.unit,), law)
        case persons.Unrated():
            return _asked(regime, lacking.asks, law)
    raise lacking


def _asked(regime: str, asks: tuple[str, ...], law: Edition) -> Finding:
    """What a rate depends on, units by the attribute that states them; that none fits where
    nothing is missing.
    """
    if not asks:
        return findings.of(price_rules.UNFIT, "regime", value=regime)
    by_unit = {unit: name for name, unit in law.lists["quantities"].items()}
    names = ", ".join([by_unit.get(name, name) for name in asks])
    return findings.of(price_rules.ASKED, "attributes", value=regime, names=names)


def _priced(
    pack: Pack,
    plan: plans.Plan,
    lot: Lot,
    worth: int,
    given: explained.Given,
    owed: persons.Owed,
) -> PersonalPrice:
    told = {given.currency}
    if owed.regime.free_value is not None:
        told.add(owed.regime.free_value.currency)
    ids = [owed.regime.row.id]
    for line in owed.lines:
        told |= line.currencies
        ids += line.rows
    return PersonalPrice(
        on=plan.law.on,
        edition=plan.law.version,
        currency=plan.law.currency,
        code=lot.code,
        given=given,
        customs_value=worth,
        owed=owed,
        law={id_: pack.row(id_) for id_ in dict.fromkeys(ids)},
        payments=payment_codes.of(plan.law),
        quotes=plan.quotes(frozenset(told - plan.indices.keys())),
        findings=_told(lot, worth, owed.regime, plan),
    )
