"""Say whether a line of tax or its item states that nothing is charged, and by what."""

from typing import Final

from openkeden.comparison.legacy import LegacyItem, LegacyTax
from openkeden.comparison.reasons import LineReason

#: The mode of payment of a tax that is paid; a line without one says nothing.
PAID: Final = "1"

#: Modes of payment that are known: `0` suspends, guarantees or relieves.
MODES: Final = frozenset(("", "0", PAID))

#: First digits of box 37 that suspend or relieve, as ASYCUDA numbers procedures: temporary
#: export and import, re-export, re-import, warehouse, transit.
_SUSPENDING: Final = frozenset("235678")

#: Codes of box 36 that claim nothing: noughts and the letter O of either alphabet, and the
#: general duty of the European list.
_NOUGHTS: Final = frozenset("0OО-")
_GENERAL: Final = "100"


def stated(item: LegacyItem, tax: LegacyTax) -> LineReason | None:
    """What relieves the line; None where nothing does."""
    if tax.mode not in ("", PAID):
        return LineReason("mode", tax.mode)
    if _claims(item.preference):
        return LineReason("preference", item.preference)
    if item.procedure[:1] in _SUSPENDING:
        return LineReason("procedure", item.procedure)
    return None


def _claims(preference: str) -> bool:
    return preference != _GENERAL and not _NOUGHTS.issuperset(preference)
