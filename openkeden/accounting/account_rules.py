"""Rules of accounts: what keeps money from being booked, drawn, or given back."""

from openkeden.base import findings

NO_PAYER = findings.Rule(
    number="AC.1",
    message="{value} is not a BIN or IIN: nobody has an account under it.",
    fix="Give the twelve digits of the payer's number, the last of them its check digit.",
)
NO_AMOUNT = findings.Rule(
    number="AC.2",
    message="The amount {value} is nothing that could be booked.",
    fix="Give an amount above zero, such as 1000000.00.",
)
NO_NUMBER = findings.Rule(
    number="AC.3",
    message="The document number {value} cannot be used.",
    fix="Give the number on the document, at most {longest} characters.",
)
NO_BANK = findings.Rule(
    number="AC.4",
    message="{value} is not a code of a bank.",
    fix=(
        "Give the bank's BIC of 8 or 11 characters in capitals, such as KKMFKZ2A; of a"
        " guarantee the BIN of its guarantor will do."
    ),
)
NOT_YET = findings.Rule(
    number="AC.5",
    message="The document is dated {value}; today is {today}.",
    fix="Give the day on the document.",
)
OTHER_AMOUNT = findings.Rule(
    number="AC.6",
    message=(
        "Document {value} of this payer, bank and day is booked already, with {known}"
        " instead of {amount} (entry {entry})."
    ),
    fix=(
        "Book each document once, with the amount on it; a wrong entry is reversed by two"
        " persons (keden account reverse {entry})."
    ),
)
ALIKE = findings.Rule(
    number="AC.7",
    message=(
        "A document {value} of the same bank is booked already: entry {entry}, {payer},"
        " {issued}, {amount}."
    ),
    fix="Make sure that they are two documents; a wrong entry is reversed by two persons.",
    severity="warning",
)
UNKNOWN_DOCUMENT = findings.Rule(
    number="AC.8",
    message="No document {value} brought {payer} anything for this.",
    fix="Book the document first (keden deposit), or name one that is booked.",
)
DOCUMENT_SPENT = findings.Rule(
    number="AC.9",
    message="Of document {value} {left} is left; {amount} is more.",
    fix="Book at most {left} under it, the rest under another document.",
)
TOO_LITTLE = findings.Rule(
    number="AC.10",
    message="The account {account} of {payer} holds {value}; {amount} is more.",
    fix="Wait for a further payment, or book at most {value}.",
)
OVERPAID = findings.Rule(
    number="AC.11",
    message="{value} is more than the declaration misses: {missing}.",
    fix="Book at most {missing}; what is over stays on the payer's account.",
    box="47",
)
NOT_THE_PAYER = findings.Rule(
    number="AC.12",
    message="{value} has given {holder} no mandate that stands.",
    fix=(
        "Use an account of the declarant or of the consignee, or record the mandate first"
        " (keden mandate give)."
    ),
    box="9",
)
NO_MANDATE = findings.Rule(
    number="AC.13",
    message=(
        "Box 9 names {value}, who has given {holder} no mandate that stands: nothing was"
        " drawn on that account."
    ),
    fix=(
        "Have {value} record a mandate, name the declarant or the consignee in box 9 by"
        " an amendment, or pay from your own account."
    ),
    severity="warning",
    box="9",
)
MANDATE_USED_UP = findings.Rule(
    number="AC.14",
    message="Under mandate {mandate} of {value} {left} is left; {missing} is missing.",
    fix="Have a further mandate recorded, or pay from your own account.",
    severity="warning",
    box="9",
)
LIMIT = findings.Rule(
    number="AC.15",
    message="Under mandate {mandate} {value} is left; {amount} is more.",
    fix="Book at most {value}, or have a further mandate recorded.",
    box="9",
)
NO_ACCOUNT = findings.Rule(
    number="AC.16",
    message="{value} has no number of a BIN or IIN, and so no account to pay from.",
    fix="Name the payer whose mandate covers it (payer=BIN).",
    box="9",
)
OWN_MANDATE = findings.Rule(
    number="AC.17",
    message="{value} needs no mandate over its own accounts.",
    fix="Name another as the holder.",
)
NO_DAYS = findings.Rule(
    number="AC.18",
    message="The mandate would end on {value}, before it begins ({since}) or in the past.",
    fix="Give a last day that is neither before {since} nor before {today}.",
)
UNKNOWN_MANDATE = findings.Rule(
    number="AC.19",
    message="There is no mandate {value} that could be withdrawn.",
    fix="Give the number of one that stands: keden mandate list.",
)
NO_ENTRY = findings.Rule(
    number="AC.20",
    message="Entry {value} is no deposit.",
    fix="Give the index of the deposit that was wrong: keden account BIN lists them.",
)
REVERSED = findings.Rule(
    number="AC.21",
    message="Entry {value} is reversed already.",
    fix="Nothing is left to be done.",
)
NO_PROPOSAL = findings.Rule(
    number="AC.22",
    message="Entry {value} is not a proposal to reverse a deposit.",
    fix="Give the number that keden account reverse gave.",
)
SAME_PERSON = findings.Rule(
    number="AC.23",
    message="{value} proposed it: another person must confirm.",
    fix="Have a second person of the treasury confirm it.",
)
GONE = findings.Rule(
    number="AC.24",
    message="The account {account} of {payer} holds {value}, and the entry brought {amount}.",
    fix=(
        "It can be reversed once the money is back on the account; what declarations used"
        " cannot be taken away."
    ),
)
NO_REASON = findings.Rule(
    number="AC.25",
    message="The reason {value} says nothing.",
    fix="Say in a few words why; the record keeps it for good.",
)
RULES = (
    NO_PAYER,
    NO_AMOUNT,
    NO_NUMBER,
    NO_BANK,
    NOT_YET,
    OTHER_AMOUNT,
    ALIKE,
    UNKNOWN_DOCUMENT,
    DOCUMENT_SPENT,
    TOO_LITTLE,
    OVERPAID,
    NOT_THE_PAYER,
    NO_MANDATE,
    MANDATE_USED_UP,
    LIMIT,
    NO_ACCOUNT,
    OWN_MANDATE,
    NO_DAYS,
    UNKNOWN_MANDATE,
    NO_ENTRY,
    REVERSED,
    NO_PROPOSAL,
    SAME_PERSON,
    GONE,
    NO_REASON,
)
