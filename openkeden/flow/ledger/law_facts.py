"""Law in the ledger: each fact was made under law that a fact before it speaks of, and the
law that lies here is the law in use.
"""

from collections.abc import Iterator

from openkeden.flow import facts, installation
from openkeden.flow.law import in_use, law_here
from openkeden.flow.ledger.wrong_fact import WrongFact
from openkeden.lawpack.imports import imported_files

#: How many letters of the digest of the law the version of an edition bears.
_LETTERS = 12


class LawFacts:
    """The law that facts speak of, fed one by one in the order of the ledger."""

    def __init__(self, at: installation.Installation) -> None:
        self._at = at
        self._known: in_use.KnownLaw | None = None

    def check(self, index: int, fact: facts.AnyFact, _: bytes) -> Iterator[WrongFact]:
        """What is wrong with the law of a fact."""
        if (index == 0) != isinstance(fact, facts.Foundation):
            yield WrongFact("kind", type(fact).__name__, "the foundation first, and once")
        match fact:
            case facts.LawInUse():
                self._known = in_use.KnownLaw(index, fact)
            case facts.Lodging():
                yield from self._under(fact.law, fact.assessment.edition)
            case facts.Refusal():
                yield from self._under(fact.law, fact.edition)

    def _under(self, law: int, edition: str) -> Iterator[WrongFact]:
        """Compare the law that a filing was judged by with the law in use then."""
        known = self._known
        in_force = known.index if known is not None else "no fact"
        if law != in_force:
            yield WrongFact("law", str(law), f"the law in use: {in_force}")
        elif known is not None:
            digest = known.fact.digest.hex()[:_LETTERS]
            if edition.rpartition("/")[2] != digest:
                yield WrongFact("law", edition, f"an edition of the law in use: {digest}")

    def lying(self) -> Iterator[tuple[str, WrongFact]]:
        """How the law that lies here differs from the law in use: each file with what is
        wrong.
        """
        if self._known is None:
            return
        folder = self._at.home / imported_files.FOLDER
        files = law_here.files_of(folder)
        there = {file.name: file.digest.hex() for file in files}
        named = {file.name: file.digest.hex() for file in self._known.fact.files}
        for name in sorted(there.keys() | named.keys()):
            stored, expected = there.get(name, "missing"), named.get(name)
            if stored != expected:
                yield name, WrongFact("", stored, expected or "no fact speaks of it")
        if in_use.pack_changed(self._at.law, self._known) is not None:
            stored = self._at.law.pack.hex()
            yield "pack", WrongFact("", stored, self._known.fact.pack.hex())
