"""Explained figures: the parts of an assessment as they are rebuilt, each with what it
rests on.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

from openkeden.base import rates
from openkeden.filing import declaration
from openkeden.tariff import duty

Figure = Literal[
    "price",
    "addition",
    "deduction",
    "additions",
    "deductions",
    "value",
    "base",
    "computed",
    "amount",
    "customs_value",
    "payable",
]

#: Figures that an assessment does not state one by one: it keeps their sum for the item.
UNSTATED = ("addition", "deduction")

#: Reason of an amount below the computed one that is no preference: the exemption of small
#: consignments.
DE_MINIMIS = "de_minimis"


class BegunItem(NamedTuple):
    """What the figures of an item begin with."""

    #: The number of the item.
    number: int

    #: The method of valuation.
    method: str

    #: Its price, or by another method than the first its declared value, in minor units of
    #: `currency`.
    amount: int

    #: The currency of that.
    currency: str

    #: The gross mass in millionths of a kilogram.
    gross_mass: int

    #: The quantities by unit, in millionths.
    quantities: Mapping[str, int]


class Begun(NamedTuple):
    """What the figures of an assessment begin with: the items, and what is added to prices
    and deducted.
    """

    items: tuple[BegunItem, ...]
    additions: tuple[declaration.Amount, ...]
    deductions: tuple[declaration.Amount, ...]


class Addend(msgspec.Struct, frozen=True):
    """A term of a sum."""

    #: A figure, the code of a charge, or `threshold`.
    name: str

    #: What it adds, signed, in minor national units.
    amount: int


class Given(msgspec.Struct, frozen=True):
    """An amount as declared."""

    #: In minor units of its currency.
    amount: int

    #: Its currency.
    currency: str

    #: The quote that converts it; None where it is national.
    quote: rates.Quote | None


class Apportionment(msgspec.Struct, frozen=True):
    """An item's part of a cost; the parts are rounded so that they sum to the cost exactly."""

    #: What divides the cost: `mass` (gross, millionths of a kilogram) or `price` (minor
    #: units).
    by: str

    #: That of the item.
    weight: int

    #: That of all items.
    whole: int

    #: The whole cost in minor national units.
    total: int

    #: Some item's value had no room for its part of a deduction, and the rest fell on the
    #: others.
    spilled: bool = False


class ExplainedCondition(msgspec.Struct, frozen=True):
    """A condition under which a rate applies, with what it is compared with."""

    #: As the law has it: see `openkeden.tariff.conditions`.
    text: str

    #: What is compared: `value`, or a unit of quantity.
    of: str

    #: The limit: minor national units of a value, millionths of a quantity.
    limit: int

    #: What the whole item has, in the same units.
    stated: int

    #: How many units it is counted for, in millionths; None: for the item.
    quantity: int | None

    #: Whether it is met.
    holds: bool


class ExplainedFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure rebuilt. Amounts are in minor national units."""

    #: Which figure it is.
    figure: Figure

    #: The number of the item, 0 for the declaration as a whole.
    item: int

    #: What was rebuilt.
    amount: int

    #: What the assessment states; None: nothing.
    stored: int | None

    #: The code of the charge, or the kind of cost.
    code: str = ""

    #: The terms it is the sum of, or what it was compared with.
    parts: tuple[Addend, ...] = ()

    #: The amount that was converted.
    given: Given | None = None

    #: The item's part of it.
    share: Apportionment | None = None

    #: The method of valuation, for a price.
    method: str = ""

    #: The rate of a computed charge.
    rate: str = ""

    #: The steps to it, the last of them the whole.
    steps: tuple[duty.Step, ...] = ()

    #: What relieves a charge: the code of a preference, or `de_minimis`.
    relief: str = ""

    #: What the preference is called, by language.
    names: Mapping[str, str] = {}

    #: What the preference leaves of the charge.
    percent: int | None = None

    #: The rate of its own that its list has for the goods (empty: none), of which and the
    #: common one the lower counts.
    own_rate: str = ""

    #: The preference sets the charge off in the payer's return.
    offset: bool = False

    #: The conditions on value and quantities under which the rate applies.
    conditions: tuple[ExplainedCondition, ...] = ()

    #: The ids of the rows of law.
    rows: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the figure is the stored one, to the minor unit; true of those not
        stored.

        A charge whose rate has a condition that the goods do not meet is not.
        """
        met = all(condition.holds for condition in self.conditions)
        return met and (self.figure in UNSTATED or self.amount == self.stored)
