"""The charges in the order they are computed, and the lines an assessment is made of."""

import datetime as dt

import msgspec

from openkeden.base import rates


class ChargeKind(msgspec.Struct, frozen=True, kw_only=True):
    """A charge: its code in box 47, the key of its law rows, what its base is made of, and its turn.

    `per` is `item` or `declaration`; the base is the customs value, and where `cumulative` the charges already computed
    for the item too; `preference` is the field of box 36 that can relieve it (empty: none can). `always` is a charge that
    arises for a consignment too small for import duties and taxes: art. 136(2) does not name it.
    """

    code: str
    key: str
    name: str
    per: str
    preference: str = ""
    cumulative: bool = False
    always: bool = False


#: The charge whose rate stands in the tariff itself; the others have rows of their own.
DUTY = ChargeKind(code="2010", key="duty", name="import duty", per="item", preference="duty")

#: The order is the law's: duty, protective duties (art. 71-77), excise, VAT, the fee once for the declaration.
CHARGES = (
    DUTY,
    ChargeKind(code="2030", key="special", name="special protective duty", per="item", always=True),
    ChargeKind(code="2040", key="antidumping", name="anti-dumping duty", per="item", always=True),
    ChargeKind(
        code="2050", key="countervailing", name="countervailing duty", per="item", always=True
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
    ChargeKind(code="1010", key="fee", name="customs fee", per="declaration", preference="fee"),
)


#: What persons pay for their own goods in the place of duty and taxes (art. 266): no charge of a goods declaration.
SINGLE = ChargeKind(
    code="single_rate", key="single_rate", name="single rate of persons", per="item"
)


class Charge(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One line of box 47, written as an array in the order below. Money is in minor national units.

    item: the goods line, 0 for the whole declaration; base: the amount the rate applies to; rate: the duty expression;
    computed: what the rate gives, rounded half up to the minor unit; amount: what is payable after the preference;
    preference: its code, or empty; rows: the rows of law used, the rate's first.
    """

    code: str
    item: int
    base: int
    rate: str
    computed: int
    amount: int
    preference: str
    rows: tuple[str, ...]


class Valued(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The customs value of one item (box 45) and its parts, in minor national units: price + additions - deductions.

    It is written as an array in the order below.
    """

    number: int
    price: int
    additions: int
    deductions: int
    value: int


class ReducedItem(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An item released at the lower rate of this country alone, which ties it to the country.

    It is written as an array in the order below. rate, duty: the common rate and what it would give, in minor national
    units; saved: by how much all charges of the item are lower than at the common rate.
    """

    item: int
    rate: str
    duty: int
    saved: int


class Assessment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a declaration owes on the day `on`: values per item, charges in order, totals, and the quotes used.

    exempted: the items charged at the lower rate of this country; it is not written where there is none.
    """

    on: dt.date
    edition: str
    quotes: tuple[rates.Quote, ...]
    items: tuple[Valued, ...]
    charges: tuple[Charge, ...]
    customs_value: int
    payable: int
    exempted: tuple[ReducedItem, ...] = ()

    @property
    def tied(self) -> tuple[int, ...]:
        """Numbers of the items that must stay in the country: conditionally released, box 32."""
        return tuple([one.item for one in self.exempted])

    @property
    def saved(self) -> int:
        """By how much the charges are below those at common rates, in minor national units."""
        return sum([one.saved for one in self.exempted])
