"""Codes that are given by a name of the law's lists: units, directions, modes of transport.

A unit may stand as its number or its short name, a direction as on the Russian form. The
quantities among the attributes are read as numbers are. A country may stand by its name; a
notice says as which it was read, or which two may be meant.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from openkeden.base import bounded, written, written_rules
from openkeden.filing import as_written, declaration, preference_letters
from openkeden.filing.as_written import ReadFiling
from openkeden.filing.context import Context

#: The countries of a filing and of an item, with their boxes.
_COUNTRIES: Final = {
    "trading_country": "11",
    "dispatch_country": "15",
    "origin_country": "16",
    "destination_country": "17",
}
_MODES: Final = {"border_mode": "25", "inland_mode": "26"}
_ROLES: Final = {"exporter": "2", "consignee": "8", "financial": "9", "declarant": "14"}


def read(filing: declaration.Filing, context: Context) -> ReadFiling:
    """The filing with the codes of what it names, and what is said about it."""
    reader = NameReader(context)
    return ReadFiling(reader.filing(filing), reader.notices.told())


class NameReader:
    """Reads codes by their names, and keeps what is to be said."""

    def __init__(self, context: Context) -> None:
        self.context, self.notices = context, bounded.FindingList()

    def filing(self, filing: declaration.Filing) -> declaration.Filing:
        """The filing with its names read."""
        names = self.context.names
        changed: dict[str, Any] = {
            "direction": self._code(filing.direction, names.directions, "direction", "1"),
            "border_mode": self.mode(filing.border_mode, "border_mode"),
            "inland_mode": self.mode(filing.inland_mode, "inland_mode"),
            **{
                field: self.country(getattr(filing, field), field, box)
                for field, box in _COUNTRIES.items()
            },
            **{role: self._party(getattr(filing, role), role) for role in _ROLES},
            "items": tuple(
                [
                    self._item(item, f"items[{place}].")
                    for place, item in enumerate(filing.items)
                ]
            ),
        }
        read = msgspec.structs.replace(filing, **changed)
        return filing if read == filing else read

    def _item(self, item: declaration.Item, path: str) -> declaration.Item:
        unit = self.unit(item.supplementary_unit, f"{path}supplementary_unit")
        attributes = self.attributes(item.attributes, f"{path}attributes.")
        origin = self.country(item.origin, f"{path}origin", "34")
        claims = self.preferences(item.preferences, origin, f"{path}preferences.")
        read = msgspec.structs.replace(
            item,
            origin=origin,
            supplementary_unit=unit,
            attributes=attributes,
            preferences=claims,
        )
        return item if read == item else read

    def _party(
        self, party: declaration.Party | None, role: str
    ) -> declaration.Party | None:
        if party is None:
            return None
        country = self.country(party.country, f"{role}.country", _ROLES[role])
        if country == party.country:
            return party
        return msgspec.structs.replace(party, country=country)

    def preferences(
        self, claims: declaration.Preferences, origin: str, path: str
    ) -> declaration.Preferences:
        """The preferences that the letters of box 36 stand for."""
        read: dict[str, str] = {}
        for part in preference_letters.PARTS:
            text = getattr(claims, part)
            read[part] = preference_letters.read(text, part, origin, self.context)
            if read[part] != text and read[part]:
                note = written.Note(written_rules.READ_AS, {"read": read[part]})
                self.notices.add([as_written.told(note, text, f"{path}{part}", "36")])
        return declaration.Preferences(**read)

    def mode(self, text: str, path: str) -> str:
        """The mode of transport that a text names."""
        return self._code(text, self.context.names.modes, path, _MODES[path])

    def unit(self, text: str, path: str) -> str:
        """The unit that a text names."""
        return self._code(text, self.context.names.units, path, "41")

    def country(self, text: str, path: str, box: str) -> str:
        """The country that a text names; the text where it names none, or one of two."""
        if text in self.context.origins or not text:
            return text
        name = written.name(text)
        code = self.context.names.countries.get(name)
        notes = (
            _either(name, self.context)
            if code is None
            else (written.Note(written_rules.COUNTRY, {"code": code}),)
        )
        self.notices.add([as_written.told(note, text, path, box) for note in notes])
        return code or text

    def attributes(self, attributes: Mapping[str, str], path: str) -> dict[str, str]:
        """The attributes, the quantities among them as numbers."""
        return {
            name: self._attribute(name, text, path) for name, text in attributes.items()
        }

    def _attribute(self, name: str, text: str, path: str) -> str:
        if name not in self.context.quantities:
            return text
        read = written.number(text)
        found = [as_written.told(note, text, f"{path}{name}", "31") for note in read.notes]
        self.notices.add(found)
        return read.text

    def _code(self, text: str, names: Mapping[str, str], path: str, box: str) -> str:
        code = _named(text, names)
        if code is None or code == text:
            return text
        note = written.Note(written_rules.READ_AS, {"read": code})
        self.notices.add([as_written.told(note, text, path, box)])
        return code


def _named(text: str, names: Mapping[str, str]) -> str | None:
    """The code that a name has, also where Latin letters stand for Cyrillic ones."""
    if not text:
        return None
    code = names.get(written.name(text))
    return code or names.get(written.name(written.cyrillic(text)))


def _either(word: str, context: Context) -> tuple[written.Note, ...]:
    """That two countries are called by a word, as North and South Korea are by Korea."""
    countries = context.names.countries.items()
    codes = sorted({code for name, code in countries if word in name.split()})
    if len(codes) != 2:
        return ()
    either = {"first": codes[0], "second": codes[1]}
    return (written.Note(written_rules.TWO_READINGS, either),)
