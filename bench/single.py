"""One filing by itself, durable when it is answered: beside one sync of the disk, in turns,
and beside the peer; and how much is written for it.
"""

import functools
import os
import pathlib
import statistics
from collections.abc import Sequence

import msgspec

from bench import corpora, house, results, rival, turns

#: Seconds that a filing may take besides the sync of the disk.
_ALLOWED = 0.0005

#: Filings that warm everything up.
_WARM = 50

#: A page as the disk takes it.
_PAGE = bytes(4096)

_COUNTERS = pathlib.Path("/proc/self/io")


class Round(msgspec.Struct):
    """What the filings of a round took, in seconds of the clock and in bytes."""

    syncs: list[float] = []
    cleared: list[float] = []
    peer: list[float] = []
    #: Bytes handed to the system to be written.
    written: int = 0
    #: Bytes by which the database grew.
    kept: int = 0

    @property
    def unit(self) -> float:
        """What a filing may take."""
        return statistics.median(self.syncs) + _ALLOWED

    def at(self, percent: int) -> float:
        """What so many in a hundred filings took at most, in what one may take."""
        ranked = sorted(self.cleared)
        return ranked[(len(ranked) - 1) * percent // 100] / self.unit


def measure(corpus: str, count: int, rounds: int) -> list[results.Ratio]:
    """Lodge `count` filings one by one in each of the rounds."""
    with house.opened() as at:
        law, exchange = at.day.edition, at.day.exchange
        messages = corpora.lines(corpus, law, exchange, _WARM + count * rounds)
        print(f"{corpus}: {rounds} rounds of {count} filings, one by one")
        peer = rival.Rival(at) if rival.is_here() else None
        for message in messages[:_WARM]:
            at.lodge([message])
            if peer is not None:
                peer.run([message])
        parts = turns.groups(messages[_WARM:], count)
        found = [_round(at, part, peer) for part in parts]
        if peer is not None:
            peer.end()
    return _ratios(corpus, found)


def _round(at: house.House, messages: Sequence[bytes], peer: rival.Rival | None) -> Round:
    found, before = Round(), _size()
    with (at.folder / "synced").open("ab", buffering=0) as synced:
        for message in messages:
            found.syncs.append(turns.passed(functools.partial(sync, synced.fileno())))
            handed = _handed_out()
            found.cleared.append(turns.passed(functools.partial(at.lodge, [message])))
            found.written += _handed_out() - handed
            if peer is not None:
                found.peer.append(peer.run([message])[1])
    found.kept = _size() - before
    return found


def sync(descriptor: int) -> None:
    """Write a page and wait until the disk has it."""
    os.write(descriptor, _PAGE)
    os.fdatasync(descriptor)


def _handed_out() -> int:
    """Bytes that this process handed to the system to be written; 0 where it does not
    count.
    """
    if not _COUNTERS.exists():
        return 0
    counts = dict(line.split(": ") for line in _COUNTERS.read_text("ascii").splitlines())
    return int(counts["wchar"])


def _size() -> int:
    """The bytes of the database without its log."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("PRAGMA page_size")
        return int(pages * cursor.fetchone()[0])


def _ratios(corpus: str, found: list[Round]) -> list[results.Ratio]:
    what, beside = f"one filing, {corpus}", "one fdatasync + 0.5 ms"
    unit = statistics.median([part.unit for part in found]) - _ALLOWED
    sync = f"a sync took {1000 * unit:.2f} ms"
    ratios = [
        results.Ratio(
            f"{what}, p{share}", beside, tuple([part.at(share) for part in found]), note
        )
        for share, note in ((50, sync), (99, ""))
    ]
    written = [part.written for part in found]
    if all(written):
        rounds = results.quotients(written, [part.kept for part in found])
        each = (
            f"{sum(written) // sum([len(part.cleared) for part in found]):,} bytes written"
        )
        ratios.append(results.Ratio(f"{what}, bytes written", "bytes kept", rounds, each))
    if found[0].peer:
        peers = [statistics.median(part.peer) for part in found]
        ours = [statistics.median(part.cleared) for part in found]
        rounds = results.quotients(peers, ours)
        ratios.append(results.Ratio(f"{what}, of the peer", "of openkeden, p50", rounds))
    return ratios
