"""The numbered rules of gate 1: what stops a message before anybody asks what it declares."""

from openkeden.base.findings import Rule

EMPTY = Rule(
    number="F.1",
    message="The input is empty: {value} bytes.",
    fix="Send a declaration as JSON, CSV, an Excel workbook or ASYCUDA XML.",
)
ENCODING = Rule(
    number="F.2",
    message="The byte {value} at position {position} is not UTF-8.",
    fix="Save the file as UTF-8 and send it again; windows-1251 has no Kazakh letters.",
)
UNKNOWN_FORMAT = Rule(
    number="F.3",
    message="The format of the input is not recognised; it begins with {value}.",
    fix="Send JSON (one declaration per line, or one document), CSV or an Excel workbook (.xlsx)"
    " with a `reference` column in its first row, or ASYCUDA XML.",
)
TOO_LONG_MESSAGE = Rule(
    number="F.4",
    message="The message has more than {limit} bytes ({value} were read).",
    fix="Split it: send JSON with one declaration per line, each under {limit} bytes.",
)
SYNTAX = Rule(
    number="F.5",
    message="The JSON cannot be read at {value}: {reason}.",
    fix="Correct the text at that place; a declaration is one JSON object.",
)
DEPTH = Rule(
    number="F.6",
    message="The message is nested too deeply: {value}.",
    fix="A declaration needs five levels; send it as the format describes.",
)
NOT_FINITE = Rule(
    number="F.7",
    message="{value} is not a valid JSON number.",
    fix="Write the number as decimal text, or leave the field out.",
)
UNKNOWN_FIELD = Rule(
    number="F.8",
    message="The field {value} does not exist here.",
    fix="Remove it, or correct its spelling; the closest name is {closest}.",
)
MISSING_FIELD = Rule(
    number="F.9",
    message="The field {value} is missing.",
    fix='Write "{value}": {expected}.',
)
WRONG_TYPE = Rule(
    number="F.10",
    message="{value} is {given}, but {expected} is expected.",
    fix="Write {expected}.",
)
NUMBER_AS_TEXT = Rule(
    number="F.11",
    message="{value} is a JSON number that is not exact, but decimal text is expected.",
    fix="Write all its digits as text, without an exponent.",
)
DUPLICATE_KEY = Rule(
    number="F.12",
    message="The field {value} is given more than once.",
    fix=(
        "Give it once; readers disagree on which one counts, and the bytes are what is"
        " signed."
    ),
)
TOO_LONG_TEXT = Rule(
    number="F.13",
    message="The text {value} has {length} characters, but the field {field} holds at most"
    " {limit}.",
    fix="Shorten it to {limit} characters; it is not cut off for you.",
)
TOO_MANY_ITEMS = Rule(
    number="F.14",
    message="The declaration has {value} items, but at most {limit} are read.",
    fix="Split the goods over several declarations.",
)
UNREADABLE = Rule(
    number="F.15",
    message="The message cannot be read: {value}.",
    fix="Compare it with a sample of the same format.",
)
NO_NULL = Rule(
    number="F.16",
    message="{value} is given, but {expected} is expected.",
    fix="Leave the field out when it has no value.",
)
NO_DECLARATION = Rule(
    number="F.17",
    message="The input contains no declaration: {value}.",
    fix="Send at least one; a table needs rows below its header.",
)
NO_NUL = Rule(
    number="F.18",
    message="The text {value} contains the character U+0000.",
    fix="Remove it; no text needs it and databases refuse it.",
)
MORE_MESSAGES = Rule(
    number="F.19",
    message="{value} more messages cannot be read; what is wrong with each is not listed.",
    fix="Correct what is listed, and send the file again.",
)

CSV_QUOTE = Rule(
    number="F.20",
    message=(
        "The quotation mark opened on line {value} is never closed; the rest was not read."
    ),
    fix="Close it; double a quotation mark inside quoted text.",
)
CSV_COLUMN_UNKNOWN = Rule(
    number="F.21",
    message="The column {value} does not exist.",
    fix="Remove it, or correct its spelling; the closest name is {closest}.",
)
CSV_COLUMN_TWICE = Rule(
    number="F.22",
    message="The column {value} is in the header more than once.",
    fix="Keep one of them.",
)
CSV_COLUMN_MISSING = Rule(
    number="F.23",
    message="The column {value} is missing.",
    fix="Add it to the header; its cells may be empty where the rules allow.",
)
CSV_WIDTH = Rule(
    number="F.24",
    message="The row has {value} cells, but the header has {expected}.",
    fix="Quote cells that contain the delimiter or a line break.",
)
CSV_SCATTERED = Rule(
    number="F.25",
    message="The declaration {value} continues after rows of another one.",
    fix="Sort the rows so that the rows of each declaration are together.",
)
CSV_CONTRADICTION = Rule(
    number="F.26",
    message="{value} differs from {first} in the first row of the declaration.",
    fix="Give what applies to the whole declaration once, or repeat it unchanged on each of its"
    " rows.",
)
CSV_NUMBER = Rule(
    number="F.27",
    message="{value} is not {expected}.",
    fix="Write {expected}.",
)
CSV_LIST = Rule(
    number="F.28",
    message="The list {value} is not valid JSON: {reason}.",
    fix="Write it as {expected}, and double each quotation mark inside a quoted cell.",
)
CSV_NO_REFERENCE = Rule(
    number="F.29",
    message="The row belongs to no declaration: its reference is empty and no row comes before it"
    " ({value}).",
    fix="Give the reference on the first row of each declaration.",
)
GIVEN_UP = Rule(
    number="F.30",
    message="The rest of the input was not read: {value} messages more cannot be read, and only"
    " {read} could.",
    fix="Look at the first findings: such a file is seldom one of declarations.",
)
JSON_BRACKETS = Rule(
    number="F.31",
    message="The message has {value} brackets, but at most {limit} objects and lists are read.",
    fix="Send one declaration per line, as the format describes.",
)
CSV_GIVEN_UP = Rule(
    number="F.32",
    message="The rest of the table was not read: one declaration goes on for {value} rows.",
    fix="Write the reference on the first row of each declaration.",
)
CSV_UNNAMED = Rule(
    number="F.55",
    message="Column {column} has no name in the header, but holds {value}.",
    fix="Name the column in the first row, or clear the cell.",
)
FILE = Rule(
    number="F.56",
    message="The file cannot be opened: {value}.",
    fix="Check its name and folder.",
)
NO_TEXT = Rule(
    number="F.57",
    message="The input is {value}, which is not read.",
    fix="Save the table as an Excel workbook (.xlsx) or as CSV UTF-8, or send JSON or ASYCUDA"
    " XML.",
)
WORKBOOK = Rule(
    number="F.59",
    message="The workbook cannot be read: {value}.",
    fix="Open it in the spreadsheet program and save it again as .xlsx, or as CSV UTF-8.",
)
WORKBOOK_LARGE = Rule(
    number="F.60",
    message="The workbook has {value} bytes in {parts} parts once it is unpacked; at most {limit}"
    " are read.",
    fix="Keep only the sheet with the declarations, or save it as CSV UTF-8.",
)
WORKBOOK_LONG = Rule(
    number="F.61",
    message="The sheet has more than {value} rows; the others were not read.",
    fix="Save it as CSV UTF-8, which may have any number of rows.",
)
FORMULA = Rule(
    number="F.90",
    message="The result of the formula in {value} is not saved in the workbook.",
    fix="Open the workbook in the spreadsheet program and save it again, or write the result in"
    " place of the formula.",
)
BEYOND = Rule(
    number="F.91",
    message="The sheet holds something in {value}, but its first {limit} columns are read.",
    fix="Move it to the left, or clear the cell.",
)

XML_SYNTAX = Rule(
    number="F.40",
    message="The XML is not well formed at {value}: {reason}.",
    fix="Export the declaration again; the file may have been cut short.",
)
XML_DOCTYPE = Rule(
    number="F.41",
    message="The document contains a document type declaration: {value}.",
    fix="Remove <!DOCTYPE ...>; entities and external files are never read.",
)
XML_ROOT = Rule(
    number="F.42",
    message="The root element is {value}, but {expected} is expected.",
    fix="Send an ASYCUDA World declaration, exported as XML.",
)
XML_ELEMENTS = Rule(
    number="F.43",
    message="The document has {value} tags, but at most {limit} elements are read.",
    fix="Send one declaration per file.",
)
XML_NUMBER = Rule(
    number="F.44",
    message="{value} is not a valid {expected}.",
    fix="Write it in plain digits with a decimal point.",
)
XML_TWICE = Rule(
    number="F.80",
    message="The element {value} stands more than once: on line {first} and on line {line}.",
    fix="Keep one of them; readers disagree on which one counts.",
)
XML_PARTED = Rule(
    number="F.81",
    message="The text {value} stands beside other elements inside of {element}.",
    fix="Write a value as the only content of its element.",
)
XML_MISCODED = Rule(
    number="F.82",
    message="The document says that it is in {value}, but it is in UTF-8.",
    fix="Correct the encoding in its first line; read as it says, its letters are others.",
)

RULES = (
    EMPTY,
    ENCODING,
    UNKNOWN_FORMAT,
    TOO_LONG_MESSAGE,
    SYNTAX,
    DEPTH,
    NOT_FINITE,
    UNKNOWN_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    NUMBER_AS_TEXT,
    DUPLICATE_KEY,
    TOO_LONG_TEXT,
    TOO_MANY_ITEMS,
    UNREADABLE,
    NO_NULL,
    NO_DECLARATION,
    NO_NUL,
    MORE_MESSAGES,
    CSV_QUOTE,
    CSV_COLUMN_UNKNOWN,
    CSV_COLUMN_TWICE,
    CSV_COLUMN_MISSING,
    CSV_WIDTH,
    CSV_SCATTERED,
    CSV_CONTRADICTION,
    CSV_NUMBER,
    CSV_LIST,
    CSV_NO_REFERENCE,
    GIVEN_UP,
    JSON_BRACKETS,
    CSV_GIVEN_UP,
    XML_SYNTAX,
    XML_DOCTYPE,
    XML_ROOT,
    XML_ELEMENTS,
    XML_NUMBER,
    XML_TWICE,
    XML_PARTED,
    XML_MISCODED,
    CSV_UNNAMED,
    FILE,
    NO_TEXT,
    WORKBOOK,
    WORKBOOK_LARGE,
    WORKBOOK_LONG,
    FORMULA,
    BEYOND,
)
