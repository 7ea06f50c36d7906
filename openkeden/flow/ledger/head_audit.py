"""Audit of the signed heads of the ledger: each against the tree, and the heads against each
other.
"""

from collections.abc import Iterator

from openkeden.flow.ledger.problems import Problem, cells
from openkeden.flow.ledger.table_audit import is_before
from openkeden.ledger import checkpoint, merkle
from openkeden.store import log, rows


class HeadAudit:
    """The heads in order of their sizes, each read when the facts that it counts were
    followed; none is kept.
    """

    def __init__(self, verifier: checkpoint.Verifier) -> None:
        self._verifier = verifier
        #: How many heads there are.
        self.count = 0
        #: The one that counts most facts.
        self.largest: rows.HeadRow | None = None
        self._stored: Iterator[rows.HeadRow] = iter(())
        self._next: rows.HeadRow | None = None
        #: The size of the last head that was reached, and whether it named the one before.
        self._last, self._chained = 0, False

    def stored(self) -> Iterator[Problem]:
        """Read every head; they can be followed then."""
        known = None
        for head in log.heads():
            if head.size == known:
                yield Problem("head", str(head.size), "", "a second row", "one row")
            else:
                self.count += 1
            known = head.size
            if isinstance(head.size, int):
                self.largest = head
        self._stored = log.heads()
        self._advance()

    def of(self, size: int) -> Iterator[rows.HeadRow]:
        """The head of so many facts, after those before it that are of no number of facts."""
        while self._next is not None:
            head = self._next
            if head.size != size and not is_before(head.size, size):
                return
            yield head
            self._advance_past(head.size)

    def rest(self) -> Iterator[rows.HeadRow]:
        """The heads that no fact was reached for."""
        while self._next is not None:
            head = self._next
            yield head
            self._advance_past(head.size)

    def _advance(self) -> None:
        self._next = next(self._stored, None)

    def _advance_past(self, size: int) -> None:
        """Go on to the next head of another size."""
        while self._next is not None and self._next.size == size:
            self._advance()

    def check(
        self, head: rows.HeadRow, frontier: merkle.Frontier, at: int, recorded: int
    ) -> Iterator[Problem]:
        """Compare a head with the tree of its facts, the latest of which have these moments."""
        name = str(head.size)
        derived = rows.HeadRow(
            frontier.size, frontier.root(), frontier.packed, head.note, at, recorded
        )
        yield from cells("head", name, head, derived)
        signed = self._opened(head)
        if isinstance(signed, str):
            expected = "a note signed by the key of this ledger"
            yield Problem("head", name, "note", signed, expected)
            return
        if (signed.size, signed.root) != (head.size, head.root):
            yield Problem("head", name, "note", signed.root.hex(), head.root.hex())
        yield from self._chain(signed)

    def _chain(self, signed: checkpoint.Checkpoint) -> Iterator[Problem]:
        """Compare the head that a head says was signed before it with the one before it."""
        before, self._last = self._last, signed.size
        if signed.previous is None and not self._chained:
            return  # signed before heads named the one before them
        self._chained = True
        if signed.previous != before:
            stored = f"{before} is the one before {signed.size}"
            expected = f"{signed.previous}, as its note signs"
            yield Problem("head", str(signed.previous), "", stored, expected)

    def unreached(self, head: rows.HeadRow, size: int) -> Problem:
        """A head over more facts than there are: they are missing, if its note signs it."""
        signed = self._opened(head)
        of_head = (head.size, head.root)
        if (
            isinstance(signed, checkpoint.Checkpoint)
            and (signed.size, signed.root) == of_head
        ):
            expected = f"the signed head counts {head.size}"
            return Problem("entry", str(size), "index", "missing", expected)
        name = str(head.size)
        return Problem("head", name, "size", name, "a size that its note signs")

    def _opened(self, head: rows.HeadRow) -> checkpoint.Checkpoint | str:
        """What the note of a head signs, or why it signs nothing."""
        try:
            return checkpoint.open_note(str(head.note), [self._verifier])
        except checkpoint.BadNote as bad:
            return bad.reason
