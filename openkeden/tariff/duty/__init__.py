"""Duty expressions: read and write them, compute the duty and show every step to it.

The nodes are `openkeden.tariff.duty.nodes`, their written form
`openkeden.tariff.duty.notation`; amounts are computed in `openkeden.tariff.duty.amounts`
and shown step by step in `openkeden.tariff.duty.trace`. All of them are offered here.
"""

from typing import Final

from openkeden.base.bounded import Remembered
from openkeden.tariff.duty.amounts import MissingQuantity, NotEvaluable, amount
from openkeden.tariff.duty.nodes import (
    Cap,
    Conditional,
    Difference,
    Exempt,
    Expression,
    Fixed,
    Floor,
    Free,
    Lower,
    On,
    Percent,
    Period,
    ProgrammeClaim,
    Programmes,
    Reference,
    Seasonal,
    Specific,
    Sum,
    Table,
    parts,
)
from openkeden.tariff.duty.notation import Malformed, parse, text
from openkeden.tariff.duty.requirements import Needs, claimed, needs, obstacles
from openkeden.tariff.duty.trace import Step, steps

#: What texts say, each read once: the tariff's 13,000 rates are some 250 texts.
readings: Final = Remembered(parse)


def read(text: str) -> Expression:
    """As `parse`, each text once."""
    return readings[text]


__all__ = [
    "Cap",
    "Conditional",
    "Difference",
    "Exempt",
    "Expression",
    "Fixed",
    "Floor",
    "Free",
    "Lower",
    "Malformed",
    "MissingQuantity",
    "Needs",
    "NotEvaluable",
    "On",
    "Percent",
    "Period",
    "ProgrammeClaim",
    "Programmes",
    "Reference",
    "Seasonal",
    "Specific",
    "Step",
    "Sum",
    "Table",
    "amount",
    "claimed",
    "needs",
    "obstacles",
    "parse",
    "parts",
    "read",
    "readings",
    "steps",
    "text",
]
