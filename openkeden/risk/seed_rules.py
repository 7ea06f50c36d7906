"""Rules of the seeds of random checks: when one may be opened, and what it must show."""

from openkeden.base import findings

TOO_EARLY = findings.Rule(
    number="K.20",
    message="The seed of {value} cannot be opened before that day is over.",
    fix="Open it on a later day: whoever knows a seed can foresee every draw of its day.",
)
NO_SEED = findings.Rule(
    number="K.21",
    message="Nothing was drawn on {value}: the ledger holds no commitment to its seed.",
    fix="Name a day on which declarations were lodged, as 2026-04-02.",
)
NOT_OPENED = findings.Rule(
    number="K.22",
    message="The seed of {value} was not opened yet.",
    fix="`keden risk seed reveal {value}` opens it.",
)
IS_OPEN = findings.Rule(
    number="K.23",
    message="The seed of {value} is open: nothing more is drawn on that day.",
    fix="Lodge on a day whose seed is not open; leave out the moment to lodge now.",
)
RULES = (TOO_EARLY, NO_SEED, NOT_OPENED, IS_OPEN)
