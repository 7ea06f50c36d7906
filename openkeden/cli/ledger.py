"""`keden ledger` and `keden receipt`: the ledger audited, its facts proved to whoever holds a receipt."""

import pathlib
from typing import Annotated

import msgspec
import typer
from rich.progress import Progress

from openkeden.cli import options, show
from openkeden.flow.ledger import receipts, verification
from openkeden.ledger import checkpoint, proof

ledger = typer.Typer(no_args_is_help=True, help="The ledger: audit it, print its signed head.")
receipt = typer.Typer(no_args_is_help=True, help="Receipts: write one, verify one offline.")


@ledger.command()
def verify(json: options.Json = False, home: options.HomeOption = options.HOME) -> None:
    """Derive root and tables again from the stored facts; exit code 1 and the first record that does not fit."""
    opened = options.opened(home)
    with Progress(console=show.err, transient=True, disable=not show.err.is_terminal) as bar:
        task = bar.add_task("entries", total=receipts.size())
        verdict = verification.verify(opened, lambda index: bar.update(task, completed=index + 1))
    problem = verdict.problem
    if json:
        shown = {
            "ok": problem is None,
            "size": verdict.size,
            "root": verdict.root.hex(),
            "heads": verdict.heads,
            "problem": msgspec.structs.asdict(problem) if problem else None,
        }
        show.print_json(shown)
    elif problem is None:
        show.out.print(f"{verdict.size} facts, {verdict.heads} signed heads: everything fits")
        show.out.print(f"root {verdict.root.hex()}")
    else:
        name = f"{problem.table} {problem.record} {problem.column}".rstrip()
        show.out.print(f"[red]{show.plain(name)}[/]", soft_wrap=True)
        show.out.print(
            f"  stored:   {show.printable(problem.stored)}", soft_wrap=True, markup=False
        )
        show.out.print(
            f"  expected: {show.printable(problem.expected)}", soft_wrap=True, markup=False
        )
    raise typer.Exit(0 if problem is None else 1)


@ledger.command()
def head(home: options.HomeOption = options.HOME) -> None:
    """Print the signed head of the ledger (C2SP checkpoint), to be kept by others."""
    options.opened(home)
    note = receipts.head()
    if note is None:
        raise show.UserError("the ledger is empty")
    typer.echo(note, nl=False)


@receipt.command()
def get(
    reference: Annotated[
        str, typer.Argument(help="Registration number, or the declarant's own reference.")
    ],
    out: Annotated[
        pathlib.Path | None, typer.Option(help="File to write; standard output without it.")
    ] = None,
    home: options.HomeOption = options.HOME,
) -> None:
    """Write the receipt of a lodged declaration (C2SP tlog-proof): proof for good that it is in the ledger."""
    options.opened(home)
    text = receipts.of(reference)
    if text is None:
        raise show.UserError(f"there is no declaration {reference} here")
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text)
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
    home: options.HomeOption = options.HOME,
) -> None:
    """Verify a receipt offline with nothing but the public key; exit code 1 when it proves nothing."""
    verifier = _verifier(key, home)
    try:
        verified = proof.verify(file.read_bytes(), verifier)
        fact = receipts.proved(verified.body, declaration.read_bytes() if declaration else None)
    except (proof.BadReceipt, receipts.Unproved) as bad:
        if json:
            show.print_json({"ok": False, "reason": str(bad)})
        else:
            show.out.print(f"[red]not verified[/]: {show.plain(bad)}", soft_wrap=True)
        raise typer.Exit(1) from None
    except checkpoint.BadKey as bad:
        raise show.UserError(f"the public key cannot be used: {bad}") from None
    if json:
        head = verified.checkpoint
        show.print_json(
            {
                "ok": True,
                "index": verified.index,
                "origin": head.origin,
                "size": head.size,
                "fact": fact,
            }
        )
        return
    show.out.print(
        f"verified: entry {verified.index} of {show.plain(verified.checkpoint.origin)} at size {verified.checkpoint.size}"
    )
    for name, value in fact.items():
        show.out.print(f"  {name}: {show.printable(value)}", soft_wrap=True, markup=False)


def _verifier(key: str, home: pathlib.Path) -> str:
    """The public key: as text, from a file, or from the home folder."""
    if key and "+" in key and not pathlib.Path(key).exists():
        return key
    path = pathlib.Path(key) if key else home / receipts.VERIFIER_FILE
    if not path.exists():
        raise show.UserError(f"there is no public key in {path}; --key gives it or names its file")
    try:
        return path.read_text("utf-8").strip()
    except UnicodeDecodeError:
        raise show.UserError(f"the public key in {path} is no text") from None
