"""A declaration that another system assessed, as its file states it: figures, no law.

Every figure (amounts, rates, quantities) is an integer of millionths; None where the file
says nothing. Amounts are in the national currency of that country where a field does not
say otherwise.
"""

import msgspec


class LegacyTax(msgspec.Struct, frozen=True, gc=False):
    """One line of box 47."""

    #: The code of the tax there.
    code: str

    #: What it was computed on.
    base: int | None

    #: As written: in hundredths, as a fraction, or per unit; nothing in the file says
    #: which.
    rate: int | None

    #: The tax.
    amount: int | None

    #: The mode of payment: `1` payable, `0` not (suspended, guaranteed, relieved); may be
    #: empty.
    mode: str = ""

    #: The type of calculation, as written.
    calculation: str = ""

    #: Whether one of its figures cannot be read.
    unread: bool = False


class CalculatedPart(msgspec.Struct, frozen=True, gc=False):
    """One part of a value."""

    #: Which part: `invoice`, `external_freight`, `insurance` ... `deduction`.
    kind: str

    #: Its amount in national currency.
    national: int | None

    #: Its amount in the currency of the part.
    foreign: int | None

    #: The currency of the part.
    currency: str = ""

    #: The rate of exchange.
    rate: int | None = None


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """A quantity that a specific duty may be levied on."""

    #: `net mass`, `gross mass`, `packing`, `packages`, or the code of a unit.
    name: str

    #: How much.
    amount: int


class LegacyItem(msgspec.Struct, frozen=True, kw_only=True):
    """One goods line."""

    #: Its number, from 1.
    number: int

    #: The commodity code there.
    code: str

    #: The country of origin, as written.
    origin: str = ""

    #: The procedure of box 37, as written.
    procedure: str = ""

    #: The preference of box 36, as written.
    preference: str = ""

    #: The price of box 42, in the currency of the invoice.
    price: int | None = None

    #: The parts of its value.
    parts: tuple[CalculatedPart, ...] = ()

    #: The sum of the parts beside the invoice.
    cost: int | None = None

    #: The customs value (CIF).
    value: int | None = None

    #: The rate of adjustment of the value.
    adjustment: int | None = None

    #: The statistical value.
    statistical: int | None = None

    #: Its quantities.
    quantities: tuple[Quantity, ...] = ()

    #: Its lines of box 47.
    taxes: tuple[LegacyTax, ...] = ()

    #: The sum that the file gives for them.
    taxes_amount: int | None = None

    def quantity(self, name: str) -> int | None:
        """The quantity of this name; None where the file says nothing or nought."""
        amounts = [one.amount for one in self.quantities if one.name == name]
        return amounts[0] if amounts else None


class StatedTotal(msgspec.Struct, frozen=True, gc=False):
    """A total that the head of the declaration states for what its items say."""

    #: What it counts: `invoices`, `gross mass`, `net mass` or `packages`.
    name: str

    #: Where the file says it.
    path: str

    #: How much.
    amount: int


class LegacyContainer(msgspec.Struct, frozen=True, gc=False):
    """A container and the item that it holds."""

    #: Its number.
    number: str

    #: The number of the item, as written.
    item: str


class LegacyDeclaration(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration with its items and the totals that the file gives for them."""

    #: The declarant's reference.
    reference: str

    #: Import or export, as our own declarations write it.
    direction: str

    #: The general procedure there.
    procedure: str

    #: The day of registration, as written.
    registered_on: str = ""

    #: The goods lines.
    items: tuple[LegacyItem, ...] = ()

    #: Its containers.
    containers: tuple[LegacyContainer, ...] = ()

    #: How many goods lines box 5 counts.
    items_total: int | None = None

    #: The parts of the value of all goods.
    parts: tuple[CalculatedPart, ...] = ()

    #: Totals of what else the items state, each as often as the file states it.
    totals: tuple[StatedTotal, ...] = ()

    #: The costs of all goods.
    cost: int | None = None

    #: The customs value of all goods.
    value: int | None = None

    #: Taxes of the declaration as a whole.
    global_taxes: int | None = None

    #: All taxes.
    taxes_total: int | None = None

    #: What is guaranteed and not paid.
    guarantee: int | None = None
