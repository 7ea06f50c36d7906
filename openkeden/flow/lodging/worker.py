"""A worker: a copy of this process that makes of parcels what the law alone says of them.

It ends when the process that it was copied from does, however that ends.
"""

import contextlib
import gc
import os
import signal
import socket
from collections.abc import Iterator
from typing import Final, NoReturn

from openkeden.flow.lodging import collector, crossing
from openkeden.flow.lodging.crossing import Run

#: So many seconds a worker may give no sign before it is given up.
PATIENCE = 120

_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

#: Bytes of the length that goes before a parcel.
_LENGTH: Final = 8

#: The first file that is neither input nor output.
_FIRST_FILE: Final = 3


class Worker:
    """One worker. Its methods raise OSError where it has ended or stands still."""

    def __init__(self, run: Run) -> None:
        self._socket, other = socket.socketpair()
        self._socket.settimeout(PATIENCE)
        with other, _endings_held():
            #: Its number as a process.
            self.pid = os.fork()
            if not self.pid:
                _serve(other, run)

    def give(self, parcel: bytes) -> None:
        """Hand it a parcel; it has none."""
        _send(self._socket, parcel)

    def take(self) -> bytearray:
        """What it made of its parcel."""
        return _receive(self._socket)

    def end(self) -> None:
        """End it, whatever it does."""
        self._socket.close()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


@contextlib.contextmanager
def _endings_held() -> Iterator[None]:
    """Hold signals that end a process, so that none is met by a copy of its handlers."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(parent: socket.socket, run: Run) -> NoReturn:
    """Work until the parent is gone. What goes wrong here, the parent finds out itself."""
    try:
        _become_alone(parent)
        while True:
            parcel = _receive(parent)
            with collector.resting():
                _send(parent, crossing.worked(parcel, run))
    finally:
        os._exit(0)


def _become_alone(parent: socket.socket) -> None:
    """Keep nothing of the parent open but the way to it; what the terminal says is for the
    parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    os.closerange(_FIRST_FILE, parent.fileno())
    os.closerange(parent.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(_FIRST_FILE):
        os.dup2(nothing, standard)
    gc.freeze()


def _send(way: socket.socket, body: bytes) -> None:
    way.sendall(len(body).to_bytes(_LENGTH))
    way.sendall(body)


def _receive(way: socket.socket) -> bytearray:
    length = int.from_bytes(_exactly(way, _LENGTH))
    return _exactly(way, length)


def _exactly(way: socket.socket, length: int) -> bytearray:
    body = bytearray(length)
    left = memoryview(body)
    while left:
        count = way.recv_into(left)
        if not count:
            raise ConnectionAbortedError
        left = left[count:]
    return body
