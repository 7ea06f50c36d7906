"""`keden witness`: sign the heads of a ledger that somebody else keeps."""

import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow import clock, outputs
from openkeden.flow.ledger import witnessing

witness = typer.Typer(
    no_args_is_help=True,
    help="A witness: watch a ledger of others, and sign its heads.",
)

Folder = Annotated[
    pathlib.Path,
    typer.Option(
        "--state", help="The witness's own folder, with its key and the last head it saw."
    ),
]
STATE = pathlib.Path(".witness")


@witness.command()
def init(
    name: Annotated[str, typer.Argument(help="Its name, such as witness.example/one.")],
    key: Annotated[
        str, typer.Option(help="The public key of the ledger to watch, or its file.")
    ],
    state: Folder = STATE,
    lang: options.Lang = options.Language.en,
) -> None:
    """Make a witness with a key of its own, and print its public key."""
    made = witnessing.init(state, name, key)
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=False)
    typer.echo(made)


@witness.command()
def cosign(
    export: Annotated[
        pathlib.Path, typer.Argument(help="The folder with the ledger's public files.")
    ],
    out: Annotated[
        pathlib.Path | None, typer.Option(help="File to write; standard output without it.")
    ] = None,
    state: Folder = STATE,
    lang: options.Lang = options.Language.en,
) -> None:
    """Sign the head of an export (C2SP tlog-cosignature), if it is proved to hold all that
    the last head held.

    The head is remembered first, then its signature is given. Exit code 1 where the ledger
    was taken back or changed.
    """
    options.writable(out, state, lang.value)
    signed = witnessing.cosign(state, export, clock.now())
    if isinstance(signed, Refused):
        if not witnessing.is_verdict(signed):
            show.refuse(signed, lang.value, json=False)
        show.print_findings(signed.findings, lang.value, show.err)
        raise typer.Exit(show.REFUSED)
    if out is None:
        typer.echo(signed.note, nl=False)
    else:
        outputs.write(out, signed.note.encode())
        said = locale.names(lang.value)["done"]["cosigned"]
        told = said.format(size=signed.size, before=signed.before, file=out)
        show.err.print(show.plain(told), soft_wrap=True)
