"""Rules of an installation that is looked after: what its operator has to see to."""

from openkeden.base import findings

NO_ANSWER = findings.Rule(
    number="U.250",
    message="The database does not answer: {value}.",
    fix="See to the disk or the server that it lies on.",
)
NOT_WRITABLE = findings.Rule(
    number="U.251",
    message="The database takes nothing: {value}.",
    fix="See who owns it, and whether its disk or server may be written to.",
)
TABLES_WAIT = findings.Rule(
    number="U.252",
    message="Changes of the tables that are not made yet: {value}.",
    fix="Take a backup; the next command that opens the installation makes them.",
    severity="notice",
)
NEWER_TABLES = findings.Rule(
    number="U.253",
    message="A newer program changed the tables: {value}.",
    fix="Use that program here.",
)
OPEN_TO_OTHERS = findings.Rule(
    number="U.254",
    message="Others may read or write {value}: its mode is {mode}.",
    fix="Take that from them with `chmod go= {value}`.",
)
NO_ROOM = findings.Rule(
    number="U.255",
    message="The disk of {value} has {free} MB left, less than {least}.",
    fix="Make room, or move the installation to a larger disk.",
)
SAME_DISK = findings.Rule(
    number="U.256",
    message="The signed heads in {value} lie on the disk of the installation.",
    fix="Name a file on another disk with KEDEN_HEADS: both are not lost at once.",
    severity="notice",
)
CLOCK_BEHIND = findings.Rule(
    number="U.257",
    message="The clock says {value}, but the ledger recorded something at {latest}.",
    fix="Set the clock by a time server before anything is recorded.",
)
OLD_RATES = findings.Rule(
    number="U.258",
    message="The latest exchange rates are those of {value}: {days} days ago.",
    fix="Load the rates since: `keden rates fetch` or `keden rates import`.",
)
RULES = (
    NO_ANSWER,
    NOT_WRITABLE,
    TABLES_WAIT,
    NEWER_TABLES,
    OPEN_TO_OTHERS,
    NO_ROOM,
    SAME_DISK,
    CLOCK_BEHIND,
    OLD_RATES,
)
