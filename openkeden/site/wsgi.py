"""The service as a server loads it by its name: `application` for WSGI, `front` for granian.

One installation is shared by all threads; whatever writes passes through one of them.
"""

from typing import Final, TypeVar

from openkeden.api.interface import Application
from openkeden.api.routes import ROUTES
from openkeden.api.service import Service
from openkeden.base.findings import Refused
from openkeden.flow import catalogue, installation
from openkeden.flow.access.key_book import KeyBook
from openkeden.flow.service import rates
from openkeden.flow.service.writer import Writer
from openkeden.site import settings
from openkeden.site.front import Front

T = TypeVar("T")


def _or_ends(found: T | Refused) -> T:
    """What was found; the process ends where that cannot be used."""
    if isinstance(found, Refused):
        told = [catalogue.text(one, "en").message for one in found.findings]
        raise SystemExit(" ".join(told))
    return found


_AT: Final = _or_ends(installation.open_installation(settings.HOME, create=False))
_WRITER: Final = Writer()
_SERVICE: Final = Service(_AT, _WRITER, _or_ends(rates.here()))

application: Final = Application(_AT, ROUTES, KeyBook(_AT).authenticate, _SERVICE)

front: Final = Front(application, _WRITER.end, _or_ends(rates.threads()))
