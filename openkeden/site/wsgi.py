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
_KEYS: Final = KeyBook(_AT, _WRITER.do)
_SERVICE.key_observers.append(_KEYS.seen)


def _end() -> None:
    """Write what is gathered, and then no more."""
    _KEYS.keep()
    _WRITER.end()


application: Final = Application(_AT, ROUTES, _KEYS.authenticate, _SERVICE)

front: Final = Front(application, _end, _or_ends(rates.threads()))
