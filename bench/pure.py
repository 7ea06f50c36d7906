"""Arithmetic without a database: charges with their reasons beside bare integers, and lines
of the tariff beside a plain dict.
"""

import functools
import time

from bench import results, turns
from bench.corpora import narrow
from bench.house import MORNING
from openkeden.assessment import assess, plans
from openkeden.base import money
from openkeden.base.rates import Rates
from openkeden.filing import declaration, validation
from openkeden.lawpack.pack import load_pack
from openkeden.tariff import duty
from openkeden.tariff.edition import Edition

_ITEMS = 100
_VAT = 16_000_000

#: The customs fee of a declaration, in tiyn.
_FEE = 25_950_00


def assessment(count: int, rounds: int) -> list[results.Ratio]:
    """Assess `count` items with all reasons, beside the same arithmetic on bare integers."""
    pack = load_pack("KZ")
    law, exchange = pack.on(MORNING.date()), pack.exchange_on(MORNING.date())
    plan, usd = plans.Plan(law, exchange), exchange.ratio("USD")
    declared = _declared(law, exchange, count // _ITEMS)
    bare = _bare_items(law, declared)
    floors, ours = [], []
    for _ in range(rounds):
        floors.append(turns.used(functools.partial(_bare_sum, bare, usd)))
        ours.append(turns.used(functools.partial(_payable, declared, plan)))
    least = _bare_sum(bare, usd) + len(declared) * _FEE
    assert _payable(declared, plan) == least, "both charge the same"
    note = f"{sum(map(len, bare)):,} items"
    ratios = results.quotients(ours, floors)
    return [results.Ratio("charges with their reasons", "bare integers", ratios, note)]


def _declared(law: Edition, exchange: Rates, count: int) -> list[declaration.Declaration]:
    filings = narrow.filings(law, count, items=_ITEMS, percent_only=True)
    checked = [validation.validate(one, bytes(32), law, exchange) for one in filings]
    return [one.declaration for one in checked if one.declaration is not None]


def _payable(declared: list[declaration.Declaration], plan: plans.Plan) -> int:
    return sum([assess.assess(one, plan).payable for one in declared])


def _bare_items(
    law: Edition, declared: list[declaration.Declaration]
) -> list[list[tuple[int, int]]]:
    """Items as (price, millionths of a percent)."""
    duties = {
        code: line.rate.rate
        for code, line in law.lines.items()
        if isinstance(line.rate, duty.Percent)
    }
    return [
        [(goods.price, duties[goods.item.code]) for goods in one.goods] for one in declared
    ]


def _bare_sum(parts: list[list[tuple[int, int]]], ratio: tuple[int, int]) -> int:
    return sum([_bare(items, ratio) for items in parts])


def _bare(items: list[tuple[int, int]], ratio: tuple[int, int]) -> int:
    """The sum of duty and VAT of items, half up."""
    numerator, denominator = ratio
    whole, total = 100_000_000, 0
    for price, rate in items:
        value = (2 * price * numerator + denominator) // (2 * denominator)
        owed = (2 * value * rate + whole) // (2 * whole)
        total += owed + (2 * (value + owed) * _VAT + whole) // (2 * whole)
    return total


def lookup(count: int, rounds: int) -> list[results.Ratio]:
    """The line in force and its duty for `count` codes, beside as many look-ups in a plain
    dict.
    """
    began = time.process_time()
    pack = load_pack("KZ")
    law, exchange = pack.on(MORNING.date()), pack.exchange_on(MORNING.date())
    loaded = (
        f"an edition of {len(law.lines):,} lines takes {time.process_time() - began:.2f} s"
    )
    used = narrow.lines_used(law)
    codes = [line.code for line in used] * (count // len(used) or 1)
    plain = {code: law.lines[code] for code in codes}
    floors, found, owed = [], [], []
    for _ in range(rounds):
        floors.append(turns.used(lambda: [plain[code] for code in codes]))
        found.append(turns.used(lambda: [law.lines[code] for code in codes]))
        owed.append(turns.used(lambda: _duties(law, exchange, codes)))
    beside = "a plain dict look-up"
    return [
        results.Ratio(
            "line in force of a code", beside, results.quotients(found, floors), loaded
        ),
        results.Ratio("line and its duty", beside, results.quotients(owed, floors)),
    ]


def _duties(law: Edition, exchange: Rates, codes: list[str]) -> None:
    value, quantities = money.parse("1000000"), {"kg": money.parse("1000", 6)}
    for code in codes:
        duty.amount(law.lines[code].rate, value, quantities, exchange)
