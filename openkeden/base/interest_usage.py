"""Rules of questions about interest: what keeps one from being answered."""

from openkeden.base import findings

ONE_QUESTION = findings.Rule(
    number="U.125",
    message="Interest is asked for either a deferral or temporary admission, not {value}.",
    fix="Give --released and --paid for a deferral, or --months for temporary admission.",
)
PAID_BEFORE = findings.Rule(
    number="U.126",
    message="The amount cannot be paid on {value}, before the goods were released ({released}).",
    fix="Interest begins on the day after release: name a day of payment from then on.",
)
RATE_NOT_HELD = findings.Rule(
    number="U.127",
    message="The refinancing rate from {value} to {last} is not known here.",
    fix="Look it up at the national bank and give it in percent a year, as --rate 18.",
)
NO_NUMBER = findings.Rule(
    number="U.128",
    message="'{value}' cannot be used as {what}.",
    fix="Write a number above zero, such as {example}.",
)
NO_RULE_OF_INTEREST = findings.Rule(
    number="U.129",
    message="The law here has no rule of interest on {value}: no row is in force for {key}.",
    fix="Name another day, or add the row with `keden law import`.",
)
OTHER_PROCEDURE = findings.Rule(
    number="U.136",
    message="Months cost something under temporary admission ({procedure}), not under {value}.",
    fix="Give --procedure {procedure} with --months, or leave the months out.",
)
RULES = (
    ONE_QUESTION,
    PAID_BEFORE,
    RATE_NOT_HELD,
    NO_NUMBER,
    NO_RULE_OF_INTEREST,
    OTHER_PROCEDURE,
)
