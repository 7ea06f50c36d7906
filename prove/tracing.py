"""The preloaded library that records what a process writes, and its records."""

import ctypes
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator

import msgspec

SOURCE = pathlib.Path(__file__).with_name("tracer.c")

_HEAD = struct.Struct("<BQqII")


class Step(msgspec.Struct, frozen=True):
    """One thing that a process did to the disk or to its standard output."""

    #: `create`, `write`, `truncate`, `sync`, `rename`, `link`, `unlink`, `mkdir` or
    #: `output`.
    kind: str

    #: Which file, by its number in the file system; 0 where only names are meant.
    inode: int

    #: Where was written, or the size that a file was cut to.
    offset: int

    #: The file or folder, from the traced folder on.
    path: str

    #: What was written; the second name of a rename or link.
    data: bytes


KINDS = {
    ord("c"): "create",
    ord("w"): "write",
    ord("t"): "truncate",
    ord("s"): "sync",
    ord("r"): "rename",
    ord("l"): "link",
    ord("u"): "unlink",
    ord("m"): "mkdir",
    ord("o"): "output",
}


def steps(trace: pathlib.Path, root: pathlib.Path) -> list[Step]:
    """All steps of a trace in order, with names from the traced folder on."""
    return list(_steps(trace.read_bytes(), f"{root}/")) if trace.exists() else []


def _steps(body: bytes, root: str) -> Iterator[Step]:
    at = 0
    while at < len(body):
        kind, inode, offset, name, size = _HEAD.unpack_from(body, at)
        at += _HEAD.size
        path = os.fsdecode(body[at : at + name]).removeprefix(root)
        data = body[at + name : at + name + size]
        yield Step(KINDS[kind], inode, offset, path, data)
        at += name + size


def settings(root: pathlib.Path, trace: pathlib.Path) -> dict[str, str]:
    """What makes a process record what it does below a folder."""
    return {"PROVE_ROOT": str(root), "PROVE_TRACE": str(trace)}


def why_not() -> str:
    """Why the library cannot be used here; empty where it can."""
    if sys.platform != "linux":
        return "calls are recorded on Linux only"
    if shutil.which("cc") is None:
        return "there is no C compiler: install one, such as `apt-get install gcc`"
    return ""


def load() -> None:
    """Have the library: compile it and begin this process anew with it.

    Once it is loaded its file is not needed, and programs started from here go without it.
    """
    if begin() is not None:
        library = pathlib.Path(os.environ.pop("LD_PRELOAD"))
        shutil.rmtree(library.parent)
        return
    library = pathlib.Path(tempfile.mkdtemp(prefix="prove-")) / f"{SOURCE.stem}.so"
    options = ["-O1", "-Wall", "-fPIC", "-shared"]
    subprocess.run(["cc", *options, "-o", str(library), str(SOURCE), "-ldl"], check=True)
    os.environ["LD_PRELOAD"] = str(library)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "prove", *sys.argv[1:]])


def begin() -> Callable[[], object] | None:
    """What makes the library read its settings; None where it is not loaded."""
    return getattr(ctypes.CDLL(None), "prove_start", None)
