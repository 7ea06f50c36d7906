"""The command line called in this process, through the function that the installed command
calls.
"""

import io
import signal
import subprocess
from collections.abc import Callable

import pytest

from openkeden.cli import main


def caller(monkeypatch, capsysbinary) -> Callable[..., subprocess.CompletedProcess]:
    """What calls `keden WORD...`; what escapes it fails the test."""

    def call(*words: object, stdin: bytes = b"") -> subprocess.CompletedProcess:
        argv = ["keden", *map(str, words)]
        monkeypatch.setattr("sys.argv", argv)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main.run()
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, signal.SIG_DFL)
        told = capsysbinary.readouterr()
        code = ended.value.code
        return subprocess.CompletedProcess(
            argv, code if isinstance(code, int) else int(bool(code)), told.out, told.err
        )

    return call
