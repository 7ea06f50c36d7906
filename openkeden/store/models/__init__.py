"""The tables: every fact is kept for good in `entry`; all other tables can be derived from
it, but for the digests of keys and their last use.

The verification of the ledger derives them again. Moments are microseconds since 1970
(UTC), money is in minor national units (tiyn), masses and quantities are in millionths,
hashes are 32 bytes. Each page that a filing changes is written whole, so no row has two places:
its number is its place, or it lies in its key, which only the migrations can say.
"""

from openkeden.store.models.answer_tables import KeptAnswerTable
from openkeden.store.models.declaration_tables import (
    DeclarationTable,
    ItemTable,
    LotTable,
    QuotaUseTable,
    RefusalTable,
    SerialTable,
    TraderTable,
)
from openkeden.store.models.ledger_tables import (
    EntryTable,
    HeadTable,
    TileTable,
)
from openkeden.store.models.money_tables import (
    AccountTable,
    AccountTotalTable,
    MandateTable,
    PaymentDocumentTable,
    PostingTable,
    QuoteTable,
)
from openkeden.store.models.people_tables import (
    AppointmentTable,
    KeyTable,
    KeyUseTable,
)
from openkeden.store.models.risk_tables import DeskTable

__all__ = [
    "AccountTable",
    "AccountTotalTable",
    "AppointmentTable",
    "DeclarationTable",
    "DeskTable",
    "EntryTable",
    "HeadTable",
    "ItemTable",
    "KeptAnswerTable",
    "KeyTable",
    "KeyUseTable",
    "LotTable",
    "MandateTable",
    "PaymentDocumentTable",
    "PostingTable",
    "QuotaUseTable",
    "QuoteTable",
    "RefusalTable",
    "SerialTable",
    "TileTable",
    "TraderTable",
]
