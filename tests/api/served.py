"""What the server loads in tests: the service of the installation in KEDEN_HOME, on the day of
the samples, with keys that are known here.
"""

import os
import pathlib

from openkeden.api import interface, routes, service
from openkeden.flow.access.callers import Caller
from openkeden.flow.service.writer import Writer
from openkeden.site.front import Front
from tests import founded

CALLERS = {
    "one": Caller("trader-1", frozenset({founded.PAYER}), frozenset({"file"}), "k1"),
}

_AT = founded.found(pathlib.Path(os.environ["KEDEN_HOME"]))
_WRITER = Writer()
_SERVICE = service.Service(_AT, _WRITER, now=lambda: founded.MOMENT)

front = Front(
    interface.Application(_AT, routes.ROUTES, CALLERS.get, _SERVICE),
    _WRITER.end,
    threads=int(os.environ.get("KEDEN_THREADS", "16")),
    slowest=2.0,
)
