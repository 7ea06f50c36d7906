"""The command line run in this process, through the function that the installed command
calls.
"""

import os

import pytest
from django.db import connections

from openkeden.flow import installation
from tests import founded
from tests.cli.calling import caller

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

    yield caller(monkeypatch, capsysbinary)
    connections["default"].close()
