"""The service of a bench: that of the installation in KEDEN_HOME on the morning of the bench,
with a key that is never told to come again. `BENCH_DURABLE=0` takes the durability away, and
nothing else.
"""

import os
from typing import Final

from bench import house
from bench.web.served_key import KEY
from openkeden.api.interface import Application
from openkeden.api.routes import ROUTES
from openkeden.api.service import Service
from openkeden.base.findings import Refused
from openkeden.flow import installation
from openkeden.flow.access.callers import SCOPES, Caller
from openkeden.flow.service.writer import Writer
from openkeden.site import settings
from openkeden.site.front import Front
from openkeden.store import connecting

if os.environ["BENCH_DURABLE"] == "0":
    connecting.SQLITE["init_command"] += " PRAGMA synchronous=OFF;"

_AT = installation.open_installation(settings.HOME)
assert not isinstance(_AT, Refused), _AT
_CALLERS: Final[dict[str, Caller]] = {KEY: Caller("", frozenset(), frozenset(SCOPES), KEY)}
_WRITER: Final = Writer()
_SERVICE: Final = Service(_AT, _WRITER, now=lambda: house.MORNING)


def _caller(key: str) -> Caller | None:
    return _CALLERS.get(key)


front: Final = Front(Application(_AT, ROUTES, _caller, _SERVICE), _WRITER.end)
