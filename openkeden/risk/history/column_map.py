"""Column maps: which column of a table is which part of a goods line."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

#: Fields of `Observation` that are text, days aside.
TEXTS: Final = (
    *("declaration", "trader", "agent", "partner", "office"),
    *("code", "origin", "dispatch", "mode", "procedure", "description"),
)
#: Fields of `Observation` that are numbers, each with the digits after the point of its
#: unit: hundredths of a currency, millionths of a kilogram, of a unit, of the value, and
#: thousandths of a logarithm.
NUMBERS: Final[Mapping[str, int]] = {
    "value": 2,
    "net_mass": 6,
    "quantity": 6,
    "charges": 2,
    "duty_ppm": 6,
    "text_distance": 3,
}
#: Further fields of a goods line: the last is the probability with which its declaration
#: was to be inspected.
OTHERS: Final = ("day", "item", "line_inclusion_ppm")
#: Fields of `InspectionOutcome`.
OUTCOMES: Final = ("found", "known_on", "revenue", "way", "inclusion_ppm", "officer")


class ColumnMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A map of columns."""

    #: The column of each field of a goods line: of `OTHERS`, `TEXTS` and `NUMBERS`.
    line: Mapping[str, str]

    #: The column of each field of `OUTCOMES`.
    outcome: Mapping[str, str]

    #: Further categories, by the name that they get, with their columns.
    more: Mapping[str, str] = {}

    #: Digits by which the point of a number moves to the right, by field, where it is not
    #: in whole units of currency, kilograms, units or shares: a rate in percent has 4.
    digits: Mapping[str, int] = {}

    #: Letters of the commodity code: a shorter one has lost its zeros; 0: as it stands.
    code_digits: int = 0

    #: Days until an outcome is known, where no column tells.
    known_after_days: int = 0

    #: Columns in which copies of one line are alike.
    blocks: tuple[str, ...] = ()

    #: Whether the columns of further categories are told by their names, `more.NAME`.
    further: bool = False


#: The flat form that `keden risk history` and `keden world` write: one column for each
#: field, numbers in the smallest unit.
OBSERVATIONS: Final = ColumnMap(
    line={
        **{name: name for name in ("day", "item", *TEXTS, *NUMBERS)},
        "line_inclusion_ppm": "inclusion_ppm",
    },
    outcome={name: f"outcome_{name}" for name in OUTCOMES},
    digits=dict.fromkeys((*NUMBERS, "revenue", "inclusion_ppm"), 0),
    blocks=("trader", "code", "origin", "net_mass", "value"),
    further=True,
)

#: The synthetic declarations of the Korea Customs Service and the Institute for Basic
#: Science, in English or, with codes of ten digits, in Korean.
KOREA: Final = ColumnMap(
    line={
        "declaration": "Declaration ID",
        "day": "Date",
        "office": "Office ID",
        "mode": "Mode of Transport",
        "agent": "Declarant ID",
        "trader": "Importer ID",
        "partner": "Seller ID",
        "code": "HS6 Code",
        "dispatch": "Country of Departure",
        "origin": "Country of Origin",
        "duty_ppm": "Tax Rate",
        "net_mass": "Net Mass",
        "value": "Item Price",
        "procedure": "Process Type",
    },
    outcome={"found": "Fraud"},
    more={
        "import_type": "Import Type",
        "import_use": "Import Use",
        "payment": "Payment Type",
        "tax_type": "Tax Type",
        "origin_indicator": "Country of Origin Indicator",
    },
    digits={"duty_ppm": 4},
    code_digits=6,
    known_after_days=7,
    blocks=("code", "dispatch", "origin", "duty_ppm", "tax_type", "net_mass"),
)

#: Maps by name.
MAPS: Final[Mapping[str, ColumnMap]] = {"observations": OBSERVATIONS, "korea": KOREA}


def wrong(given: ColumnMap) -> Iterator[str]:
    """What keeps a map from being used."""
    for field in given.line:
        if field not in (*OTHERS, *TEXTS, *NUMBERS):
            yield f"a goods line has no field {field}"
    for field in given.outcome:
        if field not in OUTCOMES:
            yield f"an outcome has no field {field}"
    for part, field in (("line", "day"), ("outcome", "found")):
        if field not in getattr(given, part):
            yield f"{part}.{field} has no column"
    known = {*given.line, *given.more, *given.outcome}
    for field in (*given.blocks, *given.digits):
        if field not in known:
            yield f"{field} has no column"


def further_names(given: ColumnMap, columns: Mapping[str, object]) -> dict[str, str]:
    """The further categories of a table with their columns."""
    found = dict(given.more)
    if given.further:
        start = "more."
        names = [name for name in columns if name.startswith(start)]
        found |= {name.removeprefix(start): name for name in names}
    return found
