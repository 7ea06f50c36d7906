"""Editions of the tariff: list them, and compare two of them."""

import datetime
import pathlib

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.flow import given_files
from openkeden.flow.law import packs
from openkeden.lawpack.imports import imported_files, tariff_edition
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import difference
from openkeden.lawpack.review.difference import Dates, EditionDifference

__all__ = ["Dates", "EditionDifference", "Editions", "compare", "compare_days", "editions"]


class Editions(msgspec.Struct, frozen=True):
    """The editions that a pack holds."""

    #: The first day on which every chapter has lines.
    complete_since: datetime.date

    #: The days of each chapter.
    chapters: tuple[Dates, ...]

    #: The names of the editions that the installation imported.
    imported: tuple[str, ...]


def editions(home: pathlib.Path, country: str = "") -> Editions | Refused:
    """The editions of every chapter, and those that the installation imported."""
    pack = packs.open_pack(home, country)
    if isinstance(pack, Refused):
        return pack
    names = imported_files.names(home / imported_files.FOLDER, editions=True)
    return Editions(pack.complete_since, difference.by_chapter(pack), names)


def compare(
    before: datetime.date | pathlib.Path,
    after: datetime.date | pathlib.Path,
    home: pathlib.Path,
    country: str = "",
) -> EditionDifference | Refused:
    """What differs between two editions, each the tariff of a day or the file of an
    imported edition.
    """
    pack = packs.open_pack(home, country)
    if isinstance(pack, Refused):
        return pack
    first, second = _edition(before, pack), _edition(after, pack)
    if isinstance(first, Refused):
        return first
    if isinstance(second, Refused):
        return second
    return packs.covered(pack, lambda: difference.between(first, second))


def compare_days(
    before: datetime.date, after: datetime.date, pack: Pack
) -> EditionDifference | Refused:
    """What differs between the tariff of two days."""
    first = difference.NamedPack(pack, before)
    second = difference.NamedPack(pack, after)
    return packs.covered(pack, lambda: difference.between(first, second))


def _edition(
    named: datetime.date | pathlib.Path, pack: Pack
) -> difference.NamedPack | Refused:
    if isinstance(named, datetime.date):
        return difference.NamedPack(pack, named)
    body = given_files.read(named)
    if isinstance(body, Refused):
        return body
    edition = tariff_edition.of_file(body, pack)
    return edition or findings.refused(usage.NOT_AN_EDITION, "file", value=named)
