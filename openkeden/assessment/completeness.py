"""Completeness of a total: which charges it is known to leave out, in whole or in part, and
which it may take too high.

What is not held of a charge is told where goods are assessed (V47.1, V47.10) and recorded
with them, so that a total can say later too that it is the least that is owed, or that it
may differ.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from openkeden.assessment import doubtful_charges, notices
from openkeden.base.findings import Finding

#: The rules by which what is not held of a charge is told, and whether it only lowers it.
_NOT_HELD: Final[Mapping[str, bool]] = {
    notices.NOT_HELD.number: False,
    doubtful_charges.LOWER_NOT_HELD.number: True,
}


class Missing(msgspec.Struct, frozen=True):
    """A charge that a total leaves out, in whole or in part, or takes too high."""

    #: The key of the charge.
    charge: str

    #: The key of the gap in the law pack.
    gap: str

    #: What is not held.
    text: str

    #: Whether what is not held can only lower the charge.
    lowers: bool = False


def missing(told: Iterable[Finding]) -> tuple[Missing, ...]:
    """What the total of goods leaves out by what was told of them, each gap once."""
    found: dict[str, Missing] = {}
    for finding in told:
        if finding.rule in _NOT_HELD:
            args, lowers = finding.args, _NOT_HELD[finding.rule]
            gap = args.get("key", "")
            found[gap] = Missing(args.get("charge", ""), gap, args.get("gap", ""), lowers)
    return tuple(found.values())
