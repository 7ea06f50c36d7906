"""Declarations like those of `joint`, filled as real ones are: descriptions in three
languages, several documents, kinds of packages, supplementary units, costs of carriage and
insurance, and the customs values of boxes 12 and 45.
"""

import random
from collections.abc import Iterator

from msgspec import structs

from bench.corpora import frequencies, joint, plain
from bench.corpora.world import Way, World
from openkeden.assessment import valuation
from openkeden.base import money
from openkeden.base.rates import Rates
from openkeden.filing import declaration
from openkeden.filing.declaration import Cost, Document
from openkeden.tariff.edition import Edition

_DESCRIPTIONS = {
    "en": "Goods of heading {heading}, new, for retail sale, article {article}, maker"
    " Example Works, mark EXAMPLE, in boxes of cardboard",
    "ru": "Товары товарной позиции {heading}, новые, для розничной продажи, артикул"
    " {article}, изготовитель Example Works, марка EXAMPLE, в картонных коробках",
    "kk": "{heading} тауар позициясының тауарлары, жаңа, бөлшек саудаға арналған, артикул"
    " {article}, өндіруші Example Works, марка EXAMPLE, картон қораптарда",
}

#: Terms under which the buyer pays for the main carriage, so that its cost is declared.
_BY_BUYER = ("FCA", "EXW", "FOB")

#: How many of a hundred codes have a supplementary unit.
_MEASURED = 45

#: What comes with goods besides the invoice and the paper of carriage: the contract, the
#: packing list, the invoice of transport costs.
_PAPERS = ("03011", "04131", "04031")

Habits = dict[str, frequencies.Frequencies[str]]


def filings(
    law: Edition, exchange: Rates, count: int, items: int = 3, seed: int = 1
) -> Iterator[declaration.Filing]:
    """`count` declarations, about 4 kB each for three items."""
    draw, world, habits = (
        random.Random(seed),
        World(law, seed, _MEASURED),
        frequencies.habits(),
    )
    for number in range(count):
        deal = world.deal(draw)
        goods = [_item(draw, world, deal.way, habits, place + 1) for place in range(items)]
        currency = habits["currency"].pick(draw)
        of = joint.consignment(draw, world, deal, f"R{number:08d}", currency)
        filing = plain.filing(of, tuple(goods))
        costed = _with_costs(draw, filing, habits["terms"].pick(draw))
        yield _with_values(costed, law, exchange)


def _item(
    draw: random.Random, world: World, way: Way, habits: Habits, number: int
) -> declaration.Item:
    simple = joint.item(draw, world, way, number)
    unit = world.unit(simple.code)
    text = _DESCRIPTIONS[habits["language"].pick(draw)]
    article = f"{draw.randrange(10**6):06d}"
    return structs.replace(
        simple,
        description=text.format(heading=simple.code[:4], article=article),
        package_kind=habits["packages"].pick(draw),
        supplementary_unit=unit,
        supplementary_quantity=str(draw.randrange(1, 5000)) if unit else "",
        documents=(*simple.documents, *_more_papers(draw, habits)),
    )


def _more_papers(draw: random.Random, habits: Habits) -> list[Document]:
    """The documents of an item beyond the first two: the usual ones come first."""
    kinds = _PAPERS[: int(habits["documents"].pick(draw)) - 2]
    return [Document(kind, f"N-{draw.randrange(10**5)}", "2026-03-18") for kind in kinds]


def _with_costs(
    draw: random.Random, filing: declaration.Filing, terms: str
) -> declaration.Filing:
    """The declaration under these terms, with the carriage and insurance that they leave to
    the buyer.
    """
    if terms not in _BY_BUYER:
        return structs.replace(filing, delivery_terms=terms)
    costs = [
        Cost(kind, plain.money_text(draw.randrange(*bounds)), filing.currency)
        for kind, bounds in (
            ("transport", (50_000, 900_000)),
            ("insurance", (5_000, 90_000)),
        )
    ]
    return structs.replace(filing, delivery_terms=terms, additions=tuple(costs))


def _with_values(
    filing: declaration.Filing, law: Edition, exchange: Rates
) -> declaration.Filing:
    """The declaration with the customs values that its declarant works out."""
    shares = {kind: cost.share for kind, cost in law.costs.items()}
    valued = valuation.value(_declared(filing, law), exchange, shares)
    values = [each.value for each in valued]
    items = [
        structs.replace(item, customs_value=plain.money_text(value))
        for item, value in zip(filing.items, values, strict=True)
    ]
    total = plain.money_text(sum(values))
    return structs.replace(filing, items=tuple(items), customs_value_total=total)


def _declared(filing: declaration.Filing, law: Edition) -> declaration.Declaration:
    """The declaration with the numbers that its values come from."""
    goods = [
        declaration.Goods(
            item,
            money.parse(item.price),
            money.parse(item.gross_mass_kg, money.QUANTITY_DIGITS),
            money.parse(item.net_mass_kg, money.QUANTITY_DIGITS),
            {},
        )
        for item in filing.items
    ]
    added = [
        declaration.Amount(cost.kind, money.parse(cost.amount), cost.currency)
        for cost in filing.additions
    ]
    invoice = money.parse(filing.invoice_total)
    return declaration.Declaration(
        filing, bytes(32), law.on, tuple(goods), invoice, tuple(added), ()
    )
