"""Options that several commands share, and what they stand for."""

import datetime
import pathlib
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from openkeden.base import calls, working_time, written
from openkeden.base.findings import Refused
from openkeden.cli import show
from openkeden.flow import clock, given_files, outputs
from openkeden.flow.law import packs

if TYPE_CHECKING:
    from openkeden.flow import installation, recording

#: No message is larger, whatever the setting: a gibibyte.
_MOST_MESSAGE_BYTES = 1024 * 1024 * 1024

#: No machine has use for more.
_MOST_WORKERS = 64


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
        help="Whose law, such as KG; that of the installation where not given.",
    ),
]
HomeOption = Annotated[
    pathlib.Path,
    typer.Option(
        "--home",
        envvar="KEDEN_HOME",
        help="Folder with the database and the key of the ledger.",
    ),
]
At = Annotated[
    str,
    typer.Option(
        help=(
            "Register as of this moment, such as 2026-04-02T10:00, instead of now; the clock is"
            " that of the office unless an offset such as +05:00 follows."
        )
    ),
]
Late = Annotated[
    str,
    typer.Option(
        "--reason",
        envvar="KEDEN_REASON",
        help=(
            "Why the moment is before what is recorded already, or the clock runs behind;"
            " the ledger keeps it."
        ),
    ),
]
On = Annotated[
    str, typer.Option("--on", help="The day, as 2026-04-02; today where it is not given.")
]
ImportName = Annotated[
    str,
    typer.Option("--as", help="The name to keep it under; that of the file without it."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Check only, and say what would change.")
]
Reference = Annotated[
    str, typer.Argument(help="Registration number, or the declarant's own reference.")
]
Actor = Annotated[str, typer.Option(help="Who acts: the id of a person of the register.")]
Officer = Annotated[
    str, typer.Option(help="The officer who reads what is sealed: an inspector or a chief.")
]
Auditor = Annotated[
    str,
    typer.Option(help="The auditor who reads what is sealed; it is recorded first."),
]
Purpose = Annotated[str, typer.Option(help="For which purpose the auditor reads.")]
Lang = Annotated[
    Language,
    typer.Option("--lang", envvar="KEDEN_LANG", help="Language of findings and tables."),
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Show where each row of law was read, too."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
MaxBytes = Annotated[
    int,
    typer.Option(
        envvar="KEDEN_MAX_BYTES",
        help="Largest message taken, in bytes.",
        min=1,
        max=_MOST_MESSAGE_BYTES,
    ),
]
ManyWorkers = Annotated[
    int,
    typer.Option(
        "--workers",
        envvar="KEDEN_WORKERS",
        help=(
            "Processes that check and value ahead of the one that records; they pay for"
            " large files on several free cores. The first 1,000 declarations of a file"
            " start none. Of a pipe they read ahead too: do not wait for answers there."
        ),
        min=0,
        max=_MOST_WORKERS,
    ),
]
Files = Annotated[
    list[pathlib.Path],
    typer.Argument(help="Files; `-` is standard input.", show_default=False),
]
FilesAndFolders = Annotated[
    list[pathlib.Path],
    typer.Argument(
        help="Files, or folders with files; `-` is standard input.", show_default=False
    ),
]

HOME = pathlib.Path(".keden")


def moment(text: str, home: pathlib.Path = HOME) -> datetime.datetime:
    """The moment that `--at` names, now when it names none; a moment without a zone is on
    the clock of the country whose law the installation has.
    """
    if not text:
        return clock.now()
    day, blank, time = text.strip().partition(" ")
    read = f"{written.date(day).text}{blank}{time}"
    try:
        named = datetime.datetime.fromisoformat(read)
    except ValueError:
        raise show.wrong(calls.NO_MOMENT, "--at", value=text) from None
    return named if named.tzinfo else pack(home).on_clock(named)


def by(actor: str, at: str, reason: str, home: pathlib.Path) -> "recording.By":
    """Who acts, and as of when."""
    from openkeden.flow import recording  # noqa: PLC0415

    return recording.By(actor, moment(at, home), reason)


def importer(
    actor: str, at: str, reason: str, home: pathlib.Path, country: str = ""
) -> "recording.By":
    """Who imports, and as of when; an installation imports law of its own country alone."""
    if country:
        raise show.wrong(
            calls.ONLY_WITH, "--country", value="--country", option="--dry-run"
        )
    if not actor:
        raise show.wrong(calls.NO_ADMINISTRATOR, "--actor", value="")
    return by(actor, at, reason, home)


def day(text: str, option: str = "--on") -> datetime.date | None:
    """The day that an option names; None when it names none."""
    return named_day(text, option) if text else None


def named_day(text: str, option: str) -> datetime.date:
    """The day that an option has to name."""
    named = working_time.parse_day(written.date(text).text)
    if named is None:
        raise show.wrong(calls.NO_DAY, option, value=text)
    return named


def pairs(option: str, texts: Iterable[str], example: str) -> dict[str, str]:
    """What is written as `name=value`, each name once."""
    found: dict[str, str] = {}
    for name, value in ordered_pairs(option, texts, example):
        if name in found:
            raise _no_pair(option, f"{name}={value}", example)
        found[name] = value
    return found


def ordered_pairs(
    option: str, texts: Iterable[str], example: str
) -> tuple[tuple[str, str], ...]:
    """What is written as `name=value`, in the order given; a name may come again."""
    found = []
    for text in texts:
        name, _, value = text.partition("=")
        if not (name and value):
            raise _no_pair(option, text, example)
        found.append((name, value))
    return tuple(found)


def _no_pair(option: str, text: str, example: str) -> show.UserError:
    return show.wrong(calls.NO_PAIR, option, option=option, value=text, example=example)


def writable(
    out: pathlib.Path | None,
    home: pathlib.Path,
    language: str,
    inputs: Iterable[pathlib.Path] = (),
) -> None:
    """End the command, before it did anything, where its output would be written over its
    input or over the installation.
    """
    refused = outputs.refused(out, home, inputs) if out else None
    if refused is not None:
        show.refuse(refused, language, json=False)


def content(path: pathlib.Path, language: str) -> bytes:
    """What a file holds; the command ends where it is larger than is read."""
    given = given_files.read(path)
    if isinstance(given, Refused):
        show.refuse(given, language, json=False)
    return given


def pack(home: pathlib.Path, country: str = "") -> packs.Pack:
    """The law of the installation in a folder with the rates it loaded, or of another
    country.
    """
    opened = packs.open_pack(home, country)
    if isinstance(opened, Refused):
        show.refuse(opened, Language.en, json=False)
    return opened


def opened(
    home: pathlib.Path, language: str = Language.en, *, create: bool = False
) -> "installation.Installation":
    """The installation in this folder; set up when `create`, else it must be there."""
    # Commands without a database do not load its layer.
    from openkeden.flow import installation  # noqa: PLC0415

    answer = installation.open_installation(home, create=create)
    if isinstance(answer, Refused):
        show.refuse(answer, language, json=False)
    return answer


def covered(
    at: "installation.Installation", now: datetime.datetime, language: str = Language.en
) -> None:
    """End the command when the law pack does not hold the day of this moment."""
    day = at.day(now)
    if isinstance(day, Refused):
        show.refuse(day, language, json=False)
