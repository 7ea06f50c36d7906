"""Declarations of generated lines, as their brokers would file them: they pass every rule of
their day.
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from openkeden.base import money
from openkeden.base.rates import Rates
from openkeden.filing import declaration
from openkeden.filing.declaration import Cost, Document, Party
from openkeden.risk.indicators.observation import Observation
from openkeden.world.chance import Chance, Weights
from openkeden.world.goods import TradedGoods
from openkeden.world.lines import WorldLine
from openkeden.world.powers import MILLION

#: The paper of carriage by mode of transport; that by road is another's.
_CARRIAGE = {"20": "02013", "40": "02017", "50": "02019"}
_BY_ROAD = "02015"

_INVOICE, _CONTRACT, _PACKING_LIST, _CARRIAGE_BILL = "04021", "03011", "04131", "04031"

#: How often an importer is invoiced in a currency, and delivered under terms.
CURRENCIES, _CURRENCY_WEIGHTS = ("USD", "EUR", "CNY"), Weights((60, 22, 18))
_TERMS = ("DAP", "CPT", "CIP", "FCA", "EXW")
_TERM_WEIGHTS = Weights((40, 20, 10, 25, 5))

#: Terms under which the buyer pays for the carriage to the border.
_BY_BUYER = frozenset(("FCA", "EXW"))

#: The least and the most of what carriage costs, in thousandths of the value.
_FREIGHT = (15, 90)

_PACKAGES, _PACKAGE_WEIGHTS = ("CT", "PX", "BG", "VN"), Weights((70, 20, 8, 2))

_PLACES = ("Almaty", "Astana", "Shymkent", "Aktobe", "Karaganda", "Khorgos", "Aktau")

#: So many kilograms fill a package.
_FILL = (4, 900)

#: Papers of a trade are so many days old, at most.
_OLD = 60

_OWN = "KZ"


class _Deal(msgspec.Struct, frozen=True):
    """What is the same for all items of a declaration."""

    #: What else is drawn comes from here.
    chance: Chance

    #: The rates of the day, and the supplementary units by code.
    exchange: Rates
    units: Mapping[str, str]

    #: The currency of the invoice and the terms of delivery.
    currency: str
    terms: str

    #: What carriage costs the buyer beside the price, in thousandths of the value.
    freight: int

    #: The papers of all items.
    invoice: Document
    contract: Document


def filings(
    lines: Iterable[WorldLine], goods: Iterable[TradedGoods], exchange: Rates, seed: int
) -> Iterator[declaration.Filing]:
    """The declarations of lines that lie one behind the other, on the day of the rates."""
    units = {one.code: one.unit for one in goods}
    declared = [line.declared for line in lines]
    for reference, items in itertools.groupby(declared, lambda one: one.declaration):
        deal = _deal(Chance(seed, reference), exchange, units)
        yield _filing(list(items), deal)


def _filing(lines: Sequence[Observation], deal: _Deal) -> declaration.Filing:
    first, chance = lines[0], deal.chance
    items = [_item(line, deal) for line in lines]
    prices = [money.parse(item.price) for item in items]
    importer, declarant = _firm("Trade", first.trader), _firm("Broker", first.agent)
    vehicle = f"{chance.below(1000):03d}ABC{1 + chance.below(20):02d}"
    return declaration.Filing(
        reference=first.declaration,
        direction="IM",
        procedure=first.procedure,
        office=first.office,
        exporter=_seller(first),
        consignee=importer,
        financial=importer,
        declarant=declarant,
        items=tuple(items),
        items_total=len(items),
        packages_total=sum([item.packages for item in items]),
        trading_country=first.partner[:2],
        dispatch_country=first.dispatch,
        origin_country=first.origin,
        destination_country=_OWN,
        departure_transport=vehicle,
        border_transport=vehicle,
        delivery_terms=deal.terms,
        delivery_place=_PLACES[int(first.trader[-4:]) % len(_PLACES)],
        currency=deal.currency,
        invoice_total=money.text(sum(prices)),
        nature="010",
        border_mode=first.mode,
        inland_mode=first.mode,
        border_office=first.office,
        goods_location=first.office,
        signatory="A. Example",
        declared_on=str(deal.exchange.on),
        additions=_additions(lines, deal),
    )


def _deal(chance: Chance, exchange: Rates, units: Mapping[str, str]) -> _Deal:
    currency = CURRENCIES[_CURRENCY_WEIGHTS.pick(chance)]
    terms = _TERMS[_TERM_WEIGHTS.pick(chance)]
    freight = chance.between(*_FREIGHT) if terms in _BY_BUYER else 0
    invoice = _paper(chance, _INVOICE, "INV", exchange.on)
    contract = _paper(chance, _CONTRACT, "K", exchange.on)
    return _Deal(chance, exchange, units, currency, terms, freight, invoice, contract)


def _item(line: Observation, deal: _Deal) -> declaration.Item:
    chance, mass = deal.chance, line.net_mass or MILLION
    packed = mass + mass * chance.between(10, 120) // 1000 // 1000 * 1000
    price = _in_currency((line.value or 0) * (1000 - deal.freight) // 1000, deal)
    quantity = line.quantity // MILLION if line.quantity else 0
    kilograms = mass // MILLION
    return declaration.Item(
        number=line.item,
        code=line.code,
        description=f"{line.description}, maker {line.partner}, mark EXAMPLE",
        origin=line.origin,
        procedure=f"{line.procedure}00000",
        gross_mass_kg=_kilograms(packed),
        net_mass_kg=_kilograms(mass),
        price=money.text(price),
        packages=1 + kilograms // chance.between(*_FILL),
        package_kind=_PACKAGES[_PACKAGE_WEIGHTS.pick(chance)],
        supplementary_quantity=str(quantity) if quantity else "",
        supplementary_unit=deal.units[line.code] if quantity else "",
        documents=_papers(line, deal),
    )


def _papers(line: Observation, deal: _Deal) -> tuple[Document, ...]:
    """The invoice and the paper of carriage; often the contract and a packing list; what the
    buyer paid the carrier.
    """
    chance, carriage = deal.chance, _CARRIAGE.get(line.mode, _BY_ROAD)
    papers = [deal.invoice, _paper(chance, carriage, "TR", deal.exchange.on)]
    if chance.hit(800_000):
        papers.append(deal.contract)
    if chance.hit(500_000):
        papers.append(_paper(chance, _PACKING_LIST, "PL", deal.exchange.on))
    if deal.freight:
        papers.append(_paper(chance, _CARRIAGE_BILL, "F", deal.exchange.on))
    return tuple(papers)


def _paper(chance: Chance, kind: str, letters: str, on: datetime.date) -> Document:
    issued = on - datetime.timedelta(1 + chance.below(_OLD))
    return Document(kind, f"{letters}-{chance.below(100_000):05d}", str(issued))


def _additions(lines: Sequence[Observation], deal: _Deal) -> tuple[Cost, ...]:
    """What carriage costs beside the price."""
    if not deal.freight:
        return ()
    value = sum([line.value or 0 for line in lines])
    amount = _in_currency(value * deal.freight // 1000, deal)
    return (Cost("transport", money.text(amount), deal.currency),)


def _in_currency(value: int, deal: _Deal) -> int:
    """Minor national units in minor units of the currency of the invoice; at least one."""
    units, one = deal.exchange.ratio(deal.currency)
    return max(1, money.half_up(value * one, units))


def _kilograms(millionths: int) -> str:
    return money.text(millionths // 1000, 3)


def _firm(kind: str, number: str) -> Party:
    place = f"{int(number[-4:-1]) + 1} Example Street, Almaty"
    name = f"Example {kind} {number[6:11]} LLP"
    return Party(name=name, country=_OWN, id=number, address=place)


def _seller(line: Observation) -> Party:
    country, serial, _ = line.partner.split("-")
    name = f"Example Exporter {line.partner} Co Ltd"
    return Party(name=name, country=country, address=f"{serial} Example Road")
