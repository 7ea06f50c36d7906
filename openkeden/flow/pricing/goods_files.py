"""Files of goods: read, and priced together as one consignment."""

import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from openkeden import formats
from openkeden.assessment import price_rules
from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.flow.pricing import consignments
from openkeden.flow.pricing.goods import NEEDED
from openkeden.flow.pricing.questions import Unpriced
from openkeden.formats import goods_list, xlsx
from openkeden.formats.goods_list import GoodsList, ListedGoods
from openkeden.formats.message import Limits, Source


class PricedFile(NamedTuple):
    """The price of the goods of a file."""

    #: What they cost together; findings have their places in the file.
    consignment: consignments.PricedConsignment

    #: Where each of them stands.
    places: tuple[str, ...]


def declares(body: bytes) -> bool:
    """Whether a file is one of declarations, by how it begins."""
    head = Source(io.BytesIO(body), len(body) or 1).head
    listed = goods_list.sniff(head) or goods_list.sniff_json(head) or xlsx.sniff(head)
    return not listed and formats.sniff(head) is not None


def read(body: bytes, name: str) -> GoodsList | Refused:
    """The goods that a file of this name lists, or why they cannot be read."""
    limits = Limits(message_bytes=max(len(body), Limits().message_bytes))
    source = Source(io.BytesIO(body), limits.message_bytes)
    if goods_list.sniff(source.head):
        listed = goods_list.read_table(source, limits)
    elif xlsx.sniff(source.head):
        listed = goods_list.read_workbook(source, limits)
    elif goods_list.sniff_json(source.head):
        listed = goods_list.read_json(source, limits)
    else:
        return findings.refused(price_rules.NO_GOODS, "", value=name)
    return listed if isinstance(listed, GoodsList) else Refused(listed)


def price_file(
    listed: GoodsList, said_of_all: Mapping[str, Any], about: Mapping[str, Any]
) -> PricedFile:
    """Price the goods of a file together.

    `said_of_all` holds for the goods that do not say it; `about` are the day, the rates and
    the law, as `consignments.price` takes them. Raises Unpriced.
    """
    common = {**said_of_all, **listed.common}
    lacking = tuple(_lacking(listed.goods, common))
    if lacking:
        raise Unpriced(lacking)
    question = consignments.question(common, [goods.said for goods in listed.goods])
    try:
        priced = consignments.price(question, **about)
    except Unpriced as refused:
        raise Unpriced(_placed(refused.findings, listed, common)) from None
    told = _placed(priced.findings, listed, common)
    places = tuple([goods.place for goods in listed.goods])
    return PricedFile(msgspec.structs.replace(priced, findings=told), places)


def _lacking(goods: Iterable[ListedGoods], common: Mapping[str, Any]) -> Iterator[Finding]:
    """What nothing has a price without, and is said neither of goods nor of all of them."""
    listed = tuple(goods)
    for name in NEEDED:
        if name in common:
            continue
        without = [one.place for one in listed if not one.said.get(name)]
        if len(without) == len(listed):
            at = name if name in consignments.OF_ALL else f"column {name}"
            yield findings.of(price_rules.UNSAID, at, value=name)
        else:
            for place in without:
                yield findings.of(price_rules.UNSAID, _at(place, name), value=name)


def _placed(
    found: Iterable[Finding], listed: GoodsList, common: Collection[str]
) -> tuple[Finding, ...]:
    """Findings on goods, each where its goods stand in the file; one on what is said of all
    of them is told once.
    """
    placed: dict[tuple[str, str, str], Finding] = {}
    for one in found:
        item, _, name = one.path.rpartition("].")
        path = one.path
        if item:
            goods = listed.goods[int(item.removeprefix("items["))]
            of_all = name in common and name not in goods.said
            path = name if of_all else _at(goods.place, name)
        key = (one.rule, path, str(sorted(one.args.items())))
        placed.setdefault(key, msgspec.structs.replace(one, path=path))
    return tuple(placed.values())


def _at(place: str, name: str) -> str:
    """The cell of a table, or the member of an object."""
    return f"{place}.{name}" if place.endswith("]") else f"{place}, column {name}"
