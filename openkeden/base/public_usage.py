"""Rules of what anybody may read over HTTP: the law, and the ledger."""

from openkeden.base import findings

NO_ROW = findings.Rule(
    number="U.210",
    message="The law of {country} has no row {value}.",
    fix="Take the key of a row from an answer that rests on it, with its day after the @.",
)
NO_RATE = findings.Rule(
    number="U.211",
    message="{value} has no exchange rate that counts on {on}.",
    fix="Ask for the rates of that day without a currency: they name those that there are.",
)
NO_TILE = findings.Rule(
    number="U.212",
    message="The ledger of {size} facts has no tile {value}.",
    fix="Take the size from the checkpoint, and the name of a tile from c2sp.org/tlog-tiles.",
)
NO_BODIES = findings.Rule(
    number="U.213",
    message="The bodies of facts ({value}) are not public: they hold trade secrets.",
    fix="Read the tiles of hashes; a receipt has the body of the fact that it is for.",
)
NO_SIZE = findings.Rule(
    number="U.214",
    message="{value} is no size that the ledger of {size} facts had, or had then.",
    fix="Name sizes from 1 to that of the checkpoint, the earlier one first.",
)
WRONG_ORDER = findings.Rule(
    number="U.215",
    message="The day {value} is before {first}.",
    fix="Give the earlier day first.",
)
NOT_WITH_ITEMS = findings.Rule(
    number="U.216",
    message="{value} does not go with items.",
    fix="Say it of each item, or leave the items out.",
)
NO_LINE = findings.Rule(
    number="U.217",
    message="The tariff has no line {value} on any day.",
    fix="GET /api/v1/tariff/ with the first four digits lists the lines below them.",
)
NOT_SAID = findings.Rule(
    number="U.218",
    message="Nothing is said of {value}, and there is no price without it.",
    fix="Say it of the goods; the description of the interface tells what it is.",
)
RULES = (
    NO_ROW,
    NO_RATE,
    NO_TILE,
    NO_BODIES,
    NO_SIZE,
    WRONG_ORDER,
    NOT_WITH_ITEMS,
    NO_LINE,
    NOT_SAID,
)
