"""Workers: processes that read and value what an input holds before its turn comes.

They are copies of this process, made once there is more than one group to lodge: law that is
loaded is theirs too. They keep no file of it open, neither database nor lock, and record
nothing; draws, numbers and the order of filings stay with the one process that records. A
worker that ends or stands still is given up, and its parcel is read here: no answer hangs on
it.
"""

import collections
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Final, Self

import msgspec

from openkeden import formats
from openkeden.flow.lodging import collector, crossing
from openkeden.flow.lodging.crossing import Message, Run
from openkeden.flow.lodging.judgement import HandedIn
from openkeden.flow.lodging.worker import Worker

#: Bytes of messages that make a parcel, where they are not a whole group.
PARCEL_BYTES: Final = 16 * 1024 * 1024

Parcel = Sequence[Message]
Read = HandedIn | formats.Unread

#: Parcels in their order, each with the worker that has it; None for what is read here.
HandedOut = collections.deque[tuple[Parcel, Worker | None]]


class Workers:
    """So many workers; they are started when there is work for them, and end with the
    block.
    """

    def __init__(self, many: int) -> None:
        self._many = many
        self._started: list[Worker] = []
        self._run: Run | None = None
        self._known = 0

        #: How many were given up.
        self.lost = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._end(self._started)

    def saw(self, *, new: bool) -> None:
        """An answer was given. Where a whole group got answers of before, workers would find
        out in vain what is known.
        """
        self._known = 0 if new else self._known + 1

    def read(self, cut: formats.Cut, run: Run, group: int) -> Iterator[Read]:
        """Everything that was cut from an input, in its order, with what workers found out
        ahead. Its first group is read here: small inputs start no process.
        """
        parcels = _parcels(cut, group)
        if self._run != run:
            self._end(self._started)
            self._run = run
        yield from _read_here(next(parcels, ()), run)
        handed_out: HandedOut = collections.deque()
        try:
            yield from self._ahead(parcels, handed_out, run, group)
        finally:
            self._end([worker for _, worker in handed_out if worker is not None])

    def _ahead(
        self, parcels: Iterator[Parcel], handed_out: HandedOut, run: Run, group: int
    ) -> Iterator[Read]:
        while True:
            self._hand_out(parcels, handed_out, run, group)
            if not handed_out:
                handed_out.append((next(parcels, ()), None))
            parcel, worker = handed_out[0]
            if not parcel:
                return
            read = self._taken(parcel, worker, run)
            handed_out.popleft()
            # The worker goes on while these are lodged.
            self._hand_out(parcels, handed_out, run, group)
            yield from read

    def _hand_out(
        self, parcels: Iterator[Parcel], handed_out: HandedOut, run: Run, group: int
    ) -> None:
        """Give every worker that has none a parcel, as long as they find out what is new."""
        while self._known < group and len(handed_out) < self._many - self.lost:
            parcel = next(parcels, ())
            if not parcel:
                return
            busy = [worker for _, worker in handed_out]
            idle = [worker for worker in self._started if worker not in busy]
            handed_out.append((parcel, self._given(parcel, idle, run)))

    def _given(self, parcel: Parcel, idle: Sequence[Worker], run: Run) -> Worker | None:
        """The worker that took a parcel, a new one where none is idle; None if none did."""
        packed = crossing.packed(parcel)
        if packed is None:
            return None
        try:
            worker = idle[0] if idle else self._start(run)
        except OSError:
            self.lost += 1
            return None
        try:
            worker.give(packed)
        except OSError:
            self._give_up(worker)
            return None
        return worker

    def _start(self, run: Run) -> Worker:
        worker = Worker(run)
        self._started.append(worker)
        return worker

    def _taken(self, parcel: Parcel, worker: Worker | None, run: Run) -> Iterable[Read]:
        """What a worker made of a parcel; what none made is read here."""
        if worker is None:
            return _read_here(parcel, run)
        try:
            with collector.resting():
                return crossing.unpacked(worker.take(), parcel, run)
        except (OSError, msgspec.DecodeError):
            self._give_up(worker)
            return _read_here(parcel, run)

    def _give_up(self, worker: Worker) -> None:
        self.lost += 1
        self._end([worker])

    def _end(self, workers: Iterable[Worker]) -> None:
        for worker in list(workers):
            if worker in self._started:
                self._started.remove(worker)
                worker.end()


def _parcels(cut: formats.Cut, group: int) -> Iterator[Parcel]:
    """What was cut from an input, as many messages at a time as a group has, or as much."""
    parcel: list[Message] = []
    size = 0
    for message in cut:
        parcel.append(message)
        size += 0 if isinstance(message, formats.Unread) else len(message.body)
        if len(parcel) == group or size >= PARCEL_BYTES:
            yield parcel
            parcel, size = [], 0
    yield parcel


def _read_here(parcel: Parcel, run: Run) -> Iterator[Read]:
    return (crossing.read(message, run) for message in parcel)
