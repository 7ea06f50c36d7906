"""Exchange rates that wait for a second person, as programs see them."""

import msgspec

from openkeden.flow.law.rates_import import Waiting


class WaitingRatesView(msgspec.Struct, frozen=True, kw_only=True):
    """Published rates that are out of bounds, and value nothing until they are confirmed."""

    #: The index of the fact that they wait as.
    index: int

    #: When it was recorded, by the clock.
    recorded: str

    #: Who brought them in.
    actor: str

    #: The day that they are of.
    on: str

    #: The rates, as the bank writes them.
    rates: tuple[str, ...]


def of(waiting: Waiting) -> WaitingRatesView:
    """The view of rates that wait."""
    fact = waiting.fact
    return WaitingRatesView(
        index=waiting.index,
        recorded=fact.recorded.isoformat(timespec="seconds"),
        actor=fact.actor,
        on=fact.quotes[0].effective_on.isoformat(),
        rates=tuple([quote.text() for quote in fact.quotes]),
    )
