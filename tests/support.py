"""Builders shared by the tests: the real law pack on a day, its rates, and a filing that
passes every rule.
"""

import collections
import datetime
import functools
import pathlib

import msgspec

from openkeden.base.rates import Rates
from openkeden.filing import declaration
from openkeden.lawpack.imports import imported_files
from openkeden.lawpack.pack import Pack, load_pack
from openkeden.tariff.edition import Edition

DAY = datetime.date(2026, 4, 2)


@functools.cache
def pack(jurisdiction: str = "KZ") -> Pack:
    return load_pack(jurisdiction)


@functools.cache
def lean_pack() -> Pack:
    """The law of Kazakhstan with the first goods only of each of its long lists: for what is
    judged again and again.
    """
    sources = pack().sources
    lists = collections.defaultdict(list)
    for row in sources.measure_goods:
        lists[row.list].append(row)
    few = [row for rows in lists.values() for row in rows[:3]]
    return Pack(msgspec.structs.replace(sources, measure_goods=tuple(few)))


@functools.cache
def edition(on: datetime.date = DAY, jurisdiction: str = "KZ") -> Edition:
    return pack(jurisdiction).on(on)


@functools.cache
def exchange(on: datetime.date = DAY, jurisdiction: str = "KZ") -> Rates:
    return pack(jurisdiction).exchange_on(on)


#: The paper of the transaction that every item here bears.
INVOICE = declaration.Document("04021", "INV-1")


def item(**changes: object) -> declaration.Item:
    fields: dict[str, object] = {
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
        "documents": (INVOICE,),
    }
    return declaration.Item(**(fields | changes))  # type: ignore[arg-type]


def filing(**changes: object) -> declaration.Filing:
    kazakh = declaration.Party(name="Example Trade LLP", country="KZ", id="990140000017")
    fields: dict[str, object] = {
        "reference": "A-1",
        "direction": "IM",
        "procedure": "40",
        "office": "57505",
        "exporter": declaration.Party(name="Example Shoes Co", country="CN"),
        "consignee": kazakh,
        "financial": kazakh,
        "declarant": kazakh,
        "items": (item(),),
        "items_total": 1,
        "packages_total": 50,
        "trading_country": "CN",
        "dispatch_country": "CN",
        "origin_country": "CN",
        "destination_country": "KZ",
        "departure_transport": "123ABC02",
        "border_transport": "123ABC02",
        "delivery_terms": "DAP",
        "delivery_place": "Khorgos",
        "currency": "USD",
        "invoice_total": "10000.00",
        "nature": "010",
        "border_mode": "30",
        "inland_mode": "30",
        "border_office": "57505",
        "goods_location": "57505",
        "signatory": "A. Example",
        "declared_on": "2026-04-02",
    }
    return declaration.Filing(**(fields | changes))  # type: ignore[arg-type]


def placed(jurisdiction: str) -> dict[str, object]:
    """The fields that make an import into Kazakhstan one into another country: who receives
    it, and where.
    """
    if jurisdiction == "KZ":
        return {}
    receiver = declaration.Party(
        name="Example Trade LLC", country="KG", id="00101202000017"
    )
    return {
        "office": "41700001",
        "border_office": "41700001",
        "goods_location": "41700001",
        "consignee": receiver,
        "financial": receiver,
        "declarant": receiver,
        "destination_country": jurisdiction,
        "delivery_place": "Osh",
    }


def replace(struct: msgspec.Struct, **changes: object) -> msgspec.Struct:
    return msgspec.structs.replace(struct, **changes)


def keep_law(
    folder: pathlib.Path, name: str, body: bytes, suffix: str = ".csv"
) -> pathlib.Path:
    """Keep a file of law in a folder, as an import does."""
    prepared = imported_files.prepare(folder, name, body, suffix)
    prepared.settle()
    return prepared.target
