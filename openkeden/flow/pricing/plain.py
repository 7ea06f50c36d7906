"""What was priced comes in, plain data for programs goes out: money and quantities as decimal text, days as text."""

from collections.abc import Mapping

from openkeden import locale
from openkeden.assessment import charges
from openkeden.assessment.persons import PersonalCharge
from openkeden.base import money, rates
from openkeden.base.findings import Finding
from openkeden.base.validity import Provision
from openkeden.flow.pricing import persons, price, questions
from openkeden.flow.pricing.stand_in import Need


def landed(priced: price.Landed, language: str = "en") -> dict[str, object]:
    """What was priced as plain data: money as decimal text in national currency, days as text, names in `language`."""
    names = locale.names(language)["charges"]
    assessed = priced.assessment
    return {
        "on": priced.on.isoformat(),
        "code": priced.code,
        "currency": priced.currency,
        "customs_value": money.text(assessed.customs_value),
        "charges": [_charge(charge, priced, names) for charge in assessed.charges],
        "total": money.text(assessed.payable),
        "landed": money.text(assessed.customs_value + assessed.payable),
        "quotes": [quote(known) for known in assessed.quotes],
        "documents": [need for need in map(_need, priced.needs) if need["document"]],
        "quotas": [need for need in map(_need, priced.needs) if need["quota"]],
        "prohibited": priced.prohibited,
        "supplementary_unit": priced.unit,
        "warnings": [finding(found, language) for found in priced.findings],
        "edition": priced.edition,
    }


def _charge(
    charge: charges.Charge, priced: price.Landed, names: Mapping[str, str]
) -> dict[str, object]:
    steps = next(
        line.steps
        for line in priced.lines
        if (line.figure, line.code) == ("computed", charge.code) and line.steps
    )
    return {
        "code": charge.code,
        "name": names[charge.code],
        "base": money.text(charge.base),
        "rate": charge.rate,
        "computed": money.text(charge.computed),
        "preference": charge.preference,
        "amount": money.text(charge.amount),
        "chosen": steps[-1].chosen,
        "quotes": [quote(step.quote) for step in steps if step.quote is not None],
        "law": [row(id_, priced.law[id_]) for id_ in charge.rows],
    }


def of_person(priced: persons.PersonalPrice, language: str = "en") -> dict[str, object]:
    """What was priced as plain data: money as decimal text in national currency, names in `language`."""
    names, owed = locale.names(language)["charges"], priced.owed
    free = {
        "value": None if owed.free_value is None else money.text(owed.free_value),
        "kg": None
        if owed.free_mass is None
        else money.short(owed.free_mass, money.QUANTITY_DIGITS),
    }
    return {
        "on": priced.on.isoformat(),
        "regime": owed.regime.code,
        "code": priced.code,
        "currency": priced.currency,
        "customs_value": money.text(priced.customs_value),
        "free": free,
        "of": owed.regime.base,
        "charges": [_line(line, priced, names) for line in owed.lines],
        "total": money.text(priced.total),
        "quotes": [quote(known) for known in priced.quotes],
        "law": row(owed.regime.row.id, owed.regime.row),
        "edition": priced.edition,
    }


def _line(
    line: PersonalCharge, priced: persons.PersonalPrice, names: Mapping[str, str]
) -> dict[str, object]:
    return {
        "code": line.code,
        "name": names[line.code],
        "base": money.text(line.base),
        "rate": line.rate,
        "amount": money.text(line.amount),
        "chosen": line.steps[-1].chosen,
        "law": [row(id_, priced.law[id_]) for id_ in line.rows],
    }


def quote(known: rates.Quote) -> dict[str, object]:
    """An exchange rate as plain data, in its authority's direction: `value` national units for `nominal`."""
    return {
        "currency": known.currency,
        "nominal": known.nominal,
        "value": money.text(known.value, known.decimals),
        "date": known.effective_on.isoformat(),
        "authority": known.authority,
    }


def row(id_: str, held: Provision | None) -> dict[str, object]:
    """A row of law as plain data; its id alone where the law pack does not hold it."""
    if held is None:
        return {"id": id_}
    return {
        "id": id_,
        "value": held.value,
        "act": held.act,
        "article": held.article,
        "remark": held.remark,
        "source": held.source,
        "mark": held.mark,
        "since": held.since.isoformat(),
        "until": held.until.isoformat() if held.until else None,
    }


def _need(need: Need) -> dict[str, object]:
    return {
        "document": need.document,
        "name": need.name,
        "quota": need.quota,
        "limit": need.limit,
        "for": need.why,
        "advice": need.advice,
        "law": row(need.row.id, need.row),
    }


def finding(found: Finding, language: str) -> dict[str, str]:
    """What was found, with its sentence and its remedy."""
    said = questions.catalogue().text(found, language)
    return {
        "rule": found.rule,
        "severity": found.severity,
        "message": said.message,
        "fix": said.fix,
    }
