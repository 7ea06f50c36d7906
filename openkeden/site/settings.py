"""Settings of Django, which keeps the tables and their migrations. One database, named by
the home folder or by `DATABASE_URL`.
"""

import os
import pathlib

from openkeden.store import connecting, server_address

#: The folder that holds the database and the log's key. `KEDEN_HOME` names another one.
HOME = pathlib.Path(os.environ.get("KEDEN_HOME", ".keden")).absolute()

#: The database that the tables lie in; `DATABASE_URL` names one on a server.
_SERVER = os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": connecting.postgresql(server_address.address(_SERVER))
    if _SERVER
    else connecting.sqlite(HOME / "keden.sqlite3")
}
INSTALLED_APPS = ["openkeden.store"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
#: Nothing is signed with it: no session, no form. Django asks for one all the same.
SECRET_KEY = "unused"  # noqa: S105
