"""The law in use: what the ledger says of it, against the law that lies here.

A ledger begins with its foundation and the law in use; whatever changes the law is a fact.
Nothing is recorded under law that no fact speaks of.
"""

import pathlib

import msgspec

from openkeden.base import findings, recording_rules, usage
from openkeden.base.findings import Finding, Refused
from openkeden.flow import facts, installation_files
from openkeden.flow.law import law_here
from openkeden.flow.law.law_here import LawHere
from openkeden.lawpack.imports import imported_files
from openkeden.store import read
from openkeden.store.rows import EntryRow


class KnownLaw(msgspec.Struct, frozen=True):
    """The law in use, as the ledger says it."""

    #: Index of the fact.
    index: int

    #: The fact.
    fact: facts.LawInUse


def latest() -> KnownLaw | None:
    """The law in use; None where the ledger does not say."""
    known = _known(1)
    return known[0] if known else None


def history() -> list[KnownLaw]:
    """Every law that was in use, the oldest first."""
    return _known()[::-1]


def _known(most: int | None = None) -> list[KnownLaw]:
    rows = read.law_entries("law") if most is None else read.law_entries("law", most)
    found = [_readable(row) for row in rows]
    return [known for known in found if known is not None]


def _readable(row: EntryRow) -> KnownLaw | None:
    """The law that a fact speaks of; None for a damaged one, which the audit names."""
    try:
        fact = facts.read(row.body)
    except msgspec.DecodeError:
        return None
    return KnownLaw(row.index, fact) if isinstance(fact, facts.LawInUse) else None


def differs(here: LawHere, fact: facts.LawInUse) -> bool:
    """Whether the law that lies here, or the program that brings it, is another."""
    known = (fact.program, fact.pack, fact.digest)
    return (here.program, here.pack, here.digest) != known


def fact_of(here: LawHere, **stamp: object) -> facts.LawInUse:
    """The fact that the law that lies here is in use."""
    return facts.LawInUse(
        **stamp,  # type: ignore[arg-type]
        jurisdiction=here.jurisdiction,
        pack=here.pack,
        digest=here.digest,
        files=here.files,
        program=here.program,
    )


def check(here: LawHere, known: KnownLaw | None, home: pathlib.Path) -> Refused | None:
    """Why nothing may be recorded under the law that a process has read.

    That law must be the one in use, and so must the files that lie in the folder now.
    """
    country = _country(home)
    if country != here.jurisdiction:
        return findings.refused(
            usage.OTHER_COUNTRY, "home", value=country, founded=here.jurisdiction
        )
    lying = law_here.files_of(home / imported_files.FOLDER)
    files = known.fact.files if known is not None else ()
    index = known.index if known is not None else 0
    wrong = differences(lying, files, index)
    if wrong:
        return Refused(tuple(wrong))
    if known is None:
        return None
    if here.files != files:
        return moved(index)
    return pack_changed(here, known)


def _country(home: pathlib.Path) -> str:
    """The country that the installation names now; empty where it names none."""
    try:
        return installation_files.jurisdiction(home)
    except installation_files.NoCountry:
        return ""


def moved(index: int) -> Refused:
    """The refusal of a process that has read other law than that in use since a fact."""
    return findings.refused(recording_rules.LAW_MOVED, "law", value=index)


def pack_changed(here: LawHere, known: KnownLaw) -> Refused | None:
    """Another law of the same program is nobody's word."""
    if here.program != known.fact.program or not differs(here, known.fact):
        return None
    return findings.refused(
        recording_rules.PACK_CHANGED, "law", value=here.program, fact=known.index
    )


def differences(
    lying: tuple[facts.LawFile, ...], files: tuple[facts.LawFile, ...], index: int
) -> list[Finding]:
    """How the files that lie in the folder differ from those that a fact names."""
    there = {file.name: file for file in lying}
    named = {file.name for file in files}
    wrong = []
    for file in files:
        if file.name not in there:
            wrong.append(_finding(recording_rules.FILE_GONE, file, index))
        elif there[file.name] != file:
            wrong.append(_finding(recording_rules.FILE_CHANGED, file, index))
    added = [file for file in lying if file.name not in named]
    return wrong + [_finding(recording_rules.FILE_ADDED, file, index) for file in added]


def _finding(rule: findings.Rule, file: facts.LawFile, index: int) -> Finding:
    return findings.of(rule, f"law/{file.name}", value=file.name, fact=index)


def settle(home: pathlib.Path, known: KnownLaw | None) -> None:
    """Put files in their place that a fact speaks of, where an import was cut off before it
    did.
    """
    folder = home / imported_files.FOLDER
    if known is None or all((folder / file.name).exists() for file in known.fact.files):
        return
    with imported_files.alone(folder):
        for file in known.fact.files:
            imported_files.settle_again(folder, file.name, file.digest)
