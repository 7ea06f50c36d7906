"""The check of an export as programs see it."""

import msgspec

from openkeden.flow.ledger.export_check import CheckedExport
from openkeden.flow.ledger.problems import Problem


class ExportView(msgspec.Struct, frozen=True, kw_only=True):
    """What came of checking an export with the public key alone."""

    #: Whether everything fits.
    ok: bool

    #: The name of the ledger.
    origin: str

    #: How many facts the latest head counts.
    size: int

    #: The root in hexadecimal.
    root: str

    #: How many signed heads there are.
    heads: int

    #: How many bodies of facts there are.
    bodies: int

    #: How many files do not fit.
    count: int

    #: All of them.
    problems: tuple[Problem, ...]


def of(checked: CheckedExport) -> ExportView:
    """The view of a check."""
    return ExportView(
        ok=not checked.problems,
        origin=checked.origin,
        size=checked.size,
        root=checked.root.hex(),
        heads=checked.heads,
        bodies=checked.bodies,
        count=len(checked.problems),
        problems=checked.problems,
    )
