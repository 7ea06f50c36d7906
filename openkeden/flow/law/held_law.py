"""What the law at hand holds: its edition, a row by its key, what is known to be missing, the
exchange rates of a day.
"""

import contextlib
import datetime
from collections.abc import Mapping

import msgspec

import openkeden
from openkeden.base import bounded, findings, public_usage
from openkeden.base.findings import Refused
from openkeden.base.rates import NoRate, Quote, Rates
from openkeden.base.validity import Provision
from openkeden.files import bundled
from openkeden.flow.law import packs
from openkeden.lawpack import countries
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.sources import GapRow


class HeldLaw(msgspec.Struct, frozen=True, kw_only=True):
    """The law at hand."""

    #: The country.
    jurisdiction: str

    #: The digest of all its rows.
    version: str

    #: The version of the program that brings it.
    program: str

    #: The first day on which every chapter of the tariff has lines.
    complete_since: datetime.date

    #: The countries whose law the program holds.
    countries: tuple[str, ...]


def of(pack: Pack) -> HeldLaw:
    """What a pack is known by."""
    return HeldLaw(
        jurisdiction=pack.jurisdiction,
        version=pack.version,
        program=openkeden.__version__,
        complete_since=pack.complete_since,
        countries=countries.known(bundled.folder("law")),
    )


def row(id_: str, pack: Pack) -> Provision | Refused:
    """The row with a key."""
    found = pack.row(id_)
    if found is None:
        shown = bounded.beginning(id_)
        return findings.refused(
            public_usage.NO_ROW, "id", value=shown, country=pack.jurisdiction
        )
    return found


def gaps(pack: Pack) -> tuple[GapRow, ...]:
    """What the law says and the pack is known not to hold."""
    return pack.gaps


def rates(
    on: datetime.date | None, currency: str, pack: Pack
) -> tuple[datetime.date, Mapping[str, Quote]] | Refused:
    """The day, and the exchange rates that value on it: of one currency, or all."""
    day = packs.day_of(pack, on)
    found = packs.covered(pack, lambda: _counting(pack.exchange_on(day)))
    if isinstance(found, Refused):
        return found
    if not currency:
        return day, found
    if currency not in found:
        shown = bounded.beginning(currency)
        return findings.refused(public_usage.NO_RATE, "currency", value=shown, on=day)
    return day, {currency: found[currency]}


def _counting(exchange: Rates) -> dict[str, Quote]:
    """The rates that value an amount on their day, by currency."""
    found = {}
    for currency, quote in sorted(exchange.quotes.items()):
        with contextlib.suppress(NoRate):
            exchange.quote(currency)
            found[currency] = quote
    return found
