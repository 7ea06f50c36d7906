"""Rules of recording: the order of time, and the law that facts are recorded under.

They speak of what the ledger says already, of the clock and of the files of the
installation, never of what a declaration says.
"""

from openkeden.base import findings

LATE = findings.Rule(
    number="H.1",
    message="{value} is before {last}, the latest moment that the ledger speaks of.",
    fix="Leave the moment out, or say with --reason why it counts as of that moment.",
)
CLOCK_BEHIND = findings.Rule(
    number="H.2",
    message="The clock says {value}, but a fact was recorded at {last}.",
    fix="Set the clock right, or say with --reason why it runs behind.",
)
FUTURE = findings.Rule(
    number="H.3",
    message="{value} is in the future: the clock says {clock}.",
    fix="Give a moment that has come, or set the clock right.",
)
FILE_GONE = findings.Rule(
    number="H.4",
    message="The law file {value} is gone; fact {fact} of the ledger says that it is in use.",
    fix="Put the file back from a copy: what was imported is never taken away.",
)
FILE_CHANGED = findings.Rule(
    number="H.5",
    message="The law file {value} is not as it was imported: see fact {fact} of the ledger.",
    fix="Put the file back from a copy; to correct the law, import what holds.",
)
FILE_ADDED = findings.Rule(
    number="H.6",
    message="No fact of the ledger speaks of the law file {value}.",
    fix=(
        "Take the file away and import it, or let an administrator answer for it:"
        " `keden law adopt`."
    ),
)
PACK_CHANGED = findings.Rule(
    number="H.7",
    message=(
        "The law that comes with version {value} of the program is not that of fact"
        " {fact} of the ledger."
    ),
    fix=(
        "Install the program anew, or let an administrator answer for the change:"
        " `keden law adopt`."
    ),
)
LAW_MOVED = findings.Rule(
    number="H.8",
    message="Other law is in use since fact {value}, while this program had the law before.",
    fix="Run the command again.",
)
NOT_TO_ADOPT = findings.Rule(
    number="H.9",
    message="The law that lies here is the law in use: see fact {value}.",
    fix="No action is needed.",
)
RULES = (
    LATE,
    CLOCK_BEHIND,
    FUTURE,
    FILE_GONE,
    FILE_CHANGED,
    FILE_ADDED,
    PACK_CHANGED,
    LAW_MOVED,
    NOT_TO_ADOPT,
)
