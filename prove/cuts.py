"""Proof: a power cut at any moment loses nothing that was answered, and leaves a home that
opens.

Commands are traced; at a moment of the trace the disk is put together as a cut may leave it,
SQLite recovers, and what was read on standard output before has to be there. Some cuts are
then continued, and cut again. With `synchronous=NORMAL` the same must find losses.
"""

import collections
import pathlib
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from prove import disk, kills, orders, stored, tracing, warm
from prove.outcome import Asked, Outcome, scratch

#: Pages of the write-ahead log after which it is copied into the database: as the program
#: has it, and so few that a trace holds many such copies.
AS_IT_IS, SOON = 16_000, 12

#: Of so many cuts one is opened by the program and audited; of so many one is continued and
#: cut again, so many times.
OPENED, CONTINUED, AGAIN = 50, 100, 10

#: What syncs keep from happening.
LOST = ("lost: a lodging that was acknowledged", "lost: a deposit that was acknowledged")

_KEY = f"home/{stored.KEY}"
_JURISDICTION = f"home/{stored.JURISDICTION}"


class Given:
    """What was read on standard output up to a moment."""

    def __init__(self) -> None:
        self.lodged: dict[str, orders.Acknowledged] = {}
        self.documents: set[str] = set()
        self.laws: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.lodged or self.documents or self.laws)

    def copy(self) -> "Given":
        made = Given()
        made.lodged, made.documents = dict(self.lodged), set(self.documents)
        made.laws = set(self.laws)
        return made

    def take(self, order: orders.Order, out: bytes) -> None:
        """Take in the output of a command up to here."""
        if order.document and b"\n" in out:
            self.documents.add(order.document)
        elif order.law and b"\n" in out:
            self.laws.add(order.law)
        elif order.words[0] == "clear":
            self.lodged |= dict(orders.answers(out))


class Traced(msgspec.Struct, frozen=True):
    """Commands that were run, with all that they did."""

    #: The folder below which they were traced.
    root: pathlib.Path

    #: Each step with its command.
    steps: list[tuple[orders.Order, tracing.Step]]

    #: What went wrong in the run itself.
    faults: list[str]


def trace(
    root: pathlib.Path, commands: list[orders.Order], before: Callable[[], object]
) -> Traced:
    """Run commands, one after the other, and record them."""
    steps: list[tuple[orders.Order, tracing.Step]] = []
    faults = []
    for order in commands:
        file = root.parent / f"{root.name}.trace"
        file.unlink(missing_ok=True)
        ran = warm.run(order.words, tracing.settings(root, file), before)
        if ran.fault or ran.code > (order.words[0] == "clear"):
            told = ran.fault or ran.told
            faults.append(f"keden {order.words[0]} does not work when traced: {told}")
        steps += [(order, step) for step in tracing.steps(file, root)]
    return Traced(root, steps, faults)


def commands(root: pathlib.Path, seed: int) -> list[orders.Order]:
    """Commands that found a home and fill it; their files lie beside the traced folder."""
    home, beside = root / "home", root.parent
    lines = orders.filings(60, seed)
    refused = lines[5].replace(b'"items_total":1', b'"items_total":2')
    first = orders.write(beside, "first.jsonl", [*lines[:5], refused])
    small = [orders.write(beside, f"{n}.json", [lines[n]]) for n in (10, 11, 12)]
    many = orders.write(beside, "many.jsonl", lines[15:40])
    orders.write(beside, "last.jsonl", lines[45:50])
    rows, edition = beside / "rows.toml", beside / "edition.csv"
    rows.write_bytes(orders.ROWS_OF_LAW)
    edition.write_bytes(orders.EDITION)
    return [
        orders.Order(orders.clear(home, first)),
        *[orders.Order(words) for words in orders.people(home)],
        orders.Order(orders.deposit(home, "ORDER-1"), document="ORDER-1"),
        orders.Order(orders.law_import(home, rows), law="rows.toml"),
        orders.Order(orders.clear(home, *small)),
        orders.Order(orders.tariff_import(home, edition), law="edition.csv"),
        orders.Order(orders.clear(home, many)),
        orders.Order(orders.deposit(home, "ORDER-2"), document="ORDER-2"),
        orders.Order(orders.clear(home, first, many)),
    ]


def pragmas(pages: int, synchronous: str = "FULL") -> Callable[[], None]:
    """Make a process checkpoint after so many pages, and sync as told."""

    def change() -> None:
        from openkeden.store import connecting  # noqa: PLC0415

        said = connecting.SQLITE["init_command"]
        for name, value in (("synchronous", synchronous), ("wal_autocheckpoint", pages)):
            said, found = re.subn(rf"\b{name}=\w+", f"{name}={value}", said)
            assert found == 1, said
        connecting.SQLITE["init_command"] = said

    return change


def prove(asked: Asked) -> Outcome:
    """Cut the power so many times."""
    return _prove(asked, "FULL", "cuts", (disk.STRICT, disk.EXT4), (AS_IT_IS, SOON))


def control(asked: Asked) -> Outcome:
    """Cut the power of a program that does not sync its commits: losses must be found."""
    found = _prove(asked, "NORMAL", "control", (disk.EXT4,), (AS_IT_IS,))
    losses = [fault for fault in found.faults if fault.startswith(LOST)]
    faults = () if losses else ("synchronous=NORMAL lost nothing: these proofs are blind",)
    counts = found.counts | {f"found: {loss}": 1 for loss in losses[:1]}
    return msgspec.structs.replace(found, counts=counts, faults=faults)


def _prove(
    asked: Asked, synchronous: str, name: str, disks: Sequence[str], pages: Sequence[int]
) -> Outcome:
    count = asked.count // (len(disks) * len(pages))
    draw = random.Random(asked.seed)
    with scratch() as folder:
        run = _Cuts(folder, draw, synchronous)
        for most in pages:
            run.cut(disks, most, count, asked.seed)
        return Outcome(name, run.counts, tuple(run.told()))


class _Cuts:
    """Cuts of traces, and what they found."""

    def __init__(self, folder: pathlib.Path, draw: random.Random, synchronous: str) -> None:
        self._folder, self._draw, self._synchronous = folder, draw, synchronous
        self._opened: set[object] = set()
        self._found: dict[str, list[str]] = collections.defaultdict(list)
        names = ["cuts", "with something acknowledged", "during recovery"]
        names += ["opened and audited", "disk operations"]
        self.counts = dict.fromkeys(names, 0)

    def told(self) -> Iterator[str]:
        """Each kind of fault with how many cuts had it, and where the first was."""
        for kind, places in self._found.items():
            yield f"{kind}: {len(places):,} times, first {places[0]}"

    def cut(self, disks: Sequence[str], pages: int, count: int, seed: int) -> None:
        """Trace the commands once, and cut them so many times on each kind of disk."""
        root = self._folder / f"{pages}-pages"
        root.mkdir()
        warm.home_of(root)
        # They begin with what lies there before the commands.
        models = [disk.Disk(root, names) for names in disks]
        change = pragmas(pages, self._synchronous)
        traced = trace(root, commands(root, seed), change)
        for model in models:
            self._cut(traced, model, count, Given())

    def _cut(self, traced: Traced, model: disk.Disk, count: int, given: Given) -> None:
        for fault in traced.faults:
            self._found[fault].append("at once")
        steps = traced.steps
        if not steps:
            return
        self.counts["disk operations"] += len(steps)
        moments = collections.Counter(
            [self._draw.randrange(len(steps)) for _ in range(count)]
        )
        out: dict[int, bytes] = collections.defaultdict(bytes)
        for moment, (order, step) in enumerate(steps):
            for number in range(moments[moment]):
                at = f"step {moment} cut {number}"
                where = f"{traced.root.name} {model.names} {at}"
                self._look(model.after_a_cut(self._draw), given, traced, where)
            if step.kind == "output":
                out[id(order)] += step.data
                given.take(order, out[id(order)])
            else:
                model.do(step)

    def _look(
        self, images: dict[str, bytes], given: Given, traced: Traced, where: str
    ) -> None:
        """Check what one cut left."""
        self.counts["cuts"] += 1
        self.counts["with something acknowledged"] += bool(given)
        folder = self._folder / "cut"
        disk.lay_out(images, folder)
        (folder / "home").mkdir(exist_ok=True)
        found = stored.held(folder / "home")
        faults = [*_database(found, given), *_files(images, traced.root, found, given)]
        if self._synchronous == "FULL":
            faults += self._open(images, folder, found, given, traced)
        for kind in dict.fromkeys(faults):
            self._found[kind].append(where)

    def _open(
        self,
        images: dict[str, bytes],
        folder: pathlib.Path,
        found: stored.Held,
        given: Given,
        traced: Traced,
    ) -> Iterator[str]:
        """Let the program open what was left, in some of the cuts; cut some of those again.

        Files beside the database that were not seen like this before are always opened.
        """
        beside = {name: body for name, body in images.items() if "sqlite3" not in name}
        state = hash((frozenset(beside.items()), bool(found.facts)))
        new = state not in self._opened and len(self._opened) * OPENED < self.counts["cuts"]
        first = traced.root.name != "again"
        again = first and self._draw.randrange(CONTINUED) == 0
        if not (new or again or self._draw.randrange(OPENED) == 0):
            return
        self._opened.add(state)
        self.counts["opened and audited"] += 1
        if again:
            disk.lay_out(images, self._folder / "again")
        file = self._folder / "first.jsonl"
        yield from continued(folder / "home", file, given)
        if again:
            self._cut_again(given)

    def _cut_again(self, given: Given) -> None:
        """Let the program recover what a cut left, and cut that."""
        root = self._folder / "again"
        (root / "home").mkdir(exist_ok=True)
        model = disk.Disk(root, disk.STRICT)
        home = root / "home"
        files = [self._folder / "first.jsonl", self._folder / "last.jsonl"]
        more = [orders.Order(orders.clear(home, file)) for file in files]
        change = pragmas(SOON, self._synchronous)
        recovery = trace(root, more, change)
        if not recovery.faults:
            self.counts["during recovery"] += AGAIN
            self._cut(recovery, model, AGAIN, given.copy())


def _database(found: stored.Held, given: Given) -> Iterator[str]:
    """What the database must hold and does not; kinds only, for they are counted."""
    for fault in found.faults:
        yield f"broken: {fault.partition(':')[0]}"
    if any(stored.missing(found, given.lodged)):
        yield LOST[0]
    bodies = b"".join(found.facts.values()) if given.documents else b""
    if any(name.encode() not in bodies for name in given.documents):
        yield LOST[1]


def _files(
    images: Mapping[str, bytes], root: pathlib.Path, found: stored.Held, given: Given
) -> Iterator[str]:
    """Files beside the database that are lost or not whole."""
    key = images.get(_KEY)
    if (found.facts or given) and key != (root / _KEY).read_bytes():
        yield "lost: the key of a ledger with facts"
    if given and images.get(_JURISDICTION) != (root / _JURISDICTION).read_bytes():
        yield "lost: whose law applies, in a home with something acknowledged"
    laws = {name: body for name, body in images.items() if _is_law(name)}
    for name, body in laws.items():
        if body != (root / name).read_bytes():
            yield "broken: a file of law that is not whole"
    for law in given.laws:
        if not any(name.endswith(law) for name in laws):
            yield "lost: a file of law that was acknowledged"


def _is_law(name: str) -> bool:
    """Whether a file is law that was taken in."""
    folder, _, file = name.rpartition("/")
    return folder == "home/law" and file[:4].isdigit() and file.endswith((".csv", ".toml"))


def continued(home: pathlib.Path, file: pathlib.Path, given: Given) -> Iterator[str]:
    """What fails when the program goes on in a home: lodge again, audit, look at the files."""
    ran = warm.run(orders.clear(home, file))
    if ran.fault or ran.code == 2:
        yield f"does not open: {ran.fault or ran.told}"
        return
    for reference, answer in orders.answers(ran.out):
        if given.lodged.get(reference, answer) != answer:
            yield "changed: the answer to a filing that was lodged"
    yield from kills.audit(home)
    yield from kills.whole_files(home)
