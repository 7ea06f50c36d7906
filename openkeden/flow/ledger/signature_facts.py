"""Signatures in the verification of the ledger: each of the message that was lodged just
before it, by an authority that was trusted then.
"""

from collections.abc import Iterator

from openkeden.flow import facts
from openkeden.flow.ledger.wrong_fact import WrongFact


class SignatureFacts:
    """The signatures that facts speak of, fed one by one in the order of the ledger."""

    def __init__(self) -> None:
        self._trusted: dict[int, bytes] = {}
        self._before: facts.AnyFact | None = None

    def check(self, index: int, fact: facts.AnyFact, _: bytes) -> Iterator[WrongFact]:
        """What does not follow in a fact about signatures from those before it."""
        match fact:
            case facts.DeclarationSigned():
                yield from self._against_signature(fact)
            case facts.AuthorityTrusted():
                if fact.certificate in self._trusted.values():
                    said = "an authority that is not trusted yet"
                    yield WrongFact("certificate", fact.certificate.hex(), said)
                self._trusted[index] = fact.certificate
            case facts.AuthorityEnded():
                if self._trusted.pop(fact.entry, None) != fact.certificate:
                    said = "that of the authority that is named"
                    yield WrongFact("entry", str(fact.entry), said)
        self._before = fact

    def _against_signature(self, fact: facts.DeclarationSigned) -> Iterator[WrongFact]:
        before = self._before
        if not isinstance(before, facts.Lodging) or _of(before) != _of(fact):
            stored = f"{fact.registration} ({fact.version}) {fact.digest.hex()}"
            yield WrongFact("digest", stored, "that of the lodging before it")
        if fact.authority not in self._trusted.values():
            said = "an authority that is trusted"
            yield WrongFact("authority", fact.authority.hex(), said)


def _of(fact: facts.Lodging | facts.DeclarationSigned) -> tuple[str, int, bytes]:
    return fact.registration, fact.version, fact.digest
