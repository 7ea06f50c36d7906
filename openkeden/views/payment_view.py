"""How a charge is paid, as programs see it: its line in box 47."""

import datetime
from collections.abc import Iterable, Mapping

import msgspec

from openkeden.assessment import payment_codes
from openkeden.assessment.payment_codes import Payments
from openkeden.lawpack.pack import Pack


class PaymentView(msgspec.Struct, frozen=True, kw_only=True):
    """A charge as the form names it; what the law here does not say is empty."""

    #: The code of the kind of payment in box 47; x stands for digits that are not known here.
    code: str

    #: The feature of payment in box 47; empty where a preference or a threshold relieves.
    feature: str

    #: The way of payment in box B.
    way: str


def of(charge: str, payments: Payments, *, relieved: bool) -> PaymentView:
    """How the charge of a code is paid."""
    return PaymentView(
        code=payments.codes.get(charge, ""),
        feature="" if relieved else payments.feature,
        way=payments.way,
    )


def codes(
    charges: Iterable[str], on: datetime.date | None, pack: Pack
) -> Mapping[str, str]:
    """The codes of payment of charges on a day, by code of charge: those that the law
    knows.
    """
    if on is None:
        return {}
    known = payment_codes.of(pack.on(on)).codes
    return {charge: known[charge] for charge in charges if charge in known}
