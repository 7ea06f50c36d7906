"""A declaration that another system assessed, as it stands in that system's file: figures, no law.

Every figure (amounts, rates, quantities) is an integer of millionths; None where the file says nothing. Amounts are in
the national currency of that country unless a part says otherwise.
"""

import msgspec


class LegacyTax(msgspec.Struct, frozen=True, gc=False):
    """One line of box 47: `rate` is as written, in hundredths, as a fraction or per unit: nothing in the file says which.

    `mode` is the mode of payment: `1` payable, `0` not (suspended, guaranteed, relieved); empty when not given.
    """

    code: str
    base: int | None
    rate: int | None
    amount: int | None
    mode: str = ""
    calculation: str = ""


class CalculatedPart(msgspec.Struct, frozen=True, gc=False):
    """One part of a value: `kind` is `invoice`, `external_freight`, `insurance` ... `deduction`."""

    kind: str
    national: int | None
    foreign: int | None
    currency: str = ""
    rate: int | None = None


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """A quantity that a specific duty may be levied on: `net mass`, `gross mass`, `packing`, `packages`, a unit's code."""

    name: str
    amount: int


class LegacyItem(msgspec.Struct, frozen=True, kw_only=True):
    """One goods line. `cost` is the sum of the parts beside the invoice, `value` the customs value (CIF)."""

    number: int
    code: str
    parts: tuple[CalculatedPart, ...] = ()
    cost: int | None = None
    value: int | None = None
    adjustment: int | None = None
    statistical: int | None = None
    quantities: tuple[Quantity, ...] = ()
    taxes: tuple[LegacyTax, ...] = ()
    taxes_amount: int | None = None


class LegacyDeclaration(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration with its items and the totals that the file gives for them."""

    reference: str
    direction: str
    procedure: str
    registered_on: str = ""
    items: tuple[LegacyItem, ...] = ()
    items_total: int | None = None
    parts: tuple[CalculatedPart, ...] = ()
    cost: int | None = None
    value: int | None = None
    global_taxes: int | None = None
    taxes_total: int | None = None
