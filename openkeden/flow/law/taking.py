"""Take files of law into an installation: each is reviewed first, kept whole or not at all,
and in use from the fact on that says so.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from openkeden.base.findings import Refused
from openkeden.clearance import people
from openkeden.flow import recording
from openkeden.flow.installation import Installation
from openkeden.flow.law import imports, in_use, law_here
from openkeden.flow.law.law_here import LawHere
from openkeden.flow.people import authority
from openkeden.lawpack.imports import imported_files, law_rows, local_rows, tariff_edition
from openkeden.lawpack.pack import Pack, load_pack


class Judged(Protocol):
    """What became of a file: whether it is refused, and whether it changes anything."""

    @property
    def refused(self) -> bool: ...

    @property
    def moves(self) -> bool: ...


Reviewed = TypeVar("Reviewed", bound=Judged)


class File(msgspec.Struct, frozen=True):
    """A file that is to be imported."""

    #: Its bytes.
    body: bytes

    #: The name to keep it under.
    name: str

    #: How the name of the file ends.
    suffix: str


def import_edition(
    body: bytes, name: str, by: recording.By, at: Installation
) -> imports.ImportedEdition | Refused:
    """Import a new edition of the tariff into an installation."""

    def review(pack: Pack) -> tariff_edition.JudgedEdition:
        return imports.judge_edition(body, name, pack, at.home)

    given = _take(File(body, name, ".csv"), by, at, review)
    return (
        given if isinstance(given, Refused) else imports.of_edition(given, name, taken=True)
    )


def import_rows(
    body: bytes, name: str, by: recording.By, at: Installation
) -> imports.ImportedRows | Refused:
    """Import rows of law into an installation, beside its law pack."""

    def review(pack: Pack) -> law_rows.JudgedRows:
        return imports.judge_rows(body, name, pack, at.home)

    suffix = ".csv" if local_rows.is_csv(body) else ".toml"
    given = _take(File(body, name, suffix), by, at, review)
    return given if isinstance(given, Refused) else imports.of_rows(given, name, taken=True)


def _take(
    file: File, by: recording.By, at: Installation, review: Callable[[Pack], Reviewed]
) -> Reviewed | Refused:
    """Review a file beside the law at hand and keep it, while no other file is imported.

    It is written beside its place first, then the fact of it, then put in its place: where
    the process ends between the last two, the next opening puts it there.
    """
    may_not = authority.authorised(by.actor, people.ADMINISTRATOR, by.now, at)
    if may_not is not None:
        return may_not
    pack = imports.judging(file.name, at.pack)
    if isinstance(pack, Refused):
        return pack
    folder = at.home / imported_files.FOLDER
    with imported_files.alone(folder):
        given = review(pack)
        if given.refused or not given.moves:
            return given
        prepared = imported_files.prepare(folder, file.name, file.body, file.suffix)
        law = _record(prepared, file, by, at)
        if isinstance(law, Refused):
            prepared.discard()
            return law
        prepared.settle()
    at.follow(*law)
    return given


def _record(
    prepared: imported_files.PreparedFile, file: File, by: recording.By, at: Installation
) -> tuple[Pack, LawHere] | Refused:
    """Record that the law with a further file is in use; that law."""
    bundled = load_pack(at.law.jurisdiction)
    files = [*imported_files.imported(prepared.target.parent), prepared.file]
    sources = imported_files.merged_files(bundled.sources, files)
    kept = imported_files.kept_file(prepared.target, file.body)
    merged = Pack(sources)
    law = law_here.known_by(bundled, merged, (*at.law.files, law_here.file_of(kept)))
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        if law.pack != at.law.pack:
            return in_use.moved(act.law)
        act.append(in_use.fact_of(law, **act.stamp(by.actor)))
    return merged, law
