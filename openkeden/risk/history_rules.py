"""Rules of histories: what keeps the goods lines of a file, or what inspections found in
them, from being used.
"""

from openkeden.base import findings

LABEL_COLUMNS = findings.Rule(
    number="M.31",
    message="The file of findings has no column {value}.",
    fix="Name its columns in the first line: `reference`, `item`, `found`, `known_on`, `revenue`.",
)
LABEL_VALUE = findings.Rule(
    number="M.32",
    message="{value} in row {row} of the file of findings cannot be used as {column}.",
    fix=(
        "Write found as yes or no, days as 2026-04-02, revenue in national currency as"
        " 1250.00, and item as its number or nothing for all lines."
    ),
)
NO_LINE = findings.Rule(
    number="M.33",
    message="Row {row} of the file of findings is of no goods line here: {value}.",
    fix="Name the reference of a declaration among the files and a line that it has.",
)
KNOWN_BEFORE = findings.Rule(
    number="M.34",
    message=(
        "Row {row} of the file of findings knows on {value} what was declared on {day} only."
    ),
    fix="Give the day on which the finding became known.",
)
NO_DECLARED_DAY = findings.Rule(
    number="M.35",
    message="The declaration {reference} was declared on {value}, which is not a day.",
    fix="Write box 54 as 2026-04-02: a line without a day has no place in a history.",
    box="54",
)
TWICE = findings.Rule(
    number="M.36",
    message="The declaration {value} stands in the files more than once.",
    fix="Leave out all but the version that was checked.",
)
NO_PARQUET = findings.Rule(
    number="M.37",
    message="A Parquet file cannot be written here: pyarrow is not installed.",
    fix="Install it with `pip install 'openkeden[train]'`, or name a file that ends in .csv.",
)
NO_HISTORY = findings.Rule(
    number="M.38",
    message="No declaration was lodged here.",
    fix="Lodge some with `keden clear`, or name files of declarations.",
)
LABELS_ALONE = findings.Rule(
    number="M.39",
    message="The file of findings {value} is of files of declarations, and none is named.",
    fix="Name them too: what was lodged here has its findings in the ledger.",
)
RULES = (
    LABEL_COLUMNS,
    LABEL_VALUE,
    NO_LINE,
    KNOWN_BEFORE,
    NO_DECLARED_DAY,
    TWICE,
    NO_PARQUET,
    NO_HISTORY,
    LABELS_ALONE,
)
