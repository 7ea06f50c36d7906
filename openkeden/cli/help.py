"""`keden help`: the help of a command, and the table of exit codes."""

from typing import Annotated

import typer

from openkeden.cli import exit_codes, show

#: The word that asks for the table.
EXIT_CODES = "exit-codes"


def help_(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help=f"A command, such as duty or tariff show; or {EXIT_CODES}.",
            metavar="[COMMAND]...",
        ),
    ] = None,
) -> None:
    """Show the help of a command, or what the exit codes mean."""
    if words == [EXIT_CODES]:
        _print_exit_codes()
        return
    root = context.find_root().command
    root.main([*(words or []), "--help"], prog_name="keden", standalone_mode=False)


def _print_exit_codes() -> None:
    for code, meaning in exit_codes.MEANINGS.items():
        show.out.print(f"{code:>4}  {meaning}", soft_wrap=True)
    show.out.print(f"\n{exit_codes.NOTE}", soft_wrap=True)
