"""Rules of using declarations over HTTP: what keys are not given, and what papers are."""

from openkeden.base import findings

NOT_BY_KEY = findings.Rule(
    number="U.220",
    message="{value} is not done with a key: it needs an officer at a device.",
    fix="A key may do: {allowed}.",
)
NO_PAPER = findings.Rule(
    number="U.221",
    message="The body is no PDF, JPEG, PNG or XML: it begins with {value}.",
    fix="Send the paper itself, as one of these.",
)
TOO_MANY_PAPERS = findings.Rule(
    number="U.222",
    message="The declaration has {value} papers already.",
    fix="Send what belongs together as one file.",
)
BAD_NAME = findings.Rule(
    number="U.223",
    message="A paper cannot be called {value}.",
    fix="Give a name of 1 to 200 letters that can be printed, without / and \\.",
)
NAME_A_PAYER = findings.Rule(
    number="U.224",
    message="It is not clear whose account is meant: {value}.",
    fix="Add `payer=` with one of: {known}.",
)
NO_SERVICE = findings.Rule(
    number="U.225",
    message="{value} is no address that declarations are sent to.",
    fix="Give one that begins with https://, or with http:// on this machine.",
)
NO_KEY_FILE = findings.Rule(
    number="U.226",
    message="The key in {value} cannot be used: {reason}.",
    fix="Write the key that `keden key issue` shows into a file of its own.",
)
NO_ANSWER = findings.Rule(
    number="U.227",
    message="{value} gives no answer: {reason}.",
    fix=(
        "Run the same command again later: nothing is lodged twice. It was sent {tries}"
        " times at most."
    ),
)
RULES = (
    NOT_BY_KEY,
    NO_PAPER,
    TOO_MANY_PAPERS,
    BAD_NAME,
    NAME_A_PAYER,
    NO_SERVICE,
    NO_KEY_FILE,
    NO_ANSWER,
)
