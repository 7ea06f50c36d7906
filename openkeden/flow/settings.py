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
)

SETTINGS = (JURISDICTION, ORIGIN, FILE_BYTES)
