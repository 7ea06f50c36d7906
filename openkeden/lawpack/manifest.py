"""The manifest of a law pack: what it says of itself, and how ids of the tariff are made."""

from collections.abc import Mapping

import msgspec

from openkeden.base.validity import Validity


class TariffRow(Validity, frozen=True, kw_only=True, gc=False):
    """A ten-digit line of the tariff for a span of days."""

    code: str

    #: The supplementary unit; where it names two, the first counts.
    unit: str

    rate: str

    #: The number of a note; empty: none.
    note: str

    @property
    def id(self) -> str:
        """Its code and its first day."""
        return f"{self.code}@{self.since.isoformat()}"


class TariffBasis(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the lines of the common tariff and its notes rest on."""

    #: Begins the ids of lines and notes, as a folder of law does those of other rows.
    prefix: str

    #: The act that sets the tariff.
    act: str

    #: Where its notes were read.
    notes_source: str

    def line_id(self, row: TariffRow) -> str:
        """The id of a line, such as `eaeu:8703231100@2022-04-10`."""
        return f"{self.prefix}:{row.id}"

    def note_id(self, note: str, position: int) -> str:
        """The id of a period of a note, counted from 1, such as `eaeu:note/64.1`."""
        return f"{self.prefix}:note/{note}.{position}"


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a law pack says of itself: its `pack.toml`."""

    #: The country, by its two letters, and its name.
    jurisdiction: str
    name: str

    #: The currency of the country.
    currency: str

    #: The name of its customs union, by which measures may speak of partners: all its
    #: members, or with `non-` before it all other countries.
    union: str

    #: The code list that holds the members of the union.
    members: str

    #: The keys that every day must have.
    required: tuple[str, ...]

    #: What the common tariff rests on.
    tariff: TariffBasis

    #: The files by kind, relative to the folder of law.
    files: Mapping[str, tuple[str, ...]]

    @property
    def circles(self) -> frozenset[str]:
        """The names that a measure may give instead of partner countries."""
        return frozenset({self.union, self.others})

    @property
    def others(self) -> str:
        """The name of all countries outside the union."""
        return f"non-{self.union}"
