"""The command `keden` in processes of its own, forked from one that has loaded the program.

Starting Python, importing and reading the law take more than a second; a fork takes
milliseconds, and what it runs is the same code on the same files.
"""

import contextlib
import functools
import gc
import importlib
import io
import os
import pathlib
import select
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence

import msgspec

from openkeden.cli import main
from prove import outcome, tracing

AT = "2026-04-02T09:30+05:00"


class Ran(msgspec.Struct, frozen=True):
    """A command that has ended."""

    #: Its exit code; minus the signal that ended it.
    code: int

    #: Its standard output.
    out: bytes

    #: Its standard error.
    err: bytes

    @property
    def told(self) -> str:
        """The end of what it said on standard error, on one line."""
        return " ".join(self.err.decode(errors="replace").split())[-200:]

    @property
    def fault(self) -> str:
        """What a command must never show, in words; empty where there is nothing."""
        if b"Traceback" in self.err:
            return f"traceback: {self.told}"
        if self.code not in (0, 1, 2):
            return f"exit code {self.code}"
        if self.code and not self.err and not self.out:
            return f"exit code {self.code} without a word"
        return ""


@functools.cache
def load() -> None:
    """Load all that commands need, once; the collector leaves it alone from then on."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "openkeden.site.settings"
    import django  # noqa: PLC0415

    django.setup()
    from openkeden.flow import installation_files  # noqa: PLC0415
    from openkeden.lawpack import pack  # noqa: PLC0415

    for module, _ in main.COMMANDS.values():
        importlib.import_module(f"openkeden.cli.{module}")
    vars(installation_files)["load_pack"] = functools.cache(pack.load_pack)
    _rehearse()
    gc.collect()
    gc.freeze()


def _rehearse() -> None:
    """Run a command here, so that all it loads on its way is loaded."""
    from django.db import connections  # noqa: PLC0415

    from openkeden.flow import bundled_samples  # noqa: PLC0415

    silent = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with outcome.scratch() as folder, contextlib.redirect_stdout(silent):
        file = folder / "sample.json"
        file.write_bytes(next(iter(bundled_samples.samples())))
        home = ["--home", str(folder / "home")]
        for words in (["clear", str(file), "--json", "--at", AT], ["ledger", "verify"]):
            with contextlib.suppress(SystemExit):
                main.app([*words, *home])
        connections.close_all()


def start(
    arguments: Sequence[str],
    out: int,
    err: int,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], object] = lambda: None,
) -> int:
    """Start a command with these files as its output; the number of its process.

    `before` runs in it first.
    """
    load()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process == 0:
        _child(arguments, out, err, environment or {}, before)
    return process


def _child(
    arguments: Sequence[str],
    out: int,
    err: int,
    environment: Mapping[str, str],
    before: Callable[[], object],
) -> None:
    """Be the command, to its end."""
    code = 70
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdout = _stream(1)
        sys.stderr = _stream(2)
        os.environ.update(environment)
        before()
        begin = tracing.begin()
        if begin is not None:
            begin()
        sys.argv = ["keden", *arguments]
        code = _code(main.run)
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            sys.stderr.flush()
        os._exit(code)


def _stream(handle: int) -> io.TextIOWrapper:
    """A standard stream as a new process has it."""
    raw = io.FileIO(handle, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", write_through=handle == 2)


def _code(run: Callable[[], None]) -> int:
    """The exit code of a command."""
    try:
        run()
    except SystemExit as ended:
        code = ended.code
        return code if isinstance(code, int) else 1 if code else 0
    return 0


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    before: Callable[[], object] = lambda: None,
) -> Ran:
    """Run a command to its end."""
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    process = start(arguments, out_end, err_end, environment, before)
    os.close(out_end)
    os.close(err_end)
    said = _read_both(out, err)
    return Ran(end(process), *said)


def _read_both(out: int, err: int) -> tuple[bytes, bytes]:
    """All that two pipes bring; a file would be bound by the limits of the process."""
    said = {out: bytearray(), err: bytearray()}
    there = [out, err]
    while there:
        for pipe in select.select(there, [], [])[0]:
            part = os.read(pipe, 1 << 16)
            said[pipe] += part
            if not part:
                there.remove(pipe)
                os.close(pipe)
    return bytes(said[out]), bytes(said[err])


def end(process: int) -> int:
    """Wait for a process; its exit code."""
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


def home_of(folder: pathlib.Path, name: str = "home") -> pathlib.Path:
    """A home to be founded, in a folder that is there."""
    home = folder / name
    home.mkdir()
    return home
