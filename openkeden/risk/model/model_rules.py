"""Rules of risk models and of the data they learn from."""

from openkeden.base import findings

NO_MODEL = findings.Rule(
    number="M.25",
    message="{value} is not a risk model.",
    fix="Name a file that `keden risk train` wrote.",
)
ALTERED = findings.Rule(
    number="M.26",
    message="The risk model {value} is not as it was written: its digest does not fit.",
    fix="Take the file from where it was kept, or train the model again.",
)
OTHER_FORM = findings.Rule(
    number="M.27",
    message="The risk model {value} has form {form}; this program reads form {known}.",
    fix="Train the model again with this program.",
)
UNSOUND = findings.Rule(
    number="M.4",
    message="The risk model {value} cannot be used: {reason}.",
    fix="Train the model again; a file that was written by hand is not taken.",
)
NO_ROWS = findings.Rule(
    number="M.5",
    message="The data hold no row: {value}.",
    fix="Give a table with a header and a row for each goods line.",
)
NO_COLUMN = findings.Rule(
    number="M.6",
    message="The data have no column {value}, which the map names for {field}.",
    fix="Give the column, or another map with --map; it has: {known}.",
)
BAD_CELL = findings.Rule(
    number="M.7",
    message="'{value}' in column {column} is not {expected}.",
    fix="Correct the cell, or leave it empty where nothing is known.",
)
FUTURE = findings.Rule(
    number="M.8",
    message="The day {value} in column {column} is after {today}.",
    fix="Correct the day: what is not yet known cannot be learned from.",
)
KNOWN_EARLY = findings.Rule(
    number="M.9",
    message="The outcome is known on {value}, before the line was registered on {day}.",
    fix="Correct one of the days: such data would tell a model the answer beforehand.",
)
NO_LABELS = findings.Rule(
    number="M.10",
    message="Of {value} goods lines none has the outcome of an inspection.",
    fix="Give the column of outcomes, with 1 where something was found and 0 where nothing.",
)
ONE_CLASS = findings.Rule(
    number="M.11",
    message="All {value} inspections ended alike: there is nothing to learn or to judge.",
    fix="Give data with inspections that found something and others that did not.",
)
CONSTANT = findings.Rule(
    number="M.12",
    message="Column {value} has one value in all rows: nothing is learned from it.",
    fix="Leave it out of the map, or give the column that was meant.",
    severity="notice",
)
TOO_LARGE = findings.Rule(
    number="M.13",
    message="{value} in column {column} is more than any goods line has: {most}.",
    fix="Correct the number: look for a slipped decimal point, or for another unit.",
)
TOO_FEW = findings.Rule(
    number="M.14",
    message="{value} inspected goods lines are too few: {least} are needed.",
    fix="Give more history, or choose another protocol.",
)
TOO_RARE = findings.Rule(
    number="M.24",
    message="Only {value} inspections ended in the rarer way; {least} are needed.",
    fix="Give more history, or choose another protocol.",
)
LEAKS = findings.Rule(
    number="M.15",
    message=(
        "The data leak: a dictionary that only remembers goods lines reaches an AUC of"
        " {value}, the champion {champion}."
    ),
    fix=(
        "Quote no figure of this protocol: it measures memory, not targeting. `--protocol"
        " one-row-per-block` scores each block once."
    ),
    severity="warning",
)
TWICE = findings.Rule(
    number="M.16",
    message="Line {item} of declaration {value} stands in the data twice.",
    fix="Give each goods line once, with the outcome that holds.",
)
NO_BLOCKS = findings.Rule(
    number="M.17",
    message="The protocol {value} needs to know which columns make a block.",
    fix='Name them in the map: blocks = ["code", "origin", "net_mass"].',
)
SELECTED_ONLY = findings.Rule(
    number="M.18",
    message=(
        "None of {value} inspections is known to have been drawn by chance: the figures are"
        " of selected goods only."
    ),
    fix=(
        "Inspect some goods by chance and record with what probability: then the illicit"
        " rate of all goods can be told."
    ),
    severity="notice",
)
NO_TABLE = findings.Rule(
    number="M.19",
    message="{value} cannot be read as a table: {reason}.",
    fix="Give a CSV file with a header, or a Parquet file.",
)
BAD_MAP = findings.Rule(
    number="M.20",
    message="The column map {value} cannot be used: {reason}.",
    fix="Name one of {known}, or a TOML file that names a column for each field.",
)
NO_SPLIT = findings.Rule(
    number="M.21",
    message="The protocol {value} needs a part to score that nothing was learned from.",
    fix="Give the part to score as a file of its own, the last one.",
)
OVERLAP = findings.Rule(
    number="M.22",
    message="The model learned from days until {until}; {value} scored lines are not later.",
    fix="Score later days: what a model saw is no test of it.",
    severity="warning",
)
MEMORY = findings.Rule(
    number="M.23",
    message="The protocol {value} measures memory where copies stand on both sides.",
    fix="Read each figure beside that of the dictionary, which learns nothing.",
    severity="warning",
)
RULES = (
    NO_MODEL,
    ALTERED,
    OTHER_FORM,
    UNSOUND,
    NO_ROWS,
    NO_COLUMN,
    BAD_CELL,
    FUTURE,
    KNOWN_EARLY,
    NO_LABELS,
    ONE_CLASS,
    CONSTANT,
    TOO_LARGE,
    TOO_FEW,
    TOO_RARE,
    LEAKS,
    TWICE,
    NO_BLOCKS,
    SELECTED_ONLY,
    NO_TABLE,
    BAD_MAP,
    NO_SPLIT,
    OVERLAP,
    MEMORY,
)
