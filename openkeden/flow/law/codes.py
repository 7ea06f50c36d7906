"""Look up a code of the tariff on a day."""

import datetime
import pathlib

from openkeden.base import bounded, findings, usage
from openkeden.base.findings import Refused
from openkeden.flow.law import packs
from openkeden.lawpack.review import lookup
from openkeden.lawpack.review.lookup import Absent, Below, CodeOnDay, Short, Tax
from openkeden.tariff.edition import Preference

__all__ = [
    "Absent",
    "Below",
    "CodeOnDay",
    "Found",
    "Preference",
    "Short",
    "Tax",
    "look_up",
    "look_up_in",
]

Found = CodeOnDay | Below | Absent


def look_up(
    code: str, on: datetime.date | None, home: pathlib.Path, country: str = ""
) -> Found | Refused:
    """As `look_up_in`, in the law of the installation in a folder, or of another country."""
    digits = _digits(code)
    if isinstance(digits, Refused):
        return digits
    pack = packs.open_pack(home, country)
    return pack if isinstance(pack, Refused) else look_up_in(digits, on, pack)


def look_up_in(code: str, on: datetime.date | None, pack: packs.Pack) -> Found | Refused:
    """What is known of a code or, with four to nine digits, of the lines below it. Blanks
    and points do not count.
    """
    digits = _digits(code)
    if isinstance(digits, Refused):
        return digits
    return packs.covered(pack, lambda: lookup.look_up(digits, pack, packs.day_of(pack, on)))


def _digits(code: str) -> str | Refused:
    digits = code.replace(" ", "").replace(".", "")
    sound = digits.isascii() and digits.isdigit()
    if not sound or not lookup.HEADING <= len(digits) <= lookup.CODE:
        shown = bounded.beginning(code)
        return findings.refused(usage.NO_CODE, "code", value=shown)
    return digits
