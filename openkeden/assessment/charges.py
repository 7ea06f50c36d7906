"""The charges in the order they are computed, and the lines an assessment is made of."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from openkeden.base import rates
from openkeden.filing import declaration
from openkeden.tariff.lot import Lot


class ChargeKind(msgspec.Struct, frozen=True, kw_only=True):
    """A charge: its code in box 47, the key of its law rows, what its base is made of, and
    its turn.

    `per` is `item` or `declaration`; the base is the customs value, and where `cumulative`
    the charges already computed for the item too; `preference` is the field of box 36 that
    can relieve it (empty: none can). `always` is a charge that arises for a consignment too
    small for import duties and taxes: art. 136(2) does not name it.
    """

    code: str
    key: str
    name: str
    per: str
    preference: str = ""
    cumulative: bool = False
    always: bool = False


#: The charge whose rate stands in the tariff itself; the others have rows of their own.
DUTY = ChargeKind(
    code="2010", key="duty", name="import duty", per="item", preference="duty"
)

#: The order is the law's: duty, protective duties (art. 71-77), excise, VAT, the fee once
#: for the declaration.
CHARGES = (
    DUTY,
    ChargeKind(
        code="2030", key="special", name="special protective duty", per="item", always=True
    ),
    ChargeKind(
        code="2040", key="antidumping", name="anti-dumping duty", per="item", always=True
    ),
    ChargeKind(
        code="2050",
        key="countervailing",
        name="countervailing duty",
        per="item",
        always=True,
    ),
    ChargeKind(code="3010", key="export_duty", name="export duty", per="item", always=True),
    ChargeKind(code="4010", key="excise", name="excise", per="item", preference="excise"),
    ChargeKind(
        code="5010",
        key="vat",
        name="value added tax",
        per="item",
        preference="vat",
        cumulative=True,
    ),
    ChargeKind(
        code="1010", key="fee", name="customs fee", per="declaration", preference="fee"
    ),
)


#: What persons pay for their own goods in the place of duty and taxes (art. 266): no charge
#: of a goods declaration.
SINGLE = ChargeKind(
    code="single_rate", key="single_rate", name="single rate of persons", per="item"
)


#: Payments that fall due with import duties and taxes and that no assessment computes, by
#: key: who pays them is told.
BESIDE = ("recycling_fee",)


class Charge(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One line of box 47, written as an array in this order; money is in minor national
    units.
    """

    #: The code of the charge.
    code: str

    #: The number of the item, 0 for the whole declaration.
    item: int

    #: The amount that the rate applies to.
    base: int

    #: The duty expression.
    rate: str

    #: What the rate gives, rounded half up to the minor unit.
    computed: int

    #: What is payable after the preference.
    amount: int

    #: The code of the preference, or empty.
    preference: str

    #: The ids of the rows of law used, the rate's first.
    rows: tuple[str, ...]


class Valued(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The customs value of one item (box 45) and its parts, in minor national units.

    It is written as an array in the order below.
    """

    #: The number of the item.
    number: int

    #: The price, converted.
    price: int

    #: The additions that fall on it.
    additions: int

    #: The deductions that fall on it.
    deductions: int

    #: Price and additions less deductions.
    value: int


class ChargedItem(NamedTuple):
    """An item as it is charged: its number, the goods, and the preferences of box 36
    claimed for them.
    """

    number: int
    lot: Lot
    claims: declaration.Preferences


class ReducedItem(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An item charged at the national rate of this country, and so conditionally released.

    It is written as an array in the order below, money in minor national units.
    """

    #: The number of the item.
    item: int

    #: The common rate.
    rate: str

    #: The duty that the common rate would give.
    duty: int

    #: By how much all charges of the item are lower than at the common rate.
    saved: int


class Assessment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a declaration owes. Money is in minor national units."""

    #: The day of the law and of the exchange rates.
    on: dt.date

    #: The version of the edition.
    edition: str

    #: The quotes that were used.
    quotes: tuple[rates.Quote, ...]

    #: The customs values by item.
    items: tuple[Valued, ...]

    #: The charges in order.
    charges: tuple[Charge, ...]

    #: The customs value of all items.
    customs_value: int

    #: All charges together.
    payable: int

    #: The items charged at a national rate.
    reduced: tuple[ReducedItem, ...] = ()

    #: What of the customs value does not count towards the threshold of small consignments.
    left_out: int = 0

    #: What earlier declarations of the same recipient on the same transport document count
    #: towards that threshold, where this one would be below it by itself.
    before: int = 0

    @property
    def worth(self) -> int:
        """What the goods count towards the threshold of small consignments."""
        return self.customs_value - self.left_out

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The rows of law that the charges rest on, each once."""
        ids: dict[str, None] = {}
        for charge in self.charges:
            ids.update(dict.fromkeys(charge.rows))
        return tuple(ids)

    @property
    def conditional(self) -> tuple[int, ...]:
        """Numbers of the items that must stay in the country: conditionally released, box
        32.
        """
        return tuple([reduced.item for reduced in self.reduced])

    @property
    def saved(self) -> int:
        """By how much the charges are below those at common rates."""
        return sum([reduced.saved for reduced in self.reduced])


def by_code(lines: Iterable[Charge]) -> dict[str, int]:
    """What is payable by code of charge, in the order of the lines."""
    totals: dict[str, int] = {}
    for line in lines:
        totals[line.code] = totals.get(line.code, 0) + line.amount
    return totals
