"""Rules of bodies that the service cannot take, and of the command that serves."""

from openkeden.base import findings

TOO_MANY = findings.Rule(
    number="U.200",
    message="The body has {value} declarations with {items} items, or more.",
    fix="Send at most {most} declarations with {most_items} items at once.",
)
CUT_SHORT = findings.Rule(
    number="U.201",
    message="The body ended after {value} bytes; {expected} were announced.",
    fix="Send it again, whole, with its true Content-Length.",
)
TOO_SLOW = findings.Rule(
    number="U.202",
    message="The {value} bytes of the body did not come in time. Nothing was written.",
    fix="Send it again over a better line, or in smaller parts.",
)
BAD_CODING = findings.Rule(
    number="U.203",
    message="A body that is coded as {value} cannot be read.",
    fix="Send it as it is, or as gzip.",
)
NO_SERVER = findings.Rule(
    number="U.204",
    message="Serving needs {value}, which is not installed.",
    fix="Install it with `pip install 'openkeden[serve]'`.",
)
NO_ADDRESS = findings.Rule(
    number="U.205",
    message="Nothing can listen at {value}: {reason}.",
    fix="Name another address with --host and --port, or end what listens there.",
)
NO_LENGTH = findings.Rule(
    number="U.206",
    message="The body comes without its length, so nobody can tell whether it is whole.",
    fix="Send it with Content-Length instead of in chunks.",
)
NO_SETTING = findings.Rule(
    number="U.207",
    message="The setting {name} cannot be '{value}'.",
    fix="Leave it out, or write it like {usual}.",
)
NOT_FOR_TESTS = findings.Rule(
    number="U.208",
    message="The ledger in {value} is {origin}, which is not one for tests.",
    fix="Leave --test out, or name another folder: --test sets an installation up there.",
)
FOR_TESTS = findings.Rule(
    number="U.209",
    message="The ledger in {value} is {origin}, which is one for tests.",
    fix="Serve it with --test.",
)
RULES = (
    TOO_MANY,
    CUT_SHORT,
    TOO_SLOW,
    BAD_CODING,
    NO_SERVER,
    NO_ADDRESS,
    NO_LENGTH,
    NO_SETTING,
    NOT_FOR_TESTS,
    FOR_TESTS,
)
