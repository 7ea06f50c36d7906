"""Rules of using the program: what keeps a command from doing anything at all.

They speak of the installation, its law, its ledger and the words of a question, never of
what a declaration says.
"""

from openkeden.base import (
    classifier_usage,
    database_usage,
    declaration_usage,
    findings,
    interest_usage,
    model_usage,
    operating_usage,
    opinion_usage,
    public_usage,
    service_usage,
    serving_usage,
    world_usage,
)

NO_INSTALLATION = findings.Rule(
    number="U.1",
    message="There is no database in {value}.",
    fix="`keden demo` or `keden clear` makes one; --home names another folder.",
)
KEY_GONE = findings.Rule(
    number="U.2",
    message="The key of the ledger is gone: {value}.",
    fix="Put the file back; no other key continues this ledger.",
)
BAD_KEY = findings.Rule(
    number="U.3",
    message="The key in {value} cannot be used: {reason}.",
    fix="Put the key back with which this ledger was begun.",
)
NO_LAW = findings.Rule(
    number="U.4",
    message="The law cannot be read: {reason}.",
    fix="Name a country with a law pack, or put the file back as it was imported.",
)
NO_PACK = findings.Rule(
    number="U.110",
    message="There is no law of {value} here.",
    fix="Name a country with a law pack: {known}.",
)
NOT_COVERED = findings.Rule(
    number="U.5",
    message=(
        "The law pack of {value} does not hold the law of {on}: no row is in force for"
        " {keys}."
    ),
    fix="Name a day that it holds: --on names another day, --at names another moment.",
)
NO_CALENDAR = findings.Rule(
    number="U.6",
    message="There is no calendar for {value}.",
    fix="Name another moment with --at.",
)
TOO_MUCH = findings.Rule(
    number="U.7",
    message="With {value} the balance of {payer} would be more than can be recorded.",
    fix="Look for a slipped decimal point.",
)
PROVES_NOTHING = findings.Rule(
    number="U.8",
    message="The receipt proves nothing: {reason}.",
    fix=(
        "Ask for the receipt again, and compare it with the key and the message that"
        " belong to it."
    ),
)
BAD_PUBLIC_KEY = findings.Rule(
    number="U.9",
    message="The public key cannot be used: {reason}.",
    fix=(
        "Give the public key of the ledger with --key, as text or as the file that holds"
        " it."
    ),
)
NO_CODE = findings.Rule(
    number="U.10",
    message="{value} is not a valid code of the tariff.",
    fix="Give four to ten digits, such as 0713400000 or 0713.",
)
BAD_NAME = findings.Rule(
    number="U.11",
    message="{value} is not a valid name of an import.",
    fix="Use letters, digits, -, _ and ., or give another name with --as.",
)
NOT_AN_EDITION = findings.Rule(
    number="U.12",
    message="{value} is not an edition of the tariff.",
    fix="`keden tariff import --dry-run` says why.",
)
BAD_TABLE = findings.Rule(
    number="U.13",
    message="The table {value} cannot be used: {reason}.",
    fix="Give a CSV file with a head, and a count of lines as a whole number.",
)
BAD_ARGUMENT = findings.Rule(
    number="U.14",
    message="The argument {value} cannot be used: {reason}.",
    fix="`keden act --help` lists every action with what it takes.",
)
EMPTY_LEDGER = findings.Rule(
    number="U.15",
    message="The ledger is empty: it holds {value} facts.",
    fix="It has a signed head once something was recorded.",
)
NOT_LISTED = findings.Rule(
    number="U.16",
    message="'{value}' is not in the list {list}.",
    fix="Give a code of the list, such as {known}, or its name.",
)
NO_COMMODITY_CODE = findings.Rule(
    number="U.17",
    message="'{value}' is not a commodity code: it needs exactly ten digits.",
    fix="Write all ten digits, such as 1001990000.",
)
BEFORE_THE_LAW = findings.Rule(
    number="U.18",
    message="The law pack of {value} begins on {first}; it does not say what held on {on}.",
    fix="Ask for a day from {first} on.",
)
BAD_ORIGIN = findings.Rule(
    number="U.19",
    message="A ledger cannot be named {value}: {reason}.",
    fix="Set KEDEN_ORIGIN to a name such as customs.example/log, or leave it out.",
)
NO_COUNTRY = findings.Rule(
    number="U.40",
    message="The file {value} does not name the country whose law applies.",
    fix="Write the two letters of the country into it, such as KZ.",
)
OUT_IS_INPUT = findings.Rule(
    number="U.41",
    message="{value} is what is read: it is not written over.",
    fix="Name another file for the output.",
)
OUT_IN_HOME = findings.Rule(
    number="U.42",
    message="{value} belongs to the installation in {home}: it is not written over.",
    fix="Name a file outside of that folder for the output.",
)
OUT_EXISTS = findings.Rule(
    number="U.43",
    message="{value} is there already: a backup is never written over anything.",
    fix="Name another file.",
)
UNSOUND = findings.Rule(
    number="U.44",
    message="No backup of {value} was taken, for it could not be restored: {reason}.",
    fix="Mend what is named; `keden ledger verify` says whether the ledger is whole.",
)
BAD_BACKUP = findings.Rule(
    number="U.45",
    message="The backup {value} cannot be restored: {reason}.",
    fix="Take another backup, or the same from another place: this one is not as it was.",
)
RESTORED_OVER = findings.Rule(
    number="U.46",
    message="There is something in {value} already: a backup is never restored over it.",
    fix="Name a folder that is not there yet with --home.",
)
NO_ENTRY = findings.Rule(
    number="U.60",
    message="The ledger has no entry {value}: it holds {size} facts.",
    fix="Entries are counted from 0; answers and `keden status --json` name them.",
)
NOTHING_SEALED = findings.Rule(
    number="U.61",
    message="Nothing is sealed beside entry {value} of the ledger.",
    fix="Leave --sealed out: only declarations and what is done about them have a sealed part.",
)
TOO_LARGE = findings.Rule(
    number="U.30",
    message="The file {value} has {size} bytes, but at most {limit} are read.",
    fix="Give the file that is meant; {name} raises the limit.",
)
SILENT = findings.Rule(
    number="U.31",
    message="The file {value} did not come to an end within {seconds} seconds.",
    fix="Save what it gives in a file, and give that one.",
)
BAD_SETTING = findings.Rule(
    number="U.32",
    message="{name} cannot be {value}: it is a number of bytes.",
    fix="Set it to a whole number in plain digits, or leave it out.",
)
OTHER_COUNTRY = findings.Rule(
    number="U.20",
    message="The file `jurisdiction` says {value}, but the ledger was founded for {founded}.",
    fix="Write {founded} into the file `jurisdiction` of the installation.",
)
OTHER_KEY = findings.Rule(
    number="U.21",
    message="The key of {value} is not that of this ledger, which was founded with {founded}.",
    fix="Put the file log.key back with which this ledger was begun.",
)
OLD_FACTS = findings.Rule(
    number="U.22",
    message="The ledger in {value} holds facts of version 1, which this program only reads.",
    fix=(
        "Keep it with the program that wrote it, and begin a new installation with another"
        " --home."
    ),
)
ROLLED_BACK = findings.Rule(
    number="U.50",
    message=(
        "The ledger in {value} has {size} facts, but its head after {known} facts is kept"
        " in {file}: the database was put back to an earlier day, or lost what lay in its"
        " -wal file."
    ),
    fix=(
        "Put the newest database back with its -wal file. Where it is lost for good, say so"
        " to all who hold receipts, move the file of heads to a safe place, and go on."
    ),
)
ANOTHER_LEDGER = findings.Rule(
    number="U.51",
    message=(
        "The ledger in {value} is not the one whose head after {known} facts is kept in"
        " {file}."
    ),
    fix="Put the database back to which the head belongs; `keden ledger verify` says more.",
)
BAD_HEADS = findings.Rule(
    number="U.52",
    message="The heads in {value} cannot be used: {reason}.",
    fix="Name the file of this ledger's heads with KEDEN_HEADS, or move the file away.",
)
DAMAGED = findings.Rule(
    number="U.53",
    message="The database in {value} is damaged: {reason}.",
    fix="`keden ledger verify` names the record; put a back-up of the database back.",
)
DATABASE_GONE = findings.Rule(
    number="U.54",
    message="There is the key of a ledger in {value}, but its database is gone or empty.",
    fix=(
        "Put the database back, with its -wal file where there is one. A new ledger begins"
        " in an empty folder."
    ),
)
NO_HEAD = findings.Rule(
    number="U.55",
    message="There is no signed head in {value}.",
    fix="Give a file that `keden ledger head` or a witness wrote, or a file of heads.",
)
BAD_EXPORT = findings.Rule(
    number="U.56",
    message="The export in {value} cannot be used: {reason}.",
    fix="Make it again with `keden ledger export`, or copy all of it again.",
)
BAD_WITNESS = findings.Rule(
    number="U.57",
    message="The witness in {value} cannot be used: {reason}.",
    fix="`keden witness init` makes a witness in an empty folder.",
)
NOT_WITNESSED = findings.Rule(
    number="U.58",
    message="The witness does not sign the head of {value} facts: {reason}.",
    fix="Keep both heads and ask the owner of the ledger: one of them was taken back.",
)
BAD_PERIOD = findings.Rule(
    number="U.100",
    message="The days from {value} to {until} cannot be fetched.",
    fix="Name a first day that is not after the last, and at most {most} days.",
)
BAD_ADDRESS = findings.Rule(
    number="U.101",
    message="{name} cannot be {value}: it is no address that begins with https:// or http://.",
    fix="Set it to the address of the bank without the day, or leave it out.",
)
NO_WORDS = findings.Rule(
    number="U.135",
    message="{value} has no word to search for.",
    fix="Give words of the goods, as: tomatoes fresh.",
)
A_CODE = findings.Rule(
    number="U.159",
    message="{value} is a code and says nothing of what the goods are.",
    fix="Give words of the goods; `keden tariff show` tells what a code is.",
)
RULES = (
    NO_INSTALLATION,
    KEY_GONE,
    BAD_KEY,
    NO_LAW,
    NO_PACK,
    NOT_COVERED,
    NO_CALENDAR,
    TOO_MUCH,
    PROVES_NOTHING,
    BAD_PUBLIC_KEY,
    NO_CODE,
    BAD_NAME,
    NOT_AN_EDITION,
    BAD_TABLE,
    BAD_ARGUMENT,
    EMPTY_LEDGER,
    NOT_LISTED,
    NO_COMMODITY_CODE,
    BEFORE_THE_LAW,
    BAD_ORIGIN,
    NO_COUNTRY,
    OUT_IS_INPUT,
    OUT_IN_HOME,
    OUT_EXISTS,
    UNSOUND,
    BAD_BACKUP,
    RESTORED_OVER,
    NO_ENTRY,
    NOTHING_SEALED,
    TOO_LARGE,
    SILENT,
    BAD_SETTING,
    OTHER_COUNTRY,
    OTHER_KEY,
    OLD_FACTS,
    ROLLED_BACK,
    ANOTHER_LEDGER,
    BAD_HEADS,
    DAMAGED,
    DATABASE_GONE,
    NO_HEAD,
    BAD_EXPORT,
    BAD_WITNESS,
    NOT_WITNESSED,
    BAD_PERIOD,
    BAD_ADDRESS,
    *database_usage.RULES,
    *interest_usage.RULES,
    *model_usage.RULES,
    *opinion_usage.RULES,
    *service_usage.RULES,
    *public_usage.RULES,
    *declaration_usage.RULES,
    *serving_usage.RULES,
    *operating_usage.RULES,
    *classifier_usage.RULES,
    *world_usage.RULES,
    NO_WORDS,
    A_CODE,
)
