"""The cases of tests/cases: what a filing owes, or why it is refused, on a day; read docs/cases.md to add one."""

import datetime
import functools
import pathlib
from typing import Any

import msgspec
import pytest
import yaml

from openkeden.assessment import assess
from openkeden.base import exchange, money
from openkeden.filing import declaration, validation
from openkeden.tariff import duty
from tests import support

FOLDER = pathlib.Path(__file__).parent / "cases"
CODES = {"duty": "2010", "excise": "4010", "vat": "5010", "fee": "1010"}


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        found += [pytest.param(case, id=f"{path.stem}: {case['case']}") for case in yaml.safe_load(path.read_text())]
    return found


@functools.cache
def _plan(on: datetime.date, rates: tuple[tuple[str, str], ...]) -> assess.Plan:
    return assess.Plan(support.edition(on), _exchange(on, rates))


def _exchange(on: datetime.date, rates: tuple[tuple[str, str], ...]) -> exchange.Exchange:
    """The bundled rates of the day, or those the case gives: `EUR: "520.00"`, or `UZS: "100 = 3.93"` with a nominal."""
    bundled = support.exchange(on)
    quotes = dict(bundled.quotes)
    for currency, text in rates:
        nominal, _, value = text.rpartition("=")
        decimals = len(value.strip().partition(".")[2])
        quotes[currency] = exchange.Quote(
            currency, int(nominal or 1), money.parse(value.strip(), decimals), decimals, on, "case"
        )
    return msgspec.structs.replace(bundled, quotes=quotes)


def _filing(case: dict[str, Any]) -> declaration.Filing:
    """The filing of support.py with what the case says; totals follow the items unless the case gives them."""
    items = [support.item(**({"number": n} | _typed(item))) for n, item in enumerate(case["items"], start=1)]
    header = {
        "items": tuple(items),
        "items_total": len(items),
        "packages_total": sum(item.packages for item in items),
        "invoice_total": money.text(sum(money.parse(item.price) for item in items)),
        "declared_on": str(case["day"]),
    }
    return msgspec.convert(msgspec.to_builtins(support.filing(**header)) | case.get("filing", {}), declaration.Filing)


def _typed(item: dict[str, Any]) -> dict[str, Any]:
    known = {field.name: field.type for field in msgspec.structs.fields(declaration.Item)}
    return {name: msgspec.convert(value, known[name]) for name, value in item.items()}


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    if "expression" in case:
        assert _duty(case) == case["expect"]
        return
    rates = tuple(sorted(case.get("rates", {}).items()))
    plan = _plan(case["day"], rates)
    validated = validation.validate(_filing(case), bytes(32), plan.law, plan.exchange)
    refused = sorted({found.rule for found in validated.findings if found.severity == "error"})
    assert refused == case.get("refused", []), [found.args | {"rule": found.rule} for found in validated.findings]
    if validated.declaration is None:
        return
    assessed = assess.assess(validated.declaration, plan)
    totals = {"total": money.text(assessed.payable)}
    for name, code in CODES.items():
        totals[name] = money.text(sum(line.amount for line in assessed.charges if line.code == code))
    totals["value"] = money.text(assessed.customs_value)
    expected = case["expect"]
    assert {name: totals[name] for name in expected} == expected


def _duty(case: dict[str, Any]) -> str:
    """The duty that an expression gives, in the currency of its specific part or in tenge at the case's rates."""
    rates = tuple(sorted(case.get("rates", {}).items()))
    quantities = {unit: money.parse(str(value), 6) for unit, value in case.get("quantities", {}).items()}
    expression = duty.parse(case["expression"])
    amount = duty.amount(expression, money.parse(case["value"]), quantities, _exchange(case["day"], rates), {})
    return money.text(amount)
