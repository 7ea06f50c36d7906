"""Declarations of a generated world clear: a few hundred pass every rule of their day."""

import pytest

from openkeden.base import findings
from openkeden.filing import validation
from openkeden.filing.declaration import Filing
from openkeden.flow.law import goods_names
from openkeden.formats import jsonl
from openkeden.world import filings, tariff_goods
from openkeden.world.declaring import WorldPlace
from openkeden.world.generated import GeneratedWorld, WorldPlan
from tests import support
from tests.world.worlds import MONDAY, SMALL

LINES = 500


@pytest.fixture(scope="module")
def world() -> GeneratedWorld:
    law = support.edition()
    goods = tariff_goods.of_tariff(
        law, 1, 300, lambda code: (goods_names.short(code, "ru"),)
    )
    place = WorldPlace(tuple(sorted(law.lists["offices"])))
    plan = WorldPlan(
        seed=1,
        mechanism=SMALL,
        goods=goods,
        first_monday=MONDAY,
        per_week=10,
        scheme_week=0,
        place=place,
    )
    return GeneratedWorld(plan)


@pytest.fixture(scope="module")
def declared(world: GeneratedWorld) -> list[Filing]:
    lines = world.day(support.DAY, LINES)
    return list(filings.filings(lines, world.plan.goods, support.exchange(), 1))


def test_they_pass_every_rule(declared: list[Filing]) -> None:
    law, exchange = support.edition(), support.exchange()
    checked = [validation.validate(one, bytes(32), law, exchange) for one in declared]
    refused = [one for one in checked if findings.refuses(one.findings)]
    assert len(refused) * 20 <= len(declared)


def test_they_are_many_different_ones(declared: list[Filing]) -> None:
    items = [item for filing in declared for item in filing.items]
    assert len(items) == LINES
    assert len({item.code for item in items}) > 60
    assert len({filing.consignee.id for filing in declared}) > 60
    assert {filing.currency for filing in declared} == set(filings.CURRENCIES)
    assert any(filing.additions for filing in declared)
    assert sum([len(filing.items) > 1 for filing in declared]) > len(declared) // 10
    assert {len(item.documents) for item in items} > {2, 3, 4}
    assert any(item.supplementary_unit for item in items)


def test_goods_have_the_duty_of_the_tariff(world: GeneratedWorld) -> None:
    for goods in world.plan.goods:
        line = support.edition().lines[goods.code]
        assert tariff_goods.duty_ppm(line.rate) == goods.duty_ppm
        assert line.unit == goods.unit
        assert not goods.dearer or goods.dearer[:2] == goods.code[:2]


def test_the_same_seed_writes_the_same_bytes(world: GeneratedWorld) -> None:
    lines = world.day(support.DAY, 5)
    given = (lines, world.plan.goods, support.exchange())
    once, again = [list(jsonl.write(filings.filings(*given, 1))) for _ in range(2)]
    assert once == again
    assert list(jsonl.write(filings.filings(*given, 2))) != once
