"""Rules of a call: what keeps the words that were typed from being a command with all it needs.

They name the command, its option or argument, and what it takes; the path of such a finding
is the option.
"""

from openkeden.base import findings

NEARLY_A_COMMAND = findings.Rule(
    number="U.70",
    message="`{command}` has no command {value}.",
    fix="What may be meant: {near}.",
)
NO_COMMAND = findings.Rule(
    number="U.71",
    message="`{command}` has no command {value}.",
    fix="There are {known}.",
)
NEARLY_AN_OPTION = findings.Rule(
    number="U.72",
    message="`{command}` has no option {value}.",
    fix="What may be meant: {near}.",
)
NO_OPTION = findings.Rule(
    number="U.73",
    message="`{command}` has no option {value}.",
    fix="`{command} --help` lists its options.",
)
MISSING = findings.Rule(
    number="U.74",
    message="What `{command}` needs is missing: {value}.",
    fix="`{command} --help` says what each is, and has an example.",
)
NO_CHOICE = findings.Rule(
    number="U.75",
    message='{option} cannot be "{value}".',
    fix="Write one of {known}.",
)
NO_NUMBER = findings.Rule(
    number="U.76",
    message='{option} cannot be "{value}".',
    fix="Write a whole number in plain digits.",
)
NO_VALUE = findings.Rule(
    number="U.77",
    message="{option} cannot be used so: {reason}.",
    fix="`{command} --help` says what it takes.",
)
TOO_MANY_WORDS = findings.Rule(
    number="U.78",
    message="`{command}` does not take that many words: {value}.",
    fix="Put what has blanks in it into quotation marks; `{command} --help` has an example.",
)
NO_DAY = findings.Rule(
    number="U.80",
    message='"{value}" is not a valid day.',
    fix="Write it as 2026-04-02.",
)
NO_MOMENT = findings.Rule(
    number="U.81",
    message='"{value}" is not a valid moment.',
    fix="Write it as 2026-04-02T10:00+05:00.",
)
NO_AMOUNT = findings.Rule(
    number="U.82",
    message='"{value}" is not a valid amount.',
    fix="Write it as 1000000.00.",
)
NOT_TOGETHER = findings.Rule(
    number="U.83",
    message="{option} does not go with {value}.",
    fix="Leave one of them out.",
)
ONLY_WITH = findings.Rule(
    number="U.84",
    message="{value} goes with {option} only.",
    fix="Give both, or neither.",
)
NO_PAIR = findings.Rule(
    number="U.85",
    message='{option} "{value}" is not written as name=value, each name once.',
    fix="Write it as {example}.",
)
NOT_USABLE = findings.Rule(
    number="U.86",
    message="{value} cannot be used: {reason}.",
    fix="Name another, or mend this one.",
)
NO_DATABASE = findings.Rule(
    number="U.87",
    message="The database cannot be used: {value}.",
    fix="`keden ledger verify` says more; put a back-up of the database back.",
)
WRONG_ORDER = findings.Rule(
    number="U.88",
    message="{value} is before {first}.",
    fix="Give the first day with --from, the last with --to.",
)
NOT_IN_RANGE = findings.Rule(
    number="U.89",
    message='{option} cannot be "{value}".',
    fix="Write a whole number from {least} to {most}.",
)
VALUE_LEFT_OUT = findings.Rule(
    number="U.90",
    message="{value} needs a value after it.",
    fix="`{command} --help` says what it takes.",
)
NO_ADMINISTRATOR = findings.Rule(
    number="U.91",
    message="It is not said who answers for what is imported.",
    fix="Name the administrator with --actor.",
)
NOTHING_NAMED = findings.Rule(
    number="U.92",
    message="It is not said what is meant.",
    fix="Give {known}.",
)
NO_RELIEF = findings.Rule(
    number="U.93",
    message='No preference relieves "{value}".',
    fix="Write --preference as charge=code; the charges are {known}.",
)
OTHER_CONTENT = findings.Rule(
    number="U.94",
    message="{value} is there already, with other content.",
    fix="Give another folder with {option}.",
)
RULES = (
    NEARLY_A_COMMAND,
    NO_COMMAND,
    NEARLY_AN_OPTION,
    NO_OPTION,
    MISSING,
    NO_CHOICE,
    NO_NUMBER,
    NO_VALUE,
    TOO_MANY_WORDS,
    NO_DAY,
    NO_MOMENT,
    NO_AMOUNT,
    NOT_TOGETHER,
    ONLY_WITH,
    NO_PAIR,
    NOT_USABLE,
    NO_DATABASE,
    WRONG_ORDER,
    NOT_IN_RANGE,
    VALUE_LEFT_OUT,
    NO_ADMINISTRATOR,
    NOTHING_NAMED,
    NO_RELIEF,
    OTHER_CONTENT,
)
