"""Codes that are given by a name of the law's lists: units, directions, modes of transport.

A unit may stand as its number or its short name, a direction as on the Russian form. The
quantities among the attributes are read as numbers are. A country that stands by its name
stays, for the code is the declarant's to give; the notice says which it is.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from openkeden.base import bounded, findings, written, written_rules
from openkeden.filing import as_written, declaration
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
    read = reader.filing(filing)
    reader.notices.add(_named_countries(read, context))
    return ReadFiling(read, reader.notices.told())


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
        if unit == item.supplementary_unit and attributes == item.attributes:
            return item
        return msgspec.structs.replace(item, supplementary_unit=unit, attributes=attributes)

    def mode(self, text: str, path: str) -> str:
        """The mode of transport that a text names."""
        return self._code(text, self.context.names.modes, path, _MODES[path])

    def unit(self, text: str, path: str) -> str:
        """The unit that a text names."""
        return self._code(text, self.context.names.units, path, "41")

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
        code = names.get(written.name(text)) if text else None
        if code is None or code == text:
            return text
        note = written.Note(written_rules.READ_AS, {"read": code})
        self.notices.add([as_written.told(note, text, path, box)])
        return code


def _named_countries(
    filing: declaration.Filing, context: Context
) -> Iterator[findings.Finding]:
    for field, box in _COUNTRIES.items():
        yield from named_country(getattr(filing, field), field, box, context)
    for role, box in _ROLES.items():
        party = getattr(filing, role)
        if party is not None:
            yield from named_country(party.country, f"{role}.country", box, context)
    for place, item in enumerate(filing.items):
        yield from named_country(item.origin, f"items[{place}].origin", "34", context)


def named_country(
    text: str, path: str, box: str, context: Context
) -> Iterator[findings.Finding]:
    """Which code a country has that stands by its name."""
    if text in context.origins or not text:
        return
    code = context.names.countries.get(written.name(text))
    if code is not None:
        note = written.Note(written_rules.COUNTRY, {"code": code})
        yield as_written.told(note, text, path, box)
