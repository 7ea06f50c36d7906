"""Keys of programs in the verification of the ledger: each issued and revoked as the rules
allow, and the stored digest of each the one that its fact speaks of.
"""

import datetime
from collections.abc import Callable, Iterator

from openkeden.clearance import access_keys
from openkeden.flow import facts
from openkeden.flow.access import key_text, keys
from openkeden.flow.access.callers import SCOPES
from openkeden.flow.ledger.problems import Problem
from openkeden.flow.ledger.wrong_fact import WrongFact
from openkeden.store import key_table, rows


class KeyFacts:
    """The keys that facts speak of, fed one by one in the order of the ledger.

    `day` gives the day of a moment here.
    """

    def __init__(self, day: Callable[[datetime.datetime], datetime.date]) -> None:
        self._day = day
        self._issued: dict[int, facts.KeyIssued] = {}
        self._by_id: dict[str, facts.KeyIssued] = {}
        self._revoked: set[int] = set()

    def check(self, index: int, fact: facts.AnyFact, _: bytes) -> Iterator[WrongFact]:
        """What does not follow in a fact about a key from those before it."""
        match fact:
            case facts.KeyIssued():
                yield from self._against_issue(fact, index)
                self._issued[index] = self._by_id[fact.id] = fact
            case facts.KeyRevoked():
                yield from self._against_end(fact)
                self._revoked.add(fact.entry)

    def _against_issue(self, fact: facts.KeyIssued, index: int) -> Iterator[WrongFact]:
        day = self._day(fact.at)
        if fact.since != day:
            yield WrongFact("since", str(fact.since), str(day))
        if fact.id in self._by_id:
            yield WrongFact("id", fact.id, "a name that no other key has")
        if fact.replaces and fact.replaces not in self._by_id:
            yield WrongFact("replaces", fact.replaces, "a key that was issued before")
        key = keys.key_of(keys.row_of(fact, index))
        for one in access_keys.unfit(key, SCOPES):
            yield WrongFact(one.path, str(one.args["value"]), f"see {one.rule}")

    def _against_end(self, fact: facts.KeyRevoked) -> Iterator[WrongFact]:
        issued = self._issued.get(fact.entry)
        if issued is None or (issued.id, issued.person) != (fact.id, fact.person):
            yield WrongFact("entry", str(fact.entry), "that of the key that is named")
        elif fact.entry in self._revoked:
            yield WrongFact("entry", str(fact.entry), "a key that is not revoked")

    def stored(self) -> Iterator[Problem]:
        """Digests in the table that are not those that facts commit to."""
        for id_, stored in key_table.digests():
            digest, fact = rows.blob(stored), self._by_id.get(str(id_))
            if fact is not None and key_text.commitment(digest) != fact.commitment:
                said = f"a digest whose commitment is {fact.commitment.hex()}"
                yield Problem("api_key", str(id_), "digest", digest.hex(), said)
