"""Exit codes: what each says, alike for every command."""

from typing import Final

#: Everything went well; something was refused; the input or the call cannot be used.
OK: Final = 0
REFUSED: Final = 1
UNUSABLE: Final = 2

#: Ended from the keyboard; a signal adds its number to 128.
INTERRUPTED: Final = 130
BY_SIGNAL: Final = 128

#: Every exit code with its meaning, in the order of the table.
MEANINGS: Final = {
    OK: "What was asked for was done, or the answer is yes.",
    REFUSED: (
        "It was asked well, and the answer is no: a declaration is refused, goods may not"
        " move, something is unknown here, figures or proofs do not hold."
    ),
    UNUSABLE: (
        "It could not be asked: a word, option, day or amount of the call is not valid, a"
        " file cannot be read, there is no installation, or its law lacks the day."
    ),
    INTERRUPTED: "It was interrupted from the keyboard; what was answered is recorded.",
    BY_SIGNAL + 15: "It was ended by SIGTERM (128 and the number of the signal).",
}

#: What holds for all of them.
NOTE: Final = (
    "With --json the findings of 1 and 2 are on standard output, in one shape. A reader that"
    " goes away, as in `| head -1`, changes nothing: the work is done to its end, and the exit"
    " code is that of the work."
)
