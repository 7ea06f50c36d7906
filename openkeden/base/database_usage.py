"""Rules of the database on a server: what keeps an installation from using it."""

from openkeden.base import findings

BAD_URL = findings.Rule(
    number="U.170",
    message="DATABASE_URL is no address of a database on PostgreSQL: {reason}.",
    fix=(
        "Write it as postgresql://user:password@host:5432/name; in a password @ is %40,"
        " / is %2F and % is %25."
    ),
)
NO_DRIVER = findings.Rule(
    number="U.171",
    message="DATABASE_URL names a database on PostgreSQL, and its driver is not installed.",
    fix="Install it with: `pip install 'openkeden[postgres]'`.",
)
NO_SERVER = findings.Rule(
    number="U.172",
    message="The database at {value} cannot be reached: {reason}.",
    fix="Start the server, or correct DATABASE_URL; nothing was changed.",
)
UNFIT = findings.Rule(
    number="U.173",
    message="The database at {value} cannot hold a ledger: {reason}.",
    fix="Make the role and the database as the page on operating says.",
)
NOT_NAMED = findings.Rule(
    number="U.174",
    message="The tables of {value} lie on PostgreSQL, and DATABASE_URL does not say where.",
    fix="Set DATABASE_URL to the address with which this installation was set up.",
)
TWO = findings.Rule(
    number="U.175",
    message="{value} holds a SQLite database, and DATABASE_URL names another on a server.",
    fix=(
        "Leave DATABASE_URL out; or move the tables: `keden backup` without it, then"
        " `keden restore` with it, into a new folder."
    ),
)
NOT_EMPTY = findings.Rule(
    number="U.176",
    message="The database at {value} is not empty: a backup is restored into a new one.",
    fix="Make an empty database, and name it in DATABASE_URL.",
)
RULES = (BAD_URL, NO_DRIVER, NO_SERVER, UNFIT, NOT_NAMED, TWO, NOT_EMPTY)
