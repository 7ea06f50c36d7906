"""Memory that must not grow: clearing a file and the audit of the ledger, each at two sizes
and in processes of their own.
"""

import pathlib
import tempfile

from bench import corpora, house, processes, results
from openkeden.formats import jsonl

#: The larger size is so many times the smaller.
_TIMES = 4

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


def measure(corpus: str, count: int) -> list[results.Ratio]:
    """Clear and audit `count` declarations, and a quarter of them."""
    sizes = (count // _TIMES, count)
    print(f"{corpus}: ledgers of {sizes[0]:,} and {sizes[1]:,} declarations")
    cleared, audited = [], []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            clearing = [processes.PYTHON, "-c", _CLEAR, folder, corpus, str(size)]
            cleared.append(processes.run(clearing).peak)
            verify = [processes.KEDEN, "ledger", "verify"]
            home = str(pathlib.Path(folder) / "house")
            audited.append(processes.run(verify, KEDEN_HOME=home).peak)
    return [
        _ratio("clearing a file, memory", cleared, sizes),
        _ratio("ledger verify, memory", audited, sizes),
    ]


def _ratio(what: str, peaks: list[int], sizes: tuple[int, int]) -> results.Ratio:
    small, large = peaks
    grown = 1000 * (large - small) // (sizes[1] - sizes[0])
    note = f"{large // 1000:,} MB at most, {grown:,} bytes more a declaration"
    return results.Ratio(
        f"{what} at {sizes[1]:,}", f"at {sizes[0]:,}", (large / small,), note
    )
