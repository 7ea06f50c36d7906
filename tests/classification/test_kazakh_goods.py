"""The Kazakh goods that judge classification: as many as are told, and of headings held."""

import collections
import csv
import pathlib

from openkeden.flow.law import goods_names

GOODS = pathlib.Path(__file__).with_name("kazakh_goods.csv")


def _rows() -> list[dict[str, str]]:
    with GOODS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_half_of_the_goods_are_industrial() -> None:
    kinds = collections.Counter([row["kind"] for row in _rows()])
    assert kinds == {"everyday": 75, "industrial": 75}


def test_no_text_stands_twice_and_every_heading_is_held() -> None:
    rows = _rows()
    assert len({row["text"] for row in rows}) == len(rows)
    held = goods_names.held().own
    for row in rows:
        for code in row["code"].split(";"):
            assert len(code) == len("0101"), row
            assert code in held, row
