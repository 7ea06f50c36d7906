"""Filing over HTTP: beside one sync of the disk, beside the same server without durability,
beside a handler that does nothing and beside an ordinary view, in turns.
"""

import contextlib
import functools
import json
import pathlib
import statistics
import subprocess
import tempfile
from collections.abc import Sequence

import msgspec

from bench import corpora, house, processes, results, rival, single, turns
from bench.web import servers

#: Connections at the same time, with how many times as many declarations they send.
CONNECTIONS = {1: 1, 16: 4, 256: 12}

#: Declarations that warm a server up.
_WARM = 200

_SYNCS = 60


class Run(msgspec.Struct, frozen=True):
    """What became of declarations that were sent."""

    #: Seconds of each.
    each: tuple[float, ...]
    #: Declarations a second.
    rate: float
    #: Seconds of the server's processors for each.
    used: float

    @property
    def middle(self) -> float:
        return statistics.median(self.each)


class Sender:
    """Sends declarations, none of them twice to the same server."""

    def __init__(self, folder: pathlib.Path, lines: Sequence[bytes]) -> None:
        self._file, self._lines = folder / "sent.jsonl", lines
        self._sent: dict[int, int] = {}

    def send(self, server: servers.Server, connections: int, count: int) -> Run:
        """Send so many that this server has not had."""
        start = self._sent.get(server.port, 0)
        self._sent[server.port] = start + count
        part = self._lines[start : start + count]
        assert len(part) == count, "there are too few declarations"
        self._file.write_bytes(b"\n".join(part))
        words = [str(server.port), str(connections), str(self._file)]
        used = server.used()
        ran = subprocess.run(
            [processes.PYTHON, "-m", "bench.web.asking", *words],
            cwd=processes.ROOT,
            capture_output=True,
            check=False,
        )
        assert not ran.returncode, ran.stderr.decode()
        told = json.loads(ran.stdout)
        used = server.used() - used
        return Run(tuple(told["each"]), count / told["all"], used / count)


def measure(corpus: str, count: int, rounds: int) -> list[results.Ratio]:
    """Send `count` declarations over one connection, more over more, in each of the
    rounds.
    """
    each = _WARM + rounds * count * sum(CONNECTIONS.values())
    print(f"{corpus}: {rounds} rounds of {count} filings over HTTP and more")
    with house.opened() as at, contextlib.ExitStack() as stack:
        law, exchange = at.day.edition, at.day.exchange
        sender = Sender(at.folder, corpora.lines(corpus, law, exchange, each))
        begin = functools.partial(_begin, stack, rival.law(law, exchange))
        durable = begin("bench.web.served:front", "rsgi", BENCH_DURABLE="1")
        loose = begin("bench.web.served:front", "rsgi", BENCH_DURABLE="0")
        bare = begin("bench.web.bare:application", "wsgi")
        ordinary = None
        if rival.is_here():
            ordinary = begin("bench.web.ordinary:application", "wsgi")
        all_ = [one for one in (durable, loose, bare, ordinary) if one is not None]
        for server in all_:
            sender.send(server, 16, _WARM)
        found = [_Round(sender, all_, count, at.folder) for _ in range(rounds)]
    return _ratios(corpus, found)


def _begin(
    stack: contextlib.ExitStack,
    law: dict[str, dict[str, object]],
    what: str,
    interface: str,
    **settings: str,
) -> servers.Server:
    """Start a server with a folder of its own, which ends with the measurement."""
    folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
    (folder / "law.json").write_text(json.dumps(law), "utf-8")
    return stack.enter_context(servers.running(what, interface, folder, **settings))


class _Round:
    """What the servers did in one round, by connections."""

    def __init__(
        self,
        sender: Sender,
        all_: Sequence[servers.Server],
        count: int,
        folder: pathlib.Path,
    ) -> None:
        self.sync = {}
        self.runs: dict[int, list[Run]] = {}
        for connections, more in CONNECTIONS.items():
            self.sync[connections] = _sync(folder)
            self.runs[connections] = [
                sender.send(server, connections, count * more) for server in all_
            ]


def _sync(folder: pathlib.Path) -> float:
    """The middle of the seconds that a sync of the disk takes now."""
    with (folder / "synced").open("ab", buffering=0) as synced:
        work = functools.partial(single.sync, synced.fileno())
        return statistics.median([turns.passed(work) for _ in range(_SYNCS)])


def _ratios(corpus: str, found: Sequence[_Round]) -> list[results.Ratio]:
    ratios = []
    for connections in CONNECTIONS:
        what = f"filing over HTTP, {corpus}, {connections} at a time"
        ours = [part.runs[connections] for part in found]
        syncs = [part.sync[connections] for part in found]
        took = results.quotients([runs[0].middle for runs in ours], syncs)
        note = f"a sync took {1000 * statistics.median(syncs):.2f} ms"
        ratios.append(results.Ratio(f"{what}, p50", "one fdatasync", took, note))
        ratios += _beside(what, ours)
    return ratios


def _beside(what: str, ours: Sequence[Sequence[Run]]) -> list[results.Ratio]:
    """The rate beside that without durability, and the processor beside other servers."""
    durable, loose, bare, *ordinary = zip(*ours, strict=True)
    rates = results.quotients([run.rate for run in durable], [run.rate for run in loose])
    ratios = [results.Ratio(f"{what}, a second", "without durability", rates)]
    used = [run.used for run in durable]
    least = results.quotients(used, [run.used for run in bare])
    ratios.append(results.Ratio(f"{what}, processor", "a bare WSGI handler", least))
    for runs in ordinary:
        times = results.quotients([run.used for run in runs], used)
        what_ = "an ordinary view, processor"
        ratios.append(results.Ratio(what_, f"{what}, processor", times))
    return ratios
