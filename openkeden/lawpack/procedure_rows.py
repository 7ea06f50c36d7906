"""Tables of a law file on procedures, on costs in the customs value and on small
consignments.
"""

from collections.abc import Iterator

import msgspec

from openkeden.base.validity import Row
from openkeden.tariff.edition import (
    CostRule,
    CostShare,
    CostSide,
    DeMinimis,
    ProcedureCharges,
)

#: The key of the value up to which a commercial consignment owes no duty or tax.
DE_MINIMIS = "de_minimis.commercial"


class _Procedures(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    codes: tuple[str, ...]
    charges: tuple[str, ...]


class _Costs(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kinds: tuple[str, ...]
    side: CostSide
    share: CostShare


class _DeMinimis(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    value: str
    unit: str
    left_out: frozenset[str] = frozenset()


def de_minimis_of(folder: str, table: object) -> list[DeMinimis]:
    """The value that one table frees. Raises msgspec.ValidationError."""
    stated = msgspec.convert(table, _DeMinimis)
    row = stated.provision(f"{folder}:{DE_MINIMIS}", stated.value, stated.unit)
    return [DeMinimis(row, stated.left_out)]


def procedures_of(folder: str, table: object) -> Iterator[ProcedureCharges]:
    """What is owed under each procedure of one table. Raises msgspec.ValidationError."""
    group = msgspec.convert(table, _Procedures)
    for code in group.codes:
        row = group.provision(f"{folder}:procedure/{code}", " ".join(group.charges))
        yield ProcedureCharges(code=code, charges=group.charges, row=row)


def costs_of(folder: str, table: object) -> Iterator[CostRule]:
    """How each kind of cost of one table counts. Raises msgspec.ValidationError."""
    group = msgspec.convert(table, _Costs)
    for kind in group.kinds:
        row = group.provision(f"{folder}:cost/{kind}", f"{group.side} by {group.share}")
        yield CostRule(kind=kind, side=group.side, share=group.share, row=row)
