"""Registration: why a filing gets no number, and why nothing can be done about a
declaration.

The rules speak of references, registration numbers and what a record can hold; the events
of a case have rules of their own in `events`.
"""

from openkeden.base import findings, money

SAME_REFERENCE = findings.Rule(
    number="I.1",
    message="You used reference {value} on {on} for a different declaration ({known}).",
    fix=(
        "Give a new declaration a new reference; to change the lodged one, use"
        " `keden amend {known} FILE`."
    ),
)
NOTHING_TO_AMEND = findings.Rule(
    number="I.2",
    message="There is no declaration {value} of this declarant to amend.",
    fix="Give the registration number of your own declaration, as office/DDMMYY/serial.",
)
UNKNOWN = findings.Rule(
    number="I.3",
    message="There is no declaration {value} here.",
    fix=(
        "Give the registration number, as office/DDMMYY/serial, or the declarant's own"
        " reference."
    ),
)
TOO_LARGE = findings.Rule(
    number="I.5",
    message=(
        "The customs value or the payments come to {value}, more than can be recorded"
        " ({limit})."
    ),
    fix="Look in boxes 22 and 42 for a slipped decimal point.",
)
BY_FILING = findings.Rule(
    number="I.6",
    message=(
        "The action {value} is not done by itself: it comes with a message that says what"
        " is declared."
    ),
    fix=(
        "Use `keden clear FILE` to file a declaration, and `keden amend REFERENCE FILE` to"
        " change a lodged one."
    ),
)
ITEM_TOO_LARGE = findings.Rule(
    number="I.7",
    message="Item {item} gives {value}, more than can be recorded ({limit}).",
    fix="Look for a slipped decimal point.",
)
AMBIGUOUS = findings.Rule(
    number="I.21",
    message="Several declarants have a declaration {value}: {known}.",
    fix="Give the registration number of the one that you mean.",
)
DAMAGED = findings.Rule(
    number="I.22",
    message="The record {value} is damaged: {reason}.",
    fix="`keden ledger verify` names what was changed; have the database put back.",
)
OTHER_ENTRY = findings.Rule(
    number="I.23",
    message="Entry {value} of the ledger is not about the declaration {registration}.",
    fix="Leave the reference out, or ask for an entry of this declaration: {known}.",
)
NO_VERSION = findings.Rule(
    number="I.24",
    message="The declaration {registration} has no version {value}.",
    fix="Ask for one of its versions: {known}.",
)
AMENDMENT_REFERENCE = findings.Rule(
    number="I.30",
    message="The reference {value} is that of {known} already: an amendment has its own.",
    fix="Write another reference, such as {free}, or let `keden amend {known} FILE` do it.",
)
RULES = (
    SAME_REFERENCE,
    NOTHING_TO_AMEND,
    UNKNOWN,
    TOO_LARGE,
    BY_FILING,
    ITEM_TOO_LARGE,
    AMBIGUOUS,
    DAMAGED,
    OTHER_ENTRY,
    NO_VERSION,
    AMENDMENT_REFERENCE,
)

#: The actions that come with a message.
FILED = ("file", "amend")


def by_filing(action: str) -> findings.Finding | None:
    """The finding on an action that only a message can do."""
    return findings.of(BY_FILING, "action", value=action) if action in FILED else None


def damaged(number: str, reason: object) -> findings.Refused:
    """That a record of the declaration of a registration number is damaged."""
    return findings.refused(DAMAGED, "reference", value=number, reason=reason)


def too_large(amount: int, limit: int) -> findings.Finding | None:
    """The finding on an amount above the largest that a record holds, both in minor units."""
    if amount <= limit:
        return None
    return findings.of(
        TOO_LARGE, "items", value=money.text(amount), limit=money.text(limit)
    )
