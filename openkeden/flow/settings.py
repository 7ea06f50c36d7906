"""Settings of an installation that are read once, when it is set up, from the environment.

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

SETTINGS = (JURISDICTION, ORIGIN)
