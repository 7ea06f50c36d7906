"""Settings of an installation that are read from the environment, and the limit of files
that are given to it.

The other settings are options of commands, which name their variable in their help.
"""

import os

import msgspec


class Setting(msgspec.Struct, frozen=True):
    """A setting of an installation."""

    #: The environment variable that it is read from.
    variable: str

    #: Its value where the variable is not there.
    default: str

    #: What it is.
    meaning: str

    #: When it is read.
    read: str = "when it is set up"

    #: Whether its value is shown nowhere.
    secret: bool = False

    @property
    def value(self) -> str:
        """The value that the environment gives it now."""
        return os.environ.get(self.variable, self.default)


JURISDICTION = Setting(
    variable="KEDEN_JURISDICTION",
    default="KZ",
    meaning="Whose law the installation applies, as two letters; it never changes afterwards.",
)
ORIGIN = Setting(
    variable="KEDEN_ORIGIN",
    default="keden.example/log",
    meaning="Name of the ledger in its signed heads and receipts; it is part of the key.",
)
FILE_BYTES = Setting(
    variable="KEDEN_MAX_FILE_BYTES",
    default=str(32 * 1024 * 1024),
    meaning="Largest file of law, rates, receipt or key that is read, in bytes.",
    read="with every such file",
)

HEADS = Setting(
    variable="KEDEN_HEADS",
    default="",
    meaning=(
        "File to which every signed head is appended, best on another disk; `heads` in the"
        " folder of the installation where not given."
    ),
    read="whenever the installation is opened",
)

DATABASE = Setting(
    variable="DATABASE_URL",
    default="",
    meaning=(
        "Database on PostgreSQL 15 or later that holds the tables, as"
        " postgresql://user:password@host:5432/name; a SQLite file in the folder of the"
        " installation where not given."
    ),
    read="whenever the installation is opened",
    secret=True,
)

RATES = Setting(
    variable="KEDEN_RATES",
    default="https://nationalbank.kz/rss/get_rates.cfm",
    meaning="Address at which the National Bank of Kazakhstan answers with rates, by day.",
    read="by `keden rates fetch`",
)

_ASKED = "by `keden suggest --second-opinion`"

OPINION_URL = Setting(
    variable="KEDEN_SECOND_OPINION_URL",
    default="",
    meaning=(
        "OpenAI-compatible endpoint that is asked for a second opinion on codes, such as"
        " https://host.example/v1. Texts of goods are sent to it."
    ),
    read=_ASKED,
)
OPINION_MODEL = Setting(
    variable="KEDEN_SECOND_OPINION_MODEL",
    default="",
    meaning="Name of the model that is asked there.",
    read=_ASKED,
)
OPINION_KEY = Setting(
    variable="KEDEN_SECOND_OPINION_KEY",
    default="",
    meaning="Key that is sent with what is asked there, and shown nowhere.",
    read=_ASKED,
    secret=True,
)

_SERVED = "by `keden serve`"

THREADS = Setting(
    variable="KEDEN_THREADS",
    default="64",
    meaning="Requests that are worked on at the same time.",
    read=_SERVED,
)
READS = Setting(
    variable="KEDEN_LIMIT_READ",
    default="20/100",
    meaning="Readings of a key: so many a second, so many at once; 0/0 for no limit.",
    read=_SERVED,
)
FILINGS = Setting(
    variable="KEDEN_LIMIT_FILE",
    default="50/500",
    meaning="Declarations that a key files, alike.",
    read=_SERVED,
)
ACTS = Setting(
    variable="KEDEN_LIMIT_ACT",
    default="5/25",
    meaning="Other acts of a key, alike.",
    read=_SERVED,
)
STRANGERS = Setting(
    variable="KEDEN_LIMIT_ADDRESS",
    default="5/50",
    meaning="Requests without a good key from one address, alike.",
    read=_SERVED,
)
PROXIES = Setting(
    variable="KEDEN_PROXIES",
    default="127.0.0.1 ::1",
    meaning="Addresses of proxies whose X-Forwarded-For says where a request comes from.",
    read=_SERVED,
)
UNUSED = Setting(
    variable="KEDEN_UNUSED_DAYS",
    default="30",
    meaning="Days after which a key that nobody used is locked.",
    read="by the service and `keden key list`",
)

_SIGNED = "with every declaration that is lodged"

SIGNATURES = Setting(
    variable="KEDEN_SIGNATURES",
    default="optional",
    meaning="Whether declarations have to be signed: required, or optional.",
    read=_SIGNED,
)
SIGNATURE_LISTS = Setting(
    variable="KEDEN_SIGNATURE_CRLS",
    default="required",
    meaning=(
        "Whether lists have to say that no certificate of a signature is revoked: required,"
        " or optional."
    ),
    read=_SIGNED,
)
SIGNATURE_PROVIDER = Setting(
    variable="KEDEN_SIGNATURE_PROVIDER",
    default="built-in",
    meaning="Who checks signatures: built-in, or an object of Python as module:name.",
    read=_SIGNED,
)

SETTINGS = (
    JURISDICTION,
    ORIGIN,
    FILE_BYTES,
    HEADS,
    DATABASE,
    RATES,
    OPINION_URL,
    OPINION_MODEL,
    OPINION_KEY,
    THREADS,
    READS,
    FILINGS,
    ACTS,
    STRANGERS,
    PROXIES,
    UNUSED,
    SIGNATURES,
    SIGNATURE_LISTS,
    SIGNATURE_PROVIDER,
)
