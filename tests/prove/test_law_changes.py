"""Changes of the law are made where they can be seen, and what notices them is told."""

import datetime
import random

import pytest

from openkeden.lawpack.pack_files import PackFiles
from prove import law_changes, law_sites
from prove.law_sites import Change, Site
from tests import held_lists

VAT = Site("kz/charges.toml", "charges", 1, ("rate",), law_sites.RATE, "16%")
BEGINS = Site(
    *("kz/charges.toml", "charges", 1, ("since",)),
    law_sites.DAY,
    datetime.date(2026, 1, 1),
)
LINE = Site("eaeu/tariff.csv", "", 4000, (2,), law_sites.RATE, "5%")
SOURCE = Site("kz/charges.toml", "charges", 1, ("source",), law_sites.RATE, "1")


@pytest.mark.parametrize(
    ("change", "by"),
    [
        (Change(VAT, "15%"), "case"),
        (Change(VAT, "1x%"), "case"),
        (Change(BEGINS, datetime.date(2026, 1, 2)), "case"),
        (Change(BEGINS, datetime.date(2025, 12, 31)), "check"),
        (Change(LINE, "7%"), "list"),
        (Change(SOURCE, "1"), ""),
    ],
)
def test_what_notices_a_change(change, by):
    assert law_changes.noticed(change) == by


def test_the_law_as_it_is_has_the_sites():
    files = PackFiles(held_lists.LAW)
    rows = law_changes.written()
    assert VAT in rows[VAT[:3]]
    assert law_sites.row(files, VAT)["charge"] == "vat"
    assert LINE[:3] in law_changes.copied()


def test_a_change_is_another_value_of_its_kind():
    chance = random.Random(1)
    for site in (VAT, BEGINS):
        for _ in range(50):
            other = law_sites.change(site, chance).other
            assert other != site.value
            assert type(other) is type(site.value)
    yearly = BEGINS._replace(value="01-01")
    assert {law_sites.change(yearly, chance).other for _ in range(20)} == {"01-02", "12-31"}
    leap = BEGINS._replace(value="02-29")
    assert {law_sites.change(leap, chance).other for _ in range(20)} == {"02-28", "03-01"}


def test_only_what_can_be_seen_is_changed():
    chance = random.Random(1)
    first, last = law_changes.days_held()
    rows = law_changes.written()
    for _ in range(100):
        change = law_changes.one_of(rows, chance)
        touched = law_sites.days_touched(
            change, law_sites.row(PackFiles(held_lists.LAW), change.site)
        )
        assert first < touched[1]
        assert touched[0] <= last
