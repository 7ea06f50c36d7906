"""The law pack that a question is about: that of an installation or of another country, and
its day.
"""

import datetime
import pathlib
from collections.abc import Callable
from typing import TypeVar

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.flow import clock, installation_files
from openkeden.lawpack.pack import NotCovered, Pack

__all__ = ["Pack", "covered", "day_of", "not_covered", "open_pack"]

T = TypeVar("T")


def open_pack(home: pathlib.Path, country: str = "") -> Pack | Refused:
    """The law of the installation in a folder with the rates it loaded, or of another
    country.
    """
    return installation_files.readable(
        lambda: installation_files.rated(home, country), "law", country or home
    )


def day_of(pack: Pack, on: datetime.date | None) -> datetime.date:
    """The day that is named, else today in the country of the pack."""
    return on or pack.local(clock.now()).date()


def covered(pack: Pack, ask: Callable[[], T]) -> T | Refused:
    """What is asked of a pack, or that it does not hold the day."""
    try:
        return ask()
    except NotCovered as error:
        return not_covered(pack, error)


def not_covered(pack: Pack, error: NotCovered) -> Refused:
    """The refusal on a day that a law pack does not hold."""
    keys = ", ".join(error.keys)
    return findings.refused(
        usage.NOT_COVERED, "on", value=pack.jurisdiction, on=error.on, keys=keys
    )
