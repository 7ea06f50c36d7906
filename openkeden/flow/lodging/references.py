"""References: which declaration is meant by a registration number or a declarant's
reference.

A registration number always means its declaration. A reference is only its declarant's:
where several declarants have used it, nobody guesses whose is meant.
"""

from openkeden.base import findings, names
from openkeden.base.findings import Refused
from openkeden.clearance import registration
from openkeden.store import read, rows

#: The most registration numbers that a finding lists.
LISTED = 100

#: Of a registration number: its slashes, and the digits of its serial number.
_SLASHES, _SERIAL = 2, 7


def versions(reference: str) -> list[rows.DeclarationRow] | Refused:
    """Every version of the declaration that is meant, the first one first; or why none is."""
    found = read.versions(_whole(reference.strip()))
    if found:
        return found
    known = read.registrations(names.comparable(reference))
    if not known:
        return findings.refused(registration.UNKNOWN, "reference", value=reference)
    if len(known) > 1:
        return _ambiguous(reference, known)
    return read.versions(known[0][0])


def _whole(number: str) -> str:
    """A registration number with all digits of its serial number; anything else as it is.

    >>> _whole("57505/020426/1"), _whole("INV/7")
    ('57505/020426/0000001', 'INV/7')
    """
    office, day, serial = [*number.split("/"), "", ""][:3]
    short = serial.isascii() and serial.isdigit() and number.count("/") == _SLASHES
    return f"{office}/{day}/{serial.zfill(_SERIAL)}" if short else number


def latest(reference: str) -> rows.DeclarationRow | Refused:
    """The latest version of the declaration that is meant; or why none is."""
    found = versions(reference)
    return found if isinstance(found, Refused) else found[-1]


def _ambiguous(reference: str, known: list[tuple[str, str]]) -> Refused:
    listed = [f"{number} ({names.shown(person)})" for number, person in known[:LISTED]]
    if len(known) > LISTED:
        listed.append(f"... {len(known) - LISTED} more")
    return findings.refused(
        registration.AMBIGUOUS, "reference", value=reference, known=", ".join(listed)
    )
