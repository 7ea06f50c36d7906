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
)
