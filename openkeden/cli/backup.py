"""`keden backup` and `keden restore`: an installation kept in one file, and brought back."""

import pathlib
from typing import Annotated

import msgspec
import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow import backups
from openkeden.views import backup_view


def backup(
    file: Annotated[
        pathlib.Path, typer.Argument(help="The backup to be written: a new file.")
    ],
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Keep the whole installation in one file: database, keys, law. Others may write
    meanwhile.

    What is kept is checked as it would be restored. The file is a tar, readable by its
    owner alone; it holds the secret key of the ledger.
    """
    taken = backups.take(home, file)
    if isinstance(taken, Refused):
        show.refuse(taken, lang.value, json=json)
    _show(backup_view.of(taken, file, home), "backup", lang.value, json=json)


def restore(
    file: Annotated[pathlib.Path, typer.Argument(help="A file that `keden backup` wrote.")],
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Bring an installation back from a backup, into a folder that is not there yet or
    empty.

    Digests, the database and the key of the ledger are checked first; where one does not
    fit, nothing is restored.
    """
    restored = backups.restore(file, home)
    if isinstance(restored, Refused):
        show.refuse(restored, lang.value, json=json)
    _show(backup_view.of(restored, file, home), "restored", lang.value, json=json)


def _show(view: backup_view.BackupView, what: str, language: str, *, json: bool) -> None:
    """Say what was done, and what of."""
    if json:
        show.print_json(view)
        return
    said = locale.names(language)["done"][what]
    show.out.print(show.plain(said.format(**msgspec.structs.asdict(view))), soft_wrap=True)
