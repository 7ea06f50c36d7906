"""Settings of Django, which keeps the tables and their migrations. One database, named by
the home folder.
"""

import os
import pathlib

#: The folder that holds the database and the log's key. `KEDEN_HOME` names another one.
HOME = pathlib.Path(os.environ.get("KEDEN_HOME", ".keden")).absolute()

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "keden.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL: an acknowledged filing survives a power cut. Speed comes from group
            # commit, not from here. Small pages: a filing by itself touches some 30 of them,
            # each of which is written whole; see docs/how-to/operate.md.
            "init_command": (
                "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA wal_autocheckpoint=16000; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
}
INSTALLED_APPS = ["openkeden.store"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
#: Nothing is signed with it: no session, no form. Django asks for one all the same.
SECRET_KEY = "unused"  # noqa: S105
