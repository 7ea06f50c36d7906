"""The accounts of one's own firm as programs see them; money is in national currency."""

from collections.abc import Mapping

import msgspec

from openkeden.accounting import chart
from openkeden.base import money
from openkeden.flow.access.own_accounts import OwnAccount, OwnMovements
from openkeden.views import account_view
from openkeden.views.account_view import MandateView, MovementView, WaitingView


class OwnAccountView(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts of a firm."""

    #: BIN or IIN.
    payer: str

    #: The national currency, that of every amount.
    currency: str

    #: What each account holds, by its kind; all of them together are nought.
    balances: Mapping[str, str]

    #: What waits for payment, in the order of lodging.
    waiting: tuple[WaitingView, ...]

    #: Mandates given or held.
    mandates: tuple[MandateView, ...]


class OwnMovementsView(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what moved on the accounts of a firm."""

    #: BIN or IIN.
    payer: str

    #: The national currency, that of every amount.
    currency: str

    #: The movements, those of the newest entry first.
    movements: tuple[MovementView, ...]

    #: What `after` is of the next page; null: there is none.
    next: int | None


def of(told: OwnAccount, currency: str) -> OwnAccountView:
    """The view of a firm's accounts in national currency."""
    balances = {kind: told.balances.get((told.payer, kind), 0) for kind in chart.KINDS}
    mandates = [account_view.of_mandate(known, currency) for known in told.mandates]
    return OwnAccountView(
        payer=told.payer,
        currency=currency,
        balances={kind: money.text(balance) for kind, balance in balances.items()},
        waiting=tuple([account_view.waiting(waits) for waits in told.waiting]),
        mandates=tuple(mandates),
    )


def movements(told: OwnMovements, currency: str) -> OwnMovementsView:
    """The view of a page of movements in national currency."""
    views = [account_view.movement(moved) for moved in told.movements]
    return OwnMovementsView(
        payer=told.payer, currency=currency, movements=tuple(views), next=told.next
    )
