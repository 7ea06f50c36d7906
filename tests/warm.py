"""Processes forked from one that has loaded the program: what runs in them is the same, and
neither Python nor the law is loaded anew.
"""

import atexit
import io
import multiprocessing
import os
import pathlib
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing import connection

from openkeden.cli import main, show

ROOT = pathlib.Path(__file__).resolve().parents[1]

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.loaded"])

#: One process is started after the other, whichever thread asks for it. A start asks for the
#: state of all others too: where two threads ask for one, one of them is told nonsense.
_STARTING = threading.Lock()


def keden(
    words: Sequence[str], folder: pathlib.Path, stdin: bytes, environment: dict[str, str]
) -> subprocess.CompletedProcess:
    """Run the command line in a folder to its end."""
    given, giving = _CONTEXT.Pipe(duplex=False)
    process, out, err = _start(_command, words, folder, environment, given)
    said: dict[connection.Connection, bytes] = {}
    work = [
        threading.Thread(target=_give, args=(giving, stdin)),
        threading.Thread(target=lambda: said.update({err: everything(err)})),
    ]
    for thread in work:
        thread.start()
    said[out] = everything(out)
    for thread in work:
        thread.join()
    return subprocess.CompletedProcess(words, _ended(process), said[out], said[err])


def run(
    words: Sequence[str],
    folder: pathlib.Path,
    environment: dict[str, str],
    *streams: connection.Connection,
) -> int:
    """Run the command line on given streams, for input, output and errors; its exit code."""
    given, out, err = streams
    process = _begin(_command, out, err, words, folder, environment, given)
    for stream in streams:
        stream.close()
    return _ended(process)


def _ended(process: multiprocessing.Process) -> int:
    """The exit code of a process, once it has ended."""
    connection.wait([process.sentinel])
    with _STARTING:
        process.join()
    return process.exitcode


def start(
    function: Callable[..., None], *words: object
) -> tuple[multiprocessing.Process, connection.Connection]:
    """Start a function in a process of its own; the process, and what it prints."""
    process, out, err = _start(_function, function, *words)
    err.close()
    return process, out


def starting_line(parties: int):
    """Where so many processes wait for one another."""
    return _CONTEXT.Barrier(parties)


def everything(pipe: connection.Connection) -> bytes:
    """All that comes through a pipe until its end."""
    with os.fdopen(os.dup(pipe.fileno()), "rb") as file:
        pipe.close()
        return file.read()


def _start(target: Callable[..., None], *words: object):
    out, out_end = _CONTEXT.Pipe(duplex=False)
    err, err_end = _CONTEXT.Pipe(duplex=False)
    process = _begin(target, out_end, err_end, *words)
    for end in (out_end, err_end, *[one for one in words if _is_pipe(one)]):
        end.close()
    return process, out, err


def _begin(target: Callable[..., None], *words: object) -> multiprocessing.Process:
    """A process that does this; the first of all loads the program, from this checkout
    wherever the test is.
    """
    process = _CONTEXT.Process(target=target, args=words)
    with _STARTING:
        before = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [before])])
        try:
            process.start()
        finally:
            del os.environ["PYTHONPATH"]
            if before is not None:
                os.environ["PYTHONPATH"] = before
    return process


def _is_pipe(word: object) -> bool:
    return isinstance(word, connection.Connection)


def _give(pipe: connection.Connection, body: bytes) -> None:
    """Write to a process that may have stopped reading."""
    with os.fdopen(os.dup(pipe.fileno()), "wb") as file:
        pipe.close()
        try:
            file.write(body)
            file.flush()
        except BrokenPipeError:
            return


def _command(out, err, words, folder, environment, given) -> None:
    """Be the command."""
    os.dup2(given.fileno(), 0)
    given.close()
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), "utf-8")
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for console in (show.out, show.err):
        # Made for the environment of the process that this one was forked from.
        vars(console).pop("styled", None)
    sys.argv = ["keden", *words]
    _function(out, err, main.run)


def _function(out, err, function, *words) -> None:
    """Call a function whose output goes into pipes."""
    for number, pipe in ((1, out), (2, err)):
        os.dup2(pipe.fileno(), number)
        pipe.close()
    sys.stdout, sys.stderr = _stream(1), _stream(2)
    # At its end only what it asked for itself is done, as in a process of its own.
    atexit._clear()
    try:
        function(*words)
    finally:
        atexit._run_exitfuncs()


def _stream(number: int) -> io.TextIOWrapper:
    raw = io.FileIO(number, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", line_buffering=number == 2)
