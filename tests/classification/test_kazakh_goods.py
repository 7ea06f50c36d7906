"""The Kazakh goods that judge classification: as many as are told, and of headings held."""

import collections
import csv
import pathlib

from openkeden.flow.law import goods_names

GOODS, TRADE = "kazakh_goods.csv", "kazakh_trade.csv"


def _rows(name: str) -> list[dict[str, str]]:
    file = pathlib.Path(__file__).with_name(name)
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


def test_half_of_the_goods_are_industrial() -> None:
    kinds = collections.Counter([row["kind"] for row in _rows(GOODS)])
    assert kinds == {"everyday": 75, "industrial": 75}


def test_half_of_the_goods_of_trade_are_mistyped_inflected_or_mixed() -> None:
    kinds = collections.Counter([row["kind"] for row in _rows(TRADE)])
    assert kinds == {"plain": 50, "disturbed": 50}


def test_no_text_stands_twice_and_every_heading_is_held() -> None:
    rows = [*_rows(GOODS), *_rows(TRADE)]
    assert len({row["text"] for row in rows}) == len(rows)
    held = goods_names.held().own
    for row in rows:
        for code in row["code"].split(";"):
            assert len(code) == len("0101"), row
            assert code in held, row
