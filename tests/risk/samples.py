"""Declarations and policies for the tests of risk selection, built from parts."""

import datetime
import functools
import hashlib
import importlib.resources
import tomllib
from collections.abc import Sequence
from typing import Any

from openkeden.assessment import charges
from openkeden.base import money
from openkeden.base.rates import Quote, Rates
from openkeden.filing import declaration
from openkeden.risk import budget, lots, policy_file, profiles, selection
from openkeden.risk.features import History, Record

DAY = datetime.date(2026, 4, 2)
SEED = b"a seed for tests, 32 bytes long."
USD = Quote("USD", 1, 47509, 2, DAY, "NBK")
EXCHANGE = Rates(DAY, "KZT", {"USD": USD}, 10, 100_000)
KNOWN = History(
    Record(500, 1, 0, datetime.date(2020, 1, 1), datetime.date(2026, 4, 1)),
    Record(80, 0, 0, datetime.date(2022, 5, 5), datetime.date(2026, 3, 30)),
)


def table() -> dict[str, Any]:
    text = (
        importlib.resources.files("openkeden.law")
        .joinpath("kz/profiles.toml")
        .read_text("utf-8")
    )
    return tomllib.loads(text)


@functools.cache
def kazakh() -> profiles.Policy:
    made, found = policy_file.policy(table())
    assert made is not None, found
    return made


def item(**changes: Any) -> declaration.Item:
    fields: dict[str, Any] = {
        "number": 1,
        "code": "6403999600",
        "description": "Men's leather shoes, outer soles of rubber",
        "origin": "CN",
        "procedure": "4000000",
        "gross_mass_kg": "1200",
        "net_mass_kg": "1000",
        "price": "10000.00",
        "packages": 50,
        "package_kind": "CT",
        "supplementary_quantity": "1000",
        "supplementary_unit": "pair",
    }
    return declaration.Item(**(fields | changes))


def declared(*items: declaration.Item, **changes: Any) -> declaration.Declaration:
    """A declaration of these items (one, if none are given); `digest` and `registered_on`
    may be changed too.
    """
    kazakh_party = declaration.Party(
        name="Example Trade LLP", country="KZ", id="990140000017"
    )
    lines = items or (item(),)
    digest = changes.pop("digest", hashlib.sha256(b"1").digest())
    fields: dict[str, Any] = {
        "reference": "A-1",
        "direction": "IM",
        "procedure": "40",
        "office": "57505",
        "exporter": declaration.Party(name="Example Shoes Co", country="CN"),
        "consignee": kazakh_party,
        "declarant": kazakh_party,
        "items": lines,
        "items_total": len(lines),
        "packages_total": 50,
        "trading_country": "CN",
        "dispatch_country": "CN",
        "origin_country": "CN",
        "destination_country": "KZ",
        "delivery_terms": "DAP",
        "delivery_place": "Khorgos",
        "currency": "USD",
        "invoice_total": "10000.00",
        "border_mode": "30",
        "inland_mode": "30",
        "declared_on": "2026-04-02",
    }
    filing = declaration.Filing(**(fields | changes))
    return declaration.Declaration(
        filing, digest, DAY, tuple(goods(line) for line in lines), 0, (), ()
    )


def goods(line: declaration.Item) -> declaration.Goods:
    net = money.parse(line.net_mass_kg, 6)
    quantities = {"kg": net}
    if line.supplementary_unit:
        quantities[line.supplementary_unit] = money.parse(line.supplementary_quantity, 6)
    return declaration.Goods(
        line, money.parse(line.price), money.parse(line.gross_mass_kg, 6), net, quantities
    )


def assessed(of: declaration.Declaration, payable: int = 0) -> charges.Assessment:
    """The customs values of a declaration at the rate of the day, with a given sum to pay
    in tiyn.
    """
    values = [EXCHANGE.convert(line.price, of.filing.currency) for line in of.goods]
    valued = tuple(
        charges.Valued(line.item.number, value, 0, 0, value)
        for line, value in zip(of.goods, values, strict=True)
    )
    return charges.Assessment(DAY, "KZ", (USD,), valued, (), sum(values), payable)


def row(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A profile row that passes."""
    fields: dict[str, Any] = {
        "id": f"T.{number}",
        "title": {"en": f"Test {number}"},
        "lane": "yellow",
        "score": 100,
        "conditions": [{"fact": "item.code", "op": "starts", "value": ["6403"]}],
        "documents": ["04021"],
        "since": datetime.date(2026, 1, 1),
        "source": "test",
    }
    return fields | changes


def base(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A policy table with these profiles, no thresholds and the smallest random share;
    `changes` replace tables.
    """
    dated = {"since": datetime.date(2018, 1, 1), "source": "test"}
    check = {
        "title": {"en": "Chance"},
        "documents": ["04021"],
        "measure": {"en": "Look."},
    } | dated
    tables: dict[str, Any] = {
        "lanes": ["green", "yellow", "red"],
        "profile": list(rows),
        "threshold": [],
        "share": [{"lane": "red", "probability_ppm": 0} | check],
        "floor": [{"probability_ppm": 0} | dated],
        "earlier": [
            {"reason": reason, "days": 30, "lane": "green"} | check
            for reason in ("repeated", "joined")
        ],
        "unheld": [{"lane": "yellow"} | check],
    }
    return tables | changes


def chances(ppm: int, lane: str = "red") -> list[dict[str, Any]]:
    """Random shares: one for everybody."""
    return [base()["share"][0] | {"probability_ppm": ppm, "lane": lane}]


def digest(number: int) -> bytes:
    return hashlib.sha256(number.to_bytes(4)).digest()


def compiled(
    *rows: dict[str, Any], exchange: Rates = EXCHANGE, **changes: Any
) -> selection.Compiled:
    made, found = policy_file.policy(base(*rows, **changes))
    assert made is not None, found
    return selection.compile_profiles(made, exchange)


def select(
    of: declaration.Declaration,
    ready: selection.Compiled,
    history: History = KNOWN,
    payable: int = 0,
    earlier: Sequence[lots.Earlier] = (),
    aim: budget.Aim | None = None,
) -> selection.Selection:
    """Select a declaration; its digest is the key of its lot."""
    codes = [line.code[: lots.SUBHEADING] for line in of.filing.items]
    lot = lots.Brought((of.digest,), subheadings=tuple(codes))
    known = assessed(of, payable)
    return selection.select(of, known, ready, history, SEED, lot, earlier, aim)
