"""Verification of the ledger: its facts are checked against the tree of hashes, every other
table against the facts, the schema against the migrations, and all of it against what was
kept outside.

It reads one moment of the database, whoever writes beside it. It finds a cell that somebody
changed by hand: a fact by its leaf in the tree, a row by the facts that made it. Whoever
puts the whole installation back to an earlier day, or also holds the key of the ledger,
leaves nothing that does not fit in itself: heads and receipts kept elsewhere show that.
"""

import functools
import itertools
from collections.abc import Callable, Iterator

import msgspec
from django.db import DatabaseError

from openkeden.flow import facts, installation, installation_files, known_heads
from openkeden.flow.ledger import (
    derived_tables,
    draws,
    head_audit,
    key_facts,
    law_facts,
    model_facts,
    outside,
    paper_facts,
    ruling_facts,
    schema_audit,
    signature_facts,
    table_audit,
    times,
    tree_audit,
)
from openkeden.flow.ledger.problems import Problem
from openkeden.flow.ledger.wrong_fact import WrongFact
from openkeden.flow.people import powers
from openkeden.ledger import checkpoint
from openkeden.store import expected_rows, log, snapshot

#: An audit ends when it has found so many records that do not fit.
MOST = 1000

Progress = Callable[[int], None]
Look = Callable[[], Iterator[Problem]]


class LedgerVerdict(msgspec.Struct, frozen=True):
    """What a verification found."""

    #: How many facts the ledger holds.
    size: int
    #: The root derived from them.
    root: bytes
    #: How many signed heads there are.
    heads: int
    #: The records that do not fit, the first `MOST` of them.
    problems: tuple[Problem, ...]
    #: How many heads were brought from outside.
    outside_heads: int
    #: How many receipts were brought from outside.
    outside_receipts: int
    #: The facts that are late, each with its reason.
    late: tuple[times.LateFact, ...]
    #: How many facts count as of a moment more than a day from that of the clock.
    apart: int

    @property
    def problem(self) -> Problem | None:
        """The first record that does not fit; None where everything fits."""
        return self.problems[0] if self.problems else None


class UnreadableText(Exception):
    """Some text of the database is not UTF-8."""


def _unheard(_: object) -> None:
    """Progress that nobody follows."""


def size() -> int | None:
    """How many facts an audit will follow; None where the latest head cannot be read."""
    try:
        return log.size()
    except DatabaseError:
        return None


def verify(
    at: installation.Installation,
    progress: Progress = _unheard,
    evidence: outside.Evidence | None = None,
    begins: Callable[[str], None] = _unheard,
) -> LedgerVerdict:
    """Derive everything again and compare; memory does not grow with the ledger.

    `progress` is called with the index of each fact, `begins` with what is looked at next.
    """
    brought = evidence or outside.Evidence()
    # Read before the database: what is written meanwhile is in neither.
    kept = outside.KeptHeads(at.heads_file)
    try:
        with expected_rows.database():
            return _verified(at, progress, begins, brought, kept)
    except UnreadableText:
        with expected_rows.database(), snapshot.lenient_text():
            return _verified(at, progress, begins, brought, kept)


def _verified(
    at: installation.Installation,
    progress: Progress,
    begins: Callable[[str], None],
    evidence: outside.Evidence,
    kept: outside.KeptHeads,
) -> LedgerVerdict:
    # Facts of one group are of one moment.
    local = functools.lru_cache(maxsize=1024)(at.local)
    derived = derived_tables.DerivedTables(local)
    drawn = draws.Draws(at.seed, lambda moment: local(moment).date())
    told, law = times.Times(), law_facts.LawFacts(at)
    models = model_facts.ModelFacts(at, lambda moment: local(moment).date())
    who = _authority(powers.Powers(local))
    ruled = ruling_facts.RulingFacts(lambda moment: local(moment).date())
    keys = key_facts.KeyFacts(lambda moment: local(moment).date())
    checks = [drawn.check, who, told.check, law.check, models.check]
    checks += [ruled.check, keys.check, paper_facts.PaperFacts(at.home).check]
    checks.append(signature_facts.SignatureFacts().check)
    heads = head_audit.HeadAudit(at.key.verifier)
    tree = tree_audit.TreeAudit(heads, derived, checks, progress)
    found: list[Problem] = []
    with snapshot.snapshot():
        looks = _looks(at, heads, tree, derived, law, models, evidence, kept)
        for table, look in itertools.chain(looks, [("api_key", keys.stored)]):
            begins(table)
            for problem in _readable(table, look):
                found.append(problem)
                if len(found) == MOST:
                    break
            if len(found) == MOST:
                break
    return LedgerVerdict(
        tree.frontier.size,
        tree.frontier.root(),
        heads.count,
        tuple(found),
        len(evidence.heads) + (kept.count if known_heads.is_elsewhere() else 0),
        len(evidence.receipts),
        tuple(told.late),
        told.apart,
    )


def _authority(held: powers.Powers) -> tree_audit.Check:
    """Whether who acts in a fact was appointed, by the register as it was then."""

    def check(index: int, fact: facts.AnyFact, _: bytes) -> Iterator[WrongFact]:
        missing = held.missing(fact)
        if missing:
            yield WrongFact("actor", missing, "a person who is so appointed")
        held.add(index, fact)

    return check


def _looks(
    at: installation.Installation,
    heads: head_audit.HeadAudit,
    tree: tree_audit.TreeAudit,
    derived: derived_tables.DerivedTables,
    law: law_facts.LawFacts,
    models: model_facts.ModelFacts,
    evidence: outside.Evidence,
    kept: outside.KeptHeads,
) -> Iterator[tuple[str, Look]]:
    """Everything that is looked at, in order, with the table that it is about."""
    yield "head", heads.stored
    yield "tile", tree.stored_tiles
    yield "entry", tree.entries
    for followed in derived.followed():
        yield followed.table, followed.rest
    for expected in derived.tables():
        yield expected.table, functools.partial(table_audit.differences, expected)
    yield "desk", lambda: table_audit.differences(models.desks())
    yield "model", models.files
    yield "database", schema_audit.odd_cells
    yield "database", schema_audit.pages
    yield "django_migrations", schema_audit.migrations
    yield "schema", schema_audit.objects
    yield "file", functools.partial(_files, at, tree)
    yield "law", functools.partial(_law, law)
    yield "outside", functools.partial(_outside, at, tree, evidence, kept)


def _law(law: law_facts.LawFacts) -> Iterator[Problem]:
    """Files of law that are not those in use."""
    for name, wrong in law.lying():
        yield wrong.problem("law", name)


def _outside(
    at: installation.Installation,
    tree: tree_audit.TreeAudit,
    evidence: outside.Evidence,
    kept: outside.KeptHeads,
) -> Iterator[Problem]:
    frontier = tree.frontier
    known = checkpoint.Checkpoint(at.origin, frontier.size, frontier.root())
    own = outside.OutsideAudit((), at.key.verifier, known)
    yield from own.heads(kept)
    audit = outside.OutsideAudit(evidence.witnesses, at.key.verifier, known)
    yield from audit.heads(evidence.heads)
    yield from audit.receipts(evidence.receipts)


def _files(at: installation.Installation, tree: tree_audit.TreeAudit) -> Iterator[Problem]:
    """Files beside the database that say something that the ledger does not."""
    path = at.home / installation_files.VERIFIER_FILE
    stored = path.read_text("utf-8", errors="replace") if path.exists() else "missing"
    if stored.strip() != at.key.verifier.text:
        yield Problem("file", path.name, "", stored.strip(), at.key.verifier.text)
    here = at.pack.jurisdiction
    if tree.jurisdictions - {here}:
        told = ", ".join(sorted(tree.jurisdictions))
        name = installation_files.JURISDICTION_FILE
        yield Problem(
            "file", name, "", here, f"{told}, by whose law declarations were lodged"
        )


def _readable(table: str, look: Look) -> Iterator[Problem]:
    """What is found, or that the database itself cannot read what is stored."""
    try:
        yield from look()
    except DatabaseError as error:
        if "decode" in str(error).lower() and not snapshot.is_lenient():
            raise UnreadableText from error
        yield Problem(table, "unreadable", "", str(error), "rows that can be read")
