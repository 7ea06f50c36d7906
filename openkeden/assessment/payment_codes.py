"""The codes of payments in box 47 on a day: what a charge is called on the form, as facts of
the ledger keep calling it by the code of its kind.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from openkeden.assessment import charges
from openkeden.tariff.edition import Edition

#: The list of codes by key of charge.
CODES: Final = "payment_codes"
_KINDS: Final = (*charges.CHARGES, charges.SINGLE)


class Payments(msgspec.Struct, frozen=True):
    """How charges are paid under the law of a day; what it does not say is empty."""

    #: The code of payment by code of charge.
    codes: Mapping[str, str] = {}

    #: The feature of payment of a charge that nothing relieves.
    feature: str = ""

    #: The way of payment.
    way: str = ""


def of(law: Edition) -> Payments:
    """How charges are paid under a law."""
    listed = law.lists.get(CODES, {})
    codes = {kind.code: listed[kind.key] for kind in _KINDS if kind.key in listed}
    return Payments(codes, _text("payment.feature", law), _text("payment.way", law))


def _text(key: str, law: Edition) -> str:
    row = law.parameters.get(key)
    return row.value if row is not None else ""
