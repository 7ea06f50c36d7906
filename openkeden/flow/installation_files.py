"""Files of an installation: whose law it applies, and that law as it stands there; no
database layer is loaded.

A folder that holds nothing yet is no installation: the law is then that of the package.
"""

import functools
import pathlib
from collections.abc import Callable
from typing import TypeVar

from openkeden.base import database_usage, findings, usage
from openkeden.base.findings import Refused
from openkeden.base.rates import Quote
from openkeden.files import whole_file
from openkeden.flow import settings
from openkeden.lawpack import imports
from openkeden.lawpack.countries import NoPack
from openkeden.lawpack.pack import Pack, load_pack
from openkeden.store import offline, rows, server_address

T = TypeVar("T")

DATABASE_FILE = "keden.sqlite3"

#: Says that the tables lie on a server, without which nobody would miss them; it may hold
#: the address, which goes for this installation where `DATABASE_URL` is not set.
SERVER_FILE = "server"

#: What SQLite keeps beside a database while it is open, and after a kill.
BESIDE_DATABASE = (f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm")

#: The key of the ledger, and its public half.
KEY_FILE, VERIFIER_FILE = "log.key", "log.vkey"

JURISDICTION_FILE = "jurisdiction"

#: The signed heads of the ledger, unless `KEDEN_HEADS` names another file.
HEADS_FILE = "heads"

#: What two processes that set up one installation wait for.
LOCK_FILE = "initialising.lock"

_LETTERS = 2


class NoCountry(ValueError):
    """The file that says whose law an installation applies says nothing of the kind."""


def is_begun(folder: pathlib.Path) -> bool:
    """Whether a folder holds anything of an installation that prices rest on: its database,
    its country or law of its own.
    """
    names = (DATABASE_FILE, SERVER_FILE, JURISDICTION_FILE, imports.FOLDER)
    return any((folder / name).exists() for name in names)


def is_set_up(folder: pathlib.Path) -> bool:
    """Whether the tables of an installation were made."""
    return any((folder / name).exists() for name in (DATABASE_FILE, SERVER_FILE))


def place(folder: pathlib.Path) -> offline.Place | Refused:
    """Where the tables of an installation lie, or would lie if it were set up now."""
    variable, url = settings.DATABASE.variable, _url(folder)
    if url is None:
        return folder / DATABASE_FILE
    if not url:
        return findings.refused(database_usage.NOT_NAMED, variable, value=folder)
    try:
        address = server_address.address(url)
    except server_address.BadAddress as bad:
        return no_server(url, bad)
    if (folder / DATABASE_FILE).exists():
        return findings.refused(database_usage.TWO, variable, value=folder)
    return address


def _url(folder: pathlib.Path) -> str | None:
    """The address of the tables on a server; empty where none is known, None where they lie
    in the folder.
    """
    path = folder / SERVER_FILE
    named = settings.DATABASE.value
    if named or not path.exists():
        return named or None
    return path.read_text("utf-8", errors="replace").strip()


def no_server(place: object, error: Exception) -> Refused:
    """Why a database on a server cannot be used."""
    variable = settings.DATABASE.variable
    if isinstance(error, server_address.NoDriver):
        return findings.refused(database_usage.NO_DRIVER, variable)
    if isinstance(error, server_address.BadAddress):
        return findings.refused(database_usage.BAD_URL, variable, reason=error)
    reason = " ".join(str(error).split())
    return findings.refused(database_usage.NO_SERVER, variable, value=place, reason=reason)


def keep_place(folder: pathlib.Path) -> None:
    """Write down that the tables lie on a server, where they do."""
    path = folder / SERVER_FILE
    if settings.DATABASE.value and not path.exists():
        whole_file.write(path, b"", private=True)


def jurisdiction(folder: pathlib.Path) -> str:
    """The country whose law an installation applies, or would apply if it were set up now.

    Raises NoCountry.
    """
    path = folder / JURISDICTION_FILE
    if not path.exists():
        return settings.JURISDICTION.value
    country = path.read_text("utf-8", errors="replace").strip()
    if len(country) != _LETTERS or not country.isascii() or not country.isalpha():
        raise NoCountry(path)
    return country


def keep_jurisdiction(folder: pathlib.Path, country: str) -> None:
    """Write down whose law an installation applies: it is settled when it is set up."""
    path = folder / JURISDICTION_FILE
    whole_file.write(path, f"{country}\n".encode(), private=True)


def make_private(folder: pathlib.Path) -> None:
    """Make the folder of an installation, with the file of its database if it lies there;
    all that it holds is its owner's alone.
    """
    whole_file.make_private_folder(folder)
    if _url(folder) is None:
        whole_file.make_private_file(folder / DATABASE_FILE)
    named = (
        KEY_FILE,
        VERIFIER_FILE,
        JURISDICTION_FILE,
        SERVER_FILE,
        LOCK_FILE,
        HEADS_FILE,
    )
    names = (*BESIDE_DATABASE, *named)
    imported = folder / imports.FOLDER
    for path in (*map(folder.joinpath, names), imported, *imported.glob("*")):
        whole_file.make_private(path)


def law(folder: pathlib.Path, country: str = "") -> Pack:
    """The law pack of the installation in a folder, or of another `country`, merged with
    all that it imported.

    Raises NoPack, NoCountry, and ValueError for a file that is not as it was imported.
    """
    pack = load_pack(country or jurisdiction(folder))
    imported = folder / imports.FOLDER
    if not imported.exists():
        return pack
    # What reads imports is loaded only where there are some.
    from openkeden.lawpack.imports import imported_files  # noqa: PLC0415

    return imported_files.merged(pack, imported)


def facts_about(folder: pathlib.Path, subject: str) -> list[tuple[int, bytes]] | Refused:
    """The indices and bodies of facts about a subject that is no declaration."""
    lies_at = place(folder)
    if isinstance(lies_at, Refused):
        return lies_at
    try:
        return offline.facts_about(lies_at, subject)
    except server_address.ERRORS as error:
        return no_server(lies_at, error)


def readable(read: Callable[[], T], at: str, value: object) -> T | Refused:
    """The law that is read, or why it cannot be; `at` and `value` say whose it is."""
    try:
        return read()
    except NoCountry as error:
        return findings.refused(usage.NO_COUNTRY, at, value=error)
    except NoPack as error:
        return no_pack(error, at)
    except ValueError as error:
        return findings.refused(usage.NO_LAW, at, value=value, reason=error)


def no_pack(error: NoPack, at: str) -> Refused:
    """That there is no law of a country, and of which there is."""
    known = ", ".join(error.known)
    return findings.refused(usage.NO_PACK, at, value=error.jurisdiction, known=known)


def rated(folder: pathlib.Path, country: str = "") -> Pack | Refused:
    """As `law`, with the exchange rates that were loaded. One is kept for each state of the
    folder's files, or of the rates on a server.
    """
    lies_at = place(folder)
    if isinstance(lies_at, Refused):
        return lies_at
    wanted = country or jurisdiction(folder)
    if isinstance(lies_at, pathlib.Path):
        return _rated(folder.absolute(), wanted, None, _state(folder))
    try:
        loaded = tuple(offline.quotes(lies_at))
    except server_address.ERRORS as error:
        return no_server(lies_at, error)
    return _rated(folder.absolute(), wanted, loaded, _state(folder))


@functools.lru_cache(maxsize=8)
def _rated(
    folder: pathlib.Path,
    country: str,
    loaded: tuple[rows.QuoteRow, ...] | None,
    _: object,
) -> Pack:
    pack = law(folder, country)
    if country != jurisdiction(folder):
        return pack
    if loaded is None:
        loaded = tuple(offline.quotes(folder / DATABASE_FILE))
    quotes = [quote_of(row) for row in loaded]
    return pack.with_quotes(quotes) if quotes else pack


def quote_of(row: rows.QuoteRow) -> Quote:
    """The exchange rate of a row. Raises ValueError where the row is damaged."""
    numbers = (row.nominal, row.value, row.decimals)
    if not all(isinstance(number, int) for number in numbers):
        raise ValueError(f"a rate of {row.currency} is not made of numbers")
    return Quote(
        row.currency,
        row.nominal,
        row.value,
        row.decimals,
        rows.day(str(row.effective_on)),
        row.authority,
    )


def _state(folder: pathlib.Path) -> object:
    """What changes when a file of the installation does: names, sizes and times."""
    paths = [
        *sorted((folder / imports.FOLDER).glob("*-*")),
        folder / DATABASE_FILE,
        folder / BESIDE_DATABASE[0],
    ]
    states = [(path.name, path.stat()) for path in paths if path.exists()]
    return tuple([(name, state.st_size, state.st_mtime_ns) for name, state in states])
