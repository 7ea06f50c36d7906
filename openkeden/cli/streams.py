"""Standard output and error: letters that a terminal cannot show are written out, and a reader
that goes away does not end the work.
"""

import io
import os
import sys
from typing import Any, TextIO


class Outflow(io.BufferedWriter):
    """A descriptor whose further bytes are dropped once nobody reads them.

    Its raw file is the interpreter's own, as that of `whole_file` and for the same reason.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(io.FileIO(descriptor, "wb", closefd=False))

    def write(self, content: Any) -> int:
        """Write the bytes; all of them count as written where the reader is gone."""
        try:
            return super().write(content)
        except BrokenPipeError:
            self._drop()
            return memoryview(content).nbytes

    def flush(self) -> None:
        """Write out what is still held, if somebody reads it."""
        try:
            super().flush()
        except BrokenPipeError:
            self._drop()
            super().flush()

    def _drop(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def prepare() -> None:
    """Make both streams of this process so."""
    sys.stdout = _prepared(sys.stdout)
    sys.stderr = _prepared(sys.stderr)


def flush() -> None:
    """Write out what is still held, at the end of the work."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _prepared(stream: TextIO) -> TextIO:
    """A stream over a descriptor anew; others, as those of a test, only in their letters."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="backslashreplace")
    try:
        flow = Outflow(stream.fileno())
    except io.UnsupportedOperation:
        return stream
    return io.TextIOWrapper(
        flow,
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
