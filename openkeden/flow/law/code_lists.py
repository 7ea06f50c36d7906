"""Codes of the lists of a law pack: given by themselves or by their names, and those of a
day.
"""

import datetime
import pathlib
from typing import Final

import msgspec

from openkeden.base import findings, usage, written
from openkeden.base.findings import Refused
from openkeden.flow.law import packs
from openkeden.lawpack.listed_codes import CodeList
from openkeden.lawpack.pack import Pack

#: A list of fewer codes is told whole to whom it does not find what was given.
_SHORT = 40

#: Codes of a long list that are told.
_SOME: Final = 3

#: Lists with the names of codes beside those that the list itself has.
_NAMES: Final = {"countries": "country_names"}


def code_of(pack: Pack, name: str, given: str) -> str | Refused:
    """The code in the list `name` that is given by itself or by a name; an empty one stays
    empty.
    """
    known = {row.code: row.name for row in pack.sources.lists[name].rows}
    if not given or given in known:
        return given
    by_name = {written.name(title): code for code, title in known.items()}
    others = pack.sources.lists[_NAMES[name]].rows if name in _NAMES else ()
    by_name |= {written.name(row.code): row.name for row in others}
    code = by_name.get(written.name(given))
    if code is None:
        return findings.refused(
            usage.NOT_LISTED, name, value=given, list=name, known=_some(known)
        )
    return code


def _some(known: dict[str, str]) -> str:
    """What may be given."""
    if len(known) >= _SHORT:
        return ", ".join(list(known)[:_SOME])
    return ", ".join([f"{code} {title}" for code, title in known.items()])


def on_day(
    on: datetime.date | None, home: pathlib.Path, country: str = ""
) -> dict[str, CodeList] | Refused:
    """The lists of the law in a folder, or of another country, with the codes of a day."""
    pack = packs.open_pack(home, country)
    return pack if isinstance(pack, Refused) else held_on(on, pack)


def held_on(on: datetime.date | None, pack: Pack) -> dict[str, CodeList]:
    """The lists of a pack with the codes of a day."""
    day, lists = packs.day_of(pack, on), pack.sources.lists
    return {name: _held(lists[name], day) for name in sorted(lists)}


def _held(codes: CodeList, day: datetime.date) -> CodeList:
    held = tuple([row for row in codes.rows if row.holds(day)])
    return msgspec.structs.replace(codes, rows=held)
