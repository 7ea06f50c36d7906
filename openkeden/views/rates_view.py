"""Exchange rates that were brought in, as programs see it: what became of each answer of a
bank.
"""

from typing import Literal

import msgspec

from openkeden.base.findings import Refused
from openkeden.flow.law.rates_import import Loaded
from openkeden.views import finding_view


class RatesView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one answer."""

    #: The file, the day that was fetched, or the index under which the rates waited.
    source: str

    #: `loaded`: its rates value from now on; `waiting`: for a second person; `refused`.
    outcome: Literal["loaded", "waiting", "refused"]

    #: How many rates were added.
    added: int

    #: How many were known already.
    known: int

    #: How many wait for a second person.
    waiting: int

    #: Warnings and notices, or why nothing was loaded.
    findings: tuple[finding_view.FindingView, ...]


def of(loaded: Loaded | Refused, source: str, language: str) -> RatesView:
    """The view of what became of an answer."""
    told = finding_view.each(loaded.findings, language)
    if isinstance(loaded, Refused):
        nothing = {"added": 0, "known": 0, "waiting": 0}
        return RatesView(source=source, outcome="refused", findings=told, **nothing)
    return RatesView(
        source=source,
        outcome="waiting" if loaded.held else "loaded",
        added=loaded.added,
        known=loaded.known,
        waiting=loaded.held,
        findings=told,
    )
