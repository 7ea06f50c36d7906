"""Rules of using the service over HTTP: what keeps a request from being answered at all."""

from openkeden.base import findings

NO_PATH = findings.Rule(
    number="U.180",
    message="There is nothing at {value}.",
    fix="GET /api/v1/ lists what there is.",
)
NO_METHOD = findings.Rule(
    number="U.181",
    message="{value} cannot be asked of this address.",
    fix="Use one of: {allowed}.",
)
NO_PARAMETER = findings.Rule(
    number="U.182",
    message="{value} is not known here.",
    fix="Use one of: {allowed}.",
)
BAD_VALUE = findings.Rule(
    number="U.183",
    message="{name} cannot be {value}: {reason}.",
    fix="Send what the description of the interface says of {name}.",
)
MISSING = findings.Rule(
    number="U.184",
    message="{value} is missing.",
    fix="Send it too.",
)
NO_KEY = findings.Rule(
    number="U.185",
    message="This needs a key, and {value} is none that may be used now.",
    fix="Send `Authorization: Bearer` with a key; `keden key issue` makes one.",
)
NO_SCOPE = findings.Rule(
    number="U.186",
    message="The key may not do this: it lacks {value}.",
    fix="Use a key with that scope; `keden key issue` makes one.",
)
BAD_MEDIA_TYPE = findings.Rule(
    number="U.187",
    message="A body of type {value} is not read here.",
    fix="Send one of: {allowed}.",
)
TOO_LARGE = findings.Rule(
    number="U.188",
    message="The body has {value} bytes, or more.",
    fix="Send at most {most} bytes; split what is larger.",
)
NOT_JSON = findings.Rule(
    number="U.189",
    message="The body cannot be read as JSON: {reason}. It begins with {value}.",
    fix="Send one JSON object as the description of the interface has it.",
)
BUSY = findings.Rule(
    number="U.190",
    message="The service has too much to do: {value}. Nothing was written.",
    fix="Send the same again after the seconds that Retry-After says.",
)
TOO_OFTEN = findings.Rule(
    number="U.191",
    message="More requests than {value} were sent.",
    fix="Send the same again after the seconds that Retry-After says.",
)
FAULT = findings.Rule(
    number="U.192",
    message="The service failed at {value}. Nothing of this request was written.",
    fix="Send the same again, and tell the operator the number of the request.",
)
NO_MATCH = findings.Rule(
    number="U.193",
    message="{value} is missing: an act says which state it was decided on.",
    fix="Send `If-Match` with the ETag of what you read.",
)
STALE = findings.Rule(
    number="U.194",
    message="What was read as {value} has changed since: it is {now} now.",
    fix="Read it again, and decide on what it is now.",
)
NO_IDEMPOTENCY_KEY = findings.Rule(
    number="U.195",
    message="Idempotency-Key cannot be '{value}'.",
    fix="Send one of 8 to 64 letters, digits, - or _, a new one for each act.",
)
OTHER_CONTENT = findings.Rule(
    number="U.196",
    message="{value} was used before, for something else.",
    fix="Send what was sent then, or use another.",
)
NOT_YOURS = findings.Rule(
    number="U.197",
    message="There is no {what} {value} that this key may see.",
    fix="Look for a slip; a key sees what the firms of its person own.",
)
BAD_HEADER = findings.Rule(
    number="U.198",
    message="The header {name} cannot be {value}.",
    fix="Leave it out, or send what the description of the interface says.",
)
RULES = (
    NO_PATH,
    NO_METHOD,
    NO_PARAMETER,
    BAD_VALUE,
    MISSING,
    NO_KEY,
    NO_SCOPE,
    BAD_MEDIA_TYPE,
    TOO_LARGE,
    NOT_JSON,
    BUSY,
    TOO_OFTEN,
    FAULT,
    NO_MATCH,
    STALE,
    NO_IDEMPOTENCY_KEY,
    OTHER_CONTENT,
    NOT_YOURS,
    BAD_HEADER,
)
