"""Long lists of the law held as counts and digests: what acts print as lists of codes is
copied, and nobody works a case for each of thousands.

A part is a chapter of the tariff, a list of goods or of codes, the masks of one row. After a
change that was meant, read the difference of the list itself, then write the parts anew:

    python -m tests.held_lists
"""

import csv
import functools
import hashlib
import pathlib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, Final, NamedTuple

from openkeden.lawpack import sources
from openkeden.lawpack.pack_files import PackFiles

LAW: Final = resources.files("openkeden.law")

HELD: Final = pathlib.Path(__file__).parent / "cases" / "lists.csv"
HEAD: Final = ("file", "part", "count", "digest")

#: The packs whose lists are held.
FOLDERS: Final = ("kz", "kg")

#: Files of lines whose rows have cases of their own.
WORKED: Final = frozenset(
    f"eaeu/{name}.csv"
    for name in (
        "seasons",
        "line_measures",
        "licence_measures",
        "single_rates",
    )
)

#: Columns that say where a line is from, or what it is in words.
WORDS: Final = frozenset(
    ("title", "name", "name_ru", "name_kk", "remark", "source", "mark", "act", "article")
)

#: Kinds of rows that have masks.
MASKED: Final = frozenset(("charges", "measures", "gaps", "limits", "regimes"))

#: Kinds of rows that are held whole: what quotas have is given out where declarations are
#: registered, which a case is not.
WHOLE: Final = "quotas"

#: So many masks of a row are few enough for a case each.
FEW: Final = 3


class Part(NamedTuple):
    """A part of a list."""

    #: The file of law.
    file: str

    #: A chapter, the name of a list, the row that bears the masks; empty: the whole file.
    part: str


class Held(NamedTuple):
    """What is known of a part."""

    #: How many lines or masks it has.
    count: int

    #: The beginning of the SHA-256 of them.
    digest: str


def known() -> dict[Part, Held]:
    """The parts as they were last read by somebody."""
    with HELD.open(newline="") as file:
        rows = csv.DictReader(file)
        return {
            Part(row["file"], row["part"]): Held(int(row["count"]), row["digest"])
            for row in rows
        }


def parts(files: PackFiles, name: str) -> dict[Part, Held]:
    """The parts of a file of law."""
    found = _masks(files, name) if name.endswith(".toml") else _lines(files, name)
    lists: dict[Part, list[str]] = {}
    for part, text in found:
        lists.setdefault(part, []).append(text)
    return {part: _held(texts) for part, texts in lists.items()}


def names() -> list[str]:
    """The files that have lists."""
    return sorted(files_read() - WORKED)


@functools.cache
def files_read() -> frozenset[str]:
    """The files that the packs are read from."""
    files = PackFiles(LAW)
    for folder in FOLDERS:
        sources.read_sources(files, folder)
    return frozenset(files.seen)


def _lines(files: PackFiles, name: str) -> Iterator[tuple[Part, str]]:
    """The lines of a file, each in its part, without the words in them."""
    head = files.head(name)
    for cells in files.csv(name):
        row = dict(zip(head, map(str.strip, cells), strict=True))
        said = [text for column, text in row.items() if column not in WORDS]
        yield Part(name, _part(name, row)), ",".join(said)


def _part(name: str, row: Mapping[str, str]) -> str:
    if name == "eaeu/tariff.csv":
        return row["code"][:2]
    if name == "eaeu/protective.csv":
        return row["act"]
    return row.get("list", "")


def _masks(files: PackFiles, name: str) -> Iterator[tuple[Part, str]]:
    """The masks of each row that has more than a few, and the rows that are held whole."""
    tables = files.toml(name)
    for kind in MASKED & tables.keys():
        for row in tables[kind]:
            masks = row.get("masks", ())
            if len(masks) > FEW:
                part = Part(name, f"{kind} {label(row)}")
                yield from ((part, mask) for mask in masks)
    for row in tables.get(WHOLE, ()):
        yield Part(name, f"{WHOLE} {label(row)}"), repr(row)


def label(row: Mapping[str, Any]) -> str:
    """What tells a row from others of its file."""
    for key in ("id", "key", "code"):
        if key in row:
            return str(row[key])
    named = [str(row[key]) for key in ("charge", "since") if key in row]
    return " ".join([*named, *row.get("masks", ())[:1]])


def _held(texts: list[str]) -> Held:
    whole = hashlib.sha256("\n".join(texts).encode())
    return Held(len(texts), whole.hexdigest()[:16])


def main() -> None:
    """Write all parts anew."""
    files = PackFiles(LAW)
    found: dict[Part, Held] = {}
    for name in names():
        found |= parts(files, name)
    with HELD.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows([(*part, *held) for part, held in found.items()])


if __name__ == "__main__":
    main()
