"""Options that several commands share, and what they are turned into."""

import datetime
import pathlib
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from openkeden.base import working_time
from openkeden.cli import show
from openkeden.flow import clock, installation_files
from openkeden.lawpack.pack import NoPack, NotCovered, Pack
from openkeden.ledger import checkpoint

if TYPE_CHECKING:
    from openkeden.flow import installation


class Language(StrEnum):
    """Languages of findings and tables."""

    en = "en"
    ru = "ru"
    kk = "kk"


Country = Annotated[
    str,
    typer.Option(
        "--country",
        envvar="KEDEN_LAW",
        help="Whose law, such as KG; that of the house where not given.",
    ),
]
HomeOption = Annotated[
    pathlib.Path,
    typer.Option(
        "--home", envvar="KEDEN_HOME", help="Folder with the database and the key of the ledger."
    ),
]
At = Annotated[
    str,
    typer.Option(
        help="Register as of this moment, such as 2026-04-02T10:00+05:00, instead of now."
    ),
]
Lang = Annotated[
    Language, typer.Option("--lang", envvar="KEDEN_LANG", help="Language of findings and tables.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
MaxBytes = Annotated[
    int, typer.Option(envvar="KEDEN_MAX_BYTES", help="Largest message taken, in bytes.")
]
Files = Annotated[
    list[pathlib.Path], typer.Argument(help="Files; `-` is standard input.", show_default=False)
]

HOME = pathlib.Path(".keden")


def moment(text: str) -> datetime.datetime:
    """The moment that `--at` names, now when it names none; a moment without a zone is in UTC."""
    if not text:
        return clock.now()
    try:
        given = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise show.UserError(
            f"--at {text!r} is no moment; write it as 2026-04-02T10:00+05:00"
        ) from None
    return given if given.tzinfo else given.replace(tzinfo=datetime.UTC)


def day(text: str) -> datetime.date | None:
    """The day that an option names; None when it names none."""
    if not text:
        return None
    found = working_time.parse_day(text)
    if found is None:
        raise show.UserError(f"{text!r} is no day; write it as 2026-04-02")
    return found


def pack(home: pathlib.Path, country: str = "") -> Pack:
    """The law of the house in a folder with the rates it loaded, or of another country; a sentence when there is none."""
    try:
        return installation_files.rated(home, country)
    except ValueError as error:
        raise show.UserError(str(error)) from None


def opened(home: pathlib.Path, *, found: bool = False) -> "installation.Installation":
    """The house in this folder; founded when `found`, else it must be there."""
    # Commands without a database do not load its layer.
    from openkeden.flow import installation  # noqa: PLC0415

    try:
        return installation.open_installation(home, found=found)
    except installation.Missing:
        raise show.UserError(
            f"there is no database in {home}; `keden demo` or `keden clear` makes one, --home names another folder"
        ) from None
    except installation.Keyless as gone:
        raise show.UserError(
            f"the key of the ledger is gone: put {gone} back; no other key continues it"
        ) from None
    except NoPack as unknown:
        raise show.UserError(f"the law of this house cannot be found: {unknown}") from None
    except checkpoint.BadKey as bad:
        raise show.UserError(
            f"the key in {home / installation.KEY_FILE} cannot be used: {bad}"
        ) from None


def covered(at: "installation.Installation", now: datetime.datetime) -> "installation.LawOfDay":
    """The day of this moment; a sentence when the law pack does not hold it."""
    try:
        return at.day(now)
    except NotCovered as error:
        raise show.UserError(f"{error}; --at names another moment") from None
    except OverflowError:
        raise show.UserError(f"there is no calendar for {now}; --at names another moment") from None
