"""`keden receipt`: receipts written, and verified offline."""

import contextlib
import pathlib
from typing import TYPE_CHECKING, Annotated

import typer

from openkeden import locale
from openkeden.base import calls
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow import outputs
from openkeden.flow.ledger import receipts
from openkeden.views import ledger_view

if TYPE_CHECKING:
    from openkeden.flow import installation

receipt = typer.Typer(no_args_is_help=True, help="Receipts: write one, verify one offline.")


@receipt.command()
def get(
    reference: Annotated[
        str, typer.Argument(help="Registration number, or the declarant's own reference.")
    ] = "",
    entry: Annotated[
        int | None,
        typer.Option(help="The entry of the ledger, of any kind: a deposit, a refusal."),
    ] = None,
    version: Annotated[
        int | None, typer.Option(help="The lodging of this version.")
    ] = None,
    lodging: Annotated[
        bool, typer.Option("--lodging", help="The lodging of the version in force.")
    ] = False,
    out: Annotated[
        pathlib.Path | None, typer.Option(help="File to write; standard output without it.")
    ] = None,
    sealed: Annotated[
        pathlib.Path | None,
        typer.Option(help="File to write the sealed part to, for an officer."),
    ] = None,
    officer: options.Officer = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Write the receipt (C2SP tlog-proof) of the newest fact about a declaration, or of the
    one asked for: proof for good that it is in the ledger.
    """
    _one_choice(reference, entry, version, lodging=lodging)
    if (sealed is None) != (officer == ""):
        raise show.wrong(calls.ONLY_WITH, "--sealed", value="--sealed", option="--officer")
    options.writable(out, home, lang.value)
    options.writable(sealed, home, lang.value)
    opened = options.opened(home, lang.value)
    wanted = receipts.WantedReceipt(
        reference=reference, entry=entry, version=version, lodging=lodging
    )
    found = receipts.find(wanted)
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=False)
    if sealed is not None:
        _write_sealed(sealed, found, officer, opened, lang.value)
    text = receipts.of(found)
    if out is None:
        typer.echo(text, nl=False)
    else:
        outputs.write(out, text.encode())
        said = locale.names(lang.value)["done"]["receipt"]
        show.err.print(show.plain(said.format(file=out)), soft_wrap=True)


def _one_choice(
    reference: str, entry: int | None, version: int | None, *, lodging: bool
) -> None:
    """End the command where it is not clear of which fact a receipt is wanted."""
    if not reference and entry is None:
        raise _nothing_named("a registration number, a reference or --entry")
    if [entry is not None, version is not None, lodging].count(True) > 1:
        raise _nothing_named("one of --entry, --version and --lodging")
    if not reference and (version is not None or lodging):
        raise _nothing_named("a registration number or a reference")


def _nothing_named(known: str) -> show.UserError:
    return show.wrong(calls.NOTHING_NAMED, "reference", value="", known=known)


def _write_sealed(
    path: pathlib.Path,
    index: int,
    officer: str,
    at: "installation.Installation",
    language: str,
) -> None:
    """Write the sealed part of an entry for an officer."""
    part = receipts.sealed_part(index, officer, at)
    if isinstance(part, Refused):
        show.refuse(part, language, json=False)
    outputs.write(path, part, private=True)
    said = locale.names(language)["done"]["sealed"]
    show.err.print(show.plain(said.format(file=path)), soft_wrap=True)


@receipt.command(name="verify")
def verify_receipt(
    file: Annotated[pathlib.Path, typer.Argument(help="The receipt.")],
    key: Annotated[
        str, typer.Option(help="The ledger's public key, or the file that holds it.")
    ] = "",
    declaration: Annotated[
        pathlib.Path | None,
        typer.Option(help="The file that was sent: its message is looked for in it."),
    ] = None,
    sealed: Annotated[
        pathlib.Path | None, typer.Option(help="The sealed part, to be compared and shown.")
    ] = None,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Verify a receipt offline with nothing but the public key; exit code 1 when it proves
    nothing.
    """
    verifier = receipts.public_key(home, key)
    if isinstance(verifier, Refused):
        show.refuse(verifier, lang.value, json=json)
    part = options.content(sealed, lang.value) if sealed else None
    body = options.content(file, lang.value)
    with contextlib.ExitStack() as stack:
        sent = stack.enter_context(declaration.open("rb")) if declaration else None
        proved = receipts.verify(body, verifier, sent, part)
    if isinstance(proved, Refused):
        _not_verified(proved, lang.value, json=json)
    elif json:
        show.print_json(ledger_view.of_proof(proved, lang.value))
    else:
        _print(proved, lang.value)


def _not_verified(refused: Refused, language: str, *, json: bool) -> None:
    """Say that a receipt proves nothing: exit code 1; a public key that cannot be used is
    no verdict.
    """
    if not receipts.is_verdict(refused):
        show.refuse(refused, language, json=json)
    view = ledger_view.of_no_proof(refused, language)
    if json:
        show.print_json(view)
    else:
        said = locale.names(language)["done"]["not_verified"]
        reason = show.plain(view.reason)
        show.out.print(f"[red]{said}[/]: {reason}", soft_wrap=True)
    raise typer.Exit(1)


def _print(proved: receipts.Proved, language: str) -> None:
    said = locale.names(language)["done"]
    where = {"entry": proved.index, "origin": proved.origin, "size": proved.size}
    show.out.print(show.plain(said["verified"].format(**where)), soft_wrap=True)
    moments = {"kind": proved.kind, "at": proved.at, "recorded": proved.recorded}
    if proved.message:
        moments["message"] = proved.message
    sealed = {f"sealed {name}": value for name, value in proved.sealed.items()}
    for name, value in (moments | proved.fact | sealed).items():
        show.out.print(f"  {name}: {show.printable(value)}", soft_wrap=True, markup=False)
    show.out.print(said["later"], style="dim", soft_wrap=True)
