"""How often the subjects of rules are met for the first time: what is met again need not be
asked again.
"""

from collections.abc import Hashable, Iterable

import msgspec

from openkeden.filing import subjects
from openkeden.filing.declaration import Filing


class FirstSeen(msgspec.Struct, frozen=True):
    """Shares of subjects met for the first time, in parts of a thousand."""

    #: Of the codes of items.
    items: int
    #: Of the parties of declarations.
    parties: int
    #: Of the headers.
    headers: int

    def __str__(self) -> str:
        kinds = (
            ("lines", self.items),
            ("parties", self.parties),
            ("headers", self.headers),
        )
        return ", ".join([f"{name} {share / 10:.1f} %" for name, share in kinds])


def count(before: Iterable[Filing], measured: Iterable[Filing]) -> FirstSeen:
    """The shares among the declarations `measured`, after those `before` were met."""
    counts = _Counts()
    for filing in before:
        counts.add(filing)
    counts.start()
    for filing in measured:
        counts.add(filing)
    return FirstSeen(*[counts.share(kind) for kind in ("items", "parties", "headers")])


class _Counts:
    def __init__(self) -> None:
        self._met: set[Hashable] = set()
        self.start()

    def start(self) -> None:
        self._asked = dict.fromkeys(("items", "parties", "headers"), 0)
        self._new = dict(self._asked)

    def add(self, filing: Filing) -> None:
        self._ask("headers", subjects.header(filing))
        self._ask("parties", subjects.people(filing))
        for item in filing.items:
            self._ask("items", subjects.item_codes(filing, item))

    def _ask(self, kind: str, subject: Hashable) -> None:
        self._asked[kind] += 1
        self._new[kind] += subject not in self._met
        self._met.add(subject)

    def share(self, kind: str) -> int:
        return 1000 * self._new[kind] // max(1, self._asked[kind])
