"""Look up a code of the tariff on a day."""

import datetime
import pathlib

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.flow.law import packs
from openkeden.lawpack.review import lookup
from openkeden.lawpack.review.lookup import Absent, Below, CodeOnDay, Short, Tax
from openkeden.tariff.edition import Preference

__all__ = ["Absent", "Below", "CodeOnDay", "Found", "Preference", "Short", "Tax", "look_up"]

Found = CodeOnDay | Below | Absent


def look_up(
    code: str, on: datetime.date | None, home: pathlib.Path, country: str = ""
) -> Found | Refused:
    """What is known of a code or, with four to nine digits, of the lines below it. Blanks
    and points do not count.
    """
    digits = code.replace(" ", "").replace(".", "")
    sound = digits.isascii() and digits.isdigit()
    if not sound or not lookup.HEADING <= len(digits) <= lookup.CODE:
        return findings.refused(usage.NO_CODE, "code", value=code)
    pack = packs.open_pack(home, country)
    if isinstance(pack, Refused):
        return pack
    return packs.covered(pack, lambda: lookup.look_up(digits, pack, packs.day_of(pack, on)))
