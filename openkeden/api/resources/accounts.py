"""Accounts of the firms that a key acts for: what they hold, and what moved."""

import urllib.parse
from typing import Annotated

import msgspec

from openkeden.api.route import BASE, Asked, Reply, Route
from openkeden.base.findings import Refused
from openkeden.flow.access import own_accounts
from openkeden.views import own_account_view


class AccountWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Whose accounts are asked for."""

    #: BIN or IIN; may be left out where the key acts for one firm.
    payer: str = ""


class MovementsWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Whose movements are asked for."""

    #: BIN or IIN; may be left out where the key acts for one firm.
    payer: str = ""

    #: What `next` of the page before said.
    after: Annotated[int, msgspec.Meta(ge=0)] | None = None

    #: By how many entries at most.
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


def account(asked: Asked) -> Reply | Refused:
    """What the accounts of a firm hold, what waits for payment, and mandates."""
    payer = own_accounts.firm(asked.query.payer, asked.caller)
    if isinstance(payer, Refused):
        return payer
    told = own_accounts.of(payer, asked.at)
    return Reply(body=own_account_view.of(told, asked.at.currency))


def account_movements(asked: Asked) -> Reply | Refused:
    """What moved on the accounts of a firm, the newest entry first, a page at a time."""
    wanted = asked.query
    payer = own_accounts.firm(wanted.payer, asked.caller)
    if isinstance(payer, Refused):
        return payer
    told = own_accounts.movements(payer, wanted.after, wanted.limit)
    view = own_account_view.movements(told, asked.at.currency)
    if told.next is None:
        return Reply(body=view)
    said = {"payer": payer, "after": told.next, "limit": wanted.limit}
    address = f"{BASE}/account/movements?{urllib.parse.urlencode(said)}"
    return Reply(body=view, headers=(("Link", f'<{address}>; rel="next"'),))


ROUTES = (
    Route(
        method="GET",
        path="/account",
        does=account,
        example="/account",
        scope="money",
        query=AccountWanted,
        gives=own_account_view.OwnAccountView,
    ),
    Route(
        method="GET",
        path="/account/movements",
        does=account_movements,
        example="/account/movements",
        scope="money",
        query=MovementsWanted,
        gives=own_account_view.OwnMovementsView,
    ),
)
