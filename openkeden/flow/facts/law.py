"""Facts about the law in use: whose it is, which files hold it, which rates were loaded."""

import msgspec

from openkeden.base import rates
from openkeden.flow.facts.fact import Fact


class Foundation(Fact, frozen=True, kw_only=True, tag="foundation"):
    """An installation was set up: the first fact of its ledger."""

    jurisdiction: str
    #: The public key of the ledger.
    key: str

    @property
    def subject(self) -> str:
        return "foundation"


class LawFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file of law that an installation imported."""

    name: str
    #: `edition` or `rows`.
    kind: str
    #: SHA-256 of its bytes.
    digest: bytes


class LawInUse(Fact, frozen=True, kw_only=True, tag="law"):
    """The law that is in use from here on: the pack, with the files that were imported."""

    jurisdiction: str
    #: SHA-256 of the pack.
    pack: bytes
    #: SHA-256 of the pack with the files merged.
    digest: bytes
    #: All files that were imported, in their order.
    files: tuple[LawFile, ...] = ()
    #: The version of the program.
    program: str = ""

    @property
    def subject(self) -> str:
        return "law"


class PublishedRates(Fact, frozen=True, kw_only=True, tag="rates"):
    """Published exchange rates were loaded."""

    #: SHA-256 of the authority's answer.
    digest: bytes
    quotes: tuple[rates.Quote, ...]
    #: Index of the proposal that this confirms; None where nobody had to.
    proposal: int | None = None

    @property
    def subject(self) -> str:
        return _rates(self.quotes)


class RatesHeld(Fact, frozen=True, kw_only=True, tag="rates_held"):
    """Published exchange rates wait for a second person: they are out of bounds."""

    #: SHA-256 of the authority's answer.
    digest: bytes
    quotes: tuple[rates.Quote, ...]

    @property
    def subject(self) -> str:
        return _rates(self.quotes)


def _rates(quotes: tuple[rates.Quote, ...]) -> str:
    return f"rates {quotes[0].authority} {quotes[0].effective_on}"
