"""Rules of using the program for generated worlds."""

from openkeden.base import findings

NO_WORLD = findings.Rule(
    number="U.150",
    message="No world can be generated for {value}.",
    fix="Name an installation with the law of {known}.",
)
NO_RATES = findings.Rule(
    number="U.151",
    message="No declaration can be written for {on}: there is no exchange rate of {value}.",
    fix="`keden rates fetch` loads rates; --on names a day that has them, as 2026-04-02.",
)
NOT_A_WORLD = findings.Rule(
    number="U.152",
    message="{value} holds no generated world.",
    fix="Give a folder that `keden world` wrote.",
)
WORLD_EXISTS = findings.Rule(
    number="U.153",
    message="{value} is there already: no world is written over another.",
    fix="Name another folder with --out.",
)
RULES = (NO_WORLD, NO_RATES, NOT_A_WORLD, WORLD_EXISTS)
