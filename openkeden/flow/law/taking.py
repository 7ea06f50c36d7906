"""Take files of law into an installation: each is reviewed first, kept whole or not at all,
and in use from the fact on that says so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

import msgspec

from openkeden.base.findings import Refused
from openkeden.clearance import people
from openkeden.flow import recording
from openkeden.flow.installation import Installation
from openkeden.flow.law import imports, in_use, law_here
from openkeden.flow.law.law_here import LawHere
from openkeden.flow.people import authority
from openkeden.lawpack.imports import imported_files, law_rows, local_rows, tariff_pair
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
    edition: imports.EditionFiles, by: recording.By, at: Installation
) -> imports.ImportedEdition | Refused:
    """Import a new edition of the tariff into an installation, the notes before the lines
    that carry them.
    """

    def review(pack: Pack) -> tariff_pair.JudgedPair:
        return imports.judge_edition(edition, pack, at.home)

    def files(given: tariff_pair.JudgedPair) -> Iterator[File]:
        if given.notes_move and edition.notes is not None:
            yield File(edition.notes, f"{edition.name}{tariff_pair.NOTES}", ".csv")
        if given.edition.moves:
            yield File(edition.lines, edition.name, ".csv")

    given = _take(edition.name, files, by, at, review)
    if isinstance(given, Refused):
        return given
    return imports.of_edition(given, edition.name, taken=True)


def import_rows(
    body: bytes, name: str, by: recording.By, at: Installation
) -> imports.ImportedRows | Refused:
    """Import rows of law into an installation, beside its law pack."""

    def review(pack: Pack) -> law_rows.JudgedRows:
        return imports.judge_rows(body, name, pack, at.home)

    suffix = ".csv" if local_rows.is_csv(body) else ".toml"
    given = _take(name, lambda _: [File(body, name, suffix)], by, at, review)
    return given if isinstance(given, Refused) else imports.of_rows(given, name, taken=True)


def _take(
    name: str,
    files: Callable[[Reviewed], Iterable[File]],
    by: recording.By,
    at: Installation,
    review: Callable[[Pack], Reviewed],
) -> Reviewed | Refused:
    """Review files beside the law at hand and keep them, while no others are imported.

    They are written beside their places first, then one fact of them, then put in their
    places: where the process ends between the last two, the next opening puts them there.
    """
    may_not = authority.authorised(by.actor, people.ADMINISTRATOR, by.now, at)
    if may_not is not None:
        return may_not
    pack = imports.judging(name, at.pack)
    if isinstance(pack, Refused):
        return pack
    folder = at.home / imported_files.FOLDER
    with imported_files.alone(folder):
        given = review(pack)
        if given.refused or not given.moves:
            return given
        prepared = [
            imported_files.prepare(folder, file.name, file.body, file.suffix, place)
            for place, file in enumerate(files(given))
        ]
        law = _record(prepared, by, at)
        for file in prepared:
            if isinstance(law, Refused):
                file.discard()
            else:
                file.settle()
        if isinstance(law, Refused):
            return law
    at.follow(*law)
    return given


def _record(
    prepared: Sequence[imported_files.PreparedFile], by: recording.By, at: Installation
) -> tuple[Pack, LawHere] | Refused:
    """Record that the law with further files is in use; that law."""
    bundled = load_pack(at.law.jurisdiction)
    held = imported_files.imported(at.home / imported_files.FOLDER)
    files = [*held, *[one.file for one in prepared]]
    merged = Pack(imported_files.merged_files(bundled.sources, files))
    kept = [imported_files.kept_file(one.target, one.file.body) for one in prepared]
    named = [law_here.file_of(one) for one in kept]
    law = law_here.known_by(bundled, merged, (*at.law.files, *named))
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        if law.pack != at.law.pack:
            return in_use.moved(act.law)
        act.append(in_use.fact_of(law, **act.stamp(by.actor)))
    return merged, law
