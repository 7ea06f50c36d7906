"""Commands that the proofs run, each in one place, and what their answers acknowledge."""

import datetime
import json
import pathlib
from collections.abc import Iterable, Iterator

import msgspec

from bench.corpora import narrow
from openkeden.lawpack import pack
from prove import warm

PAYER = "990140000017"

#: Who enters people, and who books money.
ADMINISTRATOR, TREASURER = "a.root", "t.book"


class Order(msgspec.Struct, frozen=True):
    """A command with what its output acknowledges."""

    #: The words after `keden`.
    words: list[str]

    #: The document of a deposit; empty for another command.
    document: str = ""

    #: How the name of an imported file of law ends; empty for another command.
    law: str = ""


class Acknowledged(msgspec.Struct, frozen=True):
    """An answer that somebody has read."""

    #: The registration number; empty for a refusal.
    registration: str

    #: The index of its fact.
    entry: int


def clear(home: pathlib.Path, *files: pathlib.Path) -> list[str]:
    """Lodge files, a line of JSON for each answer."""
    return ["clear", *map(str, files), "--json", "--at", warm.AT, "--home", str(home)]


def clear_into(home: pathlib.Path, file: pathlib.Path, out: pathlib.Path) -> list[str]:
    """Lodge a file, its answers into another file."""
    answers = ["--out", str(out), "--at", warm.AT]
    return ["clear", str(file), *answers, "--home", str(home)]


def person(home: pathlib.Path, name: str, role: str) -> list[str]:
    """Enter a person in a role; the first is the administrator, who enters the others."""
    said = ["--name", name, "--role", role, "--document", "ORDER", "--actor", ADMINISTRATOR]
    return ["person", "add", name, *said, "--at", warm.AT, "--home", str(home)]


def people(home: pathlib.Path) -> list[list[str]]:
    """Enter all people that act in the proofs."""
    return [
        person(home, ADMINISTRATOR, "administrator"),
        person(home, TREASURER, "treasury"),
    ]


def deposit(home: pathlib.Path, document: str) -> list[str]:
    """Pay money in by a document."""
    said = ["--document", document, "--bank", "EXMPKZKA", "--date", "2026-04-01"]
    when = ["--actor", TREASURER, "--at", warm.AT, "--home", str(home)]
    return ["deposit", PAYER, "5000000.00", *said, *when]


def law_import(home: pathlib.Path, file: pathlib.Path) -> list[str]:
    """Take in rows of law."""
    return ["law", "import", str(file), *_by_administrator(home)]


def tariff_import(home: pathlib.Path, file: pathlib.Path) -> list[str]:
    """Take in an edition of the tariff."""
    return ["tariff", "import", str(file), *_by_administrator(home)]


def _by_administrator(home: pathlib.Path) -> list[str]:
    return ["--actor", ADMINISTRATOR, "--at", warm.AT, "--home", str(home)]


def verify(home: pathlib.Path) -> list[str]:
    """Audit a home."""
    return ["ledger", "verify", "--json", "--home", str(home)]


#: A row of law and an edition of the tariff to be taken in.
ROWS_OF_LAW = b"""[[parameters]]
values = { mci = "4500" }
unit = "KZT"
since = 2027-01-01
until = 2027-12-31
act = "Example act"
source = "example"
mark = "open"
"""
EDITION = b"""code,unit,rate,note,since,until,successors,act,source,mark
6403999600,pair,1.5 EUR/pair,,2026-07-01,,,Example act 1,example,open
"""


def filings(count: int, seed: int, items: int = 1) -> list[bytes]:
    """Clean declarations, each under a reference of its own."""
    warm.load()
    law = pack.load_pack("KZ").on(datetime.datetime.fromisoformat(warm.AT).date())
    made = [msgspec.json.encode(one) for one in narrow.filings(law, count, items, seed)]
    return [one.replace(b'"B', f'"S{seed}-'.encode(), 1) for one in made]


def write(folder: pathlib.Path, name: str, lines: Iterable[bytes]) -> pathlib.Path:
    """A file of filings, one a line."""
    path = folder / name
    path.write_bytes(b"".join([line + b"\n" for line in lines]))
    return path


def answers(out: bytes) -> Iterator[tuple[str, Acknowledged]]:
    """What the whole lines of an output acknowledge, by reference.

    A line without its end was not read by anybody. Why the call could not be finished
    stands in a line of its own.
    """
    for line in out.split(b"\n")[:-1]:
        said = json.loads(line)
        if said.get("status") in ("registered", "refused"):
            known = Acknowledged(said.get("registration", ""), said["entry"])
            yield said["reference"], known
