"""What is known around a filing where only the law is known: no other declaration, no quota
and no account.
"""

import datetime
from collections.abc import Iterable, Mapping

from openkeden.base.findings import Refused
from openkeden.flow.lodging import history
from openkeden.flow.money.accounts import Parties, Purse
from openkeden.risk import lots
from openkeden.tariff import quotas


class LawAlone:
    """Nothing is known around a filing."""

    def earlier(self, _brought: lots.Brought, _amends: str) -> tuple[lots.Earlier, ...]:
        return ()

    def history_of(self, _registration: str) -> history.Known | Refused | None:
        return None

    def used(self, shares: Iterable[quotas.Share]) -> Mapping[quotas.Share, int]:
        return dict.fromkeys(shares, 0)

    def purse(self, parties: Parties, _on: datetime.date, _missing: int) -> Purse:
        return Purse(parties.payer)
