"""The rules that say how a value was read, or why it was not."""

from typing import Final

from openkeden.base.findings import Rule

READ_AS: Final = Rule(
    number="F.50",
    message="{value} was read as {read}.",
    fix="If that is what was meant, no action is needed.",
    severity="notice",
)
LETTER: Final = Rule(
    number="F.51",
    message="Character {place} of {value} is {sign} ({name}), not the Latin letter {seen}.",
    fix="Type it again with a Latin keyboard.",
    severity="notice",
)
NO_DIGIT: Final = Rule(
    number="F.52",
    message="Character {place} of {value} is {sign} ({name}), not the digit {seen}.",
    fix="Type the digit {seen}.",
    severity="notice",
)
TWO_READINGS: Final = Rule(
    number="F.53",
    message="{value} can be read in two ways, as {first} or as {second}.",
    fix="Write it as {first} or as {second}.",
    severity="notice",
)
SHORTENED: Final = Rule(
    number="F.54",
    message="{value} was shortened by a spreadsheet: digits are lost.",
    fix="Format the column as text, and type all digits again.",
    severity="notice",
)
COUNTRY: Final = Rule(
    number="F.58",
    message="{value} was read as the country {code}.",
    fix="If that is what was meant, no action is needed.",
    severity="notice",
)
RULES: Final = (READ_AS, LETTER, NO_DIGIT, TWO_READINGS, SHORTENED, COUNTRY)
