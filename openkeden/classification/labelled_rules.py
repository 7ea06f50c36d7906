"""Rules of texts of goods with their codes: what keeps a table of them, or a row of it, from
being used.
"""

from openkeden.base import findings

NO_TEXT_COLUMN = findings.Rule(
    number="C.20",
    message="No column of {value} is known to hold texts of goods.",
    fix="Name the column with --text; the table has: {known}.",
)
NO_CODE_COLUMN = findings.Rule(
    number="C.21",
    message="No column of {value} is known to hold commodity codes.",
    fix="Name the column with --code; the table has: {known}.",
)
BAD_CODE = findings.Rule(
    number="C.22",
    message="'{value}' in column {column}, {row}, is not a commodity code: left out.",
    fix=(
        "Write 2, 4, 6, 8 or 10 digits, several codes with a semicolon between them; format"
        " the column as text before it is saved, or zeros at the start are lost."
    ),
    severity="warning",
)
NO_TEXT = findings.Rule(
    number="C.23",
    message="Column {column}, {row}, holds no text: the row of {value} is left out.",
    fix="Write what the goods are, or take the row out.",
    severity="warning",
)
MORE_BAD = findings.Rule(
    number="C.24",
    message="{value} further rows cannot be used and are left out.",
    fix="Mend what is wrong with the rows named before; these are of the same kinds.",
    severity="warning",
)
MOSTLY_BAD = findings.Rule(
    number="C.25",
    message="{value} of {rows} rows cannot be used: the columns are hardly those meant.",
    fix="Look at the first line of the table, and name the columns with --text and --code.",
)
NO_ROWS = findings.Rule(
    number="C.26",
    message="{value} holds no row with a text and a code.",
    fix="Give a CSV table with a line of names, and then a row for each text.",
)
NO_COLUMN = findings.Rule(
    number="C.27",
    message="{file} has no column {value}.",
    fix="Name one of these: {known}.",
)
TOO_FEW = findings.Rule(
    number="C.28",
    message="{value} groups of texts are too few for this: {least} are needed.",
    fix="Give more rows; near-duplicates count as one.",
)
SEEN = findings.Rule(
    number="C.29",
    message="The model learned from {value} of the {rows} texts that it is judged on.",
    fix=(
        "Judge it on texts that it has not seen: what a model saw is no test of it."
        " `keden classify validate` splits by near-duplicates."
    ),
    severity="warning",
)
NOT_FITTED = findings.Rule(
    number="C.30",
    message=(
        "{value} groups of texts in {language} are too few to learn how to weigh them; they"
        " are weighed as before, without chances that were not there."
    ),
    fix="Give {least} groups or more at once: then weights and chances are learned too.",
    severity="notice",
)
LINEAR_ALONE = findings.Rule(
    number="C.31",
    message=(
        "A linear model is learned from all texts at once: on top of what was learned in"
        " {value} before, there is none."
    ),
    fix="Give all texts together, on top of a model that learned from none: --from -.",
    severity="warning",
)
IRREGULAR = findings.Rule(
    number="C.32",
    message=(
        "{value} rows are left out: an inspection found something, so their codes may be"
        " wrong."
    ),
    fix="Give their corrected codes in a table of their own, to learn from them.",
    severity="notice",
)
BAD_TRUST = findings.Rule(
    number="C.33",
    message="'{value}' in column {column}, {row}, does not say how far to trust it: left out.",
    fix="Write one of these, or nothing: {known}.",
    severity="warning",
)
NONE_LOADED = findings.Rule(
    number="C.80",
    message="None of {value} texts has a known code and a word: nothing is loaded.",
    fix="Give texts in English, Russian or Kazakh with codes of the nomenclature.",
)
SOME_LOADED = findings.Rule(
    number="C.81",
    message="{value} of {rows} texts are left out: they have no known code, or no word.",
    fix="Look whether their codes are of this edition of the nomenclature.",
    severity="notice",
)
RULES = (
    NO_TEXT_COLUMN,
    NO_CODE_COLUMN,
    BAD_CODE,
    NO_TEXT,
    MORE_BAD,
    MOSTLY_BAD,
    NO_ROWS,
    NO_COLUMN,
    TOO_FEW,
    SEEN,
    NOT_FITTED,
    LINEAR_ALONE,
    IRREGULAR,
    BAD_TRUST,
    NONE_LOADED,
    SOME_LOADED,
)
