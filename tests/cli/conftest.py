"""The command line run in this process, through the function that the installed command
calls.
"""

import io
import os
import signal
import subprocess

import pytest
from django.db import connections

from openkeden.cli import main
from openkeden.flow import installation
from tests import founded

AT = "2026-04-02T09:30+05:00"


@pytest.fixture
def keden(monkeypatch, capsysbinary, tmp_path):
    """Call `keden WORD...` in an empty folder whose `.keden` has a fixed key; what escapes
    it fails the test.
    """
    monkeypatch.chdir(tmp_path)
    for name in founded.environment().keys() ^ os.environ.keys():
        monkeypatch.delenv(name)
    founded.found(tmp_path / ".keden")
    opened = installation.open_installation

    def calmly(home, **more):
        known = opened(home, **more)
        return (
            founded.calm(known) if isinstance(known, installation.Installation) else known
        )

    monkeypatch.setattr(installation, "open_installation", calmly)
    connections["default"].close()

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

    yield call
    connections["default"].close()
