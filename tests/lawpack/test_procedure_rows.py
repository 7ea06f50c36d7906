"""Rows on what a declaration owes, imported by an installation beside those of its pack."""

import datetime

import pytest

from openkeden.lawpack.imports import law_rows
from openkeden.lawpack.pack import NotCovered, Pack
from tests import support

BASIS = """
since = 2026-07-01
act = "test act"
remark = "a remark"
source = "tests"
mark = "open"
"""
JULY = datetime.date(2026, 7, 1)
BEFORE = datetime.date(2026, 6, 30)


def merged(text: str) -> Pack:
    given = law_rows.judge(f"{text}{BASIS}".encode(), support.lean_pack())
    assert not given.refused, given.findings
    return Pack(given.merged.sources)


def test_what_a_procedure_owes_changes_on_its_day():
    pack = merged('[[procedures]]\ncodes = ["21", "23"]\ncharges = []')
    fee = ("fee.goods_declaration",)
    assert [pack.on(BEFORE).procedures[code].charges for code in ("21", "23")] == [fee, fee]
    now = pack.on(JULY).procedures
    assert [now[code].charges for code in ("21", "23", "31")] == [(), (), fee]
    row = now["21"].row
    assert (row.id, row.remark) == ("home:procedure/21@2026-07-01", "a remark")


def test_a_cost_is_shared_otherwise_from_a_day_on():
    pack = merged('[[costs]]\nkinds = ["packing"]\nside = "addition"\nshare = "mass"')
    shares = [pack.on(day).costs["packing"].share for day in (BEFORE, JULY)]
    assert shares == ["price", "mass"]


def test_the_value_of_small_consignments_is_a_row():
    pack = merged('[[de_minimis]]\nvalue = "150"\nunit = "EUR"\nleft_out = ["transport"]')
    before, now = pack.on(BEFORE).de_minimis, pack.on(JULY).de_minimis
    assert (before.row.value, now.row.value) == ("200", "150")
    assert now.left_out == frozenset({"transport"})


def test_a_day_without_that_value_is_not_served():
    sources = support.replace(support.pack().sources, de_minimis=())
    with pytest.raises(NotCovered) as refused:
        Pack(sources).on(JULY)
    assert refused.value.keys == ("de_minimis.commercial",)


@pytest.mark.parametrize("text", ['side = "neither"', 'share = "height"'])
def test_a_cost_has_a_side_and_a_share(text):
    row = f'[[costs]]\nkinds = ["packing"]\nside = "addition"\nshare = "mass"{BASIS}'
    name = text.partition(" ")[0]
    lines = [text if line.startswith(name) else line for line in row.split("\n")]
    found = law_rows.judge("\n".join(lines).encode(), support.pack()).findings
    assert [one.rule for one in found] == ["M.1"]
