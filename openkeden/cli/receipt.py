"""`keden receipt`: receipts written, and verified offline."""

import pathlib
from typing import Annotated

import typer

from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow import outputs
from openkeden.flow.ledger import receipts
from openkeden.views import ledger_view

receipt = typer.Typer(no_args_is_help=True, help="Receipts: write one, verify one offline.")


@receipt.command()
def get(
    reference: options.Reference,
    out: Annotated[
        pathlib.Path | None, typer.Option(help="File to write; standard output without it.")
    ] = None,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Write the receipt of a lodged declaration (C2SP tlog-proof): proof for good that it
    is in the ledger.
    """
    options.writable(out, home, lang.value)
    options.opened(home, lang.value)
    text = receipts.of(reference)
    if isinstance(text, Refused):
        show.unusable(text, lang.value)
    if out is None:
        typer.echo(text, nl=False)
    else:
        outputs.write(out, text.encode())
        show.err.print(f"receipt written to {show.plain(out)}", soft_wrap=True)


@receipt.command(name="verify")
def verify_receipt(
    file: Annotated[pathlib.Path, typer.Argument(help="The receipt.")],
    key: Annotated[
        str, typer.Option(help="The ledger's public key, or the file that holds it.")
    ] = "",
    declaration: Annotated[
        pathlib.Path | None, typer.Option(help="The message that was sent, to be compared.")
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
    message = options.content(declaration, lang.value) if declaration else None
    proved = receipts.verify(options.content(file, lang.value), verifier, message)
    if isinstance(proved, Refused):
        _not_verified(proved, lang.value, json=json)
    elif json:
        show.print_json(ledger_view.of_proof(proved))
    else:
        _print(proved)


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
        show.out.print(f"[red]not verified[/]: {show.plain(view.reason)}", soft_wrap=True)
    raise typer.Exit(1)


def _print(proved: receipts.Proved) -> None:
    where = f"entry {proved.index} of {show.plain(proved.origin)} at size {proved.size}"
    show.out.print(f"verified: {where}")
    for name, value in proved.fact.items():
        show.out.print(f"  {name}: {show.printable(value)}", soft_wrap=True, markup=False)
