"""A lot: goods as the law sees them, whoever asks about them and however they are declared."""

from collections.abc import Mapping
from typing import Final

import msgspec

#: The unit of the net mass among the quantities of a lot.
MASS: Final = "kg"

#: The attribute by which goods state who imports them where no number tells it.
IMPORTER: Final = "importer"

_PROCEDURE_DIGITS: Final = 2


class Lot(msgspec.Struct, frozen=True, gc=False):
    """Goods of one code that move together; what is empty is not stated, and exempts
    nothing.
    """

    #: The commodity code, ten digits.
    code: str

    #: The country of origin, or a special code such as 00 where it is not known.
    origin: str = ""

    #: What the goods are: attributes by name, as stated.
    attributes: Mapping[str, str] = {}

    #: How many there are, by unit in millionths; the net mass among them as `kg`.
    quantities: Mapping[str, int] = {}

    #: The direction of movement: `IM`, `EX` or `TR`.
    direction: str = ""

    #: The country of origin of an import, the country of destination of an export.
    partner: str = ""

    #: The customs procedure: two digits, or the whole of box 37.
    procedure: str = ""

    #: The kind of transport at the border, a code.
    mode: str = ""

    #: The kinds of the documents at hand.
    documents: frozenset[str] = frozenset()

    #: Who is answerable for the goods, by number: the exporter of an export, else the
    #: consignee.
    person: str = ""

    #: Who imports the goods: `person` or `firm`.
    importer: str = ""

    @property
    def importer_kind(self) -> str:
        """Who imports the goods, by the number of the consignee or else as they state it."""
        return self.importer or self.attributes.get(IMPORTER, "")

    @property
    def procedure_code(self) -> str:
        """The two digits of the procedure."""
        return self.procedure[:_PROCEDURE_DIGITS]
