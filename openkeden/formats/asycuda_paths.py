"""Where the fields of a declaration stand in ASYCUDA World: a table for it, and one for its
items.

Names of elements are in lower case, as `xml.Branch` gives them.
"""

from enum import Enum, auto
from typing import Final

import msgspec


class Kind(Enum):
    """How the text at the paths of a field becomes its value."""

    #: The first text that is filled.
    TEXT = auto()
    #: All texts, one after the other.
    JOINED = auto()
    #: A whole number; 0 where there is none.
    COUNT = auto()
    #: Whether the text is `true`.
    FLAG = auto()


class Place(msgspec.Struct, frozen=True):
    """A field and the paths where the document says it."""

    field: str
    paths: tuple[str, ...]
    kind: Kind = Kind.TEXT


def _at(field: str, *paths: str, kind: Kind = Kind.TEXT) -> Place:
    return Place(field, paths, kind)


_COUNTRY: Final = "general_information/country/"
_INVOICE: Final = "valuation/gs_invoice/"
_MEANS: Final = "transport/means_of_transport/"
_NUMBERS: Final = "property/nbers/"
_OFFICE: Final = "identification/office_segment/customs_clearance_office_code"
_REGISTERED: Final = "identification/registration/date"
_TRANSACTION: Final = "financial/financial_transaction/code"

FILING: Final = (
    _at("office", _OFFICE),
    _at("currency", f"{_INVOICE}currency_code"),
    _at("invoice_total", f"{_INVOICE}amount_foreign_currency"),
    _at("exchange_rate", f"{_INVOICE}currency_rate"),
    _at("customs_value_total", "valuation/total_cif"),
    _at("gross_mass_total_kg", "valuation/weight/gross_weight"),
    _at("declared_on", "property/date_of_declaration", _REGISTERED),
    _at("items_total", f"{_NUMBERS}total_number_of_items", kind=Kind.COUNT),
    _at("packages_total", f"{_NUMBERS}total_number_of_packages", kind=Kind.COUNT),
    _at("trading_country", f"{_COUNTRY}trading_country"),
    _at("dispatch_country", f"{_COUNTRY}export/export_country_code"),
    _at("destination_country", f"{_COUNTRY}destination/destination_country_code"),
    _at("departure_transport", f"{_MEANS}departure_arrival_information/identity"),
    _at("border_transport", f"{_MEANS}border_information/identity"),
    _at("border_mode", f"{_MEANS}border_information/mode"),
    _at("inland_mode", f"{_MEANS}inland_mode_of_transport"),
    _at("container", "transport/container_flag", kind=Kind.FLAG),
    _at("delivery_terms", "transport/delivery_terms/code"),
    _at("delivery_place", "transport/delivery_terms/place"),
    _at("border_office", "transport/border_office/code"),
    _at("goods_location", "transport/location_of_goods"),
    _at("nature", f"{_TRANSACTION}1", f"{_TRANSACTION}2", kind=Kind.JOINED),
    _at("deferral", "financial/deffered_payment_reference"),
    _at("signatory", "declarant/declarant_representative"),
)

_GOODS: Final = "goods_description/"
_INVOICED: Final = "valuation_item/item_invoice/amount_foreign_currency"
_TARIFF: Final = "tarification/"
_PROCEDURE: Final = (
    f"{_TARIFF}extended_customs_procedure",
    f"{_TARIFF}national_customs_procedure",
)
_MASS: Final = "valuation_item/weight_itm/"

CODE: Final = _at(
    "code",
    f"{_TARIFF}hscode/commodity_code",
    f"{_TARIFF}hscode/precision_1",
    kind=Kind.JOINED,
)
ITEM: Final = (
    CODE,
    _at("procedure", *_PROCEDURE, kind=Kind.JOINED),
    _at("description", f"{_GOODS}commercial_description", f"{_GOODS}description_of_goods"),
    _at("origin", f"{_GOODS}country_of_origin_code"),
    _at("gross_mass_kg", f"{_MASS}gross_weight_itm"),
    _at("net_mass_kg", f"{_MASS}net_weight_itm"),
    _at("price", f"{_TARIFF}item_price", _INVOICED),
    _at("packages", "packages/number_of_packages", kind=Kind.COUNT),
    _at("package_kind", "packages/kind_of_packages_code"),
    _at("quota", f"{_TARIFF}quota_code"),
    _at("valuation_method", f"{_TARIFF}valuation_method_code"),
    _at("customs_value", "valuation_item/total_cif_itm"),
    _at("statistical_value", "valuation_item/statistical_value"),
)

#: The costs of the declaration below `valuation/`, with the kind that each is in a filing.
#: Those that the list of costs does not know keep their own name.
ADDITIONS: Final = {
    "gs_external_freight": "transport",
    "gs_insurance": "insurance",
    "gs_internal_freight": "internal_freight",
    "gs_other_cost": "other_cost",
}
DEDUCTIONS: Final = {"gs_deduction": "deduction"}
