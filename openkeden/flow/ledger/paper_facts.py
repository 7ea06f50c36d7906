"""Papers in the verification of the ledger: each file lies where it was put, as it was sent."""

import pathlib
from collections.abc import Iterator

from openkeden.flow import facts
from openkeden.flow.ledger.wrong_fact import WrongFact
from openkeden.flow.lodging import paper_files


class PaperFacts:
    """The papers that facts speak of, in the folder of an installation."""

    def __init__(self, home: pathlib.Path) -> None:
        self._home = home

    def check(self, _index: int, fact: facts.AnyFact, _: bytes) -> Iterator[WrongFact]:
        """What of a paper is not as its fact says."""
        if not isinstance(fact, facts.Paper):
            return
        found = paper_files.digest(self._home, fact.sha256)
        if found != fact.sha256:
            stored = found.hex() if found else "no file"
            yield WrongFact("sha256", stored, fact.sha256.hex())
