"""The two subjects that the codes of an item are: how it is handled, whatever it is, and
goods that nothing touches, whoever moves them.
"""

import msgspec

from openkeden.filing import declaration
from openkeden.filing.subjects import ItemCodes


class Handling(msgspec.Struct, frozen=True, gc=False):
    """The codes of one item that are of no goods: how it is packed, valued and declared,
    whatever it is.
    """

    direction: str
    heading_procedure: str
    origin: str
    procedure: str
    valuation_method: str
    package_kind: str
    has_packages: bool
    has_previous: bool
    has_documents: bool


def handling(line: ItemCodes) -> Handling:
    """Those codes of an item that are of no goods."""
    return Handling(
        line.direction,
        line.heading_procedure,
        line.origin,
        line.procedure,
        line.valuation_method,
        line.package_kind,
        line.has_packages,
        line.has_previous,
        line.documents != (),
    )


def plain_goods(direction: str, procedure: str, code: str, unit: str) -> ItemCodes:
    """Goods of a code, under a procedure of box 1, of which nothing else is stated."""
    return ItemCodes(
        direction=direction,
        heading_procedure=procedure,
        destination_country="",
        border_mode="",
        code=code,
        origin="",
        procedure="",
        valuation_method="",
        package_kind="",
        supplementary_unit=unit,
        preferences=declaration.Preferences(),
        has_packages=False,
        has_quota=False,
        has_previous=False,
        documents=(),
        attributes=(),
    )
