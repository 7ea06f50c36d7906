"""An ordinary view: a Django application as most are written, which reads a declaration by
pydantic, prices it as the peer does, inserts it by the ORM and answers with its number.
"""

import os
import pathlib
import threading
from typing import Any, Final

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

from bench.peer import service

_FOLDER: Final = pathlib.Path(os.environ["KEDEN_HOME"])
_PEER: Final = service.begin(_FOLDER / "ordinary.sqlite3", _FOLDER / "law.json")

#: The number of a declaration is that of the one before and one.
_ALONE: Final = threading.Lock()

settings.ROOT_URLCONF = __name__
settings.ALLOWED_HOSTS = ["*"]
settings.MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]


def declarations(request: HttpRequest) -> JsonResponse:
    """Take a declaration in."""
    with _ALONE:
        _PEER.lodge([request.body])
    return JsonResponse({"status": "registered"}, status=201)


urlpatterns = [path("api/v1/declarations", declarations)]

application: Any = get_wsgi_application()
