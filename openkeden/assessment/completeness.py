"""Completeness of a total: which charges it is known to leave out, in whole or in part.

What is not held of a charge is told where goods are assessed (V47.1) and recorded with
them, so that a total can say later too that it is the least that is owed.
"""

from collections.abc import Iterable

import msgspec

from openkeden.assessment import notices
from openkeden.base.findings import Finding


class Missing(msgspec.Struct, frozen=True):
    """A charge that a total leaves out, in whole or in part."""

    #: The key of the charge.
    charge: str

    #: The key of the gap in the law pack.
    gap: str

    #: What is not held.
    text: str


def missing(told: Iterable[Finding]) -> tuple[Missing, ...]:
    """What the total of goods leaves out by what was told of them, each gap once."""
    found: dict[str, Missing] = {}
    for finding in told:
        if finding.rule == notices.NOT_HELD.number:
            args = finding.args
            gap = args.get("key", "")
            found[gap] = Missing(args.get("charge", ""), gap, args.get("gap", ""))
    return tuple(found.values())
