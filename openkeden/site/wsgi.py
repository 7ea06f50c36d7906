"""The service as one WSGI application, for a server that loads it by its name."""

from typing import Final

from openkeden.api.interface import Application
from openkeden.api.routes import ROUTES
from openkeden.base.findings import Refused
from openkeden.flow import catalogue, installation
from openkeden.flow.access.callers import Caller
from openkeden.site import settings


def _nobody(_key: str) -> Caller | None:
    """No key is given out yet."""
    return None


def _application() -> Application:
    opened = installation.open_installation(settings.HOME)
    if isinstance(opened, Refused):
        told = [catalogue.text(one, "en").message for one in opened.findings]
        raise SystemExit(" ".join(told))
    return Application(opened, ROUTES, _nobody)


application: Final = _application()
