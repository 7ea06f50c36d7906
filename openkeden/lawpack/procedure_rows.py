"""Tables of a law file that say what a procedure owes and how a cost counts in the customs value."""

from collections.abc import Iterator

import msgspec

from openkeden.base.validity import Row
from openkeden.tariff.edition import CostRule, CostShare, CostSide, ProcedureCharges


class _Procedures(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    codes: tuple[str, ...]
    charges: tuple[str, ...]


class _Costs(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kinds: tuple[str, ...]
    side: CostSide
    share: CostShare


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
