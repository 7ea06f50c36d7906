"""Messages as pydantic reads them, with the checks of the peer."""

import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

import pydantic

Country = Annotated[str, pydantic.Field(pattern="^[A-Z]{2}$")]
Office = Annotated[str, pydantic.Field(pattern="^[0-9]{5}$")]
Mode = Annotated[str, pydantic.Field(pattern="^[0-9]{2}$")]
Money = Annotated[Decimal, pydantic.Field(gt=0, decimal_places=2)]
Mass = Annotated[Decimal, pydantic.Field(gt=0, decimal_places=6)]
Text = Annotated[str, pydantic.Field(min_length=1, max_length=500)]


class _Record(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class Party(_Record):
    """A party with a name, and a number of twelve digits where it has one."""

    name: Text
    country: Country
    id: str = pydantic.Field("", pattern="^([0-9]{12})?$")
    address: str = pydantic.Field("", max_length=500)


class Document(_Record):
    """A paper of a known form, of no future day."""

    code: str = pydantic.Field(pattern="^[0-9]{5}$")
    number: Text
    issued_on: datetime.date


class Cost(_Record):
    """An addition to the price."""

    kind: Text
    amount: Money
    currency: str = pydantic.Field(pattern="^[A-Z]{3}$")


class Item(_Record):
    """Goods whose numbers agree."""

    number: int = pydantic.Field(ge=1)
    code: str = pydantic.Field(pattern="^[0-9]{10}$")
    description: str = pydantic.Field(min_length=3, max_length=10_000)
    origin: Country
    procedure: str = pydantic.Field(pattern="^[0-9]{7}$")
    gross_mass_kg: Mass
    net_mass_kg: Mass
    price: Money
    packages: int = pydantic.Field(0, ge=0)
    package_kind: str = pydantic.Field("", max_length=2)
    supplementary_quantity: Decimal | None = None
    supplementary_unit: str = ""
    customs_value: Decimal | None = None
    documents: tuple[Document, ...] = ()

    @pydantic.model_validator(mode="after")
    def agrees(self) -> Self:
        """Net is within gross, and a unit has a quantity."""
        if self.net_mass_kg > self.gross_mass_kg:
            raise ValueError("the net mass is above the gross mass")
        if bool(self.supplementary_unit) != (self.supplementary_quantity is not None):
            raise ValueError("a unit without a quantity")
        return self


class Filing(_Record):
    """A declaration whose totals agree with its goods."""

    reference: Text
    direction: Literal["IM", "EX"]
    procedure: str = pydantic.Field(pattern="^[0-9]{2}$")
    office: Office
    declarant: Party
    items: tuple[Item, ...] = pydantic.Field(min_length=1, max_length=999)
    currency: str = pydantic.Field(pattern="^[A-Z]{3}$")
    invoice_total: Money
    declared_on: datetime.date
    items_total: int
    packages_total: int
    exporter: Party
    consignee: Party
    financial: Party
    trading_country: Country
    dispatch_country: Country
    origin_country: Country
    destination_country: Country
    departure_transport: str = ""
    border_transport: str = ""
    delivery_terms: str = pydantic.Field(pattern="^[A-Z]{3}$")
    delivery_place: str = ""
    nature: str = pydantic.Field(pattern="^[0-9]{3}$")
    border_mode: Mode
    inland_mode: Mode
    border_office: Office
    goods_location: str = ""
    customs_value_total: Decimal | None = None
    additions: tuple[Cost, ...] = ()
    signatory: Text

    @pydantic.model_validator(mode="after")
    def agrees(self) -> Self:
        """Items, packages and prices add up."""
        if self.items_total != len(self.items):
            raise ValueError("the items are miscounted")
        if self.packages_total != sum([item.packages for item in self.items]):
            raise ValueError("the packages are miscounted")
        if self.invoice_total != sum([item.price for item in self.items]):
            raise ValueError("the invoice differs from the prices")
        if any(item.origin != self.origin_country for item in self.items):
            raise ValueError("the origins differ")
        return self
