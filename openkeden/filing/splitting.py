"""Splitting: make two filings of one, for its conditionally released goods and the others.

Every item goes into one of them, and packages, masses, prices and costs add up to those of
the original. Only item numbers, totals and references are new.
"""

import itertools
import typing
from collections.abc import Collection, Sequence

import msgspec

from openkeden.base import findings, money
from openkeden.filing import declaration

UNMIXED = findings.Rule(
    number="S.1",
    message=(
        "There is nothing to split in {value}: {tied} of its {items} items are tied"
        " to the country."
    ),
    fix=(
        "Lodge it as it is; an item is tied where a lower rate of this country saves something and"
        " is not declined."
    ),
    severity="notice",
)
AMENDMENT = findings.Rule(
    number="S.2",
    message="The filing amends {value}, and a registered declaration stays one.",
    fix="Split before lodging.",
    box="A",
)
SMALL = findings.Rule(
    number="S.3",
    message="The part {value} would be worth so little that no duty arises, but its goods are one"
    " consignment with the others, which is worth more.",
    fix=(
        "Do not split: the threshold counts all goods of one sender, receiver and transport "
        "document."
    ),
    basis="EAEU CC art. 136(2)",
)
UNSOUND = findings.Rule(
    number="S.4",
    message="The part {value} would be refused: {rules}.",
    fix="Correct the findings listed below, or do not split the declaration.",
)
RULES = (UNMIXED, AMENDMENT, SMALL, UNSOUND)

#: What the references of the two filings end on: tied goods, and those free in the Union.
TIED, FREE = "-1", "-2"

#: The longest reference that a message may hold.
_LONGEST: int = typing.get_args(declaration.Reference)[1].max_length

#: For each cost of a side, in their order, what of it falls on each item, in any unit: only
#: the proportion counts.
Falls = Sequence[Sequence[int]]


def split(
    filing: declaration.Filing, tied: Collection[int], additions: Falls, deductions: Falls
) -> tuple[declaration.Filing, declaration.Filing]:
    """Split a filing that passed gate 2 into its tied items and the others, each in their
    order.

    Costs are divided as they fall on the items, to the minor unit of their own currency,
    and sum to the same exactly. A total of box 12 that the items do not make up is left
    out, for it would have to be guessed. Raises ValueError unless each part gets an item.
    """
    places = range(len(filing.items))
    first = [place for place in places if filing.items[place].number in tied]
    second = [place for place in places if filing.items[place].number not in tied]
    if not first or not second:
        raise ValueError(f"items {sorted(tied)} leave a part without goods")
    masses = _masses(filing, first, second)
    added = _costs(filing.additions, additions, first)
    deducted = _costs(filing.deductions, deductions, first)
    return (
        _part(filing, TIED, first, second, masses[0], added[0], deducted[0]),
        _part(filing, FREE, second, first, masses[1], added[1], deducted[1]),
    )


def _part(
    filing: declaration.Filing,
    suffix: str,
    places: Sequence[int],
    others: Sequence[int],
    mass: str,
    additions: tuple[declaration.Cost, ...],
    deductions: tuple[declaration.Cost, ...],
) -> declaration.Filing:
    items = _items(filing, places, proof=_documents(filing, others) if deductions else ())
    return msgspec.structs.replace(
        filing,
        reference=filing.reference[: _LONGEST - len(suffix)] + suffix,
        items=items,
        items_total=len(items),
        packages_total=sum([item.packages for item in items]),
        container=any(item.containers for item in items),
        invoice_total=money.text(sum([money.parse(item.price) for item in items])),
        customs_value_total=_customs_value(filing, items),
        gross_mass_total_kg=mass,
        additions=additions,
        deductions=deductions,
    )


def _items(
    filing: declaration.Filing,
    places: Sequence[int],
    proof: tuple[declaration.Document, ...],
) -> tuple[declaration.Item, ...]:
    """Some items numbered anew; the first gets the documents of `proof` where none has any."""
    items = [
        msgspec.structs.replace(filing.items[place], number=number)
        for number, place in enumerate(places, 1)
    ]
    if proof and not any(item.documents for item in items):
        items[0] = msgspec.structs.replace(items[0], documents=proof)
    return tuple(items)


def _documents(
    filing: declaration.Filing, places: Sequence[int]
) -> tuple[declaration.Document, ...]:
    """The documents of some items, each once: they prove a deduction in both parts."""
    named = [filing.items[place].documents for place in places]
    return tuple(dict.fromkeys(itertools.chain(*named)))


def _customs_value(filing: declaration.Filing, items: Sequence[declaration.Item]) -> str:
    complete = all(item.customs_value for item in filing.items)
    if not filing.customs_value_total or not complete:
        return ""
    return money.text(sum([money.parse(item.customs_value) for item in items]))


def _masses(
    filing: declaration.Filing, first: Sequence[int], second: Sequence[int]
) -> tuple[str, str]:
    """The declared total of gross mass in two, as the items weigh.

    It may differ from their sum within its tolerance.
    """
    if not filing.gross_mass_total_kg:
        return "", ""
    digits = money.QUANTITY_DIGITS
    masses = [money.parse(item.gross_mass_kg, digits) for item in filing.items]
    weights = [_sum_at(masses, places) for places in (first, second)]
    tied, free = money.apportion(money.parse(filing.gross_mass_total_kg, digits), weights)
    return money.short(tied, digits), money.short(free, digits)


def _sum_at(numbers: Sequence[int], places: Sequence[int]) -> int:
    return sum([numbers[place] for place in places])


def _costs(
    costs: tuple[declaration.Cost, ...], falls: Falls, first: Sequence[int]
) -> tuple[tuple[declaration.Cost, ...], tuple[declaration.Cost, ...]]:
    """Each cost in two; a part that comes to nothing is left out.

    What falls on no item stays with the free goods.
    """
    divided = []
    for cost, fall in zip(costs, falls, strict=True):
        tied = sum([fall[place] for place in first])
        whole = sum(fall)
        weights = [tied, whole - tied] if whole else [0, 1]
        divided.append(money.apportion(money.parse(cost.amount), weights))
    tied_parts = _parts(costs, [parts[0] for parts in divided])
    free_parts = _parts(costs, [parts[1] for parts in divided])
    return tied_parts, free_parts


def _parts(
    costs: tuple[declaration.Cost, ...], amounts: Sequence[int]
) -> tuple[declaration.Cost, ...]:
    """The costs with other amounts, without those that come to nothing."""
    return tuple(
        [
            msgspec.structs.replace(cost, amount=money.text(amount))
            for cost, amount in zip(costs, amounts, strict=True)
            if amount
        ]
    )
