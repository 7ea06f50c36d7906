"""One filing on its way, with all that is known around it."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from openkeden import formats
from openkeden.base.findings import Refused
from openkeden.filing import declaration, named, validation
from openkeden.flow.installation import LawOfDay
from openkeden.flow.lodging import history
from openkeden.flow.lodging.batch import key_of, parties_of
from openkeden.flow.money.accounts import Parties, Purse
from openkeden.flow.people import senders
from openkeden.risk import lots
from openkeden.signatures.provider import Signed
from openkeden.tariff import quotas

#: Letters of the code of a country.
_COUNTRY_CODE: Final = 2


def lots_of(filing: declaration.Filing, day: LawOfDay) -> lots.Brought:
    """The lots of a filing by the law of a day: an origin by its name is that by its code,
    so that no spelling has a draw of its own.
    """
    named_origins = [len(item.origin) > _COUNTRY_CODE for item in filing.items]
    if any(named_origins):
        context = validation.prepare(day.edition, day.exchange)
        filing = named.read(filing, context).filing
    return lots.brought(filing, day.transport)


class Around(Protocol):
    """What is known of other declarations, of quotas and accounts: that of an installation,
    or nothing.
    """

    def earlier(self, brought: lots.Brought, amends: str) -> tuple[lots.Earlier, ...]:
        """The declarations of the same lots before, but that which is amended."""

    def history_of(self, registration: str) -> history.Known | Refused | None:
        """The facts of a registered declaration; None where none is known of any."""

    def used(self, shares: Iterable[quotas.Share]) -> Mapping[quotas.Share, int]:
        """What is used up of shares of quotas."""

    def purse(self, parties: Parties, on: datetime.date, missing: int) -> Purse:
        """What may be drawn on a day for a declaration that misses an amount."""


class Filed:
    """One filing on its way: what was received, by whom and when, with the law of its day
    and what is known around it.
    """

    def __init__(
        self,
        received: formats.Received,
        sender: senders.Sender,
        at: datetime.datetime,
        day: LawOfDay,
        around: Around,
        brought: lots.Brought,
        signed: Signed | Refused | None = None,
    ) -> None:
        #: Whose signature it has, or why it has none that holds; None where it needs none.
        self.signed = signed
        self.received, self.filing = received, received.filing
        self.at, self.day, self.around, self.brought = at, day, around, brought
        self.sender = sender
        self.digest = hashlib.sha256(received.body).digest()
        self.key = key_of(received.filing)
        self.declarant = self.key[0]
        self.parties = parties_of(received.filing)

    @property
    def by(self) -> str:
        """Who did what the filing does."""
        return history.sender(self.sender.name, self.declarant)
