"""The goods of a lodged version as its fact records them."""

from collections.abc import Mapping

import msgspec


class RecordedItem(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Goods of a lodged version, so that nobody has to read the message again to count
    them.

    It is written as an array in the order below. Masses and quantities are in millionths;
    the customs value is in the assessment.
    """

    #: Box 32.
    number: int
    #: Commodity code, box 33.
    code: str
    #: Country of origin, box 34.
    origin: str
    #: Procedure, previous procedure and feature, box 37.
    procedure: str
    #: Kilograms of box 35.
    gross_mass: int
    #: Kilograms of box 38.
    net_mass: int
    #: All quantities of the goods by unit, those that attributes state among them.
    quantities: Mapping[str, int]
    #: Supplementary unit, box 41; empty where the code has none.
    unit: str
    #: Box 46, in hundredths of its currency; None where it was not declared.
    statistical_value: int | None
