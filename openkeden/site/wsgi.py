"""The service as one WSGI application, for a server that loads it by its name."""

from typing import Final

from openkeden.api.interface import Application
from openkeden.api.routes import ROUTES
from openkeden.base.findings import Refused
from openkeden.flow import catalogue, installation
from openkeden.flow.access.key_book import KeyBook
from openkeden.site import settings


def _application() -> Application:
    opened = installation.open_installation(settings.HOME)
    if isinstance(opened, Refused):
        told = [catalogue.text(one, "en").message for one in opened.findings]
        raise SystemExit(" ".join(told))
    return Application(opened, ROUTES, KeyBook(opened).authenticate)


application: Final = _application()
