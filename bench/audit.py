"""Memory that must not grow: clearing a file and the audit of the ledger, each at two sizes
and in processes of their own; and the time of the audit, beside reading and hashing alone.
"""

import hashlib
import pathlib
import sqlite3
import tempfile

from django.db import connections

from bench import corpora, house, processes, results, turns
from openkeden.base.findings import Refused
from openkeden.flow import installation, installation_files
from openkeden.flow.ledger import verification
from openkeden.formats import jsonl
from openkeden.ledger import entry, merkle

#: The larger size is at least so many times the smaller, which is at most so many.
_TIMES, _SMALLER = 4, 20_000

#: Facts that are hashed into the tree together.
_GROUP = 1000

#: What a process of its own is told.
_CLEAR = "import sys; from bench import audit; audit.clear(*sys.argv[1:])"


def clear(folder: str, corpus: str, count: str) -> None:
    """Clear a file of so many declarations in a folder: what a process of its own runs."""
    at, path = house.House(pathlib.Path(folder)), pathlib.Path(folder) / "filings.jsonl"
    filings = corpora.filings(corpus, at.day.edition, at.day.exchange, int(count))
    with path.open("wb") as file:
        for line in jsonl.write(filings):
            file.write(line)
    with path.open("rb") as file:
        at.lodge_file(file)


def measure(corpus: str, count: int, rounds: int) -> list[results.Ratio]:
    """Clear and audit `count` declarations, and fewer of them; the more again in `rounds`
    turns with what only reads and hashes them.
    """
    sizes = (min(count // _TIMES, _SMALLER), count)
    print(f"{corpus}: ledgers of {sizes[0]:,} and {sizes[1]:,} declarations")
    cleared, audited = [], []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            clearing = [processes.PYTHON, "-c", _CLEAR, folder, corpus, str(size)]
            cleared.append(processes.run(clearing).peak)
            verify = [processes.KEDEN, "ledger", "verify"]
            home = pathlib.Path(folder) / "house"
            audited.append(processes.run(verify, KEDEN_HOME=str(home)).peak)
            if size == count:
                beside_floor = _beside_floor(home, rounds)
    return [
        _ratio("clearing a file, memory", cleared, sizes),
        _ratio("ledger verify, memory", audited, sizes),
        beside_floor,
    ]


def read_and_hash(database: pathlib.Path) -> bytes:
    """Read all that the entries of a ledger hold, and hash it; the root of their tree."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    found = connection.execute('SELECT body, sealed, received FROM entry ORDER BY "index"')
    frontier = merkle.Frontier()
    while some := found.fetchmany(_GROUP):
        for _, sealed, received in some:
            hashlib.sha256(sealed).digest()
            hashlib.sha256(received).digest()
        frontier = frontier.extend([entry.leaf_hash(body) for body, _, _ in some])
    connection.close()
    return frontier.root()


def _beside_floor(home: pathlib.Path, rounds: int) -> results.Ratio:
    opened = installation.open_to_audit(home)
    assert not isinstance(opened, Refused), opened
    database = home / installation_files.DATABASE_FILE
    roots: list[bytes] = []
    verdicts: list[verification.LedgerVerdict] = []
    floors, ours = [], []
    for _ in range(rounds):
        floors.append(turns.used(lambda: roots.append(read_and_hash(database))))
        ours.append(turns.used(lambda: verdicts.append(verification.verify(opened))))
    assert not [one.problem for one in verdicts if one.problem]
    assert roots == [one.root for one in verdicts], "both hash the same"
    connections["default"].close()
    return results.Ratio(
        "ledger verify, time",
        "reading and hashing the same entries",
        results.quotients(ours, floors),
        f"{verdicts[0].size:,} facts",
    )


def _ratio(what: str, peaks: list[int], sizes: tuple[int, int]) -> results.Ratio:
    small, large = peaks
    grown = 1000 * (large - small) // (sizes[1] - sizes[0])
    note = f"{large // 1000:,} MB at most, {grown:,} bytes more a declaration"
    return results.Ratio(
        f"{what} at {sizes[1]:,}", f"at {sizes[0]:,}", (large / small,), note
    )
